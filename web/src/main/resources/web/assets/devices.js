/**
 * The devices on the console: those that wait first.
 * @module
 */
import { devices, pairingCode, redirect } from './api.js';
import { DeviceRow } from './device-row.js';
import { ask, tell } from './dialogs.js';
import { byId, make, setText } from './dom.js';
import { grouped } from './identifier.js';
import { askWhere } from './redirect.js';

/** With more devices than this, a filter is worth its place. */
const FILTER_ABOVE = 8;

/** More than this nobody reads; a filter finds the others. */
const MOST_SHOWN = 100;

/** The state may change many times a second; the list is asked for no more often than this. */
const PAUSE_MS = 500;

/** And after so many times as long as the last answer took, so that a long list does not keep the controller busy. */
const REST = 4;

const ORDER = ['pending', 'admitted', 'revoked'];

/** @typedef {import('./api.js').Device} Device */

export class Devices {
  #list = byId('devices', HTMLElement);
  #filter = byId('device-filter', HTMLInputElement);
  #error = byId('devices-error', HTMLElement);
  /** @type {Map<string, DeviceRow>} */
  #rows = new Map();
  /** @type {Device[]} */
  #known = [];
  /** @type {string[]} */
  #seats = [];
  #asking = false;
  #again = false;

  constructor() {
    this.#filter.addEventListener('input', () => this.#show());
    byId('pair', HTMLElement).addEventListener('click', () => this.#pair());
    byId('redirect-all', HTMLElement).addEventListener('click', () =>
      askWhere('Send all connected devices to another controller', (to) => redirect(null, to)));
  }

  /** Something has changed: asks for the list, soon. @param {string[]} seats */
  async changed(seats) {
    this.#seats = seats;
    if (this.#asking) {
      this.#again = true;
      return;
    }
    this.#asking = true;
    do {
      this.#again = false;
      const asked = performance.now();
      await this.#load();
      const pause = PAUSE_MS + REST * (performance.now() - asked);
      await new Promise((resolve) => setTimeout(resolve, pause));
    } while (this.#again);
    this.#asking = false;
  }

  async #load() {
    try {
      const answer = await devices();
      this.#known = answer.devices.sort(inOrder);
      setText(byId('controller-id', HTMLElement), grouped(answer.controller));
      this.#error.hidden = true;
    } catch (error) {
      setText(this.#error, `The devices cannot be shown: ${error instanceof Error ? error.message : error}`);
      this.#error.hidden = false;
    }
    this.#show();
  }

  #show() {
    const words = this.#filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const matching = this.#known.filter((device) => words.every((word) => searchText(device).includes(word)));
    const shown = matching.slice(0, MOST_SHOWN);
    const ids = new Set(shown.map(({ id }) => id));
    for (const [id, row] of this.#rows) {
      if (!ids.has(id)) {
        row.remove();
        this.#rows.delete(id);
      }
    }
    shown.forEach((device, i) => {
      const row = this.#rows.get(device.id) ?? new DeviceRow(device);
      this.#rows.set(device.id, row);
      row.update(device, this.#seats);
      if (this.#list.children[i] !== row.element) {
        this.#list.insertBefore(row.element, this.#list.children[i] ?? null);
      }
    });
    const rest = matching.length - shown.length;
    const none = matching.length === 0 && this.#known.length > 0;
    const more = byId('device-rest', HTMLElement);
    more.hidden = rest === 0 && !none;
    setText(more, none ? 'No device has that in its name, identifier, state or address.'
      : `${rest} more are not shown; the filter finds them.`);
    byId('no-devices', HTMLElement).hidden = this.#known.length > 0 || !this.#error.hidden;
    this.#filter.hidden = this.#known.length <= FILTER_ABOVE;
    byId('redirect-all', HTMLElement).hidden = !this.#known.some(({ state, links }) => state === 'admitted' && links > 0);
    setText(byId('device-count', HTMLElement), count(this.#known));
  }

  async #pair() {
    /** @type {?{code: string, seconds: number}} */
    let made = null;
    const done = await ask('Pairing code',
        'Whoever enters it at a device brings that device in, without your looking at its identifier: once, within ten minutes.',
        [{ name: 'seat', label: 'Seat', required: true, choices: this.#seats.map((each) => ({ value: each, label: each })) }],
        'Make a code',
        async ({ seat }) => {
          made = await pairingCode(seat);
        });
    if (done && made) {
      const { code, seconds } = /** @type {{code: string, seconds: number}} */ (made);
      await tell('Pairing code', `Enter it at the device within ${seconds / 60} minutes. It is shown only here.`,
          make('p', { class: 'code' }, code));
    }
  }
}

/** @param {Device} device */
function searchText({ id, name, state, seat, address, mac, units }) {
  return [id, name, state, seat, address, mac, ...units.flatMap((unit) => [unit.unit, unit.name, unit.seat])]
    .join(' ').toLowerCase();
}

/** @param {Device} one @param {Device} other */
function inOrder(one, other) {
  return ORDER.indexOf(one.state) - ORDER.indexOf(other.state)
      || Number(other.links > 0) - Number(one.links > 0)
      || one.name.localeCompare(other.name)
      || one.id.localeCompare(other.id);
}

/** @param {Device[]} known */
function count(known) {
  const waiting = known.filter(({ state }) => state === 'pending').length
      + known.flatMap(({ units }) => units).filter(({ state }) => state === 'pending').length;
  const connected = known.filter(({ state, links }) => state === 'admitted' && links > 0).length;
  return known.length === 0 ? '' : [
    String(known.length),
    `${connected} connected`,
    ...(waiting === 0 ? [] : [waiting === 1 ? '1 waits for you' : `${waiting} wait for you`]),
  ].join(', ');
}
