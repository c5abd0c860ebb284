/**
 * The keyboard: what the browser tells of the keys, made into presses, repeats and releases of physical keys, with the
 * quirks of the systems it runs on taken out. It remembers what is held, and lets all of it go at once.
 * @module
 */
import { KeyAction } from './frames.js';
import { isModifier, KEYS } from './keys.js';

/**
 * Sends one key; returns false when it could not be sent.
 * @typedef {(key: import('./keys.js').Key, action: number) => boolean} SendKey
 */

/** @typedef {'windows' | 'mac' | 'other'} Platform */

/** Windows holds the left Control down with AltGr, an instant before it. */
const ALT_GR_MS = 50;

/** Keys that Windows reports only when they go down. */
const NO_RELEASE_ON_WINDOWS = new Set(['Lang1', 'Lang2', 'KanaMode', 'HangulMode', 'Hanja']);
const NO_RELEASE_ON_WINDOWS_KEYS = new Set(
    ['Zenkaku', 'Hankaku', 'ZenkakuHankaku', 'Eisu', 'Alphanumeric', 'Romaji', 'Hiragana', 'Katakana',
      'HiraganaKatakana', 'HangulMode', 'HanjaMode']);

export class Keyboard {
  #send;
  #platform;
  #unidentified;
  /** @type {Set<string>} */
  #held = new Set();
  /** Modifiers that wait for the next key. @type {Set<string>} */
  #latched = new Set();
  /** Modifiers that were pressed for a key, and that key. @type {?{modifiers: string[], key: string}} */
  #latchedFor = null;
  /** The left Control that may turn out to be half of an AltGr. @type {?{at: number, timer: number}} */
  #maybeAltGr = null;

  /** Called when the latched modifiers change. */
  latchChanged = () => {};

  /**
   * @param {SendKey} send
   * @param {Platform} platform
   * @param {() => void} unidentified called for a key that the browser has no code for
   */
  constructor(send, platform, unidentified) {
    this.#send = send;
    this.#platform = platform;
    this.#unidentified = unidentified;
  }

