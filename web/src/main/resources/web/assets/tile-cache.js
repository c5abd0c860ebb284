/**
 * The whole tiles that were drawn last, by slot: the oldest makes room for the newest. Grows as it is filled, to 16 MiB.
 * @module
 */
import { TILE } from './damage.js';

/** How many tiles there are at most. */
const TILES = 1 << 14;

const TILE_PIXELS = TILE * TILE;

/** Memory is taken for so many tiles at a time: a power of two. */
const SHELF = 256;

export class TileCache {
  /** @type {Uint32Array[]} */
  #shelves = [];
  #next = 0;
  /** How many slots have a tile. */
  #filled = 0;

  /** Forgets the tiles; the memory stays for the next ones. */
  forget() {
    this.#next = 0;
    this.#filled = 0;
  }

  /**
   * Keeps a tile of a picture.
   * @param {Uint32Array} picture
   * @param {number} width of the picture
   * @param {number} at the tile's first pixel
   */
  add(picture, width, at) {
    const slot = this.#next;
    const number = Math.floor(slot / SHELF);
    if (number === this.#shelves.length) {
      this.#shelves.push(new Uint32Array(SHELF * TILE_PIXELS));
    }
    const shelf = this.#shelves[number];
    let to = slot % SHELF * TILE_PIXELS;
    for (let row = 0; row < TILE; row++) {
      const from = at + row * width;
      for (let x = 0; x < TILE; x++) {
        shelf[to++] = picture[from + x];
      }
    }
    this.#next = (slot + 1) % TILES;
    this.#filled = Math.max(this.#filled, slot + 1);
  }

  /**
   * Draws a tile.
   * @param {number} slot
   * @param {Uint32Array} picture
   * @param {number} width of the picture
   * @param {number} at the tile's first pixel
   * @returns {boolean} false when there is none in this slot
   */
  draw(slot, picture, width, at) {
    if (slot < 0 || slot >= this.#filled) {
      return false;
    }
    const shelf = this.#shelves[Math.floor(slot / SHELF)];
    let from = slot % SHELF * TILE_PIXELS;
    for (let row = 0; row < TILE; row++) {
      const to = at + row * width;
      for (let x = 0; x < TILE; x++) {
        picture[to + x] = shelf[from++];
      }
    }
    return true;
  }
}
