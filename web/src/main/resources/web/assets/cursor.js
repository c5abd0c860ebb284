/**
 * The guest's pointer, drawn here and not in the picture. Over the screen of a guest that takes positions it is the
 * person's own cursor, which no network delays; otherwise it is drawn over the picture where the guest says it is.
 *
 * The person never loses the pointer: where the guest has no shape to show, a small dot takes its place.
 * @module
 */

import { isSideways, turned, turningMatrix } from './turn.js';

/** Browsers refuse larger cursors. In CSS pixels. */
const LARGEST_CURSOR = 128;

/** @typedef {{scaleX: number, scaleY: number, crisp: boolean, turn: import('./turn.js').Turn}} CursorFrame */

export class GuestCursor {
  #screen;
  #overlay;
  #shapeCanvas = document.createElement('canvas');
  /** @type {import('./picture.js').CursorShape} */
  #shape = { width: 0, height: 0, hotX: 0, hotY: 0, rgba: new Uint8ClampedArray(0) };
  /** @type {?import('./picture.js').PointerPlace} */
  #place = null;
  /**
   * How large one pixel of the picture is, in CSS pixels, and how it is turned.
   * @type {CursorFrame}
   */
  #frame = { scaleX: 1, scaleY: 1, crisp: true, turn: 0 };
  #absolute = false;
  #hovering = false;

  /**
   * @param {HTMLCanvasElement} screen
   * @param {HTMLCanvasElement} overlay in the frame of the screen, which turns with it
   */
  constructor(screen, overlay) {
    this.#screen = screen;
    this.#overlay = overlay;
  }

  /** @param {import('./picture.js').CursorShape} shape */
  setShape(shape) {
    if (shape === this.#shape) {
      return;
    }
    this.#shape = shape;
    if (shape.width > 0) {
      for (const canvas of [this.#overlay, this.#shapeCanvas]) {
        canvas.width = shape.width;
        canvas.height = shape.height;
        canvas.getContext('2d')?.putImageData(new ImageData(shape.rgba, shape.width, shape.height), 0, 0);
      }
    }
    this.#applyCursor();
    this.#applyOverlay();
  }

  /** @param {?import('./picture.js').PointerPlace} place */
  setPlace(place) {
    if (place === this.#place) {
      return;
    }
    const shownBefore = this.#shown;
    this.#place = place;
    if (this.#shown !== shownBefore) {
      this.#applyCursor();
    }
    this.#applyOverlay();
  }

  /** @param {CursorFrame} frame */
  setFrame(frame) {
    this.#frame = frame;
    this.#applyCursor();
    this.#applyOverlay();
  }

  /** @param {boolean} absolute whether the guest takes positions */
  setAbsolute(absolute) {
    this.#absolute = absolute;
    this.#applyCursor();
    this.#applyOverlay();
  }

  /** @param {boolean} hovering whether the person's own cursor is over the picture */
  setHovering(hovering) {
    this.#hovering = hovering;
    this.#applyOverlay();
  }

  /** Whether the guest wants its pointer to be seen. */
  get #shown() {
    return this.#shape.width > 0 && this.#place?.visible !== false;
  }

  #applyCursor() {
    const { style, classList } = this.#screen;
    classList.toggle('dot', this.#absolute && !this.#shown);
    if (!this.#absolute || !this.#shown) {
      style.cursor = '';
      return;
    }
    const { width, height, hotX, hotY } = this.#shape;
    const scale = Math.min(this.#frame.scaleX, LARGEST_CURSOR / Math.max(width, height));
    const ratio = devicePixelRatio;
    const scaled = document.createElement('canvas');
    const { turn } = this.#frame;
    const scaledWidth = Math.max(1, Math.round(width * scale * ratio));
    const scaledHeight = Math.max(1, Math.round(height * scale * ratio));
    scaled.width = isSideways(turn) ? scaledHeight : scaledWidth;
    scaled.height = isSideways(turn) ? scaledWidth : scaledHeight;
    const context = scaled.getContext('2d');
    if (!context) {
      return;
    }
    context.imageSmoothingEnabled = !this.#frame.crisp;
    context.setTransform(...turningMatrix(scaledWidth, scaledHeight, turn));
    context.drawImage(this.#shapeCanvas, 0, 0, scaledWidth, scaledHeight);
    const url = `url("${scaled.toDataURL()}")`;
    const spot = turned((hotX + 0.5) / width, (hotY + 0.5) / height, turn);
    const hot = `${Math.floor(spot.x * scaled.width / ratio)} ${Math.floor(spot.y * scaled.height / ratio)}`;
    style.cursor = `${url} ${hot}, default`;
    if (ratio !== 1) {
      // Where a browser does not know image-set here, the assignment is ignored and the one above stays.
      style.cursor = `image-set(${url} ${ratio}x) ${hot}, default`;
    }
  }

  #applyOverlay() {
    const place = this.#place;
    const seen = this.#shown && place !== null && !(this.#absolute && this.#hovering);
    this.#overlay.hidden = !seen;
    if (!seen) {
      return;
    }
    const { scaleX, scaleY, crisp } = this.#frame;
    const { width, height, hotX, hotY } = this.#shape;
    const { style } = this.#overlay;
    style.left = `${(place.x - hotX) * scaleX}px`;
    style.top = `${(place.y - hotY) * scaleY}px`;
    style.width = `${width * scaleX}px`;
    style.height = `${height * scaleY}px`;
    style.imageRendering = crisp ? 'pixelated' : 'auto';
  }
}
