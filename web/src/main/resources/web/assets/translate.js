/**
 * Puts the words into what stands in a page's own file: `data-t` is the key of an element's text, `data-t-title` and
 * `data-t-label` those of its title and of what screen readers call it.
 * @module
 */
import { t } from './words.js';

/** @param {ParentNode} root */
export function translate(root) {
  for (const element of root.querySelectorAll('[data-t], [data-t-title], [data-t-label]')) {
    const { t: text, tTitle: title, tLabel: label } = /** @type {HTMLElement} */ (element).dataset;
    if (text) {
      element.textContent = t(text);
    }
    if (title) {
      element.setAttribute('title', t(title));
    }
    if (label) {
      element.setAttribute('aria-label', t(label));
    }
  }
}
