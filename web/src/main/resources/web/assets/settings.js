/**
 * What a person chose for this seat's page. What belongs to the screen before them (scale, turn) is kept by the browser
 * and counts for all seats; what belongs to one window stands in its address, which a reload or a bookmark keeps. An address
 * may name any of them, and is asked first.
 * @module
 */

/**
 * Each setting's values, the first of which is what it is when nobody has chosen.
 * @type {Readonly<Record<string, {values: readonly string[], keptByBrowser: boolean}>>}
 */
const SETTINGS = Object.freeze({
  scale: { values: ['crisp', 'fit', 'actual'], keptByBrowser: true },
  rotate: { values: ['0', '90', '180', '270'], keptByBrowser: true },
  head: { values: Array.from({ length: 16 }, (_, i) => String(i + 1)), keptByBrowser: false },
  depth: { values: ['24', '16', '8'], keptByBrowser: false },
  follow: { values: ['no', 'yes'], keptByBrowser: false },
  tiles: { values: ['no', 'yes'], keptByBrowser: false },
  numbers: { values: ['no', 'yes'], keptByBrowser: false },
});

const PREFIX = 'netseat.';

/** @param {string} name one of the settings' @returns {string} its value */
export function setting(name) {
  const { values, keptByBrowser } = SETTINGS[name];
  const inAddress = new URLSearchParams(location.search).get(name);
  const kept = keptByBrowser ? localStorage.getItem(PREFIX + name) : null;
  return [inAddress, kept].find((value) => value !== null && values.includes(value)) ?? values[0];
}

/**
 * Keeps a choice.
 * @param {string} name
 * @param {string} value
 */
export function choose(name, value) {
  const { values, keptByBrowser } = SETTINGS[name];
  const address = new URL(location.href);
  if (keptByBrowser) {
    localStorage.setItem(PREFIX + name, value);
  }
  if (keptByBrowser || value === values[0]) {
    address.searchParams.delete(name);
  } else {
    address.searchParams.set(name, value);
  }
  history.replaceState(history.state, '', address);
}
