/**
 * One VM on the console: its picture, what it is, what can be done with it, and the seats to use it from.
 * @module
 */
import { plug, power } from './api.js';
import { carryOut, complain } from './dialogs.js';
import { make, setText } from './dom.js';

/** With more seats than this that are plugged elsewhere, they are picked from a list. */
const SEATS_IN_A_ROW = 4;

const STATES = { off: 'Off', starting: 'Starting', running: 'Running', paused: 'Paused', failed: 'Failed' };

/** @typedef {import('./api.js').VmAction} VmAction */

/** @type {ReadonlyArray<{action: VmAction, label: string, states: string[], look: string}>} */
const ACTIONS = [
  { action: 'start', label: 'Start', states: ['off', 'failed'], look: 'primary' },
  { action: 'resume', label: 'Resume', states: ['paused'], look: 'primary' },
  { action: 'pause', label: 'Pause', states: ['running'], look: '' },
  { action: 'reset', label: 'Reset', states: ['running', 'paused'], look: '' },
  { action: 'stop', label: 'Stop', states: ['running', 'paused', 'starting'], look: '' },
];

export class VmCard {
  #vm;
  #canvas = make('canvas', { role: 'img', width: 16, height: 10 });
  #blank = make('span', { class: 'blank' });
  #title = make('h3');
  #lamp = make('span', { class: 'state' });
  #facts = make('p', { class: 'facts' });
  #words = make('pre', { class: 'words', tabindex: 0, 'aria-label': 'The hypervisor’s last words', hidden: true });
  #buttons;
  #sit = make('p', { class: 'sit' });
  #seatsShown = '';
  #thumbnail;
  #thumbnails;
  element;

  /**
   * @param {import('./api.js').Vm} vm
   * @param {import('./thumbnails.js').Thumbnails} thumbnails
   */
  constructor(vm, thumbnails) {
    this.#vm = vm;
    this.#thumbnails = thumbnails;
    this.#thumbnail = thumbnails.add(vm.name, this.#canvas, (live) => this.#picture(live));
    this.#buttons = ACTIONS.map(({ action, label, look }) => make('button', {
      type: 'button', class: look, 'data-action': action, click: (event) => this.#run(action, event),
    }, label));
    this.element = make('article', { class: 'card', 'data-vm': vm.name },
        make('div', { class: 'picture' }, this.#canvas, this.#blank, this.#words),
        make('div', { class: 'title' }, this.#title, this.#lamp),
        this.#facts,
        make('div', { class: 'actions' }, ...this.#buttons),
        this.#sit);
  }

  /** What a filter looks at. */
  get searchText() {
    const { name, title, state } = this.#vm;
    return `${name} ${title} ${STATES[state]}`.toLowerCase();
  }

  /**
   * @param {import('./api.js').Vm} vm
   * @param {import('./api.js').Seat[]} seats
   */
  update(vm, seats) {
    this.#vm = vm;
    this.element.dataset.state = vm.state;
    this.#canvas.setAttribute('aria-label', `Screen of ${vm.title}`);
    setText(this.#title, vm.title);
    setText(this.#lamp, STATES[vm.state]);
    setText(this.#facts, facts(vm));
    this.#words.hidden = vm.state !== 'failed';
    setText(this.#words, vm.lastWords || 'It said nothing.');
    this.#buttons.forEach((button, i) => {
      button.hidden = !vm.own || !ACTIONS[i].states.includes(vm.state);
    });
    this.#thumbnail.powered = vm.state === 'running' || vm.state === 'paused';
    if (!this.#thumbnail.powered) {
      this.#thumbnail.etag = null;
      this.#picture(false);
    }
    setText(this.#blank, vm.state === 'starting' ? 'Starting…' : vm.state === 'off' ? 'No picture' : '');
    this.#showSeats(seats);
  }

  remove() {
    this.#thumbnails.remove(this.#canvas);
    this.element.remove();
  }

  /** @param {boolean} live */
  #picture(live) {
    this.#canvas.classList.toggle('live', live);
    this.#blank.hidden = live;
  }

  /**
   * @param {VmAction} action
   * @param {Event} event
   */
  async #run(action, event) {
    const button = /** @type {HTMLButtonElement} */ (event.currentTarget);
    button.disabled = true;
    await carryOut(action, this.#vm, power);
    button.disabled = false;
  }

  /** @param {import('./api.js').Seat[]} seats */
  #showSeats(seats) {
    const wanted = JSON.stringify(seats.map(({ name, vm }) => [name, vm === this.#vm.name]));
    if (wanted === this.#seatsShown) {
      return;
    }
    this.#seatsShown = wanted;
    const here = seats.filter(({ vm }) => vm === this.#vm.name);
    const elsewhere = seats.filter(({ vm }) => vm !== this.#vm.name);
    this.#sit.hidden = seats.length === 0;
    this.#sit.replaceChildren(make('span', {}, 'Sit down at'),
        ...here.map((seat) => this.#link(seat, true)),
        ...(elsewhere.length > SEATS_IN_A_ROW ? [this.#list(elsewhere)]
            : elsewhere.map((seat) => this.#link(seat, false))));
  }

  /**
   * @param {import('./api.js').Seat} seat
   * @param {boolean} plugged
   */
  #link({ name }, plugged) {
    return make('a', {
      href: `/seat/${encodeURIComponent(name)}`,
      class: plugged ? 'button plugged' : 'button',
      title: plugged ? `Seat ${name} is plugged into this VM` : `Plugs seat ${name} into this VM and opens it`,
      'aria-label': `Sit down at seat ${name}`,
      'data-sit': name,
      click: (event) => {
        if (!plugged) {
          event.preventDefault();
          this.#plugAndOpen(name);
        }
      },
    }, name);
  }

  /** @param {import('./api.js').Seat[]} seats */
  #list(seats) {
    return make('select', {
      'aria-label': `Seat to plug into ${this.#vm.title} and open`,
      change: (event) => this.#plugAndOpen(/** @type {HTMLSelectElement} */ (event.currentTarget).value),
    }, new Option('another seat…', '', true, true), ...seats.map(({ name }) => new Option(name, name)));
  }

  /** @param {string} seat */
  async #plugAndOpen(seat) {
    try {
      await plug(seat, this.#vm.name);
      location.assign(`/seat/${encodeURIComponent(seat)}`);
    } catch (error) {
      await complain(`Seat ${seat} could not be plugged into “${this.#vm.title}”`, error);
    }
  }
}

/** @param {import('./api.js').Vm} vm */
function facts({ name, title, cpus, memory, network, width, height, state }) {
  const live = state === 'running' || state === 'paused';
  return [
    ...(name === title ? [] : [name]),
    cpus === 1 ? '1 CPU' : `${cpus} CPUs`,
    memory % 1024 === 0 ? `${memory / 1024} GiB` : `${memory} MiB`,
    network === 'none' ? 'no network card' : 'network card',
    ...(live && width > 1 && height > 1 ? [`${width}×${height}`] : []),
  ].join(' · ');
}
