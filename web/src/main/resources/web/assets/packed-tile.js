/**
 * A tile's pixels as differences of so many bits a row: docs/protocol.md, "Packed pixels".
 * @module
 */
import { ProtocolError, Reason } from './protocol-error.js';
import { toCanvas } from './tile-window.js';

const SIDE = 16;

export class PackedTile {
  // Of the row at hand and the one above it, with a pixel before the first: 0xRRGGBB.
  #row = new Int32Array(SIDE + 1);
  #above = new Int32Array(SIDE + 1);
  // The differences of the row at hand.
  #green = new Int32Array(SIDE);
  #red = new Int32Array(SIDE);
  #blue = new Int32Array(SIDE);
  /** @type {Uint8Array} */
  #in = new Uint8Array(0);
  #at = 0;
  #end = 0;

  /**
   * Draws a tile.
   * @param {Uint8Array} bytes
   * @param {number} from where they start
   * @param {number} end
   * @param {Uint32Array} picture
   * @param {number} stride of the picture: its width in pixels
   * @param {number} to the tile's first pixel
   * @param {number} width of the tile
   * @param {number} height
   * @returns {number} where the next ones start
   */
  draw(bytes, from, end, picture, stride, to, width, height) {
    this.#in = bytes;
    this.#at = from;
    this.#end = end;
    this.#need(3);
    this.#at += 3;
    // As if the first colour stood all around.
    this.#row.fill(bytes[from] << 16 | bytes[from + 1] << 8 | bytes[from + 2]);
    let still = 0;
    for (let y = 0; y < height; y++) {
      if (still > 0) {
        still--;
        this.#green.fill(0);
        this.#red.fill(0);
        this.#blue.fill(0);
      } else {
        this.#need(2);
        const head = bytes[this.#at++] << 8 | bytes[this.#at++];
        still = head & 0xF;
        this.#differences(this.#green, head >> 12);
        this.#differences(this.#red, head >> 8 & 0xF);
        this.#differences(this.#blue, head >> 4 & 0xF);
      }
      this.#drawRow(y === 0, picture, to + y * stride, width);
    }
    if (still > 0) {
      throw new ProtocolError(Reason.BAD_VALUE, 'rows beyond their tile');
    }
    return this.#at;
  }

  /** @param {number} bytes */
  #need(bytes) {
    if (this.#end - this.#at < bytes) {
      throw new ProtocolError(Reason.BAD_VALUE, 'pixels that are cut short');
    }
  }

  /**
   * Reads a row's differences of one channel.
   * @param {Int32Array} into
   * @param {number} bits of each
   */
  #differences(into, bits) {
    if (bits > 8) {
      throw new ProtocolError(Reason.BAD_VALUE, `a difference of ${bits} bits`);
    }
    if (bits === 0) {
      into.fill(0);
      return;
    }
    this.#need(2 * bits);
    const bytes = this.#in;
    const mask = (1 << bits) - 1;
    let gathered = 0;
    let left = 0;
    for (let x = 0; x < SIDE; x++) {
      if (left < bits) {
        gathered = gathered << 8 | bytes[this.#at++];
        left += 8;
      }
      left -= bits;
      const folded = gathered >> left & mask;
      into[x] = folded >>> 1 ^ -(folded & 1);
    }
  }

  /**
   * @param {boolean} top whether it is the first one: it has no row above
   * @param {Uint32Array} picture
   * @param {number} to the row's first pixel
   * @param {number} width
   */
  #drawRow(top, picture, to, width) {
    const above = this.#row;
    const row = this.#above;
    this.#above = above;
    this.#row = row;
    let w = above[1];
    let nw = w;
    for (let x = 0; x < width; x++) {
      const n = top ? w : above[x + 1];
      const off = this.#green[x];
      const green = guess(w >> 8 & 0xFF, n >> 8 & 0xFF, nw >> 8 & 0xFF) + off & 0xFF;
      const red = guess(w >> 16, n >> 16, nw >> 16) + this.#red[x] + off & 0xFF;
      const blue = guess(w & 0xFF, n & 0xFF, nw & 0xFF) + this.#blue[x] + off & 0xFF;
      w = red << 16 | green << 8 | blue;
      nw = top ? w : n;
      row[x + 1] = w;
      picture[to + x] = toCanvas(w);
    }
  }
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
