/**
 * Names and values in two columns.
 * @module
 */
import { make } from './dom.js';

/** @param {(string | Node)[][]} rows each a name and a value; those without a value are left out */
export function facts(rows) {
  return make('dl', { class: 'fact-list' }, ...rows.filter(([, value]) => value !== '')
      .flatMap(([name, value]) => [make('dt', {}, name), make('dd', {}, value)]));
}
