/**
 * The wire: frames and their messages, as docs/protocol.md has them. Everything that arrives is checked against its
 * bounds before it is used; whatever is wrong is a ProtocolError, which ends the link with its reason.
 * @module
 */
import { Payload } from './payload.js';
import { ProtocolError, Reason } from './protocol-error.js';

export const VERSION = 1;

/** Length of the header before each payload. */
const HEADER = 12;
const SKIPPABLE = 1;
const MAX_PAYLOAD = 262_144;

/** A WebSocket is closed with this plus the reason. */
export const CLOSE_BASE = 4000;

export const Type = Object.freeze({
  HELLO: 0x01, WELCOME: 0x02, ATTACH: 0x03, ATTACHED: 0x04, DETACH: 0x05, STATUS: 0x06, PING: 0x07, PONG: 0x08,
  BYE: 0x09, KEY: 0x10, LEDS: 0x11, MOTION: 0x20, POSITION: 0x21, BUTTON: 0x22, WHEEL: 0x23, POINTER_MODE: 0x24,
  TOUCH: 0x28, TOUCH_MODE: 0x29,
  PICTURE: 0x30, PICTURE_SHOWN: 0x31, PICTURE_LOST: 0x32, SIZE: 0x33, BLANK: 0x34,
});

export const PeripheralClass = Object.freeze({ KEYBOARD: 1, POINTER: 2, DISPLAY: 3, TOUCH: 4 });

export const ContactState = Object.freeze({ UP: 0, DOWN: 1, MOVED: 2 });

/** @typedef {{id: number, state: number, x: number, y: number}} Contact one of ContactState, at a place as in POSITION */

export const KeyAction = Object.freeze({ RELEASE: 0, PRESS: 1, REPEAT: 2 });

/** The state in a STATUS message, by its number. */
export const PLUG_STATES = Object.freeze(
    /** @type {const} */ (['unplugged', 'off', 'starting', 'running', 'paused', 'failed']));

/** @typedef {(typeof PLUG_STATES)[number]} PlugState */

/**
 * Writes one frame after the other and numbers them. What a method returns is valid until the next call; hand it to
 * WebSocket.send, which copies it.
 */
export class FrameWriter {
  #bytes = new Uint8Array(1024);
  #view = new DataView(this.#bytes.buffer);
  #at = 0;

  /** The sequence number of the frame that was written last. */
  sequence = 0;

  /** @param {string} program the name of this program */
  hello(program) {
    return this.#begin(Type.HELLO, 0).#u16(VERSION).#u16(VERSION).#text(program, 64).#end();
  }

