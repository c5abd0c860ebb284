/**
 * Draws the commands of a PICTURE, as docs/protocol.md has them, into memory. A command that is cut short or reaches
 * outside the picture is a ProtocolError; nothing is read or written beyond its bounds.
 * @module
 */
import { Damage, TILE } from './damage.js';
import { ProtocolError, Reason } from './protocol-error.js';

const MODE = 0x01;
const FILL = 0x02;
const TWO = 0x04;
const PALETTE = 0x05;
const LITERAL = 0x06;
const CURSOR = 0x07;
const POINTER = 0x08;

const MAX_SIDE = 8192;
const MAX_PIXELS = 7680 * 4320;
const MAX_CURSOR = 128;
const BLACK = 0xFF000000;

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

  // The same memory as rgba, a pixel each. Every machine that runs a browser is little endian: 0xAABBGGRR.
  #pixels = new Uint32Array(0);
  #palette = new Uint32Array(16);
  /** @type {Uint8Array} */
  #in = new Uint8Array(0);
  #at = 0;

  /**
   * Draws every command.
   * @param {Uint8Array} commands
   */
  decode(commands) {
    this.#in = commands;
    this.#at = 0;
    while (this.#at < commands.length) {
      this.#command(this.#u8());
    }
  }

  /** @param {number} command */
  #command(command) {
    switch (command) {
      case MODE: return this.#mode();
      case FILL: return this.#fill();
      case TWO: return this.#two();
      case PALETTE: return this.#indexed();
      case LITERAL: return this.#literal();
      case CURSOR: return this.#cursorShape();
      case POINTER: return this.#pointerPlace();
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
    this.damage.mark(0, 0, width, height);
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
    this.damage.mark(x, y, width, height);
  }

  #two() {
    const tile = this.#tile();
    this.#need(6);
    this.#palette[0] = this.#rgb();
    this.#palette[1] = this.#rgb();
    this.#indices(tile, 1, 2);
  }

  #indexed() {
    const tile = this.#tile();
    const colours = this.#u8();
    if (colours < 3 || colours > 16) {
      throw bad(`a palette of ${colours}`);
    }
    this.#need(3 * colours);
    for (let i = 0; i < colours; i++) {
      this.#palette[i] = this.#rgb();
    }
    this.#indices(tile, colours <= 4 ? 2 : 4, colours);
  }

  /**
   * @param {import('./damage.js').Rectangle} tile
   * @param {number} bitsEach
   * @param {number} colours
   */
  #indices(tile, bitsEach, colours) {
    this.#need(Math.ceil(tile.width * tile.height * bitsEach / 8));
    const mask = (1 << bitsEach) - 1;
    let gathered = 0;
    let bits = 0;
    for (let y = 0; y < tile.height; y++) {
      let to = (tile.y + y) * this.width + tile.x;
      for (let x = 0; x < tile.width; x++) {
        if (bits === 0) {
          gathered = this.#in[this.#at++];
          bits = 8;
        }
        bits -= bitsEach;
        const index = gathered >> bits & mask;
        if (index >= colours) {
          throw bad(`colour ${index} of a palette of ${colours}`);
        }
        this.#pixels[to++] = this.#palette[index];
      }
    }
  }

  #literal() {
    const tile = this.#tile();
    this.#need(3 * tile.width * tile.height);
    for (let y = 0; y < tile.height; y++) {
      const to = (tile.y + y) * this.width + tile.x;
      for (let x = 0; x < tile.width; x++) {
        this.#pixels[to + x] = this.#rgb();
      }
    }
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
  }

  /** Reads a tile's place and marks it as changed. */
  #tile() {
    this.#need(4);
    const x = this.#u16() * TILE;
    const y = this.#u16() * TILE;
    if (x >= this.width || y >= this.height) {
      throw bad(`a tile at ${x},${y} outside the picture`);
    }
    const width = Math.min(TILE, this.width - x);
    const height = Math.min(TILE, this.height - y);
    this.damage.mark(x, y, width, height);
    return { x, y, width, height };
  }

  /** @param {number} bytes that must be there */
  #need(bytes) {
    if (this.#in.length - this.#at < bytes) {
      throw bad('a drawing command cut short');
    }
  }

  #u8() {
    this.#need(1);
    return this.#in[this.#at++];
  }

  // From here on the caller has asked for the bytes with #need.
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
