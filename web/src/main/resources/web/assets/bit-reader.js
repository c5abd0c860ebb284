/**
 * Reads bits, the highest of a byte first.
 * @module
 */
import { ProtocolError, Reason } from './protocol-error.js';

const EMPTY = new Uint8Array(0);

export class BitReader {
  /** @type {Uint8Array} */
  #in = EMPTY;
  #at = 0;
  #end = 0;
  /** What was taken from the bytes and not read yet: so many bits, fewer than 24. */
  #gathered = 0;
  #held = 0;
  /** How many of them are zeros after the last byte. */
  #beyond = 0;

  /**
   * Takes bytes.
   * @param {Uint8Array} bytes
   * @param {number} from where they start
   * @param {number} end
   */
  start(bytes, from, end) {
    this.#in = bytes;
    this.#at = from;
    this.#end = end;
    this.#gathered = 0;
    this.#held = 0;
    this.#beyond = 0;
  }

  /** Lets go of what was read. */
  finish() {
    this.#in = EMPTY;
  }

  /** Where it reads on: the first byte of which it has read nothing. */
  get position() {
    return this.#at - (this.#held - this.#beyond >> 3);
  }

  /** Whether a whole byte is left. */
  get hasByte() {
    return this.position < this.#end;
  }

  /**
   * The next bits, which stay to be read; zeros follow the last one.
   * @param {number} count 0 to 16
   */
  peek(count) {
    while (this.#held < count) {
      let next = 0;
      if (this.#at < this.#end) {
        next = this.#in[this.#at++];
      } else {
        this.#beyond += 8;
      }
      this.#gathered = this.#gathered << 8 | next;
      this.#held += 8;
    }
    return this.#gathered >> this.#held - count;
  }

  /**
   * Reads bits that peek() has shown.
   * @param {number} count
   */
  skip(count) {
    const held = this.#held - count;
    if (held < this.#beyond) {
      throw new ProtocolError(Reason.BAD_VALUE, 'bits that are cut short');
    }
    this.#held = held;
    this.#gathered &= (1 << held) - 1;
  }

  /**
   * Reads bits.
   * @param {number} count 0 to 16
   */
  take(count) {
    const bits = this.peek(count);
    this.skip(count);
    return bits;
  }
}
