/**
 * The page of the presets: how keyboards, pointers and displays are to be, whatever they are plugged into.
 * @module
 */
import { putPreset, removePreset } from './api.js';
import { ask, complain, confirmed } from './dialogs.js';
import { make } from './dom.js';
import { mayAdminister } from './session.js';
import { t } from './words.js';

/** @typedef {import('./api.js').WholeState} WholeState */
/** @typedef {import('./api.js').Preset} Preset */

/** The fields that have one of some values, the first of which is how devices are by themselves. @type {Record<string, string[]>} */
const CHOICES = {
  repeat: ['device', 'drop', 'controller'], handedness: ['right', 'left'], wheel: ['normal', 'reversed'], depth: ['0', '24', '16', '8'],
};

/** All fields in their order. What is empty is left as the devices have it. */
const FIELDS = ['keys', 'repeat', 'repeat-delay', 'repeat-rate', 'pointer-speed', 'pointer-acceleration', 'handedness', 'wheel',
  'wheel-speed', 'size', 'largest-size', 'depth', 'blank-after'];

export class PresetsPage {
  #list = make('ul', { class: 'rows', id: 'presets' });
  #none = make('div', { class: 'empty', hidden: true }, make('h3', {}, t('empty.noPresets')), make('p', {}, t('empty.noPresetsHelp')));
  /** @type {WholeState | null} */
  #state = null;
  #shown = '';
  element = make('section', { class: 'page column', id: 'presets-section', 'aria-labelledby': 'presets-title' },
      make('div', { class: 'head' }, make('h2', { id: 'presets-title' }, t('nav.presets')),
          ...(mayAdminister ? [make('button', { type: 'button', class: 'end', id: 'add-preset', click: () => this.#edit('', {}) }, t('preset.add'))] : [])),
      make('p', { class: 'quiet lead' }, t('preset.lead')),
      this.#list, this.#none);

  /** @param {WholeState} state */
  show(state) {
    this.#state = state;
    const shown = JSON.stringify(state.presets.map((preset) => [preset, this.#users(preset.name)]));
    if (shown === this.#shown) {
      return;
    }
    this.#shown = shown;
    this.#none.hidden = state.presets.length > 0;
    const focused = document.activeElement?.getAttribute('data-preset-action');
    this.#list.replaceChildren(...state.presets.map((preset) => this.#row(preset)));
    if (focused) {
      /** @type {?HTMLElement} */ (this.#list.querySelector(`[data-preset-action="${CSS.escape(focused)}"]`))?.focus();
    }
  }

  /** @param {Preset} preset */
  #row({ name, fields, declared }) {
    const button = (/** @type {string} */ action, /** @type {() => unknown} */ click, look = '') => make('button', {
      type: 'button', class: look, 'data-preset-action': `${action} ${name}`, 'aria-label': t(`preset.${action}Named`, { name }), click,
    }, t(`preset.${action}`));
    return make('li', { 'data-preset': name },
        make('div', { class: 'about' },
            make('h3', {}, name),
            make('p', {}, said(fields)),
            make('p', { class: 'quiet' }, [this.#users(name), declared ? t('preset.declared') : ''].filter(Boolean).join(' · '))),
        make('div', { class: 'actions', hidden: declared || !mayAdminister },
            button('edit', () => this.#edit(name, fields)), button('remove', () => this.#remove(name), 'danger')));
  }

  /** @param {string} name */
  #users(name) {
    const seats = (this.#state?.seats ?? []).filter(({ preset }) => preset === name).map((seat) => t('seat.titled', { seat: seat.name }));
    const devices = (this.#state?.devices ?? []).filter(({ preset }) => preset === name).map((device) => device.name || device.brief);
    const users = [...seats, ...devices];
    return users.length === 0 ? t('preset.unused') : t('preset.usedBy', { users: users.join(', ') });
  }

  /** @param {string} name empty for a new one @param {Record<string, any>} fields */
  #edit(name, fields) {
    return ask(name ? t('preset.editTitle', { name }) : t('preset.addTitle'), t('preset.text'),
        [
          ...(name ? [] : [{ name: 'name', label: t('preset.name'), required: true, hint: t('seat.nameHint') }]),
          ...FIELDS.map((field) => ({
            name: field, label: t(`preset.${field}`), ...(CHOICES[field]
              ? { choices: CHOICES[field].map((value) => ({ value, label: t(`preset.${field}.${value}`) })), value: String(fields[field] ?? CHOICES[field][0]) }
              : field === 'keys' ? { type: /** @type {const} */ ('lines'), value: lines(fields.keys ?? {}), hint: t('preset.keysHint') }
                : { value: String(fields[field] ?? ''), hint: t(`preset.${field}.hint`) }),
          })),
        ],
        t('preset.save'),
        ({ name: typed, ...values }) => putPreset(name || typed.trim(), read(values)));
  }

  /** @param {string} name */
  async #remove(name) {
    if (await confirmed(t('preset.removeQuestion', { name }), t('preset.removeText'), t('preset.remove'))) {
      try {
        await removePreset(name);
      } catch (error) {
        await complain(t('preset.removeFault', { name }), error);
      }
    }
  }
}

/** @param {Record<string, string>} keys */
function lines(keys) {
  return Object.entries(keys).map(([from, to]) => `${from} = ${to}`).join('\n');
}

/** What was typed, without what is left as it is. @param {Record<string, string>} values */
function read({ keys, ...values }) {
  const pairs = keys.split('\n').filter((line) => line.trim()).map((line) => {
    const [from, to = ''] = line.split('=', 2);
    return [from.trim().toUpperCase(), to.trim().toUpperCase()];
  });
  return {
    ...(pairs.length > 0 ? { keys: Object.fromEntries(pairs) } : {}),
    ...Object.fromEntries(Object.entries(values).filter(([name, value]) => value.trim() !== '' && value !== CHOICES[name]?.[0])
      .map(([name, value]) => [name, value.trim()])),
  };
}

/** What a preset changes, in words. @param {Record<string, any>} fields */
function said(fields) {
  const parts = Object.entries(fields).map(([name, value]) => name === 'keys'
    ? Object.entries(value).map(([from, to]) => `${from} → ${to}`).join(', ')
    : `${t(`preset.${name}`)}: ${CHOICES[name] ? t(`preset.${name}.${value}`) : value}`);
  return parts.length === 0 ? t('preset.plain') : parts.join(' · ');
}