  /**
   * @param {number} peripheral
   * @param {number} peripheralClass
   * @param {{vendor: string, model: string, serial: string}} identity
   * @param {number[][]} capabilities each the key, then the bytes of the value
   */
  attach(peripheral, peripheralClass, { vendor, model, serial }, capabilities) {
    this.#begin(Type.ATTACH, peripheral).#u8(peripheralClass).#text(vendor, 64).#text(model, 64).#text(serial, 64);
    for (const [key, ...value] of capabilities) {
      this.#u8(key).#u8(value.length);
      value.forEach((byte) => this.#u8(byte));
    }
    return this.#end();
  }

  /**
   * @param {number} peripheral
   * @param {number} page HID usage page
   * @param {number} code HID usage
   * @param {number} action one of {@link KeyAction}
   */
  key(peripheral, page, code, action) {
    return this.#begin(Type.KEY, peripheral).#u16(page).#u16(code).#u8(action).#end();
  }

  /**
   * @param {number} peripheral
   * @param {number} right -10000 to 10000
   * @param {number} down -10000 to 10000
   */
  motion(peripheral, right, down) {
    return this.#begin(Type.MOTION, peripheral).#u16(right).#u16(down).#end();
  }

  /**
   * @param {number} peripheral
   * @param {number} x 0 to 0x7FFF
   * @param {number} y 0 to 0x7FFF
   */
  position(peripheral, x, y) {
    return this.#begin(Type.POSITION, peripheral).#u16(x).#u16(y).#end();
  }

  /**
   * @param {number} peripheral
   * @param {number} button 1 left, 2 right, 3 middle, 4 back, 5 forward
   * @param {boolean} down
   */
  button(peripheral, button, down) {
    return this.#begin(Type.BUTTON, peripheral).#u8(button).#u8(down ? 1 : 0).#end();
  }

  /**
   * @param {number} peripheral
   * @param {number} away from the user, in 1/120 of a step
   * @param {number} right
   */
  wheel(peripheral, away, right) {
    return this.#begin(Type.WHEEL, peripheral).#u16(away).#u16(right).#end();
  }

  /**
   * @param {number} peripheral
   * @param {Contact[]} contacts 1 to 10, each once
   */
  touch(peripheral, contacts) {
    this.#begin(Type.TOUCH, peripheral).#u8(contacts.length);
    for (const { id, state, x, y } of contacts) {
      this.#u8(id).#u8(state).#u16(x).#u16(y);
    }
    return this.#end();
  }

  /**
   * @param {number} peripheral
   * @param {number} mark
   */
  pictureShown(peripheral, mark) {
    return this.#begin(Type.PICTURE_SHOWN, peripheral).#u8(mark).#end();
  }

  /**
   * @param {number} peripheral
   * @param {{width: number, height: number}} size that the guest's picture should have: 64 to 8192 each
   */
  size(peripheral, { width, height }) {
    return this.#begin(Type.SIZE, peripheral).#u16(width).#u16(height).#end();
  }

  /** @param {bigint} token */
  ping(token) {
    return this.#begin(Type.PING, 0).#u64(token).#end();
  }

  /** @param {bigint} token */
  pong(token) {
    return this.#begin(Type.PONG, 0).#u64(token).#end();
  }

  /**
   * @param {number} reason
   * @param {string} text
   */
  bye(reason, text) {
    return this.#begin(Type.BYE, 0).#u16(reason).#text(text, 255).#end();
  }

  /**
   * @param {number} type
   * @param {number} peripheral
   */
  #begin(type, peripheral) {
    this.#at = 0;
    this.sequence = (this.sequence + 1) >>> 0;
    return this.#u8(type).#u8(0).#u16(peripheral).#u32(this.sequence).#u32(0);
  }

  #end() {
    this.#view.setUint32(8, this.#at - HEADER);
    return this.#bytes.subarray(0, this.#at);
  }

  /** @param {number} value */
  #u8(value) {
    this.#view.setUint8(this.#at, value);
    this.#at += 1;
    return this;
  }

  /** @param {number} value */
  #u16(value) {
    this.#view.setUint16(this.#at, value);
    this.#at += 2;
    return this;
  }

  /** @param {number} value */
  #u32(value) {
    this.#view.setUint32(this.#at, value);
    this.#at += 4;
    return this;
  }

  /** @param {bigint} value */
  #u64(value) {
    this.#view.setBigUint64(this.#at, value);
    this.#at += 8;
    return this;
  }

  /**
   * A text, cut at a whole character when it is too long.
   * @param {string} text
   * @param {number} longest in bytes
   */
  #text(text, longest) {
    const { written } = new TextEncoder().encodeInto(text, this.#bytes.subarray(this.#at + 1, this.#at + 1 + longest));
    this.#u8(written);
    this.#at += written;
    return this;
  }
}

/**
 * Takes what the controller sends, one method for each message.
 * @typedef {object} ToDevice
 * @property {(version: number, controller: string) => void} welcome
 * @property {(peripheral: number, name: string) => void} attached
 * @property {(peripheral: number, state: PlugState, machine: string, text: string) => void} status
 * @property {(peripheral: number, leds: number) => void} leds 1 Num, 2 Caps, 4 Scroll
 * @property {(peripheral: number, absolute: boolean) => void} pointerMode
 * @property {(peripheral: number, contacts: number) => void} touchMode how many contacts the guest takes; 0: it has no touch
 *     screen
 * @property {(peripheral: number, mark: number, answers: number, last: boolean, commands: Uint8Array) => void} picture
 *     the commands are valid during the call only
 * @property {(peripheral: number, dark: boolean) => void} blank the seat is not used, so be dark; or show the picture again
 * @property {(token: bigint) => void} ping
 * @property {(token: bigint) => void} pong
 * @property {(peripheral: number, reason: number, text: string) => void} bye
 */

