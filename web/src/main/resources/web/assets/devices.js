/**
 * The page of all devices: those that wait first.
 * @module
 */
import { redirect } from './api.js';
import { DeviceRow } from './device-row.js';
import { make, setText } from './dom.js';
import { grouped } from './identifier.js';
import { askWhere } from './redirect.js';
import { makeCode } from './seat-sheet.js';
import { mayAdminister } from './session.js';
import { t } from './words.js';

/** With more devices than this, a filter is worth its place. */
const FILTER_ABOVE = 8;

/** More than this nobody reads; a filter finds the others. */
const MOST_SHOWN = 100;

const ORDER = ['pending', 'admitted', 'revoked'];

/** @typedef {import('./api.js').Device} Device */
/** @typedef {import('./api.js').WholeState} WholeState */

export class Devices {
  #list = make('ul', { id: 'devices' });
  #filter = make('input', { type: 'search', id: 'device-filter', placeholder: t('filter.devices'), 'aria-label': t('filter.devicesLabel'), hidden: true });
  #count = make('span', { class: 'count', id: 'device-count' });
  #rest = make('p', { id: 'device-rest', class: 'empty', role: 'status', hidden: true });
  #identity = make('p', { class: 'identifier', id: 'controller-id' });
  #none = make('div', { id: 'no-devices', class: 'empty', hidden: true },
      make('h3', {}, t('empty.noDevices')), make('p', {}, t('empty.noDevicesHelp')),
      make('pre', {}, make('code', {}, './run --device-bind 0.0.0.0\nnetseat-device seat HOST')),
      make('p', {}, t('empty.noDevicesCompare')), this.#identity);
  #redirectAll = make('button', {
    type: 'button', id: 'redirect-all', hidden: true, click: () => askWhere(t('redirect.allTitle'), (to) => redirect(null, to)),
  }, t('redirect.all'));
  /** @type {Map<string, DeviceRow>} */
  #rows = new Map();
  /** @type {Device[]} */
  #known = [];
  /** @type {string[]} */
  #seats = [];
  element = make('section', { class: 'page column', id: 'devices-section', 'aria-labelledby': 'devices-title' },
      make('div', { class: 'head' },
          make('h2', { id: 'devices-title' }, t('nav.devices')), this.#count, this.#filter,
          make('div', { class: 'actions', hidden: !mayAdminister },
              make('button', { type: 'button', id: 'pair', click: () => makeCode(this.#seats, '') }, t('pair.dots')), this.#redirectAll)),
      this.#list, this.#rest, this.#none);

  constructor() {
    this.#filter.addEventListener('input', () => this.#show());
  }

  /** @param {WholeState} state */
  show(state) {
    this.#seats = state.seats.map(({ name }) => name);
    this.#known = [...state.devices].sort(inOrder);
    setText(this.#identity, grouped(state.identity));
    this.#show();
  }

  #show() {
    const words = this.#filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const matching = words.length === 0 ? this.#known
      : this.#known.filter((device) => words.every((word) => searchText(device).includes(word)));
    const shown = matching.slice(0, MOST_SHOWN);
    const ids = new Set(shown.map(({ id }) => id));
    for (const [id, row] of this.#rows) {
      if (!ids.has(id)) {
        row.remove();
        this.#rows.delete(id);
      }
    }
    shown.forEach((device, i) => {
      const row = this.#rows.get(device.id) ?? new DeviceRow(device, () => this.#seats);
      this.#rows.set(device.id, row);
      row.update(device);
      if (this.#list.children[i] !== row.element) {
        this.#list.insertBefore(row.element, this.#list.children[i] ?? null);
      }
    });
    const rest = matching.length - shown.length;
    const none = matching.length === 0 && this.#known.length > 0;
    this.#rest.hidden = rest === 0 && !none;
    setText(this.#rest, none ? t('empty.noDeviceMatch') : t('device.notShown', { n: rest }));
    this.#none.hidden = this.#known.length > 0;
    this.#filter.hidden = this.#known.length <= FILTER_ABOVE;
    this.#redirectAll.hidden = !this.#known.some(({ state, links }) => state === 'admitted' && links > 0);
    setText(this.#count, counted(this.#known));
  }
}

/** @param {Device} device */
function searchText({ id, name, state, seat, address, mac, units }) {
  return [id, name, state, t(`device.${state}`), seat, address, mac, ...units.flatMap((unit) => [unit.unit, unit.name, unit.seat])]
    .join(' ').toLowerCase();
}

/** @param {Device} one @param {Device} other */
function inOrder(one, other) {
  return ORDER.indexOf(one.state) - ORDER.indexOf(other.state)
      || Number(other.links > 0) - Number(one.links > 0)
      || one.name.localeCompare(other.name, undefined, { numeric: true })
      || one.id.localeCompare(other.id);
}

/** @param {Device[]} known */
function counted(known) {
  const waiting = waitingAmong(known);
  const connected = known.filter(({ state, links }) => state === 'admitted' && links > 0).length;
  return known.length === 0 ? '' : [
    String(known.length),
    t('device.nConnected', { n: connected }),
    ...(waiting === 0 ? [] : [t(waiting === 1 ? 'device.oneWaits' : 'device.nWait', { n: waiting })]),
  ].join(' · ');
}

/** How many wait for an administrator. @param {Device[]} known */
export function waitingAmong(known) {
  return known.filter(({ state }) => state === 'pending').length
      + known.flatMap(({ units }) => units).filter(({ state }) => state === 'pending').length;
}
