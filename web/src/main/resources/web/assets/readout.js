/**
 * What a person wants to know of the road: the time from a key to the picture that answers it, pictures a second, what
 * drawing one takes, and kilobits a second.
 * @module
 */
import { WAYS } from './ways.js';

/** The median is taken of so many keys. */
const SAMPLES = 21;

/** An answer that comes later than this is not one: the key had nothing to show, and the picture is about something else. */
const TOO_LATE_MS = 1_000;

const WINDOW_MS = 1_000;

/** The percentiles of drawing are of so many pictures. */
const DRAWINGS = 256;

/**
 * @typedef {object} Stats
 * @property {?number} keyToPixel median of the last keys in milliseconds, null before the first
 * @property {number} keys how many keys that is the median of
 * @property {number} framesPerSecond
 * @property {number} kbitPerSecond
 * @property {?number} drawingP50 what drawing a picture took, median of the last 256 in milliseconds; null before the first
 * @property {?number} drawingP99
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
  /** What drawing the last pictures took, in milliseconds; a ring. */
  #drawings = new Float32Array(DRAWINGS);
  /** Snapshots of the bytes by Way, not older than a window but for the first. @type {{at: number, bytes: Float64Array}[]} */
  #snapshots = [];

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
   * @param {number} drawingMillis what drawing it took
   */
  shown(answers, received, drawingMillis) {
    const now = performance.now();
    this.#drawings[this.#pictures % DRAWINGS] = drawingMillis;
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

  /**
   * Kilobits a second by Way, of about the last second; to be asked a few times a second.
   * @param {Float64Array} bytes by Way since the page was loaded
   * @returns {Float64Array}
   */
  kbitByWay(bytes) {
    const now = performance.now();
    const snapshots = this.#snapshots;
    while (snapshots.length > 1 && now - snapshots[1].at >= WINDOW_MS) {
      snapshots.shift();
    }
    const [since] = snapshots;
    snapshots.push({ at: now, bytes: bytes.slice() });
    if (!since || now - since.at > 3 * WINDOW_MS) {
      this.#snapshots = snapshots.slice(-1); // nobody has asked for long
      return new Float64Array(WAYS);
    }
    return bytes.map((each, way) => 8 * (each - since.bytes[way]) / (now - since.at));
  }

  /** @returns {Stats} */
  get stats() {
    this.#trim(performance.now());
    const sorted = [...this.#latencies].sort((a, b) => a - b);
    const drawings = this.#drawings.slice(0, this.#pictures).sort();
    const bits = this.#window.reduce((sum, one) => sum + 8 * one.bytes, 0);
    return {
      keyToPixel: sorted.length > 0 ? sorted[sorted.length >> 1] : null,
      keys: sorted.length,
      framesPerSecond: this.#window.length * 1000 / WINDOW_MS,
      kbitPerSecond: bits / WINDOW_MS,
      drawingP50: drawings.length > 0 ? drawings[drawings.length >> 1] : null,
      drawingP99: drawings.length > 0 ? drawings[Math.floor(drawings.length * 0.99)] : null,
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
