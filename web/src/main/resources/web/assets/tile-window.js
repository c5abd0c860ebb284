/**
 * What the models see of the picture: one tile and what is around it, as 0xRRGGBB; black outside the picture. A copy,
 * because canvases want their pixels in another order, and so that no neighbour needs to be asked whether it exists.
 * @module
 */
import { TILE } from './damage.js';

/** Pixels to the left, above, and to the right of the tile. */
const LEFT = 3;
const ABOVE = 3;
const RIGHT = 2;

/** Pixels from one row of the window to the next. */
export const STRIDE = 24;

/** Where the tile's first pixel is. */
export const ORIGIN = ABOVE * STRIDE + LEFT;

export class TileWindow {
  /** The pixel x, y of the tile is at ORIGIN + y * STRIDE + x. */
  pixels = new Int32Array((ABOVE + TILE) * STRIDE);

  /**
   * Looks at a tile.
   * @param {Uint32Array} picture 0xAABBGGRR each
   * @param {number} pictureWidth
   * @param {number} x of the tile, in pixels
   * @param {number} y
   * @param {number} width of the tile
   * @param {number} height
   */
  look(picture, pictureWidth, x, y, width, height) {
    const { pixels } = this;
    const firstColumn = Math.max(0, x - LEFT);
    const lastColumn = Math.min(pictureWidth, x + width + RIGHT);
    const firstRow = Math.max(0, y - ABOVE);
    if (firstColumn !== x - LEFT || firstRow !== y - ABOVE || lastColumn !== x + width + RIGHT) {
      pixels.fill(0);
    }
    for (let row = firstRow; row < y + height; row++) {
      let to = ORIGIN + (row - y) * STRIDE + firstColumn - x;
      const end = row * pictureWidth + lastColumn;
      for (let at = row * pictureWidth + firstColumn; at < end; at++) {
        const pixel = picture[at];
        pixels[to++] = (pixel & 0xFF) << 16 | pixel & 0xFF00 | pixel >>> 16 & 0xFF;
      }
    }
  }
}

/**
 * 0xRRGGBB in the order of a canvas: 0xFFBBGGRR.
 * @param {number} rgb
 */
export function toCanvas(rgb) {
  return (0xFF000000 | (rgb & 0xFF) << 16 | rgb & 0xFF00 | rgb >>> 16) >>> 0;
}
