/**
 * The panel in the middle of the seat that says what is wrong, and has the button that helps.
 * @module
 */
import { byId, make, setChoices, setText } from './dom.js';
import { t } from './words.js';

/** What passes by itself within this time is not worth a flicker. */
const PATIENCE_MS = 400;

/** @type {string[]} */
const PASSING = ['connecting', 'waiting'];

/** @typedef {NonNullable<import('./situation.js').Situation['action']>} Action */

export class Panel {
  #root = byId('status', HTMLElement);
  #title = byId('status-title', HTMLElement);
  #text = byId('status-text', HTMLElement);
  #words = byId('status-words', HTMLElement);
  #countdown = byId('status-countdown', HTMLElement);
  #actions = byId('status-actions', HTMLElement);
  #act;
  #pick;
  #shownAction = '';
  #picker = make('select', { id: 'panel-vm-select', 'aria-label': t('tools.vm') });
  /** @type {?import('./situation.js').Situation} */
  #situation = null;
  #patience = 0;

  /**
   * @param {(action: Action) => void} act
   * @param {(vm: string) => void} pick
   */
  constructor(act, pick) {
    this.#act = act;
    this.#pick = pick;
    setInterval(() => this.#count(), 250);
  }

  /**
   * @param {?import('./situation.js').Situation} situation
   * @param {import('./api.js').Vm[]} vms
   */
  show(situation, vms) {
    this.#situation = situation;
    setChoices(this.#picker, vms.map(({ name, title }) => ({ value: name, label: title })),
        this.#picker.value || (vms[0]?.name ?? ''));
    if (!situation || !PASSING.includes(situation.kind)) {
      clearTimeout(this.#patience);
      this.#patience = 0;
      this.#apply();
    } else if (!this.#root.hidden) {
      this.#apply();
    } else if (this.#patience === 0) {
      this.#patience = setTimeout(() => {
        this.#patience = 0;
        this.#apply();
      }, PATIENCE_MS);
    }
  }

  #apply() {
    const situation = this.#situation;
    this.#root.hidden = situation === null;
    this.#root.dataset.kind = situation?.kind ?? '';
    if (!situation) {
      return;
    }
    setText(this.#title, situation.title);
    setText(this.#text, situation.text ?? '');
    this.#text.hidden = !situation.text;
    setText(this.#words, situation.lastWords ?? '');
    this.#words.hidden = situation.lastWords === undefined;
    this.#applyAction(situation);
    this.#count();
  }

  /** @param {import('./situation.js').Situation} situation */
  #applyAction({ action, label }) {
    // Made anew only when it is another, so that it keeps the focus.
    const wanted = `${action}/${label}`;
    if (wanted === this.#shownAction) {
      return;
    }
    this.#shownAction = wanted;
    if (action === 'pick') {
      this.#actions.replaceChildren(this.#picker, make('button', {
        type: 'button', class: 'primary', 'data-action': 'plug', click: () => this.#pick(this.#picker.value),
      }, t('panel.plugIn')));
    } else if (action && label) {
      this.#actions.replaceChildren(make('button', {
        type: 'button', class: 'primary', 'data-action': action, click: () => this.#act(action),
      }, label));
    } else {
      this.#actions.replaceChildren();
    }
  }

  #count() {
    const retryAt = this.#situation?.retryAt;
    this.#countdown.hidden = retryAt === undefined;
    if (retryAt !== undefined) {
      const seconds = Math.max(0, Math.ceil((retryAt - performance.now()) / 1000));
      setText(this.#countdown, t('panel.again', { n: seconds }));
    }
  }
}
