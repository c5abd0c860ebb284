/**
 * Makes the guest's picture fit this window: tells the controller by SIZE how large there is room for it, now and whenever
 * the window changes, and finds out whether the guest follows. That is the guest's own decision.
 * @module
 */

/** A window is still being resized as long as its size changes within this. */
const SETTLED_MS = 250;

/** A guest that has not changed its picture after this keeps it. */
const PATIENCE_MS = 3_000;

const SMALLEST = 64;
const LARGEST = 8192;
const MAX_PIXELS = 7680 * 4320;

/**
 * What has become of the wish: nothing is wished; it was sent; the picture has that size; it has another one still.
 * @typedef {'none' | 'sent' | 'follows' | 'keeps'} Outcome
 */

/** @typedef {{width: number, height: number}} Size in the guest's pixels */

export class SizeWish {
  #send;
  #changed;
  #on = false;
  /** @type {Size} */
  #room = { width: 0, height: 0 };
  /** @type {Size} */
  #picture = { width: 0, height: 0 };
  #settling = 0;
  #patience = 0;

  /** What was sent last. @type {Size} */
  wished = { width: 0, height: 0 };

  /** @type {Outcome} */
  outcome = 'none';

  /**
   * @param {(size: Size) => boolean} send whether it could be sent
   * @param {() => void} changed called when the outcome is another one
   */
  constructor(send, changed) {
    this.#send = send;
    this.#changed = changed;
  }

  /** @param {boolean} on whether the guest is to be asked, at once and from now on */
  switch(on) {
    this.#on = on;
    this.#cancel();
    this.#become('none');
    this.#ask();
  }

  /** The link is there anew, and the controller knows of no wish. */
  attached() {
    this.#ask();
  }

  /** The link is gone. */
  lost() {
    this.#cancel();
    this.#become('none');
  }

  /** There is room for another size. @param {Size} room */
  room(room) {
    if (room.width === this.#room.width && room.height === this.#room.height) {
      return;
    }
    this.#room = room;
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#settled(), SETTLED_MS);
  }

  /** A picture of this size is shown. @param {Size} picture */
  shown(picture) {
    this.#picture = picture;
    if (this.outcome === 'none') {
      return;
    }
    if (this.#isGranted) {
      clearTimeout(this.#patience);
      this.#become('follows');
    } else if (this.outcome === 'follows') {
      // It was, and has gone its own way: a machine that starts again, or another display that decides.
      this.#become('keeps');
    }
  }

  get #isGranted() {
    return this.#picture.width === this.wished.width && this.#picture.height === this.wished.height;
  }

  #settled() {
    const { width, height } = within(this.#room);
    if (this.outcome === 'none' || width !== this.wished.width || height !== this.wished.height) {
      this.#ask();
    }
  }

  #ask() {
    clearTimeout(this.#settling);
    const size = within(this.#room);
    if (!this.#on || !this.#send(size)) {
      return;
    }
    clearTimeout(this.#patience);
    this.wished = size;
    if (this.#isGranted) {
      this.#become('follows');
      return;
    }
    this.#become('sent');
    this.#patience = setTimeout(() => this.#become('keeps'), PATIENCE_MS);
  }

  #cancel() {
    clearTimeout(this.#settling);
    clearTimeout(this.#patience);
  }

  /** @param {Outcome} outcome */
  #become(outcome) {
    if (outcome !== this.outcome) {
      this.outcome = outcome;
      this.#changed();
    }
  }
}

/**
 * The nearest size that a SIZE may have.
 * @param {Size} room
 * @returns {Size}
 */
function within({ width, height }) {
  const clamped = Math.max(SMALLEST, Math.min(LARGEST, width));
  return { width: clamped, height: Math.max(SMALLEST, Math.min(LARGEST, Math.floor(MAX_PIXELS / clamped), height)) };
}
