/**
 * A tile's pixels in the chunks of the QOI format: docs/protocol.md, "Quick pixels".
 * @module
 */
import { ProtocolError, Reason } from './protocol-error.js';
import { toCanvas } from './tile-window.js';

const DIFFERENCE = 0x40;
const LUMA = 0x80;
const RUN = 0xC0;
const RGB = 0xFE;
const UNKNOWN = 0xFF;

export class QuickTile {
  /** Colours that were seen, by their hash: 0xRRGGBB. */
  #seen = new Int32Array(64);

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
    const seen = this.#seen.fill(0);
    let at = from;
    let pixel = 0;
    let run = 0;
    for (let y = 0; y < height; y++) {
      const row = to + y * stride;
      for (let x = 0; x < width; x++) {
        if (run > 0) {
          run--;
        } else {
          const chunk = at < end ? bytes[at++] : UNKNOWN;
          if (chunk < DIFFERENCE) {
            pixel = seen[chunk];
          } else if (chunk >= RUN && chunk < RGB) {
            run = chunk - RUN;
          } else {
            const more = chunk < LUMA ? 0 : chunk < RUN ? 1 : 3;
            if (chunk === UNKNOWN || end - at < more) {
              throw new ProtocolError(Reason.BAD_VALUE, 'pixels that are cut short or of no kind');
            }
            if (chunk < LUMA) {
              pixel = add(pixel, (chunk >> 4 & 3) - 2, (chunk >> 2 & 3) - 2, (chunk & 3) - 2);
            } else if (chunk < RUN) {
              const green = (chunk & 0x3F) - 32;
              const beyond = bytes[at];
              pixel = add(pixel, green + (beyond >> 4) - 8, green, green + (beyond & 0xF) - 8);
            } else {
              pixel = bytes[at] << 16 | bytes[at + 1] << 8 | bytes[at + 2];
            }
            at += more;
            seen[(pixel >> 16) * 3 + (pixel >> 8 & 0xFF) * 5 + (pixel & 0xFF) * 7 + 255 * 11 & 63] = pixel;
          }
        }
        picture[row + x] = toCanvas(pixel);
      }
    }
    if (run > 0) {
      throw new ProtocolError(Reason.BAD_VALUE, 'a run beyond its tile');
    }
    return at;
  }
}

/**
 * @param {number} pixel
 * @param {number} red
 * @param {number} green
 * @param {number} blue
 */
function add(pixel, red, green, blue) {
  return ((pixel >> 16) + red & 0xFF) << 16 | ((pixel >> 8) + green & 0xFF) << 8 | pixel + blue & 0xFF;
}
