/**
 * The link: one WebSocket that carries the frames of this page's keyboard, pointer and display, and is made again
 * whenever it is lost.
 * @module
 */
import { CLOSE_BASE, FrameReader, FrameWriter, PeripheralClass, VERSION } from './frames.js';
import { CODINGS } from './picture.js';
import { ProtocolError, Reason } from './protocol-error.js';
import { t } from './words.js';

/** This page's peripherals, by their number on the link. */
export const Peripheral = Object.freeze({ KEYBOARD: 1, POINTER: 2, DISPLAY: 3, TOUCH: 4 });

/** How many fingers this computer's screen tells apart; 0 for one that is not touched. */
const FINGERS = Math.min(10, navigator.maxTouchPoints);

/** A bit for each of the peripherals there is. */
const ALL = FINGERS > 0 ? 0b11110 : 0b01110;

/** Pictures a second that the display asks for. */
export const REFRESH = 60;

const PROGRAM = 'netseat browser seat 0.1.0';
const OPENING_MS = 10_000;
const SILENCE_BEFORE_PING_MS = 5_000;
const LONGEST_SILENCE_MS = 15_000;
const WATCH_MS = 1_000;
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 10_000;
const RETRY_WHEN_REFUSED_MS = 30_000;

/** So long a link has to live before the next loss is retried at once again. */
const PROVEN_MS = 5_000;

/** Reasons that trying again will hardly change. @type {number[]} */
const LASTING = [Reason.VERSION, Reason.TOO_MANY, Reason.REFUSED];

/**
 * @typedef {object} LinkState
 * @property {'connecting' | 'attached' | 'lost' | 'refused' | 'closed'} phase
 * @property {number} reason why it was lost or refused: one of Reason
 * @property {string} text the controller's words for it, or ours
 * @property {number} retryAt when the next attempt is due, in milliseconds of performance.now()
 */

/**
 * What this page's display is: capabilities that count from its next attachment on.
 * @typedef {object} DisplayChoice
 * @property {number} head of the machine, 1 to 16
 * @property {number} depth bits a pixel: 24, 16 or 8
 */

/**
 * What the link brings for the peripherals, and of itself.
 * @typedef {object} LinkHandler
 * @property {(state: LinkState) => void} linkChanged
 * @property {import('./frames.js').ToDevice['status']} status
 * @property {import('./frames.js').ToDevice['leds']} leds
 * @property {import('./frames.js').ToDevice['pointerMode']} pointerMode
 * @property {import('./frames.js').ToDevice['touchMode']} touchMode
 * @property {import('./frames.js').ToDevice['picture']} picture
 * @property {import('./frames.js').ToDevice['blank']} blank
 */

export class Link {
  #url;
  #display;
  #handler;
  /** @type {?WebSocket} */
  #socket = null;
  #writer = new FrameWriter();
  #reader = new FrameReader();
  #ready = false;
  #attached = 0;
  #attempts = 0;
  #openedAt = 0;
  #heardAt = 0;
  #retryTimer = 0;
  #watchTimer = 0;
  #pings = 0n;

  /** @type {LinkState} */
  state = { phase: 'connecting', reason: Reason.NORMAL, text: '', retryAt: 0 };

  /** Bytes received since the page was loaded. */
  received = 0;

  /** How often the link was made. */
  made = 0;

  /**
   * @param {string} url ws: or wss:
   * @param {() => DisplayChoice} display asked whenever the display is attached
   * @param {LinkHandler} handler
   */
  constructor(url, display, handler) {
    this.#url = url;
    this.#display = display;
    this.#handler = handler;
  }

  /** Whether frames of the peripherals can be sent. */
  get ready() {
    return this.#ready;
  }

  /** Whether more is waiting to be sent than one wants to wait for. */
  get congested() {
    return this.#socket !== null && this.#socket.bufferedAmount > 8192;
  }

