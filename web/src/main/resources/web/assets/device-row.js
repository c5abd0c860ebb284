/**
 * One device on the devices' page, and each unit of a hub: how it stands, who it says it is, and what can be done with it.
 * @module
 */
import { redirect } from './api.js';
import { BLINK_SECONDS, askPlace, askPreset, blink, called, shutOut } from './device-deeds.js';
import { make, setText } from './dom.js';
import { identifier } from './identifier.js';
import { askWhere } from './redirect.js';
import { mayAdminister } from './session.js';
import { dateTime, t } from './words.js';

/** @typedef {import('./api.js').Device} Device */
/** @typedef {import('./api.js').Unit} Unit */

/** What a device and a unit have in common. */
class Row {
  #lamp = make('span', { class: 'state' });
  #facts = make('p', { class: 'facts' });
  #admit = make('button', { type: 'button', 'data-action': 'admit', click: () => askPlace(this.device, this.unit, this.seats()) });
  #identify = make('button', { type: 'button', 'data-action': 'identify', click: () => this.#blink() });
  #revoke = make('button', {
    type: 'button', class: 'danger', 'data-action': 'revoke', click: () => shutOut(this.device, this.unit),
  }, t('device.revoke'));
  /** @type {Device} */
  device;
  /** @type {?Unit} */
  unit;
  seats;
  title;
  actions = make('div', { class: 'actions', hidden: !mayAdminister }, this.#admit, this.#identify, this.#revoke);
  element;

  /**
   * @param {Device} device
   * @param {?Unit} unit of it
   * @param {() => string[]} seats
   */
  constructor(device, unit, seats) {
    this.device = device;
    this.unit = unit;
    this.seats = seats;
    this.title = make(unit ? 'h4' : 'h3');
    this.element = make('li', { class: 'device' },
        make('div', { class: 'title' }, this.title, this.#lamp), this.#facts, this.actions);
  }

  /** What it comes with, for a person. @returns {string[]} */
  get details() {
    return this.unit?.name ? [this.unit.unit] : [];
  }

  /** @param {Device} device @param {?Unit} unit */
  showState(device, unit) {
    this.device = device;
    this.unit = unit;
    const { state, seat, links, lastSeen } = unit ?? device;
    const name = called(device, unit);
    this.element.dataset.state = state;
    this.element.classList.toggle('here', links > 0);
    setText(this.title, name);
    setText(this.#lamp, t(state === 'admitted' && links > 0 ? 'device.connected' : `device.${state}`));
    setText(this.#facts, [
      ...(state === 'admitted' ? [t('seat.titled', { seat })] : []),
      ...this.details,
      ...(links > 0 ? [] : [t('device.lastHere', { when: dateTime(lastSeen) })]),
    ].join(' · '));
    setText(this.#admit, t(state === 'admitted' ? 'device.changeDots' : 'device.admit'));
    this.#admit.classList.toggle('primary', state === 'pending');
    this.#identify.hidden = links === 0;
    this.#revoke.hidden = state === 'revoked';
    if (!this.#identify.disabled) {
      setText(this.#identify, t('device.identify'));
    }
    for (const button of [this.#admit, this.#identify, this.#revoke]) {
      button.setAttribute('aria-label', `${button.textContent} ${name}`);
    }
  }

  remove() {
    this.element.remove();
  }

  async #blink() {
    this.#identify.disabled = true;
    if (await blink(this.device, this.unit)) {
      setText(this.#identify, t('device.blinks'));
      setTimeout(() => this.#blinked(), BLINK_SECONDS * 1000);
    } else {
      this.#blinked();
    }
  }

  #blinked() {
    this.#identify.disabled = false;
    setText(this.#identify, t('device.identify'));
  }
}

export class DeviceRow extends Row {
  #preset = make('button', { type: 'button', 'data-action': 'preset', click: () => askPreset(this.device) }, t('device.presetDots'));
  #redirect = make('button', {
    type: 'button', 'data-action': 'redirect',
    click: () => askWhere(t('redirect.title', { device: called(this.device, null) }), (to) => redirect(this.device.id, to)),
  }, t('redirect.dots'));
  #who = make('details', {}, make('summary', {}, t('device.identifier')));
  #units = make('ul', { class: 'units', hidden: true });
  /** @type {Map<string, Row>} */
  #rows = new Map();
  /** @type {?Device} */
  #shown = null;

  /** @param {Device} device @param {() => string[]} seats */
  constructor(device, seats) {
    super(device, null, seats);
    this.element.dataset.device = device.id;
    this.actions.insertBefore(this.#preset, this.actions.lastChild);
    this.actions.insertBefore(this.#redirect, this.actions.lastChild);
    this.#who.append(identifier(device.id));
    this.#who.open = device.state === 'pending'; // as it is to be compared now
    this.element.append(this.#who, this.#units);
  }

  get details() {
    const { name, brief, address, mac, proved, fromAddress, fromMac, preset } = this.device;
    return [
      ...(name ? [brief] : []),
      mac ? `${address}, ${mac}` : address,
      ...(proved ? [] : [t('device.unprovedBrief')]),
      ...(fromAddress || fromMac ? [t('device.onlyFrom', { what: [fromAddress, fromMac].filter(Boolean).join(', ') })] : []),
      ...(preset ? [t('device.hasPreset', { preset })] : []),
    ];
  }

  /** @param {Device} device */
  update(device) {
    if (device === this.#shown) {
      return;
    }
    if (this.#shown?.state === 'pending' && device.state !== 'pending') {
      this.#who.open = false; // it has been compared
    }
    this.#shown = device;
    this.showState(device, null);
    this.#preset.hidden = device.state === 'pending';
    this.#redirect.hidden = device.state !== 'admitted' || device.links === 0;
    this.#redirect.setAttribute('aria-label', t('redirect.title', { device: called(device, null) }));
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
        row = new Row(device, unit, this.seats);
        row.element.dataset.unit = unit.unit;
        this.#rows.set(unit.unit, row);
        this.#units.append(row.element);
      }
      row.showState(device, unit);
    });
  }
}
