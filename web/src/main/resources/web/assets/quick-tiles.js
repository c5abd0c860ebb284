/**
 * The tiles that are coded quickly, beside the range coder's bits: docs/protocol.md, "Quick pixels".
 * @module
 */
import { BitReader } from './bit-reader.js';
import { PrefixCode } from './prefix-code.js';
import { ProtocolError, Reason } from './protocol-error.js';
import { ORIGIN, STRIDE } from './tile-window.js';

const RGB = 0xFFFFFF;
const HASH = 0x2C1B3C6D;
const MEMORY_BITS = 16;

/** A run's symbol: all pixels that are left. */
const ALL = 20;

/** From this symbol on so many bits follow, one more for each. */
const LONG_RUN = 16;
const LONG_RUN_BITS = 4;

/** The run's symbol is the next one. */
const NONE = -1;

/** More than a tile has pixels. */
const ALL_LEFT = 1 << 16;

/** Symbols of colours: the last ones, then older ones, then differences. */
const LAST = 4;
const OLDER_BITS = 6;
const NEW = LAST + (1 << OLDER_BITS);

/** A difference's symbol is the numbers of bits of green's and of the larger of the two others, 0 to 8 each. */
const SIZES = 9;

export class QuickTiles {
  bits = new BitReader();
  /** By the surroundings: twice the last step from the pixel to the west, and 1 if it came at least twice in a row. */
  #memory = new Int32Array(1 << MEMORY_BITS);
  #last = new Int32Array(LAST);
  #older = new Int32Array(1 << OLDER_BITS);
  #runs = new PrefixCode(ALL + 1);
  #misses = new PrefixCode(NEW + SIZES * SIZES);
  #differences = new PrefixCode(SIZES * SIZES);

  forget() {
    this.#memory.fill(0);
    this.#last.fill(0);
    this.#older.fill(0);
    this.#runs.forget();
    this.#misses.forget();
    this.#differences.forget();
  }

  /**
   * Reads a tile of runs of what is expected, and of what is not.
   * @param {Int32Array} window the tile and what is around it; drawn on here
   * @param {number} width
   * @param {number} height
   */
  runs(window, width, height) {
    const memory = this.#memory;
    let run = NONE;
    for (let y = 0; y < height; y++) {
      const from = ORIGIN + y * STRIDE;
      let ww = window[from - 2];
      let w = window[from - 1];
      let nw = window[from - STRIDE - 1];
      let n = window[from - STRIDE];
      for (let at = from; at < from + width; at++) {
        if (run === NONE) {
          run = this.#run();
        }
        const ne = window[at - STRIDE + 1];
        const sum = Math.imul(w, 0x8439E28D) + Math.imul(n, 0x6D200499) + Math.imul(nw, 0xBB2F0DDF)
            + Math.imul(ne, 0x7FEB352D) + Math.imul(ww, 0x971CE25B) + Math.imul(window[at - 2 * STRIDE], 0x3C6EF373) | 0;
        const place = Math.imul(sum ^ sum >>> 15, HASH) >>> 32 - MEMORY_BITS;
        const known = memory[place];
        let pixel = 0;
        if (run > 0) {
          run--;
          pixel = w + (known >> 1) & RGB;
          memory[place] = known | 1;
        } else {
          run = NONE;
          pixel = this.#miss(window, at);
          memory[place] = (known & 1) !== 0 ? known - 1 : pixel - w << 1;
        }
        window[at] = pixel;
        ww = w;
        w = pixel;
        nw = n;
        n = ne;
      }
    }
    if (run !== NONE && run < ALL_LEFT / 2) {
      throw new ProtocolError(Reason.BAD_VALUE, 'a run beyond its tile');
    }
  }

  #run() {
    const symbol = this.#runs.take(this.bits);
    if (symbol === ALL) {
      return ALL_LEFT;
    }
    if (symbol < LONG_RUN) {
      return symbol;
    }
    const bits = symbol - LONG_RUN + LONG_RUN_BITS;
    return 1 << bits | this.bits.take(bits);
  }

  /**
   * @param {Int32Array} window
   * @param {number} at the pixel's place there
   */
  #miss(window, at) {
    const symbol = this.#misses.take(this.bits);
    const pixel = symbol < LAST ? this.#last[symbol]
        : symbol < NEW ? this.#older[symbol - LAST]
          : this.#pixel(symbol - NEW, window, at);
    this.#note(pixel);
    return pixel;
  }

  /** @param {number} colour which is the last one from now on */
  #note(colour) {
    const last = this.#last;
    let found = 0;
    while (found < LAST && last[found] !== colour) {
      found++;
    }
    for (let i = Math.min(found, LAST - 1); i > 0; i--) {
      last[i] = last[i - 1];
    }
    last[0] = colour;
    if (found === LAST) {
      const older = this.#older;
      const pair = Math.imul(colour, HASH) >>> 33 - OLDER_BITS << 1;
      if (older[pair] !== colour && older[pair + 1] !== colour) {
        older[pair + 1] = older[pair];
        older[pair] = colour;
      }
    }
  }

  /**
   * Reads a tile of differences.
   * @param {Int32Array} window the tile and what is around it; drawn on here
   * @param {number} width
   * @param {number} height
   */
  differences(window, width, height) {
    for (let y = 0; y < height; y++) {
      const from = ORIGIN + y * STRIDE;
      for (let at = from; at < from + width; at++) {
        window[at] = this.#pixel(this.#differences.take(this.bits), window, at);
      }
    }
  }

  /**
   * Reads the differences of a symbol; the pixel that differs so from its guess.
   * @param {number} symbol
   * @param {Int32Array} window
   * @param {number} at the pixel's place there
   */
  #pixel(symbol, window, at) {
    const size = symbol / SIZES | 0;
    const each = symbol % SIZES;
    const green = unfolded(size < 2 ? size : 1 << size - 1 | this.bits.take(size - 1));
    const both = this.bits.take(2 * each);
    const red = unfolded(both >> each) + green;
    const blue = unfolded(both & (1 << each) - 1) + green;
    const w = window[at - 1];
    const n = window[at - STRIDE];
    const nw = window[at - STRIDE - 1];
    return (guess(w >> 16, n >> 16, nw >> 16) + red & 0xFF) << 16
        | (guess(w >> 8 & 0xFF, n >> 8 & 0xFF, nw >> 8 & 0xFF) + green & 0xFF) << 8
        | guess(w & 0xFF, n & 0xFF, nw & 0xFF) + blue & 0xFF;
  }

  /**
   * Reads a tile of pixels as they are.
   * @param {Int32Array} window drawn on here
   * @param {number} width
   * @param {number} height
   */
  literal(window, width, height) {
    const { bits } = this;
    for (let y = 0; y < height; y++) {
      const from = ORIGIN + y * STRIDE;
      for (let at = from; at < from + width; at++) {
        window[at] = bits.take(8) << 16 | bits.take(16);
      }
    }
  }
}

/** @param {number} folded */
function unfolded(folded) {
  return folded >> 1 ^ -(folded & 1);
}

/**
 * What lies between west and north, or one of them where there is an edge.
 * @param {number} w
 * @param {number} n
 * @param {number} nw
 */
function guess(w, n, nw) {
  const low = w < n ? w : n;
  const high = w < n ? n : w;
  const mean = w + n - nw;
  return mean < low ? low : mean > high ? high : mean;
}
