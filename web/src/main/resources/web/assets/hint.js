/**
 * One line at the bottom of the screen that says what to do next, and leaves again.
 * @module
 */
import { byId, setText } from './dom.js';

const SHOWN_MS = 4_000;

export class Hint {
  #root = byId('hint', HTMLElement);
  #timer = 0;

  /** @param {string} text */
  say(text) {
    setText(this.#root, text);
    this.#root.hidden = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.hide(), SHOWN_MS);
  }

  hide() {
    this.#root.hidden = true;
  }
}
