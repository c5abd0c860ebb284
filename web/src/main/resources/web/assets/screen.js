/**
 * The screen: the canvas that has the picture's exact pixels, its place in the window, and the guest's pointer above it.
 * @module
 */
import { GuestCursor } from './cursor.js';
import { decodePassing } from './passing.js';
import { PictureDecoder } from './picture.js';
import { layout, toPosition } from './scale.js';
import { TileColours } from './tile-colours.js';
import { isSideways, turningMatrix, unturned, unturnedMotion } from './turn.js';

export class Screen {
  #stage;
  #frame;
  #canvas;
  #context;
  #decoder = new PictureDecoder();
  /** @type {?ImageData} */
  #image = null;
  /** @type {import('./scale.js').ScaleMode} */
  #mode = 'crisp';
  /** @type {import('./turn.js').Turn} */
  #turn = 0;
  /** What the picture that is being drawn has taken so far, in milliseconds. */
  #spent = 0;

  /** The guest's pointer. */
  cursor;

  /** How each tile came last. */
  tileColours;

  /** Pictures shown. */
  shown = 0;

  /** What drawing the last picture took, in milliseconds: all its parts, and the decoding of its passing pictures. */
  drawingMillis = 0;

  /**
   * @param {object} parts of the page
   * @param {HTMLElement} parts.stage what the picture has room in
   * @param {HTMLElement} parts.frame in the stage: what holds the canvases and turns with the picture
   * @param {HTMLCanvasElement} parts.canvas the picture
   * @param {HTMLCanvasElement} parts.tiles above it, for the colours of tiles
   * @param {HTMLCanvasElement} parts.pointer above both, for the guest's pointer
   */
  constructor({ stage, frame, canvas, tiles, pointer }) {
    this.#stage = stage;
    this.#frame = frame;
    this.#canvas = canvas;
    const context = canvas.getContext('2d', { alpha: false });
    if (!context) {
      throw new Error('This browser has no canvas.');
    }
    this.#context = context;
    this.cursor = new GuestCursor(canvas, pointer);
    this.tileColours = new TileColours(tiles);
    new ResizeObserver(() => this.#layOut()).observe(stage);
    this.#watchPixelRatio();
  }

  get width() {
    return this.#decoder.width;
  }

  get height() {
    return this.#decoder.height;
  }

  /** How many bytes came by each Way since the page was loaded. @returns {Float64Array} */
  get bytes() {
    return this.#decoder.bytes;
  }

  /** Forgets what the controller believes is drawn here; what the person sees stays until the next picture. */
  restart() {
    const { bytes } = this.#decoder;
    this.#decoder = new PictureDecoder();
    this.#decoder.bytes = bytes;
    this.#image = null;
    this.#spent = 0;
  }

  /**
   * Draws a part of a picture, and shows the picture with its last part.
   * @param {Uint8Array} commands
   * @param {boolean} last
   * @returns {?Promise<void>} null when that is done; else done when passing pictures have been decoded
   */
  draw(commands, last) {
    const start = performance.now();
    const decoder = this.#decoder;
    decoder.decode(commands);
    if (!last) {
      this.#spent += performance.now() - start;
      return null;
    }
    const passing = decoder.takePassing();
    if (passing.length === 0) {
      this.#show([], start);
      return null;
    }
    return decodePassing(passing).then((images) => {
      if (decoder === this.#decoder) {
        this.#show(images, start);
      }
    });
  }

  /** What the canvas really shows. @returns {Uint8ClampedArray} four bytes a pixel, red first */
  pixels() {
    return this.#context.getImageData(0, 0, this.#canvas.width, this.#canvas.height).data;
  }

  /**
   * How the picture is laid out from now on.
   * @param {import('./scale.js').ScaleMode} mode
   * @param {import('./turn.js').Turn} turn
   */
  layOut(mode, turn) {
    this.#mode = mode;
    this.#turn = turn;
    this.#layOut();
  }

  /**
   * The size of a guest's picture that would fill the stage: one of its pixels is one of the person's screen, or a square of
   * them where those are so fine that the browser itself takes several for one.
   * @returns {{width: number, height: number}} in the guest's pixels
   */
  get roomForGuest() {
    const room = this.#room();
    const each = Math.max(1, Math.floor(devicePixelRatio));
    const across = Math.floor(room.width / each);
    const down = Math.floor(room.height / each);
    return isSideways(this.#turn) ? { width: down, height: across } : { width: across, height: down };
  }

  /** Calls back whenever what the picture has room in has changed its size. @param {() => void} changed */
  watchRoom(changed) {
    new ResizeObserver(changed).observe(this.#stage);
  }

  /**
   * The position that hits the pixel at this place of the window; the nearest one when it is outside the picture.
   * @param {number} clientX in CSS pixels
   * @param {number} clientY
   */
  positionAt(clientX, clientY) {
    const frame = this.#canvas.getBoundingClientRect();
    const { width, height } = this.#canvas;
    const place = unturned((clientX - frame.left) / frame.width, (clientY - frame.top) / frame.height, this.#turn);
    const column = Math.floor(place.x * width);
    const row = Math.floor(place.y * height);
    return {
      x: toPosition(Math.max(0, Math.min(width - 1, column)), width),
      y: toPosition(Math.max(0, Math.min(height - 1, row)), height),
    };
  }

  /**
   * What a motion of the hand is to the guest.
   * @param {number} right
   * @param {number} down
   */
  motion(right, down) {
    return unturnedMotion(right, down, this.#turn);
  }

  /**
   * @param {import('./passing.js').PassingImage[]} passing what lies over the picture, but below what changed
   * @param {number} start when the drawing of this part began, by performance.now()
   */
  #show(passing, start) {
    const decoder = this.#decoder;
    if (decoder.width > 0) {
      if (this.#image?.data !== decoder.rgba) {
        this.#image = new ImageData(decoder.rgba, decoder.width, decoder.height);
      }
      if (this.#canvas.width !== decoder.width || this.#canvas.height !== decoder.height) {
        this.#canvas.width = decoder.width;
        this.#canvas.height = decoder.height;
        this.#layOut();
      }
      if (this.tileColours.on) {
        this.tileColours.drawn(decoder.width, decoder.height, decoder.damage.marked, passing);
      }
      for (const { x, y, bitmap } of passing) {
        this.#context.drawImage(bitmap, x, y);
        bitmap.close();
      }
      for (const { x, y, width, height } of decoder.damage.take()) {
        this.#context.putImageData(this.#image, 0, 0, x, y, width, height);
      }
    }
    this.cursor.setShape(decoder.cursor);
    this.cursor.setPlace(decoder.pointer);
    this.shown++;
    this.drawingMillis = this.#spent + performance.now() - start;
    this.#spent = 0;
  }

  /** What there is room for, in device pixels. */
  #room() {
    // The stage's own size without scroll bars, which may come and go by what is set here.
    const room = this.#stage.getBoundingClientRect();
    return { width: Math.floor(room.width * devicePixelRatio), height: Math.floor(room.height * devicePixelRatio) };
  }

  #layOut() {
    const ratio = devicePixelRatio;
    const canvas = this.#canvas;
    const stage = this.#room();
    const sideways = isSideways(this.#turn);
    const seen = sideways ? { width: canvas.height, height: canvas.width } : canvas;
    const { left, top, width, height, crisp } = layout(seen, stage, this.#mode);
    // The frame's own size is the picture's before it is turned.
    const frameWidth = (sideways ? height : width) / ratio;
    const frameHeight = (sideways ? width : height) / ratio;
    const { style } = this.#frame;
    style.left = `${left / ratio}px`;
    style.top = `${top / ratio}px`;
    style.width = `${frameWidth}px`;
    style.height = `${frameHeight}px`;
    style.transform = this.#turn === 0 ? '' : `matrix(${turningMatrix(frameWidth, frameHeight, this.#turn).join(', ')})`;
    canvas.style.imageRendering = crisp ? 'pixelated' : 'auto';
    this.#stage.classList.toggle('scrolls', width > stage.width || height > stage.height);
    this.cursor.setFrame({
      scaleX: frameWidth / canvas.width,
      scaleY: frameHeight / canvas.height,
      crisp,
      turn: this.#turn,
    });
  }

  /** The window may move to a screen with other pixels. */
  #watchPixelRatio() {
    matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener('change', () => {
      this.#layOut();
      this.#watchPixelRatio();
    }, { once: true });
  }
}
