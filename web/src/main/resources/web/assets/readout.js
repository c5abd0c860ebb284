/**
 * What a person wants to know of the road: the time from a key to the picture that answers it, pictures a second, and
 * kilobits a second.
 * @module
 */

/** The median is taken of so many keys. */
const SAMPLES = 21;

/** An answer that comes later than this is not one: the key had nothing to show, and the picture is about something else. */
const TOO_LATE_MS = 1_000;

const WINDOW_MS = 1_000;

/**
 * @typedef {object} Stats
 * @property {?number} keyToPixel median of the last keys in milliseconds, null before the first
 * @property {number} keys how many keys that is the median of
 * @property {number} framesPerSecond
 * @property {number} kbitPerSecond
 * @property {number} pictures shown since the page was loaded
 * @property {number} bytes received since the page was loaded
 */

export class Readout {
  /** Keys and buttons that no picture has answered yet. @type {{sequence: number, at: number}[]} */
  #unanswered = [];
  /** @type {number[]} */
  #latencies = [];
  /** The last second. @type {{at: number, bytes: number}[]} */
  #window = [];
  #pictures = 0;
  #bytes = 0;

  /**
   * A key or button went down.
   * @param {number} sequence of its frame
   */
  pressed(sequence) {
    this.#unanswered.push({ sequence, at: performance.now() });
    if (this.#unanswered.length > 256) {
      this.#unanswered.shift();
    }
  }

  /**
   * A picture is drawn.
   * @param {number} answers the last of our frames that it knows of
   * @param {number} received bytes received since the page was loaded
   */
  shown(answers, received) {
    const now = performance.now();
    this.#pictures++;
    this.#window.push({ at: now, bytes: received - this.#bytes });
    this.#bytes = received;
    this.#trim(now);
    let newest = -1;
    // Sequence numbers wrap, so it is their difference that has a sign.
    while (this.#unanswered.length > 0 && (answers - this.#unanswered[0].sequence | 0) >= 0) {
      newest = this.#unanswered[0].at;
      this.#unanswered.shift();
    }
    if (newest >= 0 && now - newest <= TOO_LATE_MS) {
      this.#latencies.push(now - newest);
      if (this.#latencies.length > SAMPLES) {
        this.#latencies.shift();
      }
    }
  }

  /** The link starts anew, and with it the sequence numbers. */
  restart() {
    this.#unanswered = [];
  }

  /** @returns {Stats} */
  get stats() {
    this.#trim(performance.now());
    const sorted = [...this.#latencies].sort((a, b) => a - b);
    const bits = this.#window.reduce((sum, one) => sum + 8 * one.bytes, 0);
    return {
      keyToPixel: sorted.length > 0 ? sorted[sorted.length >> 1] : null,
      keys: sorted.length,
      framesPerSecond: this.#window.length * 1000 / WINDOW_MS,
      kbitPerSecond: bits / WINDOW_MS,
      pictures: this.#pictures,
      bytes: this.#bytes,
    };
  }

  /** @param {number} now */
  #trim(now) {
    while (this.#window.length > 0 && now - this.#window[0].at > WINDOW_MS) {
      this.#window.shift();
    }
  }
}
