/**
 * Why a link ends.
 * @module
 */

/** The reasons of docs/protocol.md. */
export const Reason = Object.freeze({
  NORMAL: 0, BAD_FRAME: 1, TOO_LONG: 2, OUT_OF_ORDER: 3, UNKNOWN_TYPE: 4, BAD_VALUE: 5, VERSION: 6, TOO_MANY: 7,
  TIMEOUT: 8, SHUTDOWN: 9, INTERNAL: 10, REFUSED: 11,
});

/** What the controller sent is not what the protocol allows. */
export class ProtocolError extends Error {
  /**
   * @param {number} reason one of {@link Reason}
   * @param {string} text
   */
  constructor(reason, text) {
    super(text);
    this.name = 'ProtocolError';
    this.reason = reason;
  }
}
