/**
 * Draws the commands of a PICTURE, as docs/protocol.md has them, into memory. A command that is cut short or reaches
 * outside the picture is a ProtocolError; nothing is read or written beyond its bounds.
 * @module
 */
import { Damage, TILE } from './damage.js';
import { ModelledTiles } from './modelled-tiles.js';
import { ProtocolError, Reason } from './protocol-error.js';
import { NONE, TileKind } from './tile-list.js';
import { WAYS, Way } from './ways.js';

const MODE = 0x01;
const FILL = 0x02;
const COPY = 0x03;
const TWO = 0x04;
const PALETTE = 0x05;
const LITERAL = 0x06;
const CURSOR = 0x07;
const POINTER = 0x08;
const TILES = 0x09;
const FORGET = 0x0A;
const JPEG = 0x0B;

/** What this decoder understands beyond the plain commands, for capability 0x24: COPY, the cache of TILES, TILES, JPEG. */
export const CODINGS = 1 | 2 | 4 | 8;

const MAX_SIDE = 8192;
const MAX_PIXELS = 7680 * 4320;
const MAX_CURSOR = 128;
const MAX_PASSING = 131_072;
const MOST_COLOURS = 16;
const BLACK = 0xFF000000;
const NOTHING = new Uint8Array(0);

/**
 * The shape of the guest's pointer; 0 by 0 when there is none.
 * @typedef {{width: number, height: number, hotX: number, hotY: number, rgba: Uint8ClampedArray<ArrayBuffer>}} CursorShape
 */

/** @typedef {{x: number, y: number, visible: boolean}} PointerPlace of the hot spot, in pixels */

export class PictureDecoder {
  width = 0;
  height = 0;

  /** The picture, as ImageData wants it: four bytes each, red first, alpha always 255. */
  rgba = new Uint8ClampedArray(0);

  damage = new Damage(0, 0);

  /** @type {CursorShape} */
  cursor = { width: 0, height: 0, hotX: 0, hotY: 0, rgba: new Uint8ClampedArray(0) };

  /** Where the guest has its pointer, or null as long as it has not said. @type {?PointerPlace} */
  pointer = null;

  /** How many bytes came by each Way so far. */
  bytes = new Float64Array(WAYS);

  // The same memory as rgba, a pixel each. Every machine that runs a browser is little endian: 0xAABBGGRR.
  #pixels = new Uint32Array(0);
  #palette = new Uint32Array(MOST_COLOURS);
  /** @type {Uint8Array} */
  #in = new Uint8Array(0);
  #at = 0;
  #end = 0;
  #counted = 0;
  /** @type {import('./passing.js').Passing[]} */
  #passing = [];
  #tiles = new ModelledTiles();
  // The tile that is drawn.
  #x = 0;
  #y = 0;
  #tileWidth = 0;
  #tileHeight = 0;

  /**
   * Draws every command.
   * @param {Uint8Array} commands
   */
  decode(commands) {
    this.#in = commands;
    this.#at = 0;
    this.#end = commands.length;
    this.#counted = 0;
    while (this.#at < this.#end) {
      const way = this.#command(this.#u8());
      this.#count(way, this.#at);
    }
    this.#in = NOTHING;
  }

