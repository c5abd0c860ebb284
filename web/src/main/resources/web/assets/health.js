/**
 * The page of how the controller is: what it runs on, its links, and the times of its stages.
 * @module
 */
import { forgetStages, process, send, stages } from './api.js';
import { complain, tell } from './dialogs.js';
import { make, setText } from './dom.js';
import { facts } from './facts.js';
import { mayAdminister } from './session.js';
import { duration, number, t } from './words.js';

const FRESH_MS = 2_000;
const MIB = 1 << 20;

/** @typedef {import('./api.js').WholeState} WholeState */

export class Health {
  #facts = make('div');
  #links = make('div');
  #rows = make('tbody');
  #fault = make('p', { class: 'empty', role: 'alert', hidden: true });
  /** @type {WholeState | null} */
  #state = null;
  /** @type {Record<string, any>} */
  #process = {};
  #timer = 0;
  #shown = '';
  element = make('section', { class: 'page column', id: 'health', 'aria-labelledby': 'health-title' },
      make('div', { class: 'head' }, make('h2', { id: 'health-title' }, t('nav.health')),
          make('a', { class: 'quiet end', href: '/metrics' }, t('health.metrics'))),
      this.#fault,
      make('div', { class: 'cards' },
          make('section', { class: 'card', 'aria-label': t('health.controller') }, make('h3', {}, t('health.controller')), this.#facts),
          make('section', { class: 'card', 'aria-label': t('health.links') }, make('h3', {}, t('health.links')), this.#links)),
      ...(mayAdminister ? [make('section', { class: 'card', 'aria-label': t('health.keeping') },
          make('h3', {}, t('health.keeping')),
          make('p', { class: 'quiet' }, t('health.keepingText')),
          make('div', { class: 'actions' },
              make('button', { type: 'button', id: 'reload', click: () => this.#reload() }, t('health.reload')),
              make('a', { class: 'button', id: 'backup', href: '/api/v1/backup', download: 'netseat.db' }, t('health.backup'))))] : []),
      make('section', { class: 'card', 'aria-labelledby': 'stages-title' },
          make('div', { class: 'head' }, make('h3', { id: 'stages-title' }, t('health.stages')),
              ...(mayAdminister ? [make('button', { type: 'button', class: 'end', click: () => this.#forget() }, t('health.forget'))] : [])),
          make('p', { class: 'quiet' }, t('health.stagesText')),
          make('div', { class: 'wide' }, make('table', {},
              make('thead', {}, make('tr', {}, ...['stage', 'count', 'p50', 'p99', 'max'].map((each) =>
                make('th', { scope: 'col', class: each === 'stage' ? '' : 'number' }, t(`health.${each}`))))),
              this.#rows))));

  /** The page is looked at, or not any more. @param {boolean} now */
  set visible(now) {
    clearInterval(this.#timer);
    if (now) {
      this.#load();
      this.#timer = setInterval(() => this.#load(), FRESH_MS);
    }
  }

  /** @param {WholeState} state */
  show(state) {
    this.#state = state;
    this.#showFacts();
  }

  async #load() {
    if (document.hidden) {
      return;
    }
    try {
      const [times, itself] = await Promise.all([stages(), process()]);
      this.#process = itself;
      this.#rows.replaceChildren(...Object.entries(times).map(([stage, { count, p50, p99, max }]) => make('tr', {},
          make('th', { scope: 'row' }, t(`health.stage.${stage}`)),
          ...[number(count, 0), ...[p50, p99, max].map((each) => count === 0 ? '–' : `${number(each, 2)} ms`)]
            .map((text) => make('td', { class: 'number' }, text)))));
      this.#fault.hidden = true;
    } catch (error) {
      setText(this.#fault, error instanceof Error ? error.message : String(error));
      this.#fault.hidden = false;
    }
    this.#showFacts();
  }

  #showFacts() {
    if (!this.#state) {
      return;
    }
    const { accelerator, controller, links, transports, faults } = this.#state;
    const { pid, heapUsed, heapMost, version, java, system, uptime, processors } = this.#process;
    const known = JSON.stringify([accelerator, controller, links, transports, faults, this.#process]);
    if (known === this.#shown) {
      return;
    }
    this.#shown = known;
    this.#facts.replaceChildren(facts([
      [t('health.version'), version ?? ''],
      [t('health.accelerator'), accelerator.startsWith('TCG') ? t('health.tcg') : accelerator],
      [t('health.system'), system ? [system, t('health.processors', { n: processors })].join(', ') : ''],
      ['Java', java ?? ''],
      [t('health.uptime'), uptime === undefined ? '' : duration(uptime)],
      [t('health.process'), pid === undefined ? '' : String(pid)],
      [t('health.heap'), heapUsed === undefined ? '' : t('health.heapOf', { used: number(heapUsed / MIB, 0), most: number(heapMost / MIB, 0) })],
    ]));
    this.#links.replaceChildren(facts([
      [t('health.open'), String(links)],
      ...Object.entries(transports).map(([name, n]) => [t(`transport.${name}`), String(n)]),
      [t('health.faults'), String(faults)],
    ]));
  }

  async #reload() {
    try {
      const { changes } = await send('POST', '/reload');
      await tell(t('health.reload'), changes.length === 0 ? t('health.unchanged') : t('health.changed'),
          make('ul', { class: 'changes', hidden: changes.length === 0 }, ...changes.map((/** @type {string} */ change) => make('li', {}, change))));
    } catch (error) {
      await complain(t('health.reloadFault'), error);
    }
  }

  async #forget() {
    try {
      await forgetStages();
      await this.#load();
    } catch (error) {
      await complain(t('health.forget'), error);
    }
  }
}
