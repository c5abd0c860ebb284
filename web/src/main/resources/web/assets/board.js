/**
 * The plugboard's page: seats on the left, VMs on the right, cords between them.
 * @module
 */
import { broadcast, plug, power } from './api.js';
import { CordHand } from './cord-hand.js';
import { Cords } from './cords.js';
import { carryOut, complain } from './dialogs.js';
import { draw, make, setHidden, setText } from './dom.js';
import { PlugPresets } from './plug-presets.js';
import { Plugboard } from './plugboard.js';
import { SeatBlock, SOCKET_Y, seatHeight } from './seat-block.js';
import { addSeat, openSeat } from './seat-sheet.js';
import { openMember } from './device-sheet.js';
import { mayAdminister, mayPlug } from './session.js';
import { Thumbnails } from './thumbnails.js';
import { VmStrip, headY, stripHeight, withGap } from './vm-strip.js';
import { addVm, openVm } from './vm-sheet.js';
import { Waiting } from './waiting.js';
import { WindowedList } from './windowed-list.js';
import { t } from './words.js';

/** With more than this, a filter is worth its place. */
const FILTER_ABOVE = 8;

/** VMs that are shown lower than this have no room for all that is said of them. */
const DENSE = 100;

/** The middle of a socket is so far inside its column. */
const SOCKET_RADIUS = 9;

/** @typedef {import('./api.js').WholeState} WholeState */
/** @typedef {import('./plugboard.js').SeatItem} SeatItem */
/** @typedef {import('./plugboard.js').VmItem} VmItem */

export class Board {
  #model = new Plugboard();
  /** @type {WholeState | null} */
  #state = null;
  #say;
  #narrow = matchMedia('(max-width: 699px)');
  #stripHeight = 0;
  #thumbnails = new Thumbnails();
  #seatList = make('ul', { id: 'seats', class: 'windowed', 'aria-label': t('board.seats') });
  #vmList = make('ul', { id: 'vms', class: 'windowed', 'aria-label': t('board.vms') });
  #seatFilter = filter('seat-filter', t('board.filterSeats'));
  #vmFilter = filter('filter', t('board.filterVms'));
  #seatCount = make('span', { class: 'count', id: 'seat-count' });
  #vmCount = make('span', { class: 'count', id: 'vm-count' });
  #noSeats = make('div', { class: 'empty', id: 'no-seats', hidden: true });
  #noVms = make('div', { class: 'empty', id: 'no-vms', hidden: true });
  #waiting = new Waiting(() => this.#seatNames);
  #plugPresets;
  #seatScroll = make('div', { class: 'scroll' }, this.#waiting.element, this.#seatList, this.#noSeats);
  #vmScroll = make('div', { class: 'scroll' }, this.#vmList, this.#noVms);
  #svg = draw('svg', { id: 'cords', 'aria-hidden': 'true' });
  #over = draw('svg', { id: 'in-hand', 'aria-hidden': 'true' });
  #gutter = make('div', { class: 'gutter' });
  #panes;
  #seats;
  #vms;
  #cords;
  #hand;
  #marked = '';
  /** The head that the pointer is at, from 1, where a VM has several. @type {?number} */
  #headAt = null;
  #broadcasts = make('div');
  #broadcastsShown = '';
  element;

