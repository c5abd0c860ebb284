/**
 * One device on the console, and each unit of a hub: how it stands, who it says it is, and what can be done with it.
 * @module
 */
import { admit, identify, redirect, revoke } from './api.js';
import { ask, complain, confirmed } from './dialogs.js';
import { make, setText } from './dom.js';
import { identifier } from './identifier.js';
import { askWhere } from './redirect.js';

/** For how long a device is asked to blink. */
const BLINK_SECONDS = 10;

const STATES = { pending: 'Waits for you', admitted: 'Admitted', revoked: 'Revoked' };

/** @typedef {import('./api.js').Device} Device */
/** @typedef {import('./api.js').Unit} Unit */

/** What a device and a unit have in common. */
class Row {
  #lamp = make('span', { class: 'state' });
  #facts = make('p', { class: 'facts' });
  #admit = make('button', { type: 'button', 'data-action': 'admit', click: () => this.#askPlace() });
  #identify = make('button', { type: 'button', 'data-action': 'identify', click: () => this.#blink() });
  #revoke = make('button', { type: 'button', class: 'danger', 'data-action': 'revoke', click: () => this.#shutOut() }, 'Revoke');
  /** @type {string[]} */
  #seats = [];
  /** @type {string} */
  id;
  /** @type {string | undefined} */
  unit;
  /** @type {Unit | Device} */
  known;
  title;
  actions = make('div', { class: 'actions' }, this.#admit, this.#identify, this.#revoke);
  element;

  /**
   * @param {string} id
   * @param {Unit | Device} known
   * @param {'h3' | 'h4'} heading
   */
  constructor(id, known, heading) {
    this.id = id;
    this.unit = 'unit' in known ? known.unit : undefined;
    this.known = known;
    this.title = make(heading);
    this.element = make('li', { class: 'device' },
        make('div', { class: 'title' }, this.title, this.#lamp), this.#facts, this.actions);
  }

  /** What it is called. */
  get called() {
    return this.known.name || this.unit || '';
  }

  /** What it comes with, for a person. @returns {string[]} */
  get details() {
    return this.unit !== undefined && this.known.name ? [this.unit] : [];
  }

  /** What an administrator has demanded of it. @returns {import('./dialogs.js').Field[]} */
  get demands() {
    return [];
  }

  /**
   * @param {Unit | Device} known
   * @param {string[]} seats
   */
  update(known, seats) {
    this.known = known;
    this.#seats = seats;
    const { state, seat, links, lastSeen } = known;
    this.element.dataset.state = state;
    this.element.classList.toggle('here', links > 0);
    setText(this.title, this.called);
    setText(this.#lamp, state === 'admitted' && links > 0 ? 'Connected' : STATES[state]);
    setText(this.#facts, [
      ...(state === 'admitted' ? [`seat ${seat}`] : []),
      ...this.details,
      ...(links > 0 ? [] : [`last here ${new Date(lastSeen).toLocaleString()}`]),
    ].join(' · '));
    setText(this.#admit, state === 'admitted' ? 'Change…' : 'Admit…');
    this.#admit.classList.toggle('primary', state === 'pending');
    this.#identify.hidden = links === 0;
    this.#revoke.hidden = state === 'revoked';
    for (const button of [this.#admit, this.#identify, this.#revoke]) {
      button.setAttribute('aria-label', `${button.textContent || 'Identify'} ${this.called}`);
    }
    if (!this.#identify.disabled) {
      setText(this.#identify, 'Identify');
    }
  }

  remove() {
    this.element.remove();
  }

  async #askPlace() {
    const { state, name, seat } = this.known;
    await ask(state === 'admitted' ? `Change “${this.called}”` : `Admit “${this.called}”`,
        state === 'pending' && this.unit === undefined
          ? 'Compare the whole identifier with the one that the device shows: somebody else’s can be made to begin alike.'
          : 'It comes to this seat at once, and whenever it is back.',
        [
          { name: 'name', label: 'Name, for people', value: name, required: true },
          {
            name: 'seat', label: 'Seat', value: seat, required: true,
            choices: this.#seats.map((each) => ({ value: each, label: each })),
          },
          ...this.demands,
        ],
        state === 'admitted' ? 'Change' : 'Admit',
        (values) => admit(this.id, this.unit, /** @type {import('./api.js').Place} */ (/** @type {unknown} */ (values))));
  }

  async #blink() {
    this.#identify.disabled = true;
    try {
      await identify(this.id, this.unit, BLINK_SECONDS);
      setText(this.#identify, 'Blinks…');
      setTimeout(() => this.#blinked(), BLINK_SECONDS * 1000);
    } catch (error) {
      this.#blinked();
      await complain(`“${this.called}” could not be identified`, error);
    }
  }

  #blinked() {
    this.#identify.disabled = false;
    setText(this.#identify, 'Identify');
  }

  async #shutOut() {
    if (!await confirmed(`Revoke “${this.called}”?`,
        'It is shut out at once, and what it holds is released. It can be admitted again later.', 'Revoke')) {
      return;
    }
    try {
      await revoke(this.id, this.unit);
    } catch (error) {
      await complain(`“${this.called}” could not be revoked`, error);
    }
  }
}

export class DeviceRow extends Row {
  #redirect = make('button', { type: 'button', 'data-action': 'redirect', click: () => this.#sendAway() }, 'Send elsewhere…');
  #who = make('details', {}, make('summary', {}, 'Identifier'));
  #units = make('ul', { class: 'units', hidden: true });
  /** @type {Map<string, Row>} */
  #rows = new Map();

  /** @param {Device} device */
  constructor(device) {
    super(device.id, device, 'h3');
    this.element.dataset.device = device.id;
    this.actions.insertBefore(this.#redirect, this.actions.lastChild);
    this.#who.append(identifier(device.id));
    this.#who.open = device.state === 'pending'; // as it is to be compared now
    this.element.append(this.#who, this.#units);
  }

  get #device() {
    return /** @type {Device} */ (this.known);
  }

  get called() {
    const { name, brief } = this.#device;
    return name || `Unknown device ${brief}`;
  }

  get details() {
    const { name, brief, address, mac, proved, fromAddress, fromMac } = this.#device;
    return [
      ...(name ? [brief] : []),
      mac ? `${address}, ${mac}` : address,
      ...(proved ? [] : ['no key: anybody with this address is this device']),
      ...(fromAddress || fromMac ? [`only from ${[fromAddress, fromMac].filter(Boolean).join(', ')}`] : []),
    ];
  }

  get demands() {
    const { fromAddress, fromMac } = this.#device;
    return [
      { name: 'fromAddress', label: 'Only from these addresses', value: fromAddress, hint: 'Such as 192.0.2.0/24; empty for any' },
      { name: 'fromMac', label: 'Only with this MAC', value: fromMac, hint: 'Such as 52:54:00:12:34:56; empty for any' },
    ];
  }

  /**
   * @param {Device} device
   * @param {string[]} seats
   */
  update(device, seats) {
    if (this.known.state === 'pending' && device.state !== 'pending') {
      this.#who.open = false; // it has been compared
    }
    super.update(device, seats);
    this.#redirect.hidden = device.state !== 'admitted' || device.links === 0;
    this.#redirect.setAttribute('aria-label', `Send ${this.called} elsewhere`);
    this.#units.hidden = device.units.length === 0;
    const names = new Set(device.units.map(({ unit }) => unit));
    for (const [name, row] of this.#rows) {
      if (!names.has(name)) {
        row.remove();
        this.#rows.delete(name);
      }
    }
    device.units.forEach((unit) => {
      let row = this.#rows.get(unit.unit);
      if (!row) {
        row = new Row(device.id, unit, 'h4');
        row.element.dataset.unit = unit.unit;
        this.#rows.set(unit.unit, row);
        this.#units.append(row.element);
      }
      row.update(unit, seats);
    });
  }

  async #sendAway() {
    await askWhere(`Send “${this.called}” to another controller`, (to) => redirect(this.id, to));
  }
}
