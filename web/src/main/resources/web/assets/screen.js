/**
 * The screen: the canvas that has the picture's exact pixels, its place in the window, and the guest's pointer above it.
 * @module
 */
import { GuestCursor } from './cursor.js';
import { decodePassing } from './passing.js';
import { PictureDecoder } from './picture.js';
import { layout, toPosition } from './scale.js';

export class Screen {
  #stage;
  #canvas;
  #context;
  #decoder = new PictureDecoder();
  /** @type {?ImageData} */
  #image = null;
  /** @type {import('./scale.js').ScaleMode} */
  #mode = 'crisp';

  /** The guest's pointer. */
  cursor;

  /** Pictures shown. */
  shown = 0;

  /**
   * @param {HTMLElement} stage what the picture has room in
   * @param {HTMLCanvasElement} canvas
   * @param {HTMLCanvasElement} overlay for the guest's pointer
   */
  constructor(stage, canvas, overlay) {
    this.#stage = stage;
    this.#canvas = canvas;
    const context = canvas.getContext('2d', { alpha: false });
    if (!context) {
      throw new Error('This browser has no canvas.');
    }
    this.#context = context;
    this.cursor = new GuestCursor(canvas, overlay);
    new ResizeObserver(() => this.#layOut()).observe(stage);
    this.#watchPixelRatio();
  }

  get width() {
    return this.#decoder.width;
  }

  get height() {
    return this.#decoder.height;
  }

  /** Forgets what the controller believes is drawn here; what the person sees stays until the next picture. */
  restart() {
    this.#decoder = new PictureDecoder();
    this.#image = null;
  }

  /**
   * Draws a part of a picture, and shows the picture with its last part.
   * @param {Uint8Array} commands
   * @param {boolean} last
   * @returns {?Promise<void>} null when that is done; else done when passing pictures have been decoded
   */
  draw(commands, last) {
    const decoder = this.#decoder;
    decoder.decode(commands);
    if (!last) {
      return null;
    }
    const passing = decoder.takePassing();
    if (passing.length === 0) {
      this.#show([]);
      return null;
    }
    return decodePassing(passing).then((images) => {
      if (decoder === this.#decoder) {
        this.#show(images);
      }
    });
  }

  /** What the canvas really shows. @returns {Uint8ClampedArray} four bytes a pixel, red first */
  pixels() {
    return this.#context.getImageData(0, 0, this.#canvas.width, this.#canvas.height).data;
  }

  /** @param {import('./scale.js').ScaleMode} mode */
  scale(mode) {
    this.#mode = mode;
    this.#layOut();
  }

  /**
   * The position that hits the pixel at this place of the window; the nearest one when it is outside the picture.
   * @param {number} clientX in CSS pixels
   * @param {number} clientY
   */
  positionAt(clientX, clientY) {
    const frame = this.#canvas.getBoundingClientRect();
    const { width, height } = this.#canvas;
    const column = Math.floor((clientX - frame.left) / frame.width * width);
    const row = Math.floor((clientY - frame.top) / frame.height * height);
    return {
      x: toPosition(Math.max(0, Math.min(width - 1, column)), width),
      y: toPosition(Math.max(0, Math.min(height - 1, row)), height),
    };
  }

  /** @param {import('./passing.js').PassingImage[]} passing what lies over the picture, but below what changed */
  #show(passing) {
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
  }

  #layOut() {
    const ratio = devicePixelRatio;
    const canvas = this.#canvas;
    // The stage's own size without scroll bars, which may come and go by what is set here.
    const room = this.#stage.getBoundingClientRect();
    const stage = { width: Math.floor(room.width * ratio), height: Math.floor(room.height * ratio) };
    const { left, top, width, height, crisp } = layout(canvas, stage, this.#mode);
    const { style } = canvas;
    style.left = `${left / ratio}px`;
    style.top = `${top / ratio}px`;
    style.width = `${width / ratio}px`;
    style.height = `${height / ratio}px`;
    style.imageRendering = crisp ? 'pixelated' : 'auto';
    this.#stage.classList.toggle('scrolls', width > stage.width || height > stage.height);
    this.cursor.setFrame({
      left: left / ratio,
      top: top / ratio,
      scaleX: width / ratio / canvas.width,
      scaleY: height / ratio / canvas.height,
      crisp,
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
