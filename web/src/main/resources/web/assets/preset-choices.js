/**
 * The presets as choices of a select.
 * @module
 */

/** @param {Record<string, unknown>} presets by name @param {string} none what it says when there is none */
export function choicesOf(presets, none) {
  return [{ value: '', label: none }, ...Object.keys(presets).map((name) => ({ value: name, label: name }))];
}
