/**
 * The page of the audit log: who changed what, from where, when, before and after.
 * @module
 */
import { send } from './api.js';
import { make, setText } from './dom.js';
import { dateTime, t } from './words.js';

/** So many are asked for at a time. */
const PAGE = 100;

/** The controller is asked when nothing was typed for so long. */
const TYPING_MS = 200;

/** Whatever changed the state may be in the log as well; it is looked at no more often than this. */
const PAUSE_MS = 1_000;

/** @typedef {{id: number, at: string, who: string, from: string, what: string, on: string, before: unknown, after: unknown}} Entry */

export class Audit {
  #filter = make('input', { type: 'search', id: 'audit-filter', maxlength: 200, placeholder: t('audit.filter'), 'aria-label': t('audit.filterLabel') });
  #rows = make('tbody');
  #older = make('button', { type: 'button', id: 'older', hidden: true, click: () => this.#loadOlder() }, t('audit.older'));
  #fault = make('p', { class: 'empty', role: 'alert', hidden: true });
  #none = make('p', { class: 'empty', role: 'status', hidden: true });
  /** The newest first, all of them with the words that are looked for. @type {Entry[]} */
  #entries = [];
  #text = '';
  #typing = 0;
  #visible = false;
  #due = 0;
  element = make('section', { class: 'page column', id: 'audit', 'aria-labelledby': 'audit-title' },
      make('div', { class: 'head' }, make('h2', { id: 'audit-title' }, t('nav.audit')), this.#filter,
          make('a', { class: 'button', id: 'export', href: '/api/v1/audit.jsonl', download: 'netseat-audit.jsonl' }, t('audit.export'))),
      this.#fault,
      make('div', { class: 'card wide' }, make('table', {},
          make('thead', {}, make('tr', {}, ...['at', 'who', 'what', 'on', 'change'].map((each) => make('th', { scope: 'col' }, t(`audit.${each}`))))),
          this.#rows)),
      this.#none,
      make('p', { class: 'after' }, this.#older));

  constructor() {
    this.#filter.addEventListener('input', () => {
      clearTimeout(this.#typing);
      this.#typing = setTimeout(() => this.#find(), TYPING_MS);
    });
  }

  /** @param {boolean} now */
  set visible(now) {
    this.#visible = now;
    clearTimeout(this.#due);
    this.#due = 0;
    if (now) {
      this.#loadNewest();
    }
  }

  show() {
    if (this.#visible && this.#due === 0) {
      this.#due = setTimeout(() => {
        this.#due = 0;
        this.#loadNewest();
      }, PAUSE_MS);
    }
  }

  /** Begins anew, with what has been typed. */
  #find() {
    const text = this.#filter.value.trim();
    if (text !== this.#text) {
      this.#text = text;
      this.#entries = [];
      this.#loadNewest();
    }
  }

  #loadNewest() {
    return this.#load('', (entries) => {
      const newest = this.#entries[0]?.id ?? 0;
      const fresh = entries.filter(({ id }) => id > newest);
      // With more in between than one page has, what was loaded before does not follow on it.
      this.#entries = fresh.length === entries.length ? fresh : [...fresh, ...this.#entries];
      this.#older.hidden = this.#entries.length < PAGE;
    });
  }

  #loadOlder() {
    return this.#load(`&before=${this.#entries.at(-1)?.id ?? ''}`, (entries) => {
      this.#entries = [...this.#entries, ...entries];
      this.#older.hidden = entries.length < PAGE;
    });
  }

  /** @param {string} where @param {(entries: Entry[]) => void} then */
  async #load(where, then) {
    const text = this.#text;
    try {
      const { entries } = await send('GET', `/audit?limit=${PAGE}${where}&text=${encodeURIComponent(text)}`);
      if (text !== this.#text) {
        return; // other words are looked for by now
      }
      then(entries);
      this.#fault.hidden = true;
    } catch (error) {
      if (text !== this.#text) {
        return;
      }
      setText(this.#fault, error instanceof Error ? error.message : String(error));
      this.#fault.hidden = false;
    }
    this.#show();
  }

  #show() {
    const keys = this.#entries.map(({ id }) => id).join();
    this.#none.hidden = this.#entries.length > 0 || !this.#fault.hidden;
    setText(this.#none, this.#text === '' ? t('audit.none') : t('audit.noMatch'));
    if (this.#rows.dataset.keys !== keys) {
      this.#rows.dataset.keys = keys;
      this.#rows.replaceChildren(...this.#entries.map(row));
    }
  }
}

/** @param {Entry} entry */
function row({ id, at, who, from, what, on, before, after }) {
  return make('tr', { 'data-entry': id, 'data-what': what },
      make('td', { class: 'number' }, make('time', { datetime: at }, dateTime(at))),
      make('td', {}, who, make('div', { class: 'quiet' }, from)),
      make('td', {}, make('code', {}, what)),
      make('td', { class: 'on', title: on }, brief(on)),
      make('td', { class: 'change' }, difference(before, after)));
}

/** An identifier as short as devices show it. @param {string} on */
function brief(on) {
  return on.replace(/\b([0-9a-f]{10})[0-9a-f]{54}\b/g, '$1…');
}

/** @param {unknown} before @param {unknown} after */
function difference(before, after) {
  if (isObject(before) && isObject(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])]
        .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
        .map((key) => `${key}: ${text(before[key])} → ${text(after[key])}`).join('\n');
  }
  return (before ?? after ?? null) === null ? '' : before === null ? text(after) : after === null ? `${text(before)} →` : `${text(before)} → ${text(after)}`;
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @param {unknown} value */
function text(value) {
  if (isObject(value)) {
    return Object.entries(value).map(([key, each]) => `${key}: ${text(each)}`).join('\n');
  }
  return value === null || value === undefined ? '–' : Array.isArray(value) ? value.map(text).join(', ') : String(value);
}
