/**
 * Reads the bits of an adaptive binary range coder: docs/protocol.md, "The range coder".
 *
 * A model is the probability that the next bit is 1, in the high 16 bits of a number, and how many bits it has seen, in
 * the low 16; it moves towards each bit that is read with it.
 * @module
 */

/** A model that knows nothing. */
const UNKNOWN = 0x8000 << 16;

/** A model counts so many bits, then its pace stays. */
const MOST_SEEN = 128;

/** By the bits seen so far: the part of the way, in 1/32768, that a model moves towards the next one. */
const PACE = Int32Array.from({ length: MOST_SEEN + 1 }, (_, seen) => Math.trunc(327_680 / (10 * seen + 16)));

const NUMBER_LENGTHS = 24;
const NUMBER_LEADING = 8;

/** The models that one number() needs. */
export const NUMBER_MODELS = NUMBER_LENGTHS + NUMBER_LENGTHS * NUMBER_LEADING;

/** Below this the range is renewed. */
const TOP = 1 << 24;

/** Where {@link BitDecoder.state} has what. */
const RANGE = 0;
const CODE = 1;

/**
 * So many models that know nothing.
 * @param {number} count
 */
export function newModels(count) {
  return new Int32Array(count).fill(UNKNOWN);
}

/** @param {Int32Array} models */
export function forgetModels(models) {
  models.fill(UNKNOWN);
}

const EMPTY = new Uint8Array(0);

export class BitDecoder {
  /**
   * Range and code. In an array because numbers of 32 bits are not kept in an object's fields without a detour; a loop
   * that reads many bits may hold them itself, and gives them back before anyone else reads.
   */
  state = new Uint32Array(2);

  /** @type {Uint8Array} */
  #in = new Uint8Array(0);
  #at = 0;

  /**
   * Takes everything from there to the end.
   * @param {Uint8Array} coded
   * @param {number} at
   */
  start(coded, at) {
    this.#in = coded;
    this.#at = at;
    this.state[RANGE] = 0xFFFFFFFF;
    this.state[CODE] = (this.next() << 24 | this.next() << 16 | this.next() << 8 | this.next()) >>> 0;
  }

  /** Lets go of what was read. */
  finish() {
    this.#in = EMPTY;
  }

  /** How far it has read, at most to the end. */
  get position() {
    return Math.min(this.#at, this.#in.length);
  }

  /** The next byte, 0 after the last. */
  next() {
    const at = this.#at++;
    return at < this.#in.length ? this.#in[at] : 0;
  }

  /**
   * Reads one bit with a model, which learns it.
   * @param {Int32Array} models
   * @param {number} at which
   */
  bit(models, at) {
    const { state } = this;
    const model = models[at];
    const seen = model & 0xFFFF;
    const pace = PACE[seen];
    const probability = model >>> 16;
    let range = state[RANGE];
    let code = state[CODE];
    // (range * probability) >>> 16, which has up to 48 bits in between.
    const split = (Math.imul(range >>> 16, probability) + (Math.imul(range & 0xFFFF, probability) >>> 16)) >>> 0;
    const counted = seen < MOST_SEEN ? seen + 1 : seen;
    let bit = 0;
    if (code < split) {
      bit = 1;
      range = split;
      models[at] = (probability + (Math.imul(0xFFFF - probability, pace) >> 15)) << 16 | counted;
    } else {
      range = (range - split) >>> 0;
      code = (code - split) >>> 0;
      models[at] = (probability - (Math.imul(probability, pace) >> 15)) << 16 | counted;
    }
    while (range < TOP) {
      range = (range << 8) >>> 0;
      code = (code << 8 | this.next()) >>> 0;
    }
    state[RANGE] = range;
    state[CODE] = code;
    return bit;
  }

  /**
   * Reads bits, each with the next model, until a 0 or so many 1s: what most bits are read by, so it keeps the state at
   * hand.
   * @param {Int32Array} models
   * @param {number} from the first model
   * @param {number} most
   * @returns {number} how many 1s
   */
  ones(models, from, most) {
    const { state } = this;
    let range = state[RANGE];
    let code = state[CODE];
    let count = 0;
    while (count < most) {
      const at = from + count;
      const model = models[at];
      const seen = model & 0xFFFF;
      const pace = PACE[seen];
      const probability = model >>> 16;
      const split = (Math.imul(range >>> 16, probability) + (Math.imul(range & 0xFFFF, probability) >>> 16)) >>> 0;
      const counted = seen < MOST_SEEN ? seen + 1 : seen;
      const one = code < split;
      if (one) {
        range = split;
        models[at] = (probability + (Math.imul(0xFFFF - probability, pace) >> 15)) << 16 | counted;
        count++;
      } else {
        range = (range - split) >>> 0;
        code = (code - split) >>> 0;
        models[at] = (probability - (Math.imul(probability, pace) >> 15)) << 16 | counted;
      }
      while (range < TOP) {
        range = (range << 8) >>> 0;
        code = (code << 8 | this.next()) >>> 0;
      }
      if (!one) {
        break;
      }
    }
    state[RANGE] = range;
    state[CODE] = code;
    return count;
  }

  /**
   * Reads bits that are as likely 1 as 0.
   * @param {number} count 0 to 24
   */
  plain(count) {
    const { state } = this;
    let range = state[RANGE];
    let code = state[CODE];
    let value = 0;
    for (let i = 0; i < count; i++) {
      range >>>= 1;
      value <<= 1;
      if (code < range) {
        value |= 1;
      } else {
        code = (code - range) >>> 0;
      }
      while (range < TOP) {
        range = (range << 8) >>> 0;
        code = (code << 8 | this.next()) >>> 0;
      }
    }
    state[RANGE] = range;
    state[CODE] = code;
    return value;
  }

  /**
   * Reads a value of so many bits, the highest first, with 2^count models.
   * @param {Int32Array} models
   * @param {number} count
   */
  tree(models, count) {
    let node = 1;
    for (let i = 0; i < count; i++) {
      node = node << 1 | this.bit(models, node);
    }
    return node - (1 << count);
  }

  /**
   * Reads a number of 0 to 2^24 - 2.
   * @param {Int32Array} models NUMBER_MODELS of them
   */
  number(models) {
    const length = this.ones(models, 0, NUMBER_LENGTHS - 1);
    const leading = NUMBER_LENGTHS + length * NUMBER_LEADING;
    let result = 1;
    let left = length;
    while (left > 0 && result < NUMBER_LEADING) {
      left--;
      result = result << 1 | this.bit(models, leading + result);
    }
    return (result << left | this.plain(left)) - 1;
  }
}
