/**
 * Which tiles a TILES command draws, and how: all that it says besides the pixels. See docs/protocol.md, "Tiles".
 * @module
 */
import { NUMBER_MODELS, forgetModels, newModels } from './bit-decoder.js';

/** How a tile is drawn. */
export const TileKind = Object.freeze({
  FILL: 0, CACHED: 1, SCREEN: 2, PHOTO: 3, RUNS: 4, DIFFERENCES: 5, LITERAL: 6,
});

const KINDS = 7;

/** The answer of next() when there are no more. */
export const NONE = -1;

export class TileList {
  #more = newModels(2);
  #back = newModels(1);
  #far = newModels(NUMBER_MODELS);
  #skip = newModels(NUMBER_MODELS);
  #kinds = newModels(KINDS * (KINDS - 1));
  #slotFollows = newModels(1);
  #slotBack = newModels(1);
  #slotFar = newModels(NUMBER_MODELS);

  #firstTile = 0;
  #lastTile = NONE;
  #lastKind = 0;
  #lastSlot = 0;

  forget() {
    for (const models of [this.#more, this.#back, this.#far, this.#skip, this.#kinds, this.#slotFollows, this.#slotBack,
      this.#slotFar]) {
      forgetModels(models);
    }
    this.#firstTile = 0;
    this.#lastTile = NONE;
    this.#lastKind = 0;
    this.#lastSlot = 0;
  }

  /** A new TILES command. */
  start() {
    this.#lastTile = NONE;
  }

  /**
   * Reads the next tile's number.
   * @param {import('./bit-decoder.js').BitDecoder} coder
   * @param {number} count how many tiles the picture has
   * @returns {number} which a bad command may lead beyond the picture; {@link NONE} at the end
   */
  next(coder, count) {
    const first = this.#lastTile === NONE;
    if (coder.bit(this.#more, first ? 0 : 1) === 0) {
      return NONE;
    }
    if (first) {
      const back = coder.bit(this.#back, 0) !== 0;
      const far = coder.number(this.#far);
      this.#firstTile = Math.max(0, back ? this.#firstTile - far : this.#firstTile + far);
      this.#lastTile = this.#firstTile;
    } else {
      this.#lastTile = (this.#lastTile + 1 + coder.number(this.#skip)) % count;
    }
    return this.#lastTile;
  }

  /**
   * Reads how the tile is drawn.
   * @param {import('./bit-decoder.js').BitDecoder} coder
   */
  kind(coder) {
    const at = this.#lastKind * (KINDS - 1);
    let kind = 0;
    while (kind < KINDS - 1 && coder.bit(this.#kinds, at + kind) === 0) {
      kind++;
    }
    this.#lastKind = kind;
    return kind;
  }

  /**
   * Reads which tile of the cache it is.
   * @param {import('./bit-decoder.js').BitDecoder} coder
   * @returns {number} which a bad command may lead anywhere
   */
  slot(coder) {
    const follows = this.#lastSlot + 1;
    let slot = follows;
    if (coder.bit(this.#slotFollows, 0) === 0) {
      const back = coder.bit(this.#slotBack, 0) !== 0;
      const far = coder.number(this.#slotFar) + 1;
      slot = back ? follows - far : follows + far;
    }
    this.#lastSlot = slot;
    return slot;
  }
}
