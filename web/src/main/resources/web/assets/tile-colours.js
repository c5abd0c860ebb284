/**
 * The coloured tiles over the picture: each has the colour of the way in which it came last. A canvas of one pixel a tile,
 * which CSS enlarges, so that it costs next to nothing; and nothing at all while it is off.
 * @module
 */
import { TILE } from './damage.js';
import { WAY_LOOKS, WAYS, Way } from './ways.js';

const ALPHA = 0x88000000;

export class TileColours {
  #canvas;
  #context;
  #image = new ImageData(1, 1);
  #pixels = new Uint32Array(1);
  /** Of each tile the Way in which it came last; 0 when none has come since this was switched on. */
  #ways = new Uint8Array(1);
  /** The colours, as a little endian pixel has them. */
  #colours = new Uint32Array(WAYS);

  /** @param {HTMLCanvasElement} canvas above the screen, in one frame with it */
  constructor(canvas) {
    this.#canvas = canvas;
    const context = canvas.getContext('2d');
    if (!context) {
      throw new Error('This browser has no canvas.');
    }
    this.#context = context;
    for (const { way, colour } of WAY_LOOKS) {
      const blueFirst = (colour & 0xFF) << 16 | colour & 0xFF00 | colour >> 16;
      this.#colours[way] = (ALPHA | blueFirst) >>> 0;
    }
  }

  get on() {
    return !this.#canvas.hidden;
  }

  /** Whether the colours are to be seen; they begin anew. @param {boolean} on */
  switch(on) {
    this.#canvas.hidden = !on;
    this.#canvas.width = 0; // the next picture makes it anew
  }

  /** The ways of all tiles, row by row; empty while this is off. */
  get ways() {
    return this.on ? [...this.#ways] : [];
  }

  /**
   * A picture is drawn; while this is on only.
   * @param {number} width of the picture in pixels
   * @param {number} height
   * @param {Uint8Array} marked of each tile the Way in which it came in this picture, 0 for none
   * @param {readonly {x: number, y: number, bitmap: ImageBitmap}[]} passing below what is marked
   */
  drawn(width, height, marked, passing) {
    const columns = Math.ceil(width / TILE);
    const rows = Math.ceil(height / TILE);
    if (this.#canvas.width !== columns || this.#canvas.height !== rows) {
      this.#begin(width, height, columns, rows);
    }
    for (const { x, y, bitmap } of passing) {
      const right = Math.ceil((x + bitmap.width) / TILE);
      const bottom = Math.ceil((y + bitmap.height) / TILE);
      for (let row = y / TILE; row < bottom; row++) {
        this.#ways.fill(Way.PASSING, row * columns + x / TILE, row * columns + right);
      }
    }
    for (let tile = 0; tile < marked.length; tile++) {
      if (marked[tile]) {
        this.#ways[tile] = marked[tile];
      }
      this.#pixels[tile] = this.#colours[this.#ways[tile]];
    }
    this.#context.putImageData(this.#image, 0, 0);
  }

  /**
   * @param {number} width
   * @param {number} height
   * @param {number} columns
   * @param {number} rows
   */
  #begin(width, height, columns, rows) {
    this.#canvas.width = columns;
    this.#canvas.height = rows;
    // The tiles at the right and bottom reach over the picture's edge, where the frame cuts them.
    this.#canvas.style.width = `${100 * columns * TILE / width}%`;
    this.#canvas.style.height = `${100 * rows * TILE / height}%`;
    this.#ways = new Uint8Array(columns * rows);
    this.#pixels = new Uint32Array(columns * rows);
    this.#image = new ImageData(new Uint8ClampedArray(this.#pixels.buffer), columns, rows);
  }
}
