/**
 * What the pages say, in the person's language. `theme.js` has chosen it before anything is painted.
 * @module
 */
import { ENGLISH } from './words-en.js';
import { GERMAN } from './words-de.js';

/** @type {Record<string, Record<string, string>>} */
const DICTIONARIES = { en: ENGLISH, de: GERMAN };

/** The language of the page. */
export const language = document.documentElement.lang === 'de' ? 'de' : 'en';

const WORDS = DICTIONARIES[language];

/**
 * The words for a key. What nobody has translated is shown as its key, so that it is found; the tests find it first.
 * @param {string} key
 * @param {Record<string, string | number>} [values] take the places that are named {so}
 */
export function t(key, values = {}) {
  return (WORDS[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => name in values ? String(values[name]) : whole);
}

/** So many of a thing, such as "3 seats". @param {string} thing @param {number} n */
export function count(thing, n) {
  return t(n === 1 ? `one.${thing}` : `many.${thing}`, { n });
}

/** A moment as the API says it, for a person. @param {string} instant */
export function dateTime(instant) {
  return new Date(instant).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'medium' });
}

/** @param {number} value @param {number} digits after the point at the most */
export function number(value, digits) {
  return value.toLocaleString(language, { maximumFractionDigits: digits });
}

/** @param {number} seconds */
export function duration(seconds) {
  const parts = /** @type {[string, number][]} */ ([
    ['day', Math.floor(seconds / 86_400)], ['hour', Math.floor(seconds / 3_600) % 24],
    ['minute', Math.floor(seconds / 60) % 60], ['second', Math.floor(seconds) % 60],
  ]);
  const first = Math.max(0, parts.findIndex(([, n]) => n > 0));
  return parts.slice(first, first + 2).map(([unit, n]) => count(unit, n)).join(', ');
}
