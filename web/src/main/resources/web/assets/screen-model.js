/**
 * The tiles of what programs draw: text, lines, icons, patterns. Remembers which colour followed which surroundings. See
 * docs/protocol.md, "Screen pixels".
 * @module
 */
import { forgetModels, newModels } from './bit-decoder.js';
import { ORIGIN, STRIDE } from './tile-window.js';

const MEMORY_BITS = 16;

/** How sure a memory is: from 1, seen once, to 15. 0 is empty. */
const SUREST = 15;

/** A memory at most this sure takes the new colour at once; a surer one first doubts. */
const EASILY_CHANGED = 3;

const RGB = 0xFFFFFF;
const CANDIDATES = 6;

const ROW_PIXELS = 0;
const ROW_AS_SHOWN = 1;
const ROW_FIRST = 2;

export class ScreenModel {
  // Of the next and of wider surroundings: the colour that came after them last, and how sure that is (the high 8 bits).
  #near = new Int32Array(1 << MEMORY_BITS);
  #wide = new Int32Array(1 << MEMORY_BITS);

  #rowShown = newModels(3);
  #expected = newModels(3 * 16 * 2 * 8 * 4);
  #candidate = newModels(CANDIDATES * 8 * 4 * 2);
  #candidates = new Int32Array(CANDIDATES);
  #recent;

  /** @param {import('./recent-colours.js').RecentColours} recent */
  constructor(recent) {
    this.#recent = recent;
  }