  /** The codes of the keys that are held. */
  held() {
    return [...this.#held];
  }

  /** @param {KeyboardEvent} event of type keydown */
  down(event) {
    const { code } = event;
    if (this.#resolveAltGr(event)) {
      return;
    }
    if (!KEYS.has(code)) {
      if (code === '' || code === 'Unidentified') {
        this.#unidentified();
      }
      return;
    }
    if (this.#hasNoRelease(event)) {
      if (!event.repeat) {
        this.tap(code);
      }
    } else if (event.repeat) {
      this.#repeat(code);
    } else if (code === 'ControlLeft' && this.#platform === 'windows' && !this.#held.has(code)) {
      const timer = setTimeout(() => this.#pressControl(), ALT_GR_MS);
      this.#maybeAltGr = { at: event.timeStamp, timer };
    } else if (this.#platform === 'mac' && event.metaKey && !isModifier(code)) {
      // While Meta is down, macOS does not tell when other keys go up.
      this.tap(code);
    } else {
      this.press(code);
    }
  }

  /** @param {KeyboardEvent} event of type keyup */
  up(event) {
    const { code } = event;
    if (this.#maybeAltGr) {
      this.#pressControl();
    }
    const unseen = code === 'PrintScreen' && this.#platform === 'windows' && !this.#held.has(code);
    const toggled = code === 'CapsLock' && this.#platform === 'mac';
    if (unseen || toggled) {
      this.tap(code);
      return;
    }
    this.release(code);
    if (this.#platform === 'mac' && /^(Meta|OS)/.test(code)) {
      this.releaseAll();
    } else if (this.#platform === 'windows' && code.startsWith('Shift')) {
      // With both Shifts down, Windows tells of one release only: the last.
      this.release('ShiftLeft');
      this.release('ShiftRight');
    }
  }

  /** @param {string} code */
  press(code) {
    if (this.#held.has(code)) {
      this.#repeat(code);
      return;
    }
    const latched = isModifier(code) ? [] : this.#takeLatched(code);
    latched.forEach((modifier) => this.#change(modifier, KeyAction.PRESS));
    this.#change(code, KeyAction.PRESS);
  }

  /** @param {string} code */
  release(code) {
    if (!this.#held.has(code)) {
      return;
    }
    this.#change(code, KeyAction.RELEASE);
    if (this.#latchedFor?.key === code) {
      const { modifiers } = this.#latchedFor;
      this.#latchedFor = null;
      modifiers.reverse().forEach((modifier) => this.release(modifier));
    }
  }

  /**
   * Presses and releases.
   * @param {string} code
   */
  tap(code) {
    this.press(code);
    this.release(code);
  }

  /** Releases everything, the newest first. */
  releaseAll() {
    this.#dropAltGr();
    this.#latchedFor = null;
    [...this.#held].reverse().forEach((code) => this.release(code));
  }

  /** Forgets what is held without a word: the controller has released it itself. */
  forget() {
    this.#dropAltGr();
    this.#latchedFor = null;
    this.#held.clear();
  }

  /** @param {string} modifier */
  isLatched(modifier) {
    return this.#latched.has(modifier);
  }

  /**
   * Keeps a modifier for the next key, or no longer.
   * @param {string} modifier
   */
  toggleLatch(modifier) {
    if (!this.#latched.delete(modifier)) {
      this.#latched.add(modifier);
    }
    this.latchChanged();
  }

  /** @param {string} key */
  #takeLatched(key) {
    const modifiers = [...this.#latched].filter((code) => !this.#held.has(code));
    if (this.#latched.size > 0) {
      this.#latched.clear();
      this.#latchedFor = { modifiers, key };
      this.latchChanged();
    }
    return modifiers;
  }

  /** @param {string} code */
  #repeat(code) {
    const key = KEYS.get(code);
    if (key && this.#held.has(code)) {
      this.#send(key, KeyAction.REPEAT);
    }
  }

  /**
   * @param {string} code
   * @param {number} action PRESS or RELEASE
   */
  #change(code, action) {
    const key = KEYS.get(code);
    if (!key) {
      return;
    }
    const sent = this.#send(key, action);
    if (action === KeyAction.PRESS && sent) {
      this.#held.add(code);
    } else {
      this.#held.delete(code);
    }
  }

  /** @param {KeyboardEvent} event */
  #hasNoRelease(event) {
    return (this.#platform === 'windows'
            && (NO_RELEASE_ON_WINDOWS.has(event.code) || NO_RELEASE_ON_WINDOWS_KEYS.has(event.key)))
        || (this.#platform === 'mac' && event.code === 'CapsLock');
  }

  /**
   * Decides what the Control was that came before this key.
   * @param {KeyboardEvent} event
   * @returns {boolean} whether the event is a repeat of that same Control, and done with
   */
  #resolveAltGr(event) {
    if (!this.#maybeAltGr) {
      return false;
    }
    if (event.code === 'ControlLeft' && event.repeat) {
      this.#pressControl();
      return true;
    }
    if (event.code === 'AltRight' && event.timeStamp - this.#maybeAltGr.at < ALT_GR_MS) {
      this.#dropAltGr();
    } else {
      this.#pressControl();
    }
    return false;
  }

  #pressControl() {
    this.#dropAltGr();
    this.press('ControlLeft');
  }

  #dropAltGr() {
    clearTimeout(this.#maybeAltGr?.timer);
    this.#maybeAltGr = null;
  }
}

/** @returns {Platform} of the computer that this page runs on */
export function thisPlatform() {
  // userAgentData is Chromium's only; platform is deprecated, and everywhere.
  const name = /** @type {{userAgentData?: {platform: string}}} */ (navigator).userAgentData?.platform
      ?? navigator.platform;
  if (/^win/i.test(name)) {
    return 'windows';
  }
  return /^(mac|iphone|ipad)/i.test(name) ? 'mac' : 'other';
}
