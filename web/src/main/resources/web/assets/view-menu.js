/**
 * The menu of how the screen looks.
 * @module
 */
import { byId, make, setText } from './dom.js';
import { SCALE_MODES } from './scale.js';
import { setting } from './settings.js';
import { TURNS } from './turn.js';
import { number, t } from './words.js';

/** @typedef {(name: string, value: string) => void} Choose what is to be done about a person's choice of a setting */

const DEPTHS = [
  { value: '24', label: t('view.allColours') },
  { value: '16', label: number(65_536, 0) },
  { value: '8', label: '256' },
];

export class ViewMenu {
  #choose;
  #heads = byId('heads', HTMLFieldSetElement);
  #followState = byId('follow-state', HTMLElement);
  #headCount = 0;

  /** @param {Choose} choose */
  constructor(choose) {
    this.#choose = choose;
    byId('scale', HTMLElement).append(...SCALE_MODES.map((mode) => make('label', {},
        this.#radio('scale', mode),
        make('span', {}, t(`view.${mode}`)),
        make('small', {}, t(`view.${mode}.hint`)))));
    byId('turn', HTMLElement).append(this.#row('rotate', TURNS.map((turn) => ({ value: String(turn), label: `${turn}°` }))));
    byId('depth', HTMLElement).append(this.#row('depth', DEPTHS));
    for (const box of document.querySelectorAll('#view-menu input[type=checkbox]')) {
      if (box instanceof HTMLInputElement) {
        box.checked = setting(box.name) === 'yes';
        box.addEventListener('change', () => choose(box.name, box.checked ? 'yes' : 'no'));
      }
    }
  }

  /** @param {number} count of heads that the machine has */
  heads(count) {
    const chosen = setting('head');
    const shown = Math.max(count, Number(chosen));
    this.#heads.hidden = shown === 1;
    if (shown !== this.#headCount) {
      this.#headCount = shown;
      this.#heads.replaceChildren(make('legend', {}, t('view.head')),
          this.#row('head', Array.from({ length: shown }, (_, i) => ({ value: String(i + 1), label: String(i + 1) }))));
    }
    for (const radio of this.#heads.querySelectorAll('input')) {
      radio.checked = radio.value === chosen;
    }
  }

  /** @param {string} text what has become of the size that the guest should have */
  followState(text) {
    setText(this.#followState, text);
    this.#followState.hidden = text === '';
  }

  /**
   * @param {string} name
   * @param {{value: string, label: string}[]} choices
   */
  #row(name, choices) {
    return make('span', { class: 'choices' },
        ...choices.map(({ value, label }) => make('label', {}, this.#radio(name, value), label)));
  }

  /**
   * @param {string} name
   * @param {string} value
   */
  #radio(name, value) {
    return make('input', {
      type: 'radio', name, value, checked: value === setting(name), change: () => this.#choose(name, value),
    });
  }
}
