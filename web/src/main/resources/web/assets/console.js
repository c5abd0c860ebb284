/**
 * The console: all VMs and seats of the controller, as they are now.
 * @module
 */
import { watchState } from './api.js';
import { Devices } from './devices.js';
import { byId, setText } from './dom.js';
import { SeatRow } from './seat-row.js';
import { Thumbnails } from './thumbnails.js';
import { VmCard } from './vm-card.js';

/** With more VMs than this, a filter is worth its place. */
const FILTER_ABOVE = 8;

/** A controller that is restarted is back within this; a banner would only frighten. */
const PATIENCE_MS = 1_500;

const thumbnails = new Thumbnails();
const devices = new Devices();
/** @type {Map<string, VmCard>} */
const cards = new Map();
/** @type {Map<string, SeatRow>} */
const rows = new Map();
const filter = byId('filter', HTMLInputElement);
const banner = byId('banner', HTMLElement);
let bannerTimer = 0;

/** @param {import('./api.js').State} state */
function show(state) {
  byId('content', HTMLElement).hidden = false;
  setText(byId('accelerator', HTMLElement), state.accelerator);
  byId('version-row', HTMLElement).hidden = !state.version;
  setText(byId('version', HTMLElement), state.version ?? '');
  reconcile(byId('seats', HTMLElement), rows, state.seats,
      ({ name }) => new SeatRow(name), (row, seat) => row.update(seat, state.vms));
  reconcile(byId('vms', HTMLElement), cards, state.vms,
      (vm) => new VmCard(vm, thumbnails), (card, vm) => card.update(vm, state.seats));
  setText(byId('seat-count', HTMLElement), String(state.seats.length));
  setText(byId('vm-count', HTMLElement), vmCount(state.vms));
  byId('no-seats', HTMLElement).hidden = state.seats.length > 0;
  byId('no-vms', HTMLElement).hidden = state.vms.length > 0;
  filter.hidden = state.vms.length <= FILTER_ABOVE;
  applyFilter();
  devices.changed(state.seats.map(({ name }) => name));
}

/**
 * Brings the elements of a list up to date, and keeps those that stay, with their focus.
 * @template {{name: string}} T
 * @template {{element: HTMLElement, remove(): void}} V
 * @param {HTMLElement} parent
 * @param {Map<string, V>} views by name
 * @param {T[]} items
 * @param {(item: T) => V} create
 * @param {(view: V, item: T) => void} update
 */
function reconcile(parent, views, items, create, update) {
  const names = new Set(items.map(({ name }) => name));
  for (const [name, view] of views) {
    if (!names.has(name)) {
      view.remove();
      views.delete(name);
    }
  }
  items.forEach((item, i) => {
    const view = views.get(item.name) ?? create(item);
    views.set(item.name, view);
    update(view, item);
    if (parent.children[i] !== view.element) {
      parent.insertBefore(view.element, parent.children[i] ?? null);
    }
  });
}

/** @param {import('./api.js').Vm[]} vms */
function vmCount(vms) {
  const running = vms.filter(({ state }) => state === 'running').length;
  const failed = vms.filter(({ state }) => state === 'failed').length;
  return vms.length === 0 ? '' : `${vms.length}, ${running} running${failed > 0 ? `, ${failed} failed` : ''}`;
}

function applyFilter() {
  const words = filter.hidden ? [] : filter.value.toLowerCase().split(/\s+/).filter(Boolean);
  let any = false;
  for (const card of cards.values()) {
    const matches = words.every((word) => card.searchText.includes(word));
    card.element.hidden = !matches;
    any ||= matches;
  }
  byId('no-match', HTMLElement).hidden = any || cards.size === 0;
}

filter.addEventListener('input', applyFilter);
watchState((state) => {
  if (state) {
    clearTimeout(bannerTimer);
    bannerTimer = 0;
    banner.hidden = true;
    document.body.classList.remove('unreachable');
    show(state);
  } else if (bannerTimer === 0) {
    bannerTimer = setTimeout(() => {
      banner.hidden = false;
      document.body.classList.add('unreachable');
    }, PATIENCE_MS);
  }
});
