/**
 * Which key of the keyboard a KeyboardEvent.code means, as HID usage page and usage. A code names the key's place on the
 * board, never a character, which is what the guest needs.
 *
 * The codes are those of https://www.w3.org/TR/uievents-code/, the usages those of the HID Usage Tables 1.5, sections 10
 * (page 0x07), 15 (page 0x0C) and 4 (page 0x01).
 * @module
 */

const SYSTEM = 0x01;
const KEYBOARD = 0x07;
const CONSUMER = 0x0C;

/** @typedef {{page: number, usage: number}} Key */

/** @type {Record<string, number>} */
const keyboard = {
  Enter: 0x28, Escape: 0x29, Backspace: 0x2A, Tab: 0x2B, Space: 0x2C, Minus: 0x2D, Equal: 0x2E, BracketLeft: 0x2F,
  BracketRight: 0x30, Backslash: 0x31, IntlHash: 0x32, Semicolon: 0x33, Quote: 0x34, Backquote: 0x35, Comma: 0x36,
  Period: 0x37, Slash: 0x38, CapsLock: 0x39,
  PrintScreen: 0x46, ScrollLock: 0x47, Pause: 0x48, Insert: 0x49, Home: 0x4A, PageUp: 0x4B, Delete: 0x4C, End: 0x4D,
  PageDown: 0x4E, ArrowRight: 0x4F, ArrowLeft: 0x50, ArrowDown: 0x51, ArrowUp: 0x52,
  NumLock: 0x53, NumpadDivide: 0x54, NumpadMultiply: 0x55, NumpadSubtract: 0x56, NumpadAdd: 0x57, NumpadEnter: 0x58,
  Numpad0: 0x62, NumpadDecimal: 0x63, NumpadEqual: 0x67, NumpadComma: 0x85, NumpadParenLeft: 0xB6,
  NumpadParenRight: 0xB7, NumpadBackspace: 0xBB, NumpadMemoryStore: 0xD0, NumpadMemoryRecall: 0xD1,
  NumpadMemoryClear: 0xD2, NumpadMemoryAdd: 0xD3, NumpadMemorySubtract: 0xD4, NumpadClear: 0xD8, NumpadClearEntry: 0xD9,
  IntlBackslash: 0x64, ContextMenu: 0x65,
  // Japan, Brazil and Korea.
  IntlRo: 0x87, KanaMode: 0x88, IntlYen: 0x89, Convert: 0x8A, NonConvert: 0x8B,
  Lang1: 0x90, Lang2: 0x91, Lang3: 0x92, Lang4: 0x93, Lang5: 0x94, HangulMode: 0x90, Hanja: 0x91,
  // Workstation boards.
  Open: 0x74, Help: 0x75, Props: 0x76, Select: 0x77, Again: 0x79, Undo: 0x7A, Cut: 0x7B, Copy: 0x7C, Paste: 0x7D,
  Find: 0x7E, Abort: 0x9B,
  ControlLeft: 0xE0, ShiftLeft: 0xE1, AltLeft: 0xE2, MetaLeft: 0xE3, OSLeft: 0xE3,
  ControlRight: 0xE4, ShiftRight: 0xE5, AltRight: 0xE6, MetaRight: 0xE7, OSRight: 0xE7,
};
for (let i = 0; i < 26; i++) {
  keyboard['Key' + String.fromCharCode(65 + i)] = 0x04 + i;
}
for (let i = 1; i <= 9; i++) {
  keyboard['Digit' + i] = 0x1D + i;
  keyboard['Numpad' + i] = 0x58 + i;
}
keyboard.Digit0 = 0x27;
for (let i = 1; i <= 12; i++) {
  keyboard['F' + i] = 0x39 + i;
  keyboard['F' + (12 + i)] = 0x67 + i;
}

/** @type {Record<string, number>} */
const consumer = {
  AudioVolumeMute: 0xE2, AudioVolumeUp: 0xE9, AudioVolumeDown: 0xEA, VolumeMute: 0xE2, VolumeUp: 0xE9, VolumeDown: 0xEA,
  MediaPlay: 0xB0, MediaPause: 0xB1, MediaRecord: 0xB2, MediaFastForward: 0xB3, MediaRewind: 0xB4, MediaTrackNext: 0xB5,
  MediaTrackPrevious: 0xB6, MediaStop: 0xB7, Eject: 0xB8, MediaPlayPause: 0xCD, MediaSelect: 0x183,
  BrightnessUp: 0x6F, BrightnessDown: 0x70,
  LaunchMail: 0x18A, LaunchApp2: 0x192, LaunchApp1: 0x194, LaunchScreenSaver: 0x19E, LaunchControlPanel: 0x19F,
  SelectTask: 0x1A2, LaunchAssistant: 0x1CB,
  BrowserSearch: 0x221, BrowserHome: 0x223, BrowserBack: 0x224, BrowserForward: 0x225, BrowserStop: 0x226,
  BrowserRefresh: 0x227, BrowserFavorites: 0x22A, ZoomToggle: 0x232,
  MailReply: 0x289, MailForward: 0x28B, MailSend: 0x28C,
};

/** @type {Record<string, number>} */
const system = { Power: 0x81, Sleep: 0x82, WakeUp: 0x83 };

/** Every known code. @type {ReadonlyMap<string, Key>} */
export const KEYS = new Map([
  ...Object.entries(keyboard).map(([code, usage]) => entry(code, KEYBOARD, usage)),
  ...Object.entries(consumer).map(([code, usage]) => entry(code, CONSUMER, usage)),
  ...Object.entries(system).map(([code, usage]) => entry(code, SYSTEM, usage)),
]);

const MODIFIERS = new Set([
  'ControlLeft', 'ShiftLeft', 'AltLeft', 'MetaLeft', 'OSLeft',
  'ControlRight', 'ShiftRight', 'AltRight', 'MetaRight', 'OSRight',
]);

/** @param {string} code */
export function isModifier(code) {
  return MODIFIERS.has(code);
}

/**
 * @param {string} code
 * @param {number} page
 * @param {number} usage
 * @returns {[string, Key]}
 */
function entry(code, page, usage) {
  return [code, Object.freeze({ page, usage })];
}
