/**
 * When a picture that was drawn is reported as shown, which is what asks for the next one. Pictures that follow each
 * other are reported at the browser's own frames, so that none is drawn that nobody could see. The first picture after a
 * pause, and those shortly after a key, are reported at once: the answer to the key may be the picture after the one that
 * a blinking cursor has just caused, and must not wait behind it for a frame.
 * @module
 */

/** So long after a key its answer is awaited. */
const ANSWER_MS = 50;

/** A hidden page keeps its picture fresh at this pace only. */
const HIDDEN_MS = 1_000;

/** A window that is covered gets no frames though it is not hidden. */
const NO_FRAME_MS = 100;

export class Pacer {
  #interval;
  #last = -Infinity;
  #awaitedUntil = -Infinity;
  /** @type {(() => void) | null} */
  #pending = null;
  #frame = 0;
  #timer = 0;

  /** @param {number} refresh pictures a second */
  constructor(refresh) {
    // A little less than the interval: two pictures of 60 Hz are often 16.6 ms apart.
    this.#interval = 1000 / refresh - 1;
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) {
        this.#run();
      }
    });
  }

  /** A key or button went down: what waits is reported now, and what comes next as soon as it is drawn. */
  hurry() {
    this.#awaitedUntil = performance.now() + ANSWER_MS;
    this.#run();
  }

  /**
   * A picture was drawn just now; there is at most one that waits.
   * @param {() => void} report
   */
  drawn(report) {
    this.cancel();
    this.#pending = report;
    const now = performance.now();
    if (document.hidden) {
      this.#timer = setTimeout(() => this.#run(), HIDDEN_MS);
    } else if (now < this.#awaitedUntil || now - this.#last >= this.#interval) {
      this.#run();
    } else {
      this.#frame = requestAnimationFrame(() => this.#run());
      this.#timer = setTimeout(() => this.#run(), NO_FRAME_MS);
    }
  }

  /** Forgets what waits. */
  cancel() {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#pending = null;
  }

  #run() {
    const report = this.#pending;
    this.cancel();
    if (report) {
      this.#last = performance.now();
      report();
    }
  }
}
