/**
 * Pixels by how far they are from what their neighbours let one expect: photographs, gradients and every colour that is
 * new. Green first; red and blue follow from how far green was off. See docs/protocol.md, "Photograph pixels".
 * @module
 */
import { forgetModels, newModels } from './bit-decoder.js';
import { STRIDE } from './tile-window.js';

const ACTIVITIES = 15;
const TEXTURES = 32;
const SURPRISES = 4;

/** From this size on, a difference is its highest bit's place and the bits below. */
const LARGE = 8;

/** Sizes 0 to 7, then 8 to 15, 16 to 31, 32 to 63, 64 to 127, 128. */
const SIZES = 12;

/** The first activity that is no longer of that step. */
const STEPS = [1, 2, 3, 5, 7, 10, 14, 19, 26, 36, 50, 75, 110, 170];
const MOST_ACTIVE = 511;
const STEP_OF = Uint8Array.from({ length: MOST_ACTIVE + 1 },
    (_, activity) => STEPS.filter((step) => step <= activity).length);

export class PhotoModel {
  #sizes = newModels(3 * ACTIVITIES * SURPRISES * 16);
  #belows = newModels(3 * 8 * 4);
  #signs = newModels(3 * ACTIVITIES * 4);
  #biases = new Int32Array(3 * ACTIVITIES * TEXTURES);

  forget() {
    forgetModels(this.#sizes);
    forgetModels(this.#belows);
    forgetModels(this.#signs);
    this.#biases.fill(0);
  }

  /**
   * Reads one pixel.
   * @param {import('./bit-decoder.js').BitDecoder} coder
   * @param {Int32Array} window the tile and what is around it
   * @param {number} at the pixel's place there
   * @returns {number} 0xRRGGBB
   */
  pixel(coder, window, at) {
    const west = window[at - 1];
    const west2 = window[at - 2];
    const north = window[at - STRIDE];
    const northWest = window[at - STRIDE - 1];
    const northEast = window[at - STRIDE + 1];
    const north2 = window[at - 2 * STRIDE];
    let pixel = 0;
    let greenOff = 0;
    let hint = 0;
    for (let channel = 0; channel < 3; channel++) {
      // Green, red, blue.
      const shift = channel === 0 ? 8 : channel === 1 ? 16 : 0;
      const w = west >> shift & 0xFF;
      const ww = west2 >> shift & 0xFF;
      const n = north >> shift & 0xFF;
      const nw = northWest >> shift & 0xFF;
      const ne = northEast >> shift & 0xFF;
      const nn = north2 >> shift & 0xFF;
      const across = Math.abs(w - ww) + Math.abs(n - nw) + Math.abs(n - ne);
      const down2 = Math.abs(w - nw) + Math.abs(n - nn);
      const down = down2 + (down2 >> 1);
      const smooth = between(w, n, nw, ne, down - across);
      const context = channel * ACTIVITIES + STEP_OF[Math.min(MOST_ACTIVE, (across + down) / 3 | 0)];
      const texture = (w > smooth ? 1 : 0) | (n > smooth ? 2 : 0) | (ne > smooth ? 4 : 0) | (ww > smooth ? 8 : 0)
          | (nn > smooth ? 16 : 0);
      const biasAt = context * TEXTURES + texture;
      const bias = this.#biases[biasAt];
      const guess = Math.max(0, Math.min(0xFF, smooth + hint + (bias + 64 >> 7)));
      const off = this.#difference(coder, channel, context * SURPRISES + surprise(hint),
          context * 4 + (bias > 32 ? 1 : bias < -32 ? 2 : 0));
      const value = guess + off & 0xFF;
      pixel |= value << shift;
      this.#biases[biasAt] = bias + ((value - guess << 7) - bias >> 5);
      if (channel === 0) {
        greenOff = value - smooth;
        hint = greenOff;
      } else {
        hint = greenOff + value - smooth >> 1;
      }
    }
    return pixel;
  }

  /**
   * Reads a difference of -128 to 128.
   * @param {import('./bit-decoder.js').BitDecoder} coder
   * @param {number} channel
   * @param {number} context
   * @param {number} sign which model is the sign's
   */
  #difference(coder, channel, context, sign) {
    const size = coder.ones(this.#sizes, context * 16, SIZES);
    if (size === 0) {
      return 0;
    }
    let value = size;
    if (size >= LARGE) {
      const below = size - LARGE + 3;
      const models = (channel * 8 + size - LARGE) * 4;
      const first = coder.bit(this.#belows, models + 1);
      const second = coder.bit(this.#belows, models + 2 + first);
      value = (4 | first << 1 | second) << below - 2 | coder.plain(below - 2);
    }
    return coder.bit(this.#signs, sign) !== 0 ? -value : value;
  }
}

/**
 * What lies between west and north, leaning towards the side along which the picture changes less.
 * @param {number} w
 * @param {number} n
 * @param {number} nw
 * @param {number} ne
 * @param {number} edge
 */
function between(w, n, nw, ne, edge) {
  if (edge > 80) {
    return w;
  }
  if (edge < -80) {
    return n;
  }
  const mean = (w + n >> 1) + (ne - nw >> 2);
  if (edge > 32) {
    return mean + w >> 1;
  }
  if (edge > 8) {
    return 3 * mean + w >> 2;
  }
  if (edge < -32) {
    return mean + n >> 1;
  }
  if (edge < -8) {
    return 3 * mean + n >> 2;
  }
  return mean;
}

/** @param {number} hint */
function surprise(hint) {
  const size = Math.abs(hint);
  return size < 1 ? 0 : size < 3 ? 1 : size < 9 ? 2 : 3;
}