/** Reads the frames of one link, in their order. */
export class FrameReader {
  #sequence = 0;

  /**
   * Reads one message: one or more whole frames.
   * @param {ArrayBuffer} message
   * @param {ToDevice} handler
   */
  read(message, handler) {
    const view = new DataView(message);
    let at = 0;
    while (at < view.byteLength) {
      if (view.byteLength - at < HEADER) {
        throw new ProtocolError(Reason.BAD_FRAME, 'a frame of less than its header');
      }
      const length = view.getUint32(at + 8);
      if (length > MAX_PAYLOAD) {
        throw new ProtocolError(Reason.TOO_LONG, `a payload of ${length} bytes; at most ${MAX_PAYLOAD}`);
      }
      if (length > view.byteLength - at - HEADER) {
        throw new ProtocolError(Reason.BAD_FRAME, 'a frame cut short');
      }
      const flags = view.getUint8(at + 1);
      if ((flags & ~SKIPPABLE) !== 0) {
        throw new ProtocolError(Reason.BAD_FRAME, 'unknown flags');
      }
      const sequence = view.getUint32(at + 4);
      if (sequence !== (this.#sequence + 1) >>> 0) {
        throw new ProtocolError(Reason.OUT_OF_ORDER, `frame ${sequence} after ${this.#sequence}`);
      }
      this.#sequence = sequence;
      const payload = new Payload(message, at + HEADER, length);
      dispatch(view.getUint8(at), view.getUint16(at + 2), flags, payload, handler);
      at += HEADER + length;
    }
  }
}

/**
 * @param {number} type
 * @param {number} peripheral
 * @param {number} flags
 * @param {Payload} payload
 * @param {ToDevice} handler
 */
function dispatch(type, peripheral, flags, payload, handler) {
  switch (type) {
    case Type.WELCOME: {
      const version = payload.u16();
      const controller = payload.text();
      payload.finish();
      return handler.welcome(version, controller);
    }
    case Type.ATTACHED: {
      const name = payload.text();
      payload.finish();
      return handler.attached(peripheral, name);
    }
    case Type.STATUS: {
      const state = PLUG_STATES[payload.u8()];
      if (state === undefined) {
        throw new ProtocolError(Reason.BAD_VALUE, 'an unknown state');
      }
      const machine = payload.text();
      const text = payload.text();
      payload.finish();
      return handler.status(peripheral, state, machine, text);
    }
    case Type.LEDS: {
      const leds = payload.u8();
      payload.finish();
      return handler.leds(peripheral, leds & 7);
    }
    case Type.POINTER_MODE: {
      const absolute = payload.flag();
      payload.finish();
      return handler.pointerMode(peripheral, absolute);
    }
    case Type.TOUCH_MODE: {
      const contacts = payload.u8();
      payload.finish();
      return handler.touchMode(peripheral, contacts);
    }
    case Type.BLANK: {
      const dark = payload.flag();
      payload.finish();
      return handler.blank(peripheral, dark);
    }
    case Type.PICTURE: {
      const mark = payload.u8();
      const answers = payload.u32();
      const last = payload.flag();
      return handler.picture(peripheral, mark, answers, last, payload.rest());
    }
    case Type.PING: {
      const token = payload.u64();
      payload.finish();
      return handler.ping(token);
    }
    case Type.PONG: {
      const token = payload.u64();
      payload.finish();
      return handler.pong(token);
    }
    case Type.BYE: {
      const reason = payload.u16();
      const text = payload.text();
      payload.finish();
      return handler.bye(peripheral, reason, text);
    }
    default:
      if ((flags & SKIPPABLE) === 0) {
        throw new ProtocolError(Reason.UNKNOWN_TYPE, `unknown message type ${type}`);
      }
  }
}
