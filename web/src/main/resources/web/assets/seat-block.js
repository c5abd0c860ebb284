/**
 * One seat on the plugboard: its name, what is at it, and the socket that its cord comes from.
 * @module
 */
import { glyph, make, setChoices, setHidden, setText } from './dom.js';
import { mayPlug } from './session.js';
import { count, t } from './words.js';

/** @typedef {import('./plugboard.js').SeatItem} SeatItem */
/** @typedef {import('./plugboard.js').Member} Member */

const HEAD = 50;
const ROW = 30;
const FOOT = 8;
const GAP = 10;
const CHOICE = 46;

/** How many members stand beside each other. */
const COLUMNS = 2;

/** From the block's top to the middle of its socket. */
export const SOCKET_Y = 25;

/** @param {SeatItem} item @param {boolean} narrow @returns {number} in pixels, with the gap below */
export function seatHeight({ members }, narrow) {
  return HEAD + Math.ceil(members.length / COLUMNS) * ROW + (members.length > 0 ? FOOT : 0) + (narrow ? CHOICE : 0) + GAP;
}

/**
 * What a seat lets a person do.
 * @typedef {object} SeatActions
 * @property {(seat: string, event: MouseEvent) => void} take its cord in hand
 * @property {(seat: string, event: PointerEvent) => void} grab its cord, to drag it
 * @property {(seat: string) => void} open what can be done with the seat
 * @property {(member: Member) => void} openMember
 * @property {(seat: string, vm: ?string) => void} plug
 * @property {() => {value: string, label: string}[]} vms to choose from
 */

export class SeatBlock {
  #name;
  #actions;
  #socket;
  #title;
  #who = make('span', { class: 'who' });
  #members = make('ul', { class: 'members' });
  #select;
  #shown = '';
  element;

  /** @param {string} name @param {SeatActions} actions */
  constructor(name, actions) {
    this.#name = name;
    this.#actions = actions;
    this.#title = make('button', { type: 'button', class: 'plain', click: () => actions.open(name) }, name);
    this.#socket = make('button', {
      type: 'button', class: 'socket', 'data-socket': name, disabled: !mayPlug,
      click: (event) => actions.take(name, /** @type {MouseEvent} */ (event)),
      pointerdown: (event) => actions.grab(name, /** @type {PointerEvent} */ (event)),
    });
    // Its choices are many and the same at every seat: they are there only while they may be looked at.
    this.#select = make('select', {
      class: 'narrow-only', 'aria-label': t('seat.vmOf', { seat: name }), disabled: !mayPlug,
      focus: () => this.#choices(), pointerdown: () => this.#choices(),
      change: () => actions.plug(name, this.#select.value || null),
    });
    this.element = make('li', { class: 'seat', 'data-seat': name },
        make('div', { class: 'seat-head' },
            make('h3', {}, this.#title), this.#who,
            make('a', {
              class: 'sit', href: `/seat/${encodeURIComponent(name)}`, 'aria-label': t('seat.openNamed', { seat: name }),
            }, t('seat.open'))),
        this.#select,
        this.#members,
        this.#socket);
  }

  /** @param {SeatItem} item */
  update({ seat, members, title }) {
    this.element.classList.toggle('used', seat.peripherals.length > 0);
    this.element.dataset.plugged = seat.vm ?? '';
    setText(this.#who, !seat.vm ? t('seat.unplugged') : `→ ${title}${ends(seat)}`);
    this.element.classList.toggle('broadcasts', seat.broadcast.length > 0);
    this.#who.title = seat.vm ? title : '';
    this.#socket.classList.toggle('plugged', Boolean(seat.vm));
    const label = seat.vm ? t('seat.socketPlugged', { seat: seat.name, vm: title })
      : t('seat.socketFree', { seat: seat.name });
    this.#socket.setAttribute('aria-label', label);
    this.#socket.title = mayPlug ? t('seat.socketHint') : label;
    setChoices(this.#select, [{ value: seat.vm ?? '', label: seat.vm ? title : t('seat.unplugged') }], seat.vm ?? '');
    setHidden(this.#members, members.length === 0);
    const shown = JSON.stringify(members.map(({ known, peripherals }) => [known, peripherals]));
    if (shown !== this.#shown) {
      this.#shown = shown;
      this.#members.replaceChildren(...members.map((member) => this.#member(member)));
    }
  }

  remove() {}

  #choices() {
    const { value } = this.#select;
    setChoices(this.#select, [{ value: '', label: t('seat.unplugged') }, ...this.#actions.vms()], value);
  }

  /** @param {Member} member */
  #member(member) {
    const { known, peripherals } = member;
    const classes = peripherals.map((each) => each.class);
    const signs = [...new Set(classes)].slice(0, 3).map(glyph);
    const name = known ? memberName(member) : t('member.page');
    const state = known && peripherals.length === 0 ? t('member.away')
      : peripherals.some(({ dark }) => dark) ? t('member.dark') : t('member.here');
    const what = peripherals.map((each) => `${t(`class.${each.class}`)}: ${each.model || each.name}`).join('\n');
    const parts = [
      make('span', { class: 'lamp' }), ...(signs.length > 0 ? signs : [glyph(known ? 'device' : 'page')]),
      make('span', { class: 'name' }, name),
      ...(classes.length > 3 ? [make('span', { class: 'quiet' }, String(classes.length))] : []),
    ];
    const attributes = {
      class: 'member', 'data-here': peripherals.length > 0 ? 'yes' : 'no', title: [`${name}: ${state}`, what].filter(Boolean).join('\n'),
    };
    const label = [name, state, count('peripheral', peripherals.length)].join(', ');
    return make('li', {}, known
      ? make('button', { ...attributes, type: 'button', 'aria-label': label, click: () => this.#actions.openMember(member) }, ...parts)
      : make('span', attributes, ...parts));
  }

  get name() {
    return this.#name;
  }
}

/** What a plug is besides. @param {import('./api.js').Ends} plug */
export function ends({ head, observe }) {
  return [...(head ? [t('plug.head', { n: head })] : []), ...(observe ? [t('plug.observes')] : [])].map((each) => `, ${each}`).join('');
}

/** @param {Member} member that is a device or a unit */
export function memberName({ known, device }) {
  return known?.name || (known && 'unit' in known ? known.unit : '') || device?.brief || '';
}