  /** Makes the link now, if it is not there. */
  open() {
    clearTimeout(this.#retryTimer);
    if (this.#socket) {
      return;
    }
    this.#writer = new FrameWriter();
    this.#reader = new FrameReader();
    this.#attached = 0;
    this.#openedAt = this.#heardAt = performance.now();
    this.#become({ phase: 'connecting', reason: this.state.reason, text: this.state.text, retryAt: 0 });
    const socket = new WebSocket(this.#url);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => socket.send(this.#writer.hello(PROGRAM));
    socket.onmessage = (event) => this.#read(event.data);
    socket.onclose = (event) => this.#closedByPeer(event);
    this.#socket = socket;
    this.#watchTimer = setInterval(() => this.#watch(), WATCH_MS);
  }

  /** Ends the link and stays so until open() is called. */
  close() {
    clearTimeout(this.#retryTimer);
    this.#drop(Reason.NORMAL, '');
    this.#become({ phase: 'closed', reason: Reason.NORMAL, text: '', retryAt: 0 });
  }

  /** Makes the link anew, so that the display is attached as it is to be now. */
  reopen() {
    this.#drop(Reason.NORMAL, '');
    this.#become({ phase: 'closed', reason: Reason.NORMAL, text: '', retryAt: 0 });
    this.open();
  }

  /**
   * Sends one frame, or nothing when there is no link.
   * @param {(writer: FrameWriter) => Uint8Array<ArrayBuffer>} write
   * @returns {number} the frame's sequence number, 0 when nothing was sent
   */
  send(write) {
    if (!this.#ready || !this.#socket) {
      return 0;
    }
    this.#socket.send(write(this.#writer));
    return this.#writer.sequence;
  }

  /** @param {unknown} data */
  #read(data) {
    this.#heardAt = performance.now();
    try {
      if (!(data instanceof ArrayBuffer)) {
        throw new ProtocolError(Reason.BAD_FRAME, 'a message that is not binary');
      }
      this.received += data.byteLength;
      this.#reader.read(data, this.#messages);
    } catch (error) {
      this.fail(error);
    }
  }

  /**
   * Ends the link for a fault of what came on it, and tries again.
   * @param {unknown} error
   */
  fail(error) {
    const known = error instanceof ProtocolError;
    if (!known) {
      console.error(error);
    }
    this.#lose(known ? error.reason : Reason.INTERNAL, error instanceof Error ? error.message : String(error));
  }

  /** @type {import('./frames.js').ToDevice} */
  #messages = {
    welcome: (version) => {
      if (version !== VERSION) {
        throw new ProtocolError(Reason.VERSION, `version ${version} was never offered`);
      }
      this.#ready = true;
      this.#attach();
    },
    attached: (peripheral) => {
      this.#attached |= 1 << peripheral;
      if (this.#attached === ALL) {
        this.made++;
        this.#become({ phase: 'attached', reason: Reason.NORMAL, text: '', retryAt: 0 });
      }
    },
    status: (...message) => this.#handler.status(...message),
    leds: (...message) => this.#handler.leds(...message),
    pointerMode: (...message) => this.#handler.pointerMode(...message),
    touchMode: (...message) => this.#handler.touchMode(...message),
    picture: (...message) => this.#handler.picture(...message),
    blank: (...message) => this.#handler.blank(...message),
    ping: (token) => {
      this.#socket?.send(this.#writer.pong(token));
    },
    pong: () => {},
    bye: (_peripheral, reason, text) => this.#lose(reason, text),
  };

  #attach() {
    const identity = (/** @type {string} */ model) => ({ vendor: 'Netseat', model, serial: '' });
    this.send((frames) => frames.attach(
        Peripheral.KEYBOARD, PeripheralClass.KEYBOARD, identity('Browser keyboard'), [[0x01, 7]]));
    this.send((frames) => frames.attach(
        Peripheral.POINTER, PeripheralClass.POINTER, identity('Browser pointer'), [[0x10, 3], [0x11, 5]]));
    if (FINGERS > 0) {
      this.send((frames) => frames.attach(
          Peripheral.TOUCH, PeripheralClass.TOUCH, identity('Browser touch screen'), [[0x30, FINGERS]]));
    }
    const { head, depth } = this.#display();
    this.send((frames) => frames.attach(
        Peripheral.DISPLAY, PeripheralClass.DISPLAY, identity('Browser screen'),
        [[0x20, 0, 0, 0, 0], [0x21, REFRESH], [0x22, head], [0x23, depth], [0x24, CODINGS]]));
  }

  #watch() {
    const silence = performance.now() - this.#heardAt;
    if (!this.#ready && silence > OPENING_MS) {
      this.#lose(Reason.TIMEOUT, t('panel.noAnswer'));
    } else if (this.#ready && silence > LONGEST_SILENCE_MS) {
      this.#lose(Reason.TIMEOUT, t('panel.silent', { n: LONGEST_SILENCE_MS / 1_000 }));
    } else if (this.#ready && silence > SILENCE_BEFORE_PING_MS) {
      this.send((frames) => frames.ping(++this.#pings));
    }
  }

  /** @param {CloseEvent} event */
  #closedByPeer(event) {
    const reason = event.code >= CLOSE_BASE && event.code < CLOSE_BASE + 256 ? event.code - CLOSE_BASE : Reason.NORMAL;
    this.#lose(reason, event.reason);
  }

  /**
   * The link is lost, by whoever's doing: say so, and try again later.
   * @param {number} reason
   * @param {string} text
   */
  #lose(reason, text) {
    if (!this.#socket) {
      return;
    }
    const lasting = LASTING.includes(reason);
    if (this.state.phase === 'attached' && performance.now() - this.#openedAt > PROVEN_MS) {
      this.#attempts = 0;
    }
    this.#drop(reason, text);
    const longest = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#attempts);
    // Half of the wait is left to chance, so that a thousand pages do not all come back in the same moment.
    const wait = lasting ? RETRY_WHEN_REFUSED_MS : longest * (0.5 + Math.random() / 2);
    this.#attempts++;
    this.#retryTimer = setTimeout(() => this.open(), wait);
    this.#become({ phase: lasting ? 'refused' : 'lost', reason, text, retryAt: performance.now() + wait });
  }

  /**
   * Lets go of the socket at once: a dead one would take its time to report that it closed.
   * @param {number} reason
   * @param {string} text
   */
  #drop(reason, text) {
    const socket = this.#socket;
    clearInterval(this.#watchTimer);
    if (!socket) {
      return;
    }
    if (socket.readyState === WebSocket.OPEN && this.#ready) {
      socket.send(this.#writer.bye(reason, text));
    }
    this.#socket = null;
    this.#ready = false;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close(CLOSE_BASE + reason);
  }

  /** @param {LinkState} state */
  #become(state) {
    this.state = state;
    this.#handler.linkChanged(state);
  }
}
