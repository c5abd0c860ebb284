/**
 * Reads the fields of one frame.
 * @module
 */
import { ProtocolError, Reason } from './protocol-error.js';

/** One frame's payload; a read beyond its end is the controller's fault. */
export class Payload {
  #message;
  #view;
  #at = 0;

  /**
   * @param {ArrayBuffer} message
   * @param {number} start
   * @param {number} length
   */
  constructor(message, start, length) {
    this.#message = message;
    this.#view = new DataView(message, start, length);
  }

  /** @param {number} bytes */
  #take(bytes) {
    if (this.#view.byteLength - this.#at < bytes) {
      throw new ProtocolError(Reason.BAD_FRAME, 'a payload ends early');
    }
    const at = this.#at;
    this.#at += bytes;
    return at;
  }

  u8() {
    return this.#view.getUint8(this.#take(1));
  }

  u16() {
    return this.#view.getUint16(this.#take(2));
  }

  u32() {
    return this.#view.getUint32(this.#take(4));
  }

  u64() {
    return this.#view.getBigUint64(this.#take(8));
  }

  flag() {
    const value = this.u8();
    if (value > 1) {
      throw new ProtocolError(Reason.BAD_VALUE, `a flag of ${value}`);
    }
    return value === 1;
  }

  text() {
    const length = this.u8();
    const bytes = new Uint8Array(this.#message, this.#view.byteOffset + this.#take(length), length);
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      throw new ProtocolError(Reason.BAD_VALUE, 'a text that is not UTF-8');
    }
  }

  rest() {
    const length = this.#view.byteLength - this.#at;
    return new Uint8Array(this.#message, this.#view.byteOffset + this.#take(length), length);
  }

  finish() {
    const left = this.#view.byteLength - this.#at;
    if (left !== 0) {
      throw new ProtocolError(Reason.BAD_FRAME, `${left} bytes too many in a payload`);
    }
  }
}
