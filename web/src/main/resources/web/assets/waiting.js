/**
 * The devices that wait for an administrator, above the seats.
 * @module
 */
import { make, setHidden, setText } from './dom.js';
import { admitWaiting } from './device-sheet.js';
import { mayAdminister } from './session.js';
import { count, t } from './words.js';

/** More are on the devices' page. */
const MOST = 3;

/** @typedef {import('./plugboard.js').Waiting} OneWaiting */

export class Waiting {
  #seats;
  #title = make('h3', { id: 'waiting-title' });
  #list = make('ul');
  #rest = make('a', { href: '#devices', hidden: true });
  /** @type {OneWaiting[]} */
  #shown = [];
  element = make('section', { class: 'waiting', 'aria-labelledby': 'waiting-title', hidden: true }, this.#title, this.#list, this.#rest);

  /** @param {() => string[]} seats */
  constructor(seats) {
    this.#seats = seats;
  }

  /** @param {OneWaiting[]} waiting */
  show(waiting) {
    setHidden(this.element, waiting.length === 0);
    const shown = waiting.slice(0, MOST);
    const same = shown.length === this.#shown.length && shown.every(({ device, unit }, i) =>
      device === this.#shown[i].device && unit === this.#shown[i].unit);
    setText(this.#title, count('waiting', waiting.length));
    setHidden(this.#rest, waiting.length <= MOST);
    setText(this.#rest, t('waiting.more', { n: waiting.length - MOST }));
    if (!same) {
      this.#shown = shown;
      this.#list.replaceChildren(...shown.map((each) => this.#row(each)));
    }
  }

  /** @param {OneWaiting} waiting */
  #row({ device, unit }) {
    return make('li', { 'data-waiting': device.id },
        make('span', { class: 'identifier' }, unit ? unit.unit : device.brief),
        make('span', { class: 'quiet' }, unit ? t('waiting.unitOf', { device: device.name || device.brief }) : device.address),
        ...(mayAdminister ? [make('button', {
          type: 'button', class: 'primary', 'data-admit': device.id, 'aria-label': t('device.admitNamed', { device: unit?.unit ?? device.brief }),
          click: () => admitWaiting(device, unit, this.#seats()),
        }, t('device.admit'))] : []));
  }
}
