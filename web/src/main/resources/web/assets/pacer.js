/**
 * When a picture that was drawn is reported as shown, which is what asks for the next one. The first picture after a
 * pause is reported at once, so that a key's answer is not held up; pictures that follow each other are reported at the
 * browser's own frames, so that none is drawn that nobody could see.
 * @module
 */

/** A hidden page keeps its picture fresh at this pace only. */
const HIDDEN_MS = 1_000;

/** A window that is covered gets no frames though it is not hidden. */
const NO_FRAME_MS = 100;

export class Pacer {
  #interval;
  #last = -Infinity;
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

  /**
   * A picture was drawn just now; there is at most one that waits.
   * @param {() => void} report
   */
  drawn(report) {
    this.cancel();
    this.#pending = report;
    if (document.hidden) {
      this.#timer = setTimeout(() => this.#run(), HIDDEN_MS);
    } else if (performance.now() - this.#last >= this.#interval) {
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
