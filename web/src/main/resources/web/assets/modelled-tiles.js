/**
 * Draws the tiles of TILES commands with all that is remembered from one to the next: models, colours and cache. See
 * docs/protocol.md, "Tiles".
 * @module
 */
import { BitDecoder } from './bit-decoder.js';
import { PhotoModel } from './photo-model.js';
import { QuickTiles } from './quick-tiles.js';
import { RecentColours } from './recent-colours.js';
import { ScreenModel } from './screen-model.js';
import { TileCache } from './tile-cache.js';
import { TileKind, TileList } from './tile-list.js';
import { ORIGIN, STRIDE, TileWindow, toCanvas } from './tile-window.js';

export class ModelledTiles {
  coder = new BitDecoder();
  list = new TileList();
  cache = new TileCache();
  quick = new QuickTiles();
  #window = new TileWindow();
  #photo = new PhotoModel();
  #recent = new RecentColours(this.#photo);
  #screen = new ScreenModel(this.#recent);

  forget() {
    this.list.forget();
    this.cache.forget();
    this.quick.forget();
    this.#photo.forget();
    this.#recent.forget();
    this.#screen.forget();
  }

  /**
   * A tile of one colour.
   * @param {Uint32Array} picture
   * @param {number} stride of the picture: its width in pixels
   * @param {number} x of the tile, in pixels
   * @param {number} y
   * @param {number} width of the tile
   * @param {number} height
   */
  fill(picture, stride, x, y, width, height) {
    this.#window.look(picture, stride, x, y, 1, 1);
    const colour = toCanvas(this.#recent.colour(this.coder, this.#window.pixels, ORIGIN));
    for (let row = y; row < y + height; row++) {
      const from = row * stride + x;
      for (let at = from; at < from + width; at++) {
        picture[at] = colour;
      }
    }
  }

  /**
   * A tile of what programs draw.
   * @param {Uint32Array} picture
   * @param {number} stride of the picture: its width in pixels
   * @param {number} x of the tile, in pixels
   * @param {number} y
   * @param {number} width of the tile
   * @param {number} height
   */
  screen(picture, stride, x, y, width, height) {
    this.#window.look(picture, stride, x, y, width, height);
    this.#screen.tile(this.coder, this.#window.pixels, width, height);
    this.#draw(picture, stride, x, y, width, height);
  }

  /**
   * A tile of a photograph.
   * @param {Uint32Array} picture
   * @param {number} stride of the picture: its width in pixels
   * @param {number} x of the tile, in pixels
   * @param {number} y
   * @param {number} width of the tile
   * @param {number} height
   */
  photo(picture, stride, x, y, width, height) {
    const { pixels } = this.#window;
    this.#window.look(picture, stride, x, y, width, height);
    for (let row = 0; row < height; row++) {
      const from = ORIGIN + row * STRIDE;
      for (let at = from; at < from + width; at++) {
        pixels[at] = this.#photo.pixel(this.coder, pixels, at);
      }
    }
    this.#draw(picture, stride, x, y, width, height);
  }

  /**
   * A tile that is coded quickly, beside the range coder's bits.
   * @param {number} kind RUNS, DIFFERENCES or LITERAL of TileKind
   * @param {Uint32Array} picture
   * @param {number} stride of the picture: its width in pixels
   * @param {number} x of the tile, in pixels
   * @param {number} y
   * @param {number} width of the tile
   * @param {number} height
   */
  quickly(kind, picture, stride, x, y, width, height) {
    const { pixels } = this.#window;
    this.#window.look(picture, stride, x, y, width, height);
    switch (kind) {
      case TileKind.RUNS:
        this.quick.runs(pixels, width, height);
        break;
      case TileKind.DIFFERENCES:
        this.quick.differences(pixels, width, height);
        break;
      default:
        this.quick.literal(pixels, width, height);
    }
    this.#draw(picture, stride, x, y, width, height);
  }

  /**
   * Puts what the window has of the tile into the picture.
   * @param {Uint32Array} picture
   * @param {number} stride
   * @param {number} x
   * @param {number} y
   * @param {number} width
   * @param {number} height
   */
  #draw(picture, stride, x, y, width, height) {
    const { pixels } = this.#window;
    for (let row = 0; row < height; row++) {
      const from = ORIGIN + row * STRIDE;
      const to = (y + row) * stride + x;
      for (let column = 0; column < width; column++) {
        picture[to + column] = toCanvas(pixels[from + column]);
      }
    }
  }
}
