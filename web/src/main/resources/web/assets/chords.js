/**
 * Keys that a browser, or the computer it runs on, keeps to itself, and how they are pressed for the person.
 * @module
 */

import { t } from './words.js';

/** Keys that are called otherwise on boards of other languages. */
const NAMED = /Print Screen|Scroll Lock|Num Lock|Ctrl|Del|Backspace|Shift|Menu|Pause|SysRq|Break/g;

/** A guest's firmware polls its keyboard now and then: so long each key stays as it is. */
const STEP_MS = 12;

/** @typedef {{label: string, keys: string[]}} Chord */

/**
 * @param {string} label
 * @param {...string} keys
 * @returns {Chord}
 */
const chord = (label, ...keys) => ({ label, keys });

const functionKeys = Array.from({ length: 12 }, (_, i) => 'F' + (i + 1));

/** The menu, group by group, each titled by the key of its words. @type {ReadonlyArray<{title: string, chords: Chord[]}>} */
export const CHORDS = [
  {
    title: 'chords.system',
    chords: [
      chord('Ctrl Alt Del', 'ControlLeft', 'AltLeft', 'Delete'),
      chord('Ctrl Alt Backspace', 'ControlLeft', 'AltLeft', 'Backspace'),
      chord('Ctrl Shift Esc', 'ControlLeft', 'ShiftLeft', 'Escape'),
      chord('Super', 'MetaLeft'),
      chord('Super L', 'MetaLeft', 'KeyL'),
      chord('Menu', 'ContextMenu'),
    ],
  },
  {
    title: 'chords.windows',
    chords: [
      chord('Alt Tab', 'AltLeft', 'Tab'),
      chord('Alt F4', 'AltLeft', 'F4'),
      chord('Alt Esc', 'AltLeft', 'Escape'),
      chord('Ctrl Esc', 'ControlLeft', 'Escape'),
      chord('Ctrl W', 'ControlLeft', 'KeyW'),
      chord('Ctrl T', 'ControlLeft', 'KeyT'),
      chord('Ctrl N', 'ControlLeft', 'KeyN'),
    ],
  },
  {
    title: 'chords.keys',
    chords: [
      chord('Esc', 'Escape'),
      chord('Tab', 'Tab'),
      chord('Print Screen', 'PrintScreen'),
      chord('Alt SysRq', 'AltLeft', 'PrintScreen'),
      chord('Pause', 'Pause'),
      chord('Ctrl Break', 'ControlLeft', 'Pause'),
      chord('Scroll Lock', 'ScrollLock'),
      chord('Num Lock', 'NumLock'),
      chord('F11', 'F11'),
      chord('F12', 'F12'),
    ],
  },
  {
    title: 'chords.consoles',
    chords: functionKeys.map((key) => chord(key, 'ControlLeft', 'AltLeft', key)),
  },
];

/** Modifiers that can be latched for the next key. */
export const MODIFIERS = [
  { label: 'Ctrl', code: 'ControlLeft' },
  { label: 'Alt', code: 'AltLeft' },
  { label: 'AltGr', code: 'AltRight' },
  { label: 'Shift', code: 'ShiftLeft' },
  { label: 'Super', code: 'MetaLeft' },
];

/** A chord, or a key, as it is printed on the person's keyboard. @param {string} label */
export function keyNames(label) {
  return label.replace(NAMED, (name) => t(`key.${name}`));
}

/** Plays chords, one after the other. */
export class ChordPlayer {
  #keyboard;
  #last = Promise.resolve();

  /** @param {import('./keyboard.js').Keyboard} keyboard */
  constructor(keyboard) {
    this.#keyboard = keyboard;
  }

  /**
   * Presses the keys in their order and releases them in the opposite one.
   * @param {string[]} keys
   */
  play(keys) {
    this.#last = this.#last.then(async () => {
      for (const key of keys) {
        this.#keyboard.press(key);
        await pause(STEP_MS);
      }
      for (const key of [...keys].reverse()) {
        this.#keyboard.release(key);
        await pause(STEP_MS);
      }
    });
    return this.#last;
  }
}

/** @param {number} ms */
function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