  /** @param {(words: string, undo?: () => void) => void} say to the person, also aloud */
  constructor(say) {
    this.#say = say;
    this.#plugPresets = new PlugPresets(() => this.#state?.seats ?? [], say);
    this.#gutter.append(this.#svg);
    this.#panes = make('div', { class: 'panes', 'data-side': 'seats' },
        make('section', { class: 'pane seats-pane', 'aria-labelledby': 'seats-title' },
            make('div', { class: 'head' }, make('h2', { id: 'seats-title' }, t('board.seats')), this.#seatCount, this.#seatFilter,
                ...(mayAdminister ? [make('button', {
                  type: 'button', id: 'add-seat', click: () => addSeat(this.#state?.vms ?? [], this.#say),
                }, t('seat.add'))] : [])),
            this.#seatScroll),
        this.#gutter,
        make('section', { class: 'pane vms-pane', 'aria-labelledby': 'vms-title' },
            make('div', { class: 'head' }, make('h2', { id: 'vms-title' }, t('board.vms')), this.#vmCount, this.#vmFilter,
                this.#plugPresets.element,
                ...(mayAdminister ? [make('button', { type: 'button', id: 'add-vm', click: () => addVm(this.#say) }, t('vm.add'))] : [])),
            this.#vmScroll),
        this.#over);
    this.element = make('div', { id: 'board', class: 'page' }, this.#broadcasts, this.#sides(), this.#panes);
    this.#seats = new WindowedList(this.#seatList, this.#seatScroll, ({ seat }) => seat.name,
        (/** @type {SeatItem} */ item) => seatHeight(item, this.#narrow.matches), (item) => this.#seatBlock(item));
    this.#vms = new WindowedList(this.#vmList, this.#vmScroll, ({ vm }) => vm.name,
        () => withGap(this.#stripHeight), ({ vm }) => this.#vmStrip(vm.name));
    this.#cords = new Cords(this.#svg, {
      size: () => ({ width: this.#gutter.clientWidth === 0 ? 0 : this.#gutter.clientWidth + 2 * SOCKET_RADIUS, height: this.#gutter.clientHeight }),
      ofSeat: (seat) => this.#seatY(seat, this.#gutter),
      ofHead: (vm, head) => this.#vmY(vm, head, this.#gutter),
    }, (cord, event) => this.#grab(cord.seat, event, cord));
    this.#hand = new CordHand({
      panes: this.#panes, drawing: this.#over,
      socket: (seat) => this.#point(this.#seatY(seat, this.#panes), 'left'),
      plugOf: (vm) => this.#point(this.#vmY(vm, (this.#headAt ?? 1) - 1, this.#panes), 'right'),
      vmAt: (x, y) => this.#vmAt(x, y),
      vms: () => Array.from({ length: this.#vms.length }, (none, i) => this.#vms.at(i).vm),
      reveal: (vm) => this.#vms.reveal(this.#vms.placeOf(vm)),
      mark: (vm) => this.#mark(vm),
      vmOf: (seat) => this.#state?.seats.find(({ name }) => name === seat)?.vm ?? null,
      holding: (cord) => this.#holding(cord),
      scroller: () => this.#vmScroll,
      plug: (seat, vm) => this.#plug(seat, vm, { head: this.#headAt }),
      copy: (seat, from, to) => this.#copy(seat, from, to),
      say: (words) => this.#say(words),
    });
    this.#seats.moved = this.#vms.moved = () => this.#redraw();
    this.#seatFilter.addEventListener('input', () => this.#list());
    this.#vmFilter.addEventListener('input', () => this.#list());
    this.#narrow.addEventListener('change', () => this.#list());
    new ResizeObserver(() => this.#redraw()).observe(this.#gutter);
  }

  /** On a phone one side at a time. */
  #sides() {
    const buttons = [['seats', t('board.seats')], ['vms', t('board.vms')]].map(([side, label]) => make('button', {
      type: 'button', 'aria-pressed': String(side === 'seats'),
      click: () => {
        this.#panes.dataset.side = side;
        buttons.forEach((button) => button.setAttribute('aria-pressed', String(button.textContent === label)));
        this.#list();
      },
    }, label));
    return make('div', { class: 'sides narrow-only', role: 'group', 'aria-label': t('board.sides') }, ...buttons);
  }

  get #seatNames() {
    return (this.#state?.seats ?? []).map(({ name }) => name);
  }

  /** @param {WholeState} state */
  show(state) {
    this.#state = state;
    this.#model.show(state);
    this.#waiting.show(this.#model.waiting);
    this.#showBroadcasts(state.seats);
    setText(this.#seatCount, state.seats.length === 0 ? '' : String(state.seats.length));
    setText(this.#vmCount, vmCount(state.vms));
    setHidden(this.#seatFilter, state.seats.length <= FILTER_ABOVE);
    setHidden(this.#vmFilter, state.vms.length <= FILTER_ABOVE);
    this.#list();
  }

  /** Brings the lists up to date, as the filters have it. */
  #list() {
    if (!this.#state) {
      return;
    }
    this.#stripHeight = stripHeight(this.#state.vms.length, this.#narrow.matches);
    this.#panes.classList.toggle('dense', this.#stripHeight < DENSE);
    const seats = matching(this.#model.seats, this.#seatFilter, ({ seat, members, title }) =>
      [seat.name, title, ...members.map(({ known }) => known?.name ?? '')]);
    const vms = matching(this.#model.vms, this.#vmFilter, ({ vm }) => [vm.name, vm.title, t(`vm.${vm.state}`)]);
    this.#seats.show(seats);
    this.#vms.show(vms);
    this.#showEmpty(this.#noSeats, this.#model.seats.length, seats.length, [
      make('h3', {}, t('empty.noSeats')), make('p', {}, t(mayAdminister ? 'empty.noSeatsHelp' : 'empty.noSeatsOther')),
    ], t('empty.noSeatMatch'));
    this.#showEmpty(this.#noVms, this.#model.vms.length, vms.length, [
      make('h3', {}, t('empty.noVms')), make('p', {}, t('empty.noVmsHelp')),
      make('pre', {}, make('code', {}, `./run --iso FILE     ${t('empty.iso')}\n./run --disk FILE    ${t('empty.disk')}`)),
    ], t('empty.noVmMatch'));
    this.#cords.show(this.#model.cords);
  }

  /**
   * @param {HTMLElement} place
   * @param {number} all
   * @param {number} shown
   * @param {HTMLElement[]} none
   * @param {string} noMatch
   */
  #showEmpty(place, all, shown, none, noMatch) {
    setHidden(place, shown > 0);
    const why = all === 0 ? 'none' : 'match';
    if (shown === 0 && place.dataset.why !== why) {
      place.dataset.why = why;
      place.replaceChildren(...(all === 0 ? none : [make('p', { role: 'status' }, noMatch)]));
    }
  }

  /** @param {SeatItem} item */
  #seatBlock({ seat: { name } }) {
    const block = new SeatBlock(name, {
      take: (seat) => this.#hand.take(seat),
      grab: (seat, event) => this.#grab(seat, event),
      open: (seat) => this.#open(seat),
      openMember: (member) => openMember(member, this.#seatNames, this.#state?.vms ?? [], this.#say),
      plug: (seat, vm) => this.#plug(seat, vm),
      vms: () => (this.#state?.vms ?? []).map((vm) => ({ value: vm.name, label: vm.title })),
    });
    const light = (/** @type {boolean} */ on) => this.#svg.querySelector(`[data-cord="${CSS.escape(name)}"]`)?.classList.toggle('lit', on);
    block.element.addEventListener('pointerenter', () => light(true));
    block.element.addEventListener('pointerleave', () => light(false));
    return block;
  }

  /** @param {string} name */
  #open(name) {
    const seat = this.#state?.seats.find((each) => each.name === name);
    if (seat && this.#state) {
      openSeat(seat, this.#state.vms, this.#say, (vm, ends) => this.#plug(name, vm, ends));
    }
  }

  /** @param {string} name */
  #vmStrip(name) {
    return new VmStrip(name, {
      thumbnails: this.#thumbnails,
      power: (vm, action) => carryOut(action, this.#vm(vm), power),
      open: (vm) => openVm(this.#vm(vm), this.#state?.seats ?? [], (seat) => this.#plug(seat, vm), this.#say),
    });
  }

  /** @param {string} name */
  #vm(name) {
    return /** @type {import('./api.js').Vm} */ (this.#state?.vms.find((vm) => vm.name === name));
  }

  /** @param {string} seat @param {PointerEvent} event @param {import('./cords.js').Cord} [cord] */
  #grab(seat, event, cord) {
    if (mayPlug) {
      this.#hand.grab(seat, event, cord);
    }
  }

  /** How far below an element's top a seat's socket is. @param {string} seat @param {HTMLElement} from */
  #seatY(seat, from) {
    const place = this.#seats.placeOf(seat);
    return place < 0 ? null
      : this.#seats.topOf(place) + SOCKET_Y + this.#seatList.getBoundingClientRect().top - from.getBoundingClientRect().top;
  }

  /** @param {string} vm @param {number} head @param {HTMLElement} from */
  #vmY(vm, head, from) {
    const place = this.#vms.placeOf(vm);
    return place < 0 ? null
      : this.#vms.topOf(place) + headY(head, this.#vms.at(place).vm.heads, this.#stripHeight)
          + this.#vmList.getBoundingClientRect().top - from.getBoundingClientRect().top;
  }

  /** @param {?number} y @param {'left' | 'right'} side of the gutter */
  #point(y, side) {
    const into = side === 'left' ? -SOCKET_RADIUS : SOCKET_RADIUS;
    return y === null ? null
      : { x: this.#gutter.getBoundingClientRect()[side] + into - this.#panes.getBoundingClientRect().left, y };
  }

  /** @param {number} x @param {number} y */
  #vmAt(x, y) {
    this.#headAt = null;
    const scroll = this.#vmScroll.getBoundingClientRect();
    // A little to the left of its VM a plug is near enough to its socket.
    if (x < scroll.left - 28 || x > scroll.right || y < scroll.top || y > scroll.bottom) {
      return null;
    }
    const within = y - this.#vmList.getBoundingClientRect().top;
    const place = this.#vms.placeAt(within);
    if (place < 0) {
      return null;
    }
    const { name, heads } = this.#vms.at(place).vm;
    if (heads > 1) {
      const at = Math.round((within - this.#vms.topOf(place)) / this.#stripHeight * (heads + 1));
      this.#headAt = Math.max(1, Math.min(heads, at));
    }
    return name;
  }

  /** @param {?string} vm */
  #mark(vm) {
    if (this.#marked !== (vm ?? '')) {
      this.#vms.elementOf(this.#marked)?.classList.remove('target');
      this.#marked = vm ?? '';
    }
    this.#vms.elementOf(this.#marked)?.classList.add('target');
  }

  /** @param {?string} cord its key */
  #holding(cord) {
    this.#panes.classList.toggle('holding', cord !== null);
    this.#cords.inHand = cord;
  }

  #redraw() {
    this.#cords?.draw();
    this.#hand?.redraw();
  }

  /** Says, where nobody can miss it, who types into several VMs. @param {import('./api.js').Seat[]} seats */
  #showBroadcasts(seats) {
    const some = seats.filter((seat) => seat.broadcast.length > 0);
    const shown = JSON.stringify(some.map((seat) => [seat.name, seat.vm, seat.broadcast]));
    if (shown === this.#broadcastsShown) {
      return;
    }
    this.#broadcastsShown = shown;
    this.#broadcasts.replaceChildren(...some.map((seat) => make('p', { class: 'broadcast-note', role: 'alert', 'data-broadcast': seat.name },
        make('span', {}, t('broadcast.note', { seat: seat.name, vms: seat.broadcast.map((vm) => this.#vm(vm)?.title ?? vm).join(', ') })),
        ...(mayPlug ? [make('button', { type: 'button', click: () => this.#endBroadcast(seat.name) }, t('broadcast.end'))] : []))));
  }

  /** @param {string} seat */
  async #endBroadcast(seat) {
    try {
      await broadcast(seat, []);
    } catch (error) {
      await complain(t('broadcast.fault', { seat }), error);
    }
  }

  /** What a seat types goes into another VM, or none, in place of one. @param {string} seat @param {string} from @param {?string} to */
  #copy(seat, from, to) {
    const now = this.#state?.seats.find(({ name }) => name === seat);
    const kept = (now?.broadcast ?? []).filter((vm) => vm !== from);
    this.#headAt = null;
    return this.#broadcastTo(seat, to === null || to === now?.vm ? kept : [...new Set([...kept, to])], now?.broadcast ?? []);
  }

  /** @param {string} seat @param {string[]} vms @param {string[]} before */
  async #broadcastTo(seat, vms, before) {
    try {
      await broadcast(seat, vms);
      this.#say(vms.length === 0 ? t('broadcast.ended', { seat })
        : t('broadcast.changed', { seat, vms: vms.map((vm) => this.#vm(vm)?.title ?? vm).join(', ') }),
      () => this.#broadcastTo(seat, before, vms));
    } catch (error) {
      await complain(t('broadcast.changeFault', { seat }), error);
    }
  }

  /** @param {string} seat @param {?string} vm @param {import('./api.js').Ends} [ends] */
  async #plug(seat, vm, ends) {
    const was = this.#state?.seats.find(({ name }) => name === seat);
    const before = was?.vm ?? null;
    this.#headAt = null;
    try {
      await plug(seat, vm, ends);
      const undo = () => this.#plug(seat, before, was);
      this.#say(vm === null ? t('done.unplugged', { seat }) : t('done.plugged', { seat, vm: this.#vm(vm)?.title ?? vm }), undo);
    } catch (error) {
      await complain(vm === null ? t('fault.unplug', { seat })
        : t('fault.plug', { seat, vm: this.#vm(vm)?.title ?? vm }), error);
    }
  }
}

/** @param {string} id @param {string} label */
function filter(id, label) {
  return make('input', { type: 'search', id, placeholder: t('filter.placeholder'), 'aria-label': label, hidden: true });
}

/**
 * @template T
 * @param {T[]} items
 * @param {HTMLInputElement} filterOf
 * @param {(item: T) => string[]} texts
 */
function matching(items, filterOf, texts) {
  const words = filterOf.hidden ? [] : filterOf.value.toLowerCase().split(/\s+/).filter(Boolean);
  return words.length === 0 ? items : items.filter((item) => {
    const text = texts(item).join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** @param {import('./api.js').Vm[]} vms */
function vmCount(vms) {
  const of = (/** @type {string} */ wanted) => vms.filter(({ state }) => state === wanted).length;
  return vms.length === 0 ? '' : [
    String(vms.length), t('count.running', { n: of('running') }), ...(of('failed') > 0 ? [t('count.failed', { n: of('failed') })] : []),
  ].join(' · ');
}
