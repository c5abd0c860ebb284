/**
 * Which tiles of a picture changed, and in which way, and the few rectangles that cover them: what stands still is not
 * painted again.
 * @module
 */

/** Width and height of a tile in pixels. */
export const TILE = 16;

/** @typedef {{x: number, y: number, width: number, height: number}} Rectangle in pixels */

export class Damage {
  #columns;
  #rows;
  #width;
  #height;

  /** Of each tile, row by row, the Way in which it changed last; 0 when it has not. */
  marked;

  /**
   * @param {number} width of the picture in pixels
   * @param {number} height
   */
  constructor(width, height) {
    this.#width = width;
    this.#height = height;
    this.#columns = Math.ceil(width / TILE);
    this.#rows = Math.ceil(height / TILE);
    this.marked = new Uint8Array(this.#columns * this.#rows);
  }

  /**
   * Marks every tile that the rectangle touches; it must lie within the picture.
   * @param {number} x
   * @param {number} y
   * @param {number} width
   * @param {number} height
   * @param {number} way one of Way; 0 takes the marks away
   */
  mark(x, y, width, height, way) {
    if (width === 0 || height === 0) {
      return;
    }
    const left = Math.floor(x / TILE);
    const right = Math.floor((x + width - 1) / TILE);
    const bottom = Math.floor((y + height - 1) / TILE);
    for (let row = Math.floor(y / TILE); row <= bottom; row++) {
      this.marked.fill(way, row * this.#columns + left, row * this.#columns + right + 1);
    }
  }

  /**
   * Takes the marks away and returns rectangles that cover them: runs of tiles in a row, joined with the run below when
   * it has the same ends.
   * @returns {Rectangle[]}
   */
  take() {
    /** @type {Rectangle[]} */
    const done = [];
    /** @type {Rectangle[]} the rectangles that end at the row above */
    let open = [];
    for (let row = 0; row < this.#rows; row++) {
      const runs = this.#runs(row);
      for (const run of runs) {
        const above = open.find((one) => one.x === run.x && one.width === run.width);
        if (above) {
          run.y = above.y;
          run.height += above.height;
          open = open.filter((one) => one !== above);
        }
      }
      done.push(...open);
      open = runs;
    }
    done.push(...open);
    this.marked.fill(0);
    return done;
  }

  /** @param {number} row */
  #runs(row) {
    const runs = [];
    const from = row * this.#columns;
    const y = row * TILE;
    const height = Math.min(TILE, this.#height - y);
    for (let column = 0; column < this.#columns; column++) {
      if (this.marked[from + column]) {
        const start = column;
        while (column < this.#columns && this.marked[from + column]) {
          column++;
        }
        const x = start * TILE;
        runs.push({ x, y, width: Math.min(column * TILE, this.#width) - x, height });
      }
    }
    return runs;
  }
}
