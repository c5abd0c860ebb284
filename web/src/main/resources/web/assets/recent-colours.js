/**
 * The colours that were wanted last, the newest first: read by their place, new ones by the photograph's model.
 * @module
 */
import { forgetModels, newModels } from './bit-decoder.js';

const BITS = 5;

export class RecentColours {
  #colours = new Int32Array(1 << BITS);
  #isRecent = newModels(1);
  #place = newModels(1 << BITS);
  #photo;

  /** @param {import('./photo-model.js').PhotoModel} photo */
  constructor(photo) {
    this.#photo = photo;
  }

  forget() {
    this.#colours.fill(0);
    forgetModels(this.#isRecent);
    forgetModels(this.#place);
  }

  /**
   * Reads one colour and makes it the newest.
   * @param {import('./bit-decoder.js').BitDecoder} coder
   * @param {Int32Array} window the tile and what is around it
   * @param {number} at the pixel's place there
   * @returns {number} 0xRRGGBB
   */
  colour(coder, window, at) {
    const colours = this.#colours;
    let colour = 0;
    let from = colours.length - 1;
    if (coder.bit(this.#isRecent, 0) !== 0) {
      from = coder.tree(this.#place, BITS);
      colour = colours[from];
    } else {
      colour = this.#photo.pixel(coder, window, at);
    }
    for (; from > 0; from--) {
      colours[from] = colours[from - 1];
    }
    colours[0] = colour;
    return colour;
  }
}
