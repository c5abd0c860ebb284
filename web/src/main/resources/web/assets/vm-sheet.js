/**
 * What a VM is and what can be done with it: opened on the plugboard.
 * @module
 */
import { power, send } from './api.js';
import { ask, carryOut, closeSheet, complain, confirmed, sheet } from './dialogs.js';
import { make } from './dom.js';
import { facts as factList } from './facts.js';
import { mayAdminister, mayPlug, mayPower } from './session.js';
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
 * @param {(words: string) => void} say
 */
export function openVm(vm, seats, plug, say) {
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
      ...(vm.own && mayPower ? [make('div', { class: 'deeds' }, ...ACTIONS[vm.state].map(deed),
          ...(mayAdminister ? [make('button', {
            type: 'button', class: 'danger end', 'data-action': 'remove',
            click: (event) => {
              closeSheet(event);
              remove(vm, say);
            },
          }, t('vm.removeDots'))] : []))] : []),
      ...(vm.own ? [] : [make('p', {}, t('vm.foreign'))]));
}

/** @param {import('./api.js').Vm} vm @param {(words: string) => void} say */
async function remove({ name, title }, say) {
  if (await confirmed(t('vm.removeQuestion', { vm: title }), t('vm.removeText'), t('vm.remove'))) {
    try {
      await send('DELETE', `/vms/${encodeURIComponent(name)}`);
      say(t('done.vmRemoved', { vm: title }));
    } catch (error) {
      await complain(t('fault.vmRemove', { vm: title }), error);
    }
  }
}

/** @param {(words: string) => void} say */
export async function addVm(say) {
  const choice = (/** @type {string} */ name, /** @type {string[]} */ ...values) =>
    ({ name, label: t(`vm.${name}`), choices: values.map((value) => ({ value, label: t(`vm.${name}.${value}`) })) });
  await ask(t('vm.addTitle'), t('vm.addText'),
      [
        { name: 'name', label: t('vm.name'), required: true, hint: t('seat.nameHint') },
        { name: 'title', label: t('vm.title'), hint: t('vm.titleHint') },
        { name: 'cdrom', label: t('vm.cdrom'), hint: t('vm.fileHint') },
        { name: 'disks', label: t('vm.disks'), hint: t('vm.disksHint') },
        { name: 'cpus', label: t('vm.cpus'), type: 'number', value: '1' },
        { name: 'memory', label: t('vm.memory'), type: 'number', value: '1024' },
        choice('firmware', 'bios', 'uefi'),
        choice('display', 'vga', 'virtio'),
        { name: 'heads', label: t('vm.heads'), type: 'number', value: '1', hint: t('vm.headsHint') },
        choice('input', 'shared', 'per-head'),
        choice('pointer', 'tablet', 'touch', 'ps2', 'usb'),
        choice('network', 'none', 'user'),
      ],
      t('vm.addNow'),
      async ({ name, title, cdrom, disks, cpus, memory, heads, ...choices }) => {
        await send('POST', '/vms', {
          name: name.trim(), cpus: Number(cpus), memory: Number(memory), heads: Number(heads), ...choices,
          ...(title.trim() ? { title: title.trim() } : {}),
          ...(cdrom.trim() ? { cdrom: cdrom.trim() } : {}),
          ...(disks.trim() ? { disks: disks.split(',').map((disk) => disk.trim()).filter(Boolean) } : {}),
        });
        say(t('done.vmAdded', { vm: title.trim() || name.trim() }));
      });
}
