/**
 * Fingers on the screen. A guest with a touch screen has them as they are. A guest that takes positions: a tap is a click there, a drag is a drag. One that takes motion:
 * the screen is a touchpad. In both, a tap with two fingers is a click of the right button.
 * @module
 */

const LEFT = 1;
const RIGHT = 2;

/** A finger that stays within this is a tap. In CSS pixels. */
const TAP_RADIUS = 8;

/** So long a button is down when a finger only tapped: a guest's firmware polls. */
const CLICK_MS = 30;

export class Touch {
  #pointer;
  #contacts;
  #screen;
  #active;
  /** @type {Map<number, {x: number, y: number}>} where each finger was last */
  #fingers = new Map();
  /** What the fingers that are down are doing. @type {'tap' | 'drag' | 'twoTap' | 'done'} */
  #gesture = 'tap';
  #start = { x: 0, y: 0 };

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {import('./pointer.js').Pointer} pointer
   * @param {import('./contacts.js').Contacts} contacts
   * @param {import('./screen.js').Screen} screen
   * @param {() => boolean} active whether a VM is there to be pointed at
   */
  constructor(canvas, pointer, contacts, screen, active) {
    this.#pointer = pointer;
    this.#contacts = contacts;
    this.#screen = screen;
    this.#active = active;
    const on = (/** @type {'pointerdown' | 'pointermove' | 'pointerup' | 'pointercancel'} */ type,
        /** @type {(event: PointerEvent) => void} */ handle) => {
      canvas.addEventListener(type, (event) => {
        if (event.pointerType === 'touch') {
          handle(event);
        }
      });
    };
    on('pointerdown', (event) => this.#down(event));
    on('pointermove', (event) => this.#move(event));
    on('pointerup', (event) => this.#up(event));
    on('pointercancel', (event) => this.#cancel(event));
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (!this.#active()) {
      return;
    }
    if (this.#contacts.most > 0) {
      this.#contacts.down(event);
      return;
    }
    const place = { x: event.clientX, y: event.clientY };
    this.#fingers.set(event.pointerId, place);
    if (this.#fingers.size === 1) {
      this.#gesture = 'tap';
      this.#start = place;
      this.#goTo(place);
    } else if (this.#fingers.size === 2 && this.#gesture === 'tap') {
      this.#gesture = 'twoTap';
    }
  }

  /** @param {PointerEvent} event */
  #move(event) {
    this.#contacts.move(event);
    const before = this.#fingers.get(event.pointerId);
    if (!before) {
      return;
    }
    const place = { x: event.clientX, y: event.clientY };
    this.#fingers.set(event.pointerId, place);
    const far = Math.hypot(place.x - this.#start.x, place.y - this.#start.y) > TAP_RADIUS;
    if (this.#gesture === 'tap' && far) {
      this.#gesture = 'drag';
      if (this.#pointer.absolute) {
        this.#pointer.setButtons(LEFT);
      }
    }
    if (this.#gesture === 'drag') {
      this.#goTo(place);
      if (!this.#pointer.absolute) {
        const { right, down } = this.#screen.motion(place.x - before.x, place.y - before.y);
        this.#pointer.moveBy(right, down);
      }
    }
  }

  /** @param {PointerEvent} event */
  #up(event) {
    this.#contacts.up(event);
    if (!this.#fingers.delete(event.pointerId)) {
      return;
    }
    if (this.#gesture === 'tap') {
      this.#click(LEFT);
    } else if (this.#gesture === 'twoTap') {
      this.#gesture = 'done';
      this.#click(RIGHT);
    } else if (this.#gesture === 'drag' && this.#fingers.size === 0) {
      this.#pointer.setButtons(0);
    }
  }

  /** @param {PointerEvent} event */
  #cancel(event) {
    this.#contacts.up(event);
    this.#fingers.clear();
    this.#pointer.setButtons(0);
  }

  /** @param {number} button its bit */
  #click(button) {
    this.#pointer.setButtons(button);
    setTimeout(() => this.#pointer.setButtons(0), CLICK_MS);
  }

  /** @param {{x: number, y: number}} place */
  #goTo(place) {
    if (this.#pointer.absolute && this.#screen.width > 0) {
      const { x, y } = this.#screen.positionAt(place.x, place.y);
      this.#pointer.moveTo(x, y);
    }
  }
}