  /**
   * @param {number} way in which the bytes came that are not counted yet
   * @param {number} position how many have been read
   */
  #count(way, position) {
    this.bytes[way] += position - this.#counted;
    this.#counted = position;
  }

  /**
   * @param {number} command
   * @returns {number} the way in which its pixels came
   */
  #command(command) {
    switch (command) {
      case MODE: return this.#mode();
      case FILL: return this.#fill();
      case COPY: return this.#copy();
      case TWO: return this.#two();
      case PALETTE: return this.#palettes();
      case LITERAL: return this.#literals();
      case CURSOR: return this.#cursorShape();
      case POINTER: return this.#pointerPlace();
      case TILES: return this.#modelled();
      case FORGET: return this.#forget();
      case JPEG: return this.#jpeg();
      default: throw bad(`unknown drawing command ${command}`);
    }
  }

  #mode() {
    this.#need(4);
    const width = this.#u16();
    const height = this.#u16();
    if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE || width * height > MAX_PIXELS) {
      throw bad(`a picture of ${width}x${height}`);
    }
    if (width !== this.width || height !== this.height) {
      this.width = width;
      this.height = height;
      this.#pixels = new Uint32Array(width * height);
      this.rgba = new Uint8ClampedArray(this.#pixels.buffer);
      this.damage = new Damage(width, height);
    }
    this.#pixels.fill(BLACK);
    this.damage.mark(0, 0, width, height, Way.FILL);
    return this.#forget();
  }

  #forget() {
    this.#tiles.forget();
    return Way.OTHER;
  }

  /** What is shown over the picture from now on is not drawn into it. */
  #jpeg() {
    this.#need(12);
    const x = this.#u16();
    const y = this.#u16();
    const width = this.#u16();
    const height = this.#u16();
    const length = this.#u16() * 65_536 + this.#u16();
    const inside = x % TILE === 0 && y % TILE === 0 && width > 0 && height > 0
        && x + width <= this.width && y + height <= this.height && width * height <= MAX_PASSING;
    if (!inside || length > this.#end - this.#at) {
      throw bad('a passing picture outside the picture or the frame');
    }
    this.#passing.push({ x, y, width, height, jpeg: this.#in.slice(this.#at, this.#at + length) });
    this.#at += length;
    this.damage.mark(x, y, width, height, 0); // what was drawn there before is covered
    return Way.PASSING;
  }

  /** Takes the passing pictures that came since the last time; they lie below whatever is marked as changed. */
  takePassing() {
    const taken = this.#passing;
    this.#passing = [];
    return taken;
  }

  #fill() {
    this.#need(11);
    const x = this.#u16();
    const y = this.#u16();
    const width = this.#u16();
    const height = this.#u16();
    const colour = this.#rgb();
    if (x + width > this.width || y + height > this.height) {
      throw bad('a fill outside the picture');
    }
    for (let row = y; row < y + height; row++) {
      this.#pixels.fill(colour, row * this.width + x, row * this.width + x + width);
    }
    this.damage.mark(x, y, width, height, Way.FILL);
    return Way.FILL;
  }

  #copy() {
    this.#need(12);
    const fromX = this.#u16();
    const fromY = this.#u16();
    const width = this.#u16();
    const height = this.#u16();
    const toX = this.#u16();
    const toY = this.#u16();
    if (Math.max(fromX, toX) + width > this.width || Math.max(fromY, toY) + height > this.height) {
      throw bad('a copy outside the picture');
    }
    // The rows in such an order that none is written before it is read; copyWithin sees to that within a row.
    const upwards = toY > fromY;
    for (let i = 0; i < height; i++) {
      const row = upwards ? height - 1 - i : i;
      const from = (fromY + row) * this.width + fromX;
      this.#pixels.copyWithin((toY + row) * this.width + toX, from, from + width);
    }
    this.damage.mark(toX, toY, width, height, Way.COPY);
    return Way.COPY;
  }

  #two() {
    this.#readTile(Way.FEW);
    this.#indexed(2);
    return Way.FEW;
  }

  #palettes() {
    this.#readTile(Way.FEW);
    this.#need(1);
    const colours = this.#u8();
    if (colours < 3 || colours > MOST_COLOURS) {
      throw bad(`a palette of ${colours}`);
    }
    this.#indexed(colours);
    return Way.FEW;
  }

  #literals() {
    this.#readTile(Way.PIXELS);
    const width = this.#tileWidth;
    const height = this.#tileHeight;
    this.#need(3 * width * height);
    for (let y = 0; y < height; y++) {
      const to = (this.#y + y) * this.width + this.#x;
      for (let x = 0; x < width; x++) {
        this.#pixels[to + x] = this.#rgb();
      }
    }
    return Way.PIXELS;
  }

  /** @param {number} colours 2 to 16 */
  #indexed(colours) {
    const palette = this.#palette;
    this.#need(3 * colours);
    for (let i = 0; i < colours; i++) {
      palette[i] = this.#rgb();
    }
    const bitsEach = colours <= 2 ? 1 : colours <= 4 ? 2 : 4;
    const mask = (1 << bitsEach) - 1;
    const width = this.#tileWidth;
    const height = this.#tileHeight;
    const pixels = this.#pixels;
    this.#need(Math.ceil(width * height * bitsEach / 8));
    let gathered = 0;
    let bits = 0;
    for (let y = 0; y < height; y++) {
      const to = (this.#y + y) * this.width + this.#x;
      for (let x = 0; x < width; x++) {
        if (bits === 0) {
          gathered = this.#in[this.#at++];
          bits = 8;
        }
        bits -= bitsEach;
        const index = gathered >> bits & mask;
        if (index >= colours) {
          throw bad(`colour ${index} of a palette of ${colours}`);
        }
        pixels[to + x] = palette[index];
      }
    }
  }

  /** Everything up to the end: what is plain, then what is coded. */
  #modelled() {
    let length = 0;
    let shift = 0;
    let part = 0;
    do {
      this.#need(1);
      part = this.#u8();
      length |= (part & 0x7F) << shift;
      shift += 7;
    } while (part >= 0x80 && shift <= 14);
    if (part >= 0x80 || length > this.#end - this.#at) {
      throw bad('a length beyond the frame');
    }
    const plainEnd = this.#at + length;
    const { coder, list, quick } = this.#tiles;
    quick.bits.start(this.#in, this.#at, plainEnd);
    coder.start(this.#in, plainEnd);
    list.start();
    const columns = Math.ceil(this.width / TILE);
    const count = columns * Math.ceil(this.height / TILE);
    let drawn = 0;
    for (let tile = list.next(coder, count); tile !== NONE; tile = list.next(coder, count)) {
      if (tile >= count) {
        throw bad(`tile ${tile} outside the picture`);
      }
      if (drawn++ >= count) {
        throw bad('more tiles than the picture has');
      }
      this.#standAt(tile % columns, Math.floor(tile / columns));
      const way = this.#modelledTile();
      this.damage.marked[tile] = way;
      this.#count(way, quick.bits.position + coder.position - plainEnd);
    }
    if (quick.bits.hasByte) {
      throw bad('plain bits of no tile');
    }
    quick.bits.finish();
    coder.finish();
    this.#at = this.#in.length;
    return Way.OTHER;
  }

  /** @returns {number} the way in which it came */
  #modelledTile() {
    const tiles = this.#tiles;
    const pixels = this.#pixels;
    const x = this.#x;
    const y = this.#y;
    const width = this.#tileWidth;
    const height = this.#tileHeight;
    const whole = width === TILE && height === TILE;
    const kind = tiles.list.kind(tiles.coder);
    let way = Way.QUICK;
    switch (kind) {
      case TileKind.FILL:
        tiles.fill(pixels, this.width, x, y, width, height);
        return Way.FILL;
      case TileKind.CACHED:
        if (!whole) {
          throw bad('a cached tile at the edge');
        }
        if (!tiles.cache.draw(tiles.list.slot(tiles.coder), pixels, this.width, y * this.width + x)) {
          throw bad('a tile from an empty slot');
        }
        return Way.CACHED;
      case TileKind.SCREEN:
        tiles.screen(pixels, this.width, x, y, width, height);
        way = Way.SCREEN;
        break;
      case TileKind.PHOTO:
        tiles.photo(pixels, this.width, x, y, width, height);
        way = Way.PHOTO;
        break;
      default:
        tiles.quickly(kind, pixels, this.width, x, y, width, height);
        way = kind === TileKind.LITERAL ? Way.PIXELS : Way.QUICK;
    }
    if (whole) {
      tiles.cache.add(pixels, this.width, y * this.width + x);
    }
    return way;
  }

  #cursorShape() {
    this.#need(8);
    const width = this.#u16();
    const height = this.#u16();
    const hotX = this.#u16();
    const hotY = this.#u16();
    const none = width === 0 && height === 0;
    if (width > MAX_CURSOR || height > MAX_CURSOR || (!none && (width === 0 || height === 0))) {
      throw bad(`a pointer of ${width}x${height}`);
    }
    if (!none && (hotX >= width || hotY >= height)) {
      throw bad(`a pointer's hot spot at ${hotX},${hotY}`);
    }
    const length = 4 * width * height;
    this.#need(length);
    const rgba = new Uint8ClampedArray(length);
    rgba.set(this.#in.subarray(this.#at, this.#at + length));
    this.#at += length;
    this.cursor = { width, height, hotX, hotY, rgba };
    return Way.OTHER;
  }

  #pointerPlace() {
    this.#need(5);
    const x = this.#u16() << 16 >> 16;
    const y = this.#u16() << 16 >> 16;
    const visible = this.#u8();
    if (visible > 1) {
      throw bad(`a flag of ${visible}`);
    }
    this.pointer = { x, y, visible: visible === 1 };
    return Way.OTHER;
  }

  /**
   * Reads a tile's place, stands there and marks it as changed.
   * @param {number} way
   */
  #readTile(way) {
    this.#need(4);
    const column = this.#u16();
    const row = this.#u16();
    if (column * TILE >= this.width || row * TILE >= this.height) {
      throw bad(`tile ${column},${row} outside the picture`);
    }
    this.#standAt(column, row);
    this.damage.marked[row * Math.ceil(this.width / TILE) + column] = way;
  }

  /**
   * @param {number} column of tiles
   * @param {number} row
   */
  #standAt(column, row) {
    this.#x = column * TILE;
    this.#y = row * TILE;
    this.#tileWidth = Math.min(TILE, this.width - this.#x);
    this.#tileHeight = Math.min(TILE, this.height - this.#y);
  }

  /** @param {number} bytes that must be there */
  #need(bytes) {
    if (this.#end - this.#at < bytes) {
      throw bad('a drawing command cut short');
    }
  }

  // From here on the caller has asked for the bytes with #need.
  #u8() {
    return this.#in[this.#at++];
  }

  #u16() {
    const value = this.#in[this.#at] << 8 | this.#in[this.#at + 1];
    this.#at += 2;
    return value;
  }

  #rgb() {
    const at = this.#at;
    this.#at += 3;
    return (BLACK | this.#in[at + 2] << 16 | this.#in[at + 1] << 8 | this.#in[at]) >>> 0;
  }
}

/** @param {string} text */
function bad(text) {
  return new ProtocolError(Reason.BAD_VALUE, text);
}
