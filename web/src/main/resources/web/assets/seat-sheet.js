/**
 * What can be done with a seat: opened on the plugboard.
 * @module
 */
import { broadcast, pairingCode, presetOfSeat, presets, send } from './api.js';
import { ask, closeSheet, complain, confirmed, sheet, tell } from './dialogs.js';
import { make } from './dom.js';
import { facts } from './facts.js';
import { choicesOf } from './preset-choices.js';
import { mayAdminister, mayPlug } from './session.js';
import { count, t } from './words.js';

/** @typedef {import('./api.js').Seat} Seat */
/** @typedef {import('./api.js').Vm} Vm */

/** So many VMs can be ticked; of more the names are typed. */
const FEW_VMS = 13;

/** @param {Vm[]} vms @param {(words: string) => void} say */
export async function addSeat(vms, say) {
  await ask(t('seat.addTitle'), t('seat.addText'),
      [
        { name: 'name', label: t('seat.name'), required: true, hint: t('seat.nameHint') },
        { name: 'vm', label: t('seat.firstVm'), value: '', choices: [{ value: '', label: t('seat.unplugged') }, ...vms.map((vm) => ({ value: vm.name, label: vm.title }))] },
      ],
      t('seat.addNow'),
      async ({ name, vm }) => {
        await send('POST', '/seats', { name, ...(vm ? { vm } : {}) });
        say(t('done.seatAdded', { seat: name }));
      });
}

/**
 * @param {Seat} seat
 * @param {Vm[]} vms
 * @param {(words: string) => void} say
 * @param {(vm: ?string, ends?: import('./api.js').Ends) => void} plug
 */
export function openSeat(seat, vms, say, plug) {
  const { name, peripherals } = seat;
  const select = make('select', {
    'aria-label': t('seat.vmOf', { seat: name }), disabled: !mayPlug,
    change: (event) => {
      closeSheet(event);
      plug(select.value || null);
    },
  }, new Option(t('seat.unplugged'), ''), ...vms.map((vm) => new Option(vm.title, vm.name, false, vm.name === seat.vm)));
  const vm = vms.find((each) => each.name === seat.vm);
  const again = (/** @type {import('./api.js').Ends} */ ends) => (/** @type {Event} */ event) => {
    closeSheet(event);
    plug(seat.vm, { head: seat.head, observe: seat.observe, ...ends });
  };
  const head = make('select', {
    'aria-label': t('plug.headOf'), disabled: !mayPlug, change: (event) => again({ head: Number(head.value) || null })(event),
  }, new Option(t('plug.noHead'), ''), ...Array.from({ length: vm?.heads ?? 0 },
      (none, i) => new Option(t('plug.head', { n: i + 1 }), String(i + 1), false, seat.head === i + 1)));
  const watches = make('input', {
    type: 'checkbox', id: 'observe', checked: seat.observe, disabled: !mayPlug, change: (event) => again({ observe: watches.checked })(event),
  });
  const then = (/** @type {() => unknown} */ deed) => (/** @type {Event} */ event) => {
    closeSheet(event);
    deed();
  };
  sheet(t('seat.titled', { seat: name }), '',
      facts([
        [t('seat.vm'), select],
        [t('plug.headOf'), vm && vm.heads > 1 ? head : ''],
        [t('plug.observe'), vm ? make('label', { class: 'ticked', for: 'observe' }, watches, t('plug.observeText')) : ''],
        [t('broadcast.title'), seat.broadcast.join(', ')],
        [t('seat.here'), peripherals.length === 0 ? t('seat.nobody') : [count('link', seat.links),
            ...peripherals.map((each) => `${each.name}${each.model ? ` (${each.model})` : ''}`)].join('\n')],
        [t('preset.preset'), seat.preset],
      ]),
      make('div', { class: 'deeds' },
          make('a', { class: 'button primary', href: `/seat/${encodeURIComponent(name)}` }, t('seat.openLong')),
          ...(mayPlug ? [make('button', { type: 'button', 'data-action': 'broadcast', click: then(() => askBroadcast(seat, vms)) }, t('broadcast.dots'))] : []),
          ...(mayAdminister ? [
            make('button', { type: 'button', click: then(() => askPreset(seat)) }, t('device.presetDots')),
            make('button', { type: 'button', click: then(() => makeCode([name], name)) }, t('pair.dots')),
            make('button', { type: 'button', class: 'danger', 'data-action': 'remove', click: then(() => remove(name, say)) }, t('seat.removeDots')),
          ] : [])));
}

/** @param {string} name @param {(words: string) => void} say */
async function remove(name, say) {
  if (await confirmed(t('seat.removeQuestion', { seat: name }), t('seat.removeText'), t('seat.remove'))) {
    try {
      await send('DELETE', `/seats/${encodeURIComponent(name)}`);
      say(t('done.seatRemoved', { seat: name }));
    } catch (error) {
      await complain(t('fault.seatRemove', { seat: name }), error);
    }
  }
}

/** Lets its keyboards type into several VMs. @param {Seat} seat @param {Vm[]} vms */
function askBroadcast(seat, vms) {
  const few = vms.length <= FEW_VMS;
  const others = vms.filter(({ name }) => name !== seat.vm);
  return ask(t('broadcast.question', { seat: seat.name }), t('broadcast.text'),
      few ? others.map(({ name, title }) => ({
        name, label: title, type: /** @type {const} */ ('checkbox'), value: seat.broadcast.includes(name) ? 'on' : '',
      })) : [{ name: 'vms', label: t('board.vms'), value: seat.broadcast.join(', '), hint: t('broadcast.hint') }],
      t('broadcast.begin'),
      (values) => broadcast(seat.name, few ? others.filter(({ name }) => values[name] === 'on').map(({ name }) => name)
        : values.vms.split(/[\s,]+/).filter(Boolean)));
}

/** @param {Seat} seat */
async function askPreset({ name, preset }) {
  try {
    const all = await presets();
    await ask(t('seat.presetTitle', { seat: name }), t('seat.presetText'),
        [{ name: 'preset', label: t('preset.preset'), value: preset, choices: choicesOf(all, t('preset.none')) }],
        t('preset.give'), (values) => presetOfSeat(name, values.preset || null));
  } catch (error) {
    await complain(t('fault.presets'), error);
  }
}

/** Makes a pairing code for a seat. @param {string[]} seats @param {string} chosen */
export async function makeCode(seats, chosen) {
  /** @type {?{code: string, seconds: number}} */
  let made = null;
  const done = await ask(t('pair.title'), t('pair.text'),
      [{ name: 'seat', label: t('device.seat'), required: true, value: chosen, choices: seats.map((each) => ({ value: each, label: each })) }],
      t('pair.make'),
      async ({ seat }) => {
        made = await pairingCode(seat);
      });
  if (done && made) {
    const { code, seconds } = /** @type {{code: string, seconds: number}} */ (made);
    await tell(t('pair.title'), t('pair.enter', { minutes: seconds / 60 }), make('p', { class: 'code' }, code));
  }
}
