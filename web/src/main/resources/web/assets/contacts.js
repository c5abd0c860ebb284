/**
 * Fingers for a guest that has a touch screen of its own: each is a contact, and what they do belongs to the guest.
 * @module
 */
import { ContactState } from './frames.js';

/** At most one report of moves in this time: faster than any guest looks. */
const PACE_MS = 4;

/**
 * Sends what the fingers do.
 * @typedef {object} ContactSender
 * @property {(contacts: import('./frames.js').Contact[]) => void} report
 * @property {() => boolean} congested whether what was sent before is still waiting
 */

export class Contacts {
  #sender;
  #screen;
  /** @type {Map<number, import('./frames.js').Contact>} by the number that the browser gives a finger */
  #fingers = new Map();
  /** Those that have moved and not been sent. @type {Set<import('./frames.js').Contact>} */
  #moved = new Set();
  #timer = 0;

  /** How many the guest takes; 0: it has no touch screen. */
  most = 0;

  /**
   * @param {ContactSender} sender
   * @param {import('./screen.js').Screen} screen
   */
  constructor(sender, screen) {
    this.#sender = sender;
    this.#screen = screen;
  }

  /** The numbers of the contacts that are down. */
  held() {
    return [...this.#fingers.values()].map(({ id }) => id);
  }

  /** @param {PointerEvent} event */
  down(event) {
    const taken = this.held();
    const id = Array.from({ length: this.most }, (_, i) => i).find((i) => !taken.includes(i));
    if (id !== undefined && this.#screen.width > 0) {
      const contact = { id, state: ContactState.DOWN, ...this.#screen.positionAt(event.clientX, event.clientY) };
      this.#fingers.set(event.pointerId, contact);
      this.#send([contact]);
      contact.state = ContactState.MOVED;
    }
  }

  /** @param {PointerEvent} event */
  move(event) {
    const contact = this.#fingers.get(event.pointerId);
    if (contact) {
      Object.assign(contact, this.#screen.positionAt(event.clientX, event.clientY));
      this.#moved.add(contact);
      this.#schedule();
    }
  }

  /** @param {PointerEvent} event */
  up(event) {
    const contact = this.#fingers.get(event.pointerId);
    if (contact) {
      this.#fingers.delete(event.pointerId);
      this.#lift([contact]);
    }
  }

  /** Lifts all fingers; what they still do has no effect. */
  releaseAll() {
    const all = [...this.#fingers.values()];
    this.#fingers.clear();
    if (all.length > 0) {
      this.#lift(all);
    }
  }

  /** The same without a word: the controller has done so itself. */
  forget() {
    this.#fingers.clear();
    this.#moved.clear();
  }

  /** @param {import('./frames.js').Contact[]} contacts */
  #lift(contacts) {
    contacts.forEach((contact) => {
      this.#moved.delete(contact);
      contact.state = ContactState.UP;
    });
    this.#send(contacts);
  }

  /** Moves of several fingers come one after the other, and go as one report. */
  #schedule() {
    if (this.#timer === 0) {
      this.#timer = setTimeout(() => {
        this.#timer = 0;
        if (this.#sender.congested()) {
          this.#schedule();
        } else {
          this.#send([]);
        }
      }, PACE_MS);
    }
  }

  /** @param {import('./frames.js').Contact[]} contacts to be sent with all that have moved */
  #send(contacts) {
    const report = [...this.#moved, ...contacts];
    this.#moved.clear();
    if (report.length > 0) {
      this.#sender.report(report);
    }
  }
}
