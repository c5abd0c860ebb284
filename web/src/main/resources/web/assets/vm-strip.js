/**
 * One VM on the plugboard: a socket for each of its heads, its picture, what it is, and its power.
 * @module
 */
import { glyph, make, setText } from './dom.js';
import { mayPower } from './session.js';
import { count, t } from './words.js';

/** @typedef {import('./plugboard.js').VmItem} VmItem */
/** @typedef {import('./api.js').VmAction} VmAction */

/** The power action that a state asks for first. @type {Record<string, VmAction>} */
const FIRST = { off: 'start', failed: 'start', paused: 'resume', running: 'pause', starting: 'stop' };

const GAP = 10;

/** With up to so many VMs each is so high, in pixels: few are shown large, many densely. */
const HEIGHTS = [[5, 148], [24, 108], [Infinity, 68]];

/** How high each of so many VMs is shown, without the gap below. @param {number} vms @param {boolean} narrow */
export function stripHeight(vms, narrow) {
  const height = HEIGHTS.find(([most]) => vms <= most)?.[1] ?? 0;
  return narrow ? Math.min(height, 108) : height;
}

/** @param {number} height of a strip @returns {number} with the gap below */
export const withGap = (height) => height + GAP;

/** From the strip's top to the middle of a head's socket. @param {number} head from 0 @param {number} heads @param {number} height */
export function headY(head, heads, height) {
  return height * (head + 1) / (heads + 1);
}

/**
 * What a VM lets a person do.
 * @typedef {object} VmActions
 * @property {(vm: string) => void} open what can be done with the VM
 * @property {(vm: string, action: VmAction) => Promise<void>} power
 * @property {import('./thumbnails.js').Thumbnails} thumbnails
 */

export class VmStrip {
  #actions;
  #canvas = make('canvas', { role: 'img', width: 16, height: 10 });
  #blank = make('span', { class: 'blank' });
  #title = make('button', { type: 'button', class: 'plain' });
  #lamp = make('span', { class: 'state' });
  #facts = make('p', { class: 'facts' });
  #seats = make('p', { class: 'seats-here' });
  #power = make('button', { type: 'button' });
  #sockets = make('div', { class: 'sockets', 'aria-hidden': 'true' });
  #thumbnail;
  /** @type {?VmItem} */
  #item = null;
  element;

  /** @param {string} name @param {VmActions} actions */
  constructor(name, actions) {
    this.#actions = actions;
    this.#thumbnail = actions.thumbnails.add(name, this.#canvas, (live) => this.#picture(live));
    this.#power.addEventListener('click', () => this.#run());
    this.#title.addEventListener('click', () => actions.open(name));
    this.element = make('li', { class: 'vm', 'data-vm': name },
        this.#sockets,
        make('div', { class: 'picture' }, this.#canvas, this.#blank),
        make('div', { class: 'about' },
            make('div', { class: 'title' }, make('h3', {}, this.#title), this.#lamp),
            this.#facts, this.#seats),
        make('div', { class: 'actions' }, this.#power,
            make('button', { type: 'button', class: 'icon', 'aria-label': t('vm.more', { vm: name }), title: t('vm.moreHint'), click: () => actions.open(name) },
                glyph('more'))));
  }

  /** @param {VmItem} item */
  update(item) {
    const { vm, seats } = item;
    const live = vm.state === 'running' || vm.state === 'paused';
    this.#item = item;
    this.element.dataset.state = vm.state;
    this.#canvas.setAttribute('aria-label', t('vm.screenOf', { vm: vm.title }));
    setText(this.#title, vm.title);
    this.#title.title = vm.title === vm.name ? vm.title : `${vm.title} (${vm.name})`;
    setText(this.#lamp, t(`vm.${vm.state}`));
    setText(this.#facts, vm.state === 'failed' ? vm.lastWords.trim().split('\n').at(-1) || t('vm.noWords') : facts(vm));
    this.#facts.title = vm.state === 'failed' ? vm.lastWords : '';
    setText(this.#seats, seats.length === 0 ? '' : t(seats.length === 1 ? 'vm.usedByOne' : 'vm.usedByMany', { seats: listed(seats) }));
    this.#thumbnail.powered = live;
    if (!live) {
      this.#thumbnail.etag = null;
      this.#picture(false);
    }
    setText(this.#blank, vm.state === 'starting' ? t('vm.blankStarting') : live ? '' : t('vm.blank'));
    this.#showPower(vm);
    if (this.#sockets.children.length !== vm.heads) {
      this.#sockets.replaceChildren(...Array.from({ length: vm.heads },
          (none, i) => make('span', { class: 'socket', 'data-head': i })));
    }
  }

  remove() {
    this.#actions.thumbnails.remove(this.#canvas);
  }

  /** @param {import('./api.js').Vm} vm */
  #showPower(vm) {
    const action = FIRST[vm.state];
    this.#power.hidden = !vm.own || !mayPower;
    this.#power.dataset.action = action;
    this.#power.classList.toggle('primary', action === 'start' || action === 'resume');
    setText(this.#power, t(`power.${action}`));
    this.#power.setAttribute('aria-label', t('power.of', { action: t(`power.${action}`), vm: vm.title }));
  }

  async #run() {
    if (this.#item) {
      this.#power.disabled = true;
      await this.#actions.power(this.#item.vm.name, FIRST[this.#item.vm.state]);
      this.#power.disabled = false;
    }
  }

  /** @param {boolean} live */
  #picture(live) {
    this.#canvas.classList.toggle('live', live);
    this.#blank.hidden = live;
  }
}

/** @param {string[]} names */
function listed(names) {
  const shown = names.slice(0, 6).join(', ');
  return names.length > 6 ? t('list.andMore', { list: shown, n: names.length - 6 }) : shown;
}

/** @param {import('./api.js').Vm} vm */
export function facts({ cpus, memory, network, width, height, heads, input, state }) {
  const live = state === 'running' || state === 'paused';
  return [
    count('cpu', cpus),
    memory % 1024 === 0 ? `${memory / 1024} GiB` : `${memory} MiB`,
    t(network === 'none' ? 'vm.noNetwork' : 'vm.hasNetwork'),
    ...(live && width > 1 && height > 1 ? [`${width}×${height}`] : []),
    ...(heads > 1 ? [count('head', heads)] : []),
    ...(input === 'per-head' ? [t('vm.perHead')] : []),
  ].join(' · ');
}
