/**
 * What a VM is and what can be done with it: opened on the plugboard.
 * @module
 */
import { power } from './api.js';
import { carryOut, closeSheet, sheet } from './dialogs.js';
import { make } from './dom.js';
import { facts as factList } from './facts.js';
import { mayPlug, mayPower } from './session.js';
import { facts } from './vm-strip.js';
import { t } from './words.js';

/** @typedef {import('./api.js').VmAction} VmAction */

/** @type {Record<string, VmAction[]>} */
const ACTIONS = {
  off: ['start'], failed: ['start'], starting: ['stop'],
  running: ['pause', 'power-button', 'reset', 'stop'], paused: ['resume', 'reset', 'stop'],
};

/**
 * @param {import('./api.js').Vm} vm
 * @param {import('./api.js').Seat[]} seats
 * @param {(seat: string) => Promise<void>} plug a seat into this VM
 */
export function openVm(vm, seats, plug) {
  const sit = async (/** @type {Event} */ event) => {
    const { value } = /** @type {HTMLSelectElement} */ (event.currentTarget);
    closeSheet(event);
    await plug(value);
    location.assign(`/seat/${encodeURIComponent(value)}`);
  };
  const elsewhere = seats.filter((seat) => seat.vm !== vm.name);
  const deed = (/** @type {VmAction} */ action) => make('button', {
    type: 'button', 'data-action': action, class: action === 'start' || action === 'resume' ? 'primary' : '',
    click: (event) => {
      closeSheet(event);
      carryOut(action, vm, power);
    },
  }, t(`power.${action}`));
  sheet(vm.title, '',
      factList([
        [t('vm.name'), vm.name],
        [t('vm.state'), t(`vm.${vm.state}`)],
        [t('vm.has'), facts(vm)],
        [t('vm.seats'), make('span', { class: 'seat-links' },
            ...seats.filter((seat) => seat.vm === vm.name).map(({ name }) => make('a', {
              class: 'button', href: `/seat/${encodeURIComponent(name)}`, 'data-sit': name, 'aria-label': t('seat.openNamed', { seat: name }),
            }, name)),
            ...(mayPlug && elsewhere.length > 0 ? [make('select', { 'aria-label': t('vm.sitAt', { vm: vm.title }), change: sit },
                new Option(t('vm.anotherSeat'), '', true, true), ...elsewhere.map(({ name }) => new Option(name, name)))] : []))],
      ]),
      ...(vm.state === 'failed' ? [make('pre', { class: 'words', tabindex: 0, 'aria-label': t('vm.lastWords') }, vm.lastWords || t('vm.noWords'))] : []),
      ...(vm.own && mayPower ? [make('div', { class: 'deeds' }, ...ACTIONS[vm.state].map(deed))] : []),
      ...(vm.own ? [] : [make('p', {}, t('vm.foreign'))]));
}
