/**
 * The pointer: positions for a guest that takes them, motion under pointer lock for one that does not; buttons and wheel.
 * @module
 */
import { wheelSteps } from './wheel.js';

/** At most one position or motion in this time: faster than any guest looks. */
const PACE_MS = 4;

const LIMIT = 10_000;
const BUTTONS = 5;

/**
 * Sends what the pointer does.
 * @typedef {object} PointerSender
 * @property {(x: number, y: number) => void} position
 * @property {(right: number, down: number) => void} motion
 * @property {(button: number, down: boolean) => void} button
 * @property {(away: number, right: number) => void} wheel
 * @property {() => boolean} congested whether what was sent before is still waiting
 */

export class Pointer {
  #sender;
  #absolute = false;
  /** The buttons that are down, bit 0 for button 1. */
  #down = 0;
  /** Buttons that the person still holds but the guest has seen released, or is not to see at all. */
  #ignored = 0;
  /** @type {?{x: number, y: number}} */
  #target = null;
  #sentX = -1;
  #sentY = -1;
  #right = 0;
  #downward = 0;
  #wheelAway = 0;
  #wheelRight = 0;
  #sentAt = 0;
  #timer = 0;

  /** @param {PointerSender} sender */
  constructor(sender) {
    this.#sender = sender;
  }

  get absolute() {
    return this.#absolute;
  }

  /** @param {boolean} absolute whether the guest takes positions */
  setAbsolute(absolute) {
    this.releaseAll();
    this.#absolute = absolute;
    this.#target = null;
    this.#sentX = this.#sentY = -1;
    this.#right = this.#downward = 0;
  }

  /** The buttons that are down, 1 to 5. */
  held() {
    return Array.from({ length: BUTTONS }, (_, i) => i + 1).filter((button) => this.#down & 1 << (button - 1));
  }

  /**
   * @param {number} x 0 to 0x7FFF
   * @param {number} y
   */
  moveTo(x, y) {
    this.#target = { x, y };
    this.#schedule();
  }

  /**
   * @param {number} right
   * @param {number} down
   */
  moveBy(right, down) {
    this.#right += right;
    this.#downward += down;
    this.#schedule();
  }

  /**
   * Presses and releases what differs from before, after the pointer has moved to where that happened.
   * @param {number} mask bit 0 left, 1 right, 2 middle, 3 back, 4 forward: both as in MouseEvent.buttons and, counted
   *     from 1, as in the protocol
   */
  setButtons(mask) {
    this.#ignored &= mask;
    this.#change(mask & ~this.#ignored);
  }

  /**
   * Keeps these buttons from the guest until they have been up.
   * @param {number} mask
   */
  ignore(mask) {
    this.#ignored |= mask;
  }

  /** Releases everything; what the person still holds stays released until it is pressed anew. */
  releaseAll() {
    this.#ignored |= this.#down;
    this.#change(0);
  }

  /** The same without a word: the controller has released it itself. */
  forget() {
    this.#ignored |= this.#down;
    this.#down = 0;
    this.#sentX = this.#sentY = -1;
  }

  /** @param {number} mask */
  #change(mask) {
    let changed = (mask ^ this.#down) & (1 << BUTTONS) - 1;
    if (changed !== 0) {
      this.#flush();
    }
    for (let button = 1; changed !== 0; button++, changed >>= 1) {
      if (changed & 1) {
        const bit = 1 << (button - 1);
        this.#down ^= bit;
        this.#sender.button(button, (this.#down & bit) !== 0);
      }
    }
  }

  /** @param {WheelEvent} event */
  wheel(event) {
    const { away, right } = wheelSteps(event);
    this.#wheelAway += away;
    this.#wheelRight += right;
    const wholeAway = Math.trunc(this.#wheelAway);
    const wholeRight = Math.trunc(this.#wheelRight);
    if (wholeAway !== 0 || wholeRight !== 0) {
      this.#wheelAway -= wholeAway;
      this.#wheelRight -= wholeRight;
      this.#flush();
      this.#sender.wheel(clamp(wholeAway), clamp(wholeRight));
    }
  }

  #schedule() {
    if (this.#timer !== 0) {
      return;
    }
    const wait = this.#sentAt + PACE_MS - performance.now();
    if (wait <= 0 && !this.#sender.congested()) {
      this.#flush();
    } else {
      this.#timer = setTimeout(() => {
        this.#timer = 0;
        this.#schedule();
      }, Math.max(PACE_MS, wait));
    }
  }

  #flush() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#sentAt = performance.now();
    const target = this.#target;
    if (this.#absolute && target && (target.x !== this.#sentX || target.y !== this.#sentY)) {
      this.#sentX = target.x;
      this.#sentY = target.y;
      this.#sender.position(target.x, target.y);
    }
    const right = clamp(Math.trunc(this.#right));
    const down = clamp(Math.trunc(this.#downward));
    if (!this.#absolute && (right !== 0 || down !== 0)) {
      this.#right -= right;
      this.#downward -= down;
      this.#sender.motion(right, down);
    }
  }
}

/** @param {number} value */
function clamp(value) {
  return Math.max(-LIMIT, Math.min(LIMIT, value));
}
