/**
 * A code of whole bits for symbols, short for those that come often: made anew, in ever longer steps, from how often each
 * came. See docs/protocol.md, "Prefix codes".
 * @module
 */
import { ProtocolError, Reason } from './protocol-error.js';

/** The bits of the longest code. */
const LONGEST = 12;

const WHOLE = 1 << LONGEST;
const LENGTH_BITS = 4;
const LENGTH = (1 << LENGTH_BITS) - 1;

/** The code is made anew after so many symbols when it knows nothing, then after twice as many each time, */
const FIRST_STEP = 32;

/** up to this. */
const LAST_STEP = 8192;

export class PrefixCode {
  #symbols;
  /** How often each symbol came, the less the longer ago; at least 1. */
  #counts;
  #lengths;
  /** By what is read: the symbol and, in the low bits, its code's length; 0 where there is none. */
  #meanings = new Uint16Array(WHOLE);
  #step = 0;
  #untilAnew = 0;

  /** @param {number} symbols how many there are */
  constructor(symbols) {
    this.#symbols = symbols;
    this.#counts = new Int32Array(symbols);
    this.#lengths = new Uint8Array(symbols);
    this.forget();
  }

  forget() {
    this.#counts.fill(1);
    this.#step = FIRST_STEP;
    this.#untilAnew = FIRST_STEP;
    this.#make();
  }

  /**
   * Reads a symbol and learns it.
   * @param {import('./bit-reader.js').BitReader} bits
   */
  take(bits) {
    const meaning = this.#meanings[bits.peek(LONGEST)];
    if (meaning === 0) {
      throw new ProtocolError(Reason.BAD_VALUE, 'no symbol');
    }
    bits.skip(meaning & LENGTH);
    const symbol = meaning >> LENGTH_BITS;
    this.#counts[symbol]++;
    if (--this.#untilAnew === 0) {
      this.#makeAnew();
    }
    return symbol;
  }

  #makeAnew() {
    this.#step = Math.min(LAST_STEP, 2 * this.#step);
    this.#untilAnew = this.#step;
    this.#make();
    const counts = this.#counts;
    for (let i = 0; i < this.#symbols; i++) {
      counts[i] = counts[i] + 1 >> 1;
    }
  }

  /** Makes the code: each symbol's length is that of its share, rounded to whole bits. */
  #make() {
    const lengths = this.#lengths;
    const meanings = this.#meanings;
    let total = 0;
    for (const count of this.#counts) {
      total += count;
    }
    let left = WHOLE;
    for (let i = 0; i < this.#symbols; i++) {
      lengths[i] = LONGEST - 31 + Math.clz32(this.#share(i, total));
      left -= WHOLE >> lengths[i];
    }
    // What the rounding has left over goes to those that it was hardest on, then to whoever comes first.
    this.#shorten(2, this.#shorten(3, left, total), total);
    let from = 0;
    for (let length = 1; length <= LONGEST; length++) {
      for (let i = 0; i < this.#symbols; i++) {
        if (lengths[i] === length) {
          const to = from + (WHOLE >> length);
          meanings.fill(i << LENGTH_BITS | length, from, to);
          from = to;
        }
      }
    }
    meanings.fill(0, from);
  }

  /**
   * A symbol's part of WHOLE, at least 1, so that all fit in.
   * @param {number} symbol
   * @param {number} total
   */
  #share(symbol, total) {
    return 1 + (this.#counts[symbol] * (WHOLE - this.#symbols) / total | 0);
  }

  /**
   * Shortens codes by a bit, long ones last, whose share is so many halves of what they have now, while there is room.
   * @param {number} halves
   * @param {number} before the room
   * @param {number} total
   * @returns {number} the room that is left
   */
  #shorten(halves, before, total) {
    const lengths = this.#lengths;
    let left = before;
    for (let length = 2; length <= LONGEST; length++) {
      const size = WHOLE >> length;
      for (let i = 0; i < this.#symbols && size <= left; i++) {
        if (lengths[i] === length && 2 * this.#share(i, total) >= halves * size) {
          lengths[i]--;
          left -= size;
        }
      }
    }
    return left;
  }
}