  forget() {
    this.#near.fill(0);
    this.#wide.fill(0);
    forgetModels(this.#rowShown);
    forgetModels(this.#expected);
    forgetModels(this.#candidate);
  }

  /**
   * Reads one tile.
   * @param {import('./bit-decoder.js').BitDecoder} coder
   * @param {Int32Array} window the tile as it is and what is around it; drawn on here
   * @param {number} width
   * @param {number} height
   */
  tile(coder, window, width, height) {
    let rowBefore = ROW_FIRST;
    let changedAbove = 0;
    for (let y = 0; y < height; y++) {
      if (coder.bit(this.#rowShown, rowBefore) !== 0) {
        rowBefore = ROW_AS_SHOWN;
        changedAbove = 0;
      } else {
        rowBefore = ROW_PIXELS;
        changedAbove = this.#row(coder, window, ORIGIN + y * STRIDE, width, changedAbove);
      }
    }
  }

  /**
   * Reads the pixels of one row.
   * @param {import('./bit-decoder.js').BitDecoder} coder
   * @param {Int32Array} window
   * @param {number} from where the row starts
   * @param {number} width
   * @param {number} above which pixels of the row above have changed: bit x + 1 for column x
   * @returns {number} likewise of this row
   */
  #row(coder, window, from, width, above) {
    const near = this.#near;
    const wide = this.#wide;
    let changed = 0;
    let www = window[from - 3];
    let ww = window[from - 2];
    let w = window[from - 1];
    let nww = window[from - STRIDE - 2];
    let nw = window[from - STRIDE - 1];
    let n = window[from - STRIDE];
    let ne = window[from - STRIDE + 1];
    let nnw = window[from - 2 * STRIDE - 1];
    let nn = window[from - 2 * STRIDE];
    for (let x = 0; x < width; x++) {
      const at = from + x;
      const nee = window[at - STRIDE + 2];
      const nne = window[at - 2 * STRIDE + 1];
      const shown = window[at];
      const still = ~changed >> x & 1 | (~above >> x + 1 & 3) << 1;

      const nearSum = Math.imul(w, 0x2C1B3C6D) + Math.imul(n, 0x297A2D39) + Math.imul(nw, 0x1B56C4E9)
          + Math.imul(ne, 0x7FEB352D) + Math.imul(ww, 0x68E31DA5) + Math.imul(nn, 0x3C6EF373) | 0;
      const wideSum = nearSum + Math.imul(nww, 0x45D9F3B1) + Math.imul(nee, 0x119DE1F5) + Math.imul(nnw, 0x6C8E9CF7)
          + Math.imul(nne, 0x5BD1E995) + Math.imul(www, 0x1CE4E5B9)
          + Math.imul(window[at - 3 * STRIDE], 0x344D5A4B) | 0;
      const nearAt = slot(nearSum);
      const wideAt = slot(wideSum);
      const nearMemory = near[nearAt];
      const wideMemory = wide[wideAt];
      const nearColour = nearMemory & RGB;

      // The first guess: where it comes from, and how sure it is.
      let first = w;
      let source = 0;
      if (wideMemory !== 0) {
        first = wideMemory & RGB;
        source = 32 | wideMemory >>> 24;
      } else if (nearMemory !== 0) {
        first = nearColour;
        source = 16 | nearMemory >>> 24;
      }
      const context = ((source << 1 | (shown === first ? 1 : 0)) << 3 | still) << 2
          | (nearColour === first ? 1 : 0) | (w === first ? 2 : 0);
      let pixel = first;
      if (coder.bit(this.#expected, context) === 0) {
        pixel = this.#other(coder, window, at, first, nearMemory, still, source);
      }
      near[nearAt] = remember(nearMemory, pixel);
      wide[wideAt] = remember(wideMemory, pixel);
      if (pixel !== shown) {
        changed |= 2 << x;
        window[at] = pixel;
      }

      www = ww;
      ww = w;
      w = pixel;
      nww = nw;
      nw = n;
      n = ne;
      ne = nee;
      nnw = nn;
      nn = nne;
    }
    return changed;
  }

  /**
   * It is not the expected colour: one of the neighbours', a recent one, or a new one.
   * @param {import('./bit-decoder.js').BitDecoder} coder
   * @param {Int32Array} window
   * @param {number} at
   * @param {number} first the expected colour
   * @param {number} nearMemory
   * @param {number} still
   * @param {number} source of the expected colour
   */
  #other(coder, window, at, first, nearMemory, still, source) {
    const candidates = this.#candidates;
    const shown = window[at];
    const north = window[at - STRIDE];
    candidates[0] = nearMemory !== 0 ? nearMemory & RGB : first;
    candidates[1] = window[at - 1];
    candidates[2] = north;
    candidates[3] = shown;
    candidates[4] = window[at - STRIDE + 1];
    candidates[5] = window[at - STRIDE - 1];
    for (let i = 0; i < CANDIDATES; i++) {
      const colour = candidates[i];
      if (colour === first || isBefore(candidates, i, colour)) {
        continue; // it has been ruled out
      }
      const kind = i === 0 ? Math.min(3, (nearMemory >>> 24) / 3 | 0)
          : (colour === shown ? 1 : 0) + (colour === north ? 2 : 0);
      const context = ((i << 3 | still) << 2 | kind) << 1 | (source > 0 ? 1 : 0);
      if (coder.bit(this.#candidate, context) !== 0) {
        return colour;
      }
    }
    return this.#recent.colour(coder, window, at);
  }
}

/** @param {number} sum of the surroundings */
function slot(sum) {
  return Math.imul(sum ^ sum >>> 15, 0x2C1B3C6D) >>> 32 - MEMORY_BITS;
}

/**
 * @param {number} memory
 * @param {number} pixel what came
 */
function remember(memory, pixel) {
  const sure = memory >>> 24;
  if ((memory & RGB) === pixel && sure !== 0) {
    return sure < SUREST ? memory + (1 << 24) : memory;
  }
  return sure > EASILY_CHANGED ? sure >> 1 << 24 | memory & RGB : 1 << 24 | pixel;
}

/**
 * @param {Int32Array} candidates
 * @param {number} count
 * @param {number} colour
 */
function isBefore(candidates, count, colour) {
  for (let i = 0; i < count; i++) {
    if (candidates[i] === colour) {
      return true;
    }
  }
  return false;
}
