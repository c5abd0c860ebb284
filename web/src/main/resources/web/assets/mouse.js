/**
 * The person's own mouse or pen over the screen, and pointer lock for a guest that takes motion.
 * @module
 */

/**
 * @typedef {object} MouseOptions
 * @property {HTMLElement} stage
 * @property {HTMLCanvasElement} canvas
 * @property {import('./pointer.js').Pointer} pointer
 * @property {import('./screen.js').Screen} screen
 * @property {() => boolean} active whether a VM is there to be pointed at
 * @property {(locked: boolean) => void} lockChanged
 */

export class Mouse {
  #options;

  /** @param {MouseOptions} options */
  constructor(options) {
    this.#options = options;
    const { stage, canvas, screen } = options;
    canvas.addEventListener('pointerdown', (event) => this.#pressed(event));
    stage.addEventListener('pointermove', (event) => this.#moved(event));
    // Comes with each report of the mouse, while pointermove waits for the browser's next frame.
    stage.addEventListener('pointerrawupdate', (event) => this.#movedRaw(/** @type {PointerEvent} */ (event)));
    stage.addEventListener('pointerup', (event) => this.#buttons(event));
    stage.addEventListener('pointercancel', () => options.pointer.releaseAll());
    canvas.addEventListener('pointerenter', (event) => screen.cursor.setHovering(event.pointerType === 'mouse'));
    canvas.addEventListener('pointerleave', () => screen.cursor.setHovering(false));
    canvas.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    // Menus, and back and forward by the mouse's own buttons, are the guest's.
    for (const type of ['contextmenu', 'mousedown', 'mouseup', 'auxclick', 'dragstart']) {
      canvas.addEventListener(type, (event) => event.preventDefault());
    }
    document.addEventListener('pointerlockchange', () => {
      options.pointer.releaseAll();
      options.lockChanged(this.locked);
    });
  }

  get locked() {
    return document.pointerLockElement === this.#options.canvas;
  }

  /** Gives the mouse back to the person. */
  unlock() {
    if (this.locked) {
      document.exitPointerLock();
    }
  }

  /** @param {PointerEvent} event */
  #pressed(event) {
    const { canvas, pointer, active } = this.#options;
    canvas.focus({ preventScroll: true });
    if (event.pointerType === 'touch' || !active()) {
      return;
    }
    if (!pointer.absolute && !this.locked) {
      // The click that locks the pointer is not the guest's.
      pointer.ignore(event.buttons);
      lock(canvas);
      return;
    }
    if (pointer.absolute) {
      // So that the release arrives wherever it happens.
      canvas.setPointerCapture(event.pointerId);
    }
    this.#moved(event);
    this.#buttons(event);
  }

  /** @param {PointerEvent} event */
  #moved(event) {
    if (event.pointerType === 'touch') {
      return;
    }
    const { pointer } = this.#options;
    if (pointer.absolute) {
      this.#position(event);
    } else if (this.locked && !('onpointerrawupdate' in window)) {
      this.#motion(event);
    }
    // A second button that goes down or up while the first is held comes as a move.
    this.#buttons(event);
  }

  /** @param {PointerEvent} event */
  #movedRaw(event) {
    if (event.pointerType === 'touch') {
      return;
    }
    const { pointer } = this.#options;
    if (pointer.absolute) {
      this.#position(event);
    } else if (this.locked) {
      this.#motion(event);
    }
  }

  /** @param {PointerEvent} event */
  #motion(event) {
    const { pointer, screen } = this.#options;
    const { right, down } = screen.motion(event.movementX, event.movementY);
    pointer.moveBy(right, down);
  }

  /** @param {PointerEvent} event */
  #position(event) {
    const { pointer, screen, active } = this.#options;
    if (active() && screen.width > 0) {
      const { x, y } = screen.positionAt(event.clientX, event.clientY);
      pointer.moveTo(x, y);
    }
  }

  /** @param {PointerEvent} event */
  #buttons(event) {
    const { canvas, pointer, active } = this.#options;
    if (event.pointerType === 'touch') {
      return;
    }
    const ours = pointer.absolute ? canvas.hasPointerCapture(event.pointerId) : this.locked;
    if (ours && active()) {
      pointer.setButtons(event.buttons);
    }
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    const { pointer, active } = this.#options;
    if (!active()) {
      return;
    }
    event.preventDefault();
    if (pointer.absolute || this.locked) {
      pointer.wheel(event);
    }
  }
}

/**
 * Locks the pointer, with the mouse's own motion where the browser can give it.
 * @param {HTMLCanvasElement} canvas
 */
async function lock(canvas) {
  try {
    await canvas.requestPointerLock({ unadjustedMovement: true });
  } catch {
    try {
      await canvas.requestPointerLock();
    } catch {
      // The person has just left the lock, and the browser wants a moment before the next; another click will do.
    }
  }
}
