/**
 * The dark of a seat that nobody uses: the screen is black, and says what brings it back.
 * @module
 */
import { byId } from './dom.js';

export class Darkness {
  #words = byId('dark', HTMLElement);
  #used;

  /** Whether the screen is dark. */
  dark = false;

  /** @param {() => void} used the person moves the mouse or a finger while it is dark */
  constructor(used) {
    this.#used = used;
    for (const type of /** @type {const} */ (['pointermove', 'pointerdown', 'wheel'])) {
      addEventListener(type, () => this.#wake(), { passive: true });
    }
  }

  #wake() {
    if (this.dark) {
      this.#used();
    }
  }

  /** @param {boolean} dark */
  become(dark) {
    this.dark = dark;
    this.#words.hidden = !dark;
    document.body.classList.toggle('dark', dark);
  }
}
