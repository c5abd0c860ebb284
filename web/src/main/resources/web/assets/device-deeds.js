/**
 * What an administrator does with devices, and with units of hubs, wherever they are shown.
 * @module
 */
import { admit, identify, plugDevice, presetOfDevice, presets, revoke } from './api.js';
import { ask, complain, confirmed } from './dialogs.js';
import { identifier } from './identifier.js';
import { choicesOf } from './preset-choices.js';
import { t } from './words.js';

/** For how long a device is asked to blink. */
export const BLINK_SECONDS = 10;

/** @typedef {import('./api.js').Device} Device */
/** @typedef {import('./api.js').Unit} Unit */

/** What people call it. @param {Device} device @param {?Unit} unit */
export function called(device, unit) {
  return unit ? unit.name || unit.unit : device.name || t('device.unknown', { brief: device.brief });
}

/** Admits it, or gives it another name and seat. @param {Device} device @param {?Unit} unit @param {string[]} seats */
export function askPlace(device, unit, seats) {
  const { state, name, seat } = unit ?? device;
  const admitted = state === 'admitted';
  const compare = state === 'pending' && !unit;
  return ask(t(admitted ? 'device.changeTitle' : 'device.admitTitle', { device: called(device, unit) }),
      t(compare ? 'device.compare' : 'device.comesAtOnce'),
      [
        { name: 'name', label: t('device.name'), value: name, required: true },
        { name: 'seat', label: t('device.seat'), value: seat, required: true, choices: seats.map((each) => ({ value: each, label: each })) },
        ...(unit ? [] : [
          { name: 'fromAddress', label: t('device.fromAddress'), value: device.fromAddress, hint: t('device.fromAddressHint') },
          { name: 'fromMac', label: t('device.fromMac'), value: device.fromMac, hint: t('device.fromMacHint') },
        ]),
      ],
      t(admitted ? 'device.change' : 'device.admitNow'),
      (values) => admit(device.id, unit?.unit, /** @type {import('./api.js').Place} */ (/** @type {unknown} */ (values))),
      compare ? [identifier(device.id)] : []);
}

/** Lets it blink or beep. @param {Device} device @param {?Unit} unit @returns {Promise<boolean>} whether it does */
export async function blink(device, unit) {
  try {
    await identify(device.id, unit?.unit, BLINK_SECONDS);
    return true;
  } catch (error) {
    await complain(t('fault.identify', { device: called(device, unit) }), error);
    return false;
  }
}

/** @param {Device} device @param {?Unit} unit */
export async function shutOut(device, unit) {
  const name = called(device, unit);
  if (await confirmed(t('device.revokeQuestion', { device: name }), t('device.revokeText'), t('device.revoke'))) {
    try {
      await revoke(device.id, unit?.unit);
    } catch (error) {
      await complain(t('fault.revoke', { device: name }), error);
    }
  }
}

/**
 * Plugs it apart from its seat, or as its seat again.
 * @param {Device} device
 * @param {?Unit} unit
 * @param {{vm: ?string, head: ?number, observe: boolean} | null} now its own plug
 * @param {import('./api.js').Vm[]} vms
 */
export function askPlug(device, unit, now, vms) {
  return ask(t('apart.title', { device: called(device, unit) }), t('apart.text'),
      [
        { name: 'to', label: t('seat.vm'), value: now ? `=${now.vm ?? ''}` : 'follow', choices: [
          { value: 'follow', label: t('apart.follow') }, { value: '=', label: t('apart.nothing') }, ...vms.map(({ name, title }) => ({ value: `=${name}`, label: title })),
        ] },
        { name: 'head', label: t('plug.headOf'), type: 'number', value: now?.head ? String(now.head) : '', hint: t('apart.headHint') },
        { name: 'observe', label: t('plug.observe'), type: 'checkbox', hint: t('plug.observeText'), value: now?.observe ? 'on' : '' },
      ],
      t('apart.plug'),
      ({ to, head, observe }) => plugDevice(device.id, unit?.unit, to === 'follow' ? { follow: true }
        : { vm: to.slice(1) || null, ...(head ? { head: Number(head) } : {}), ...(observe === 'on' ? { observe: true } : {}) }));
}

/** Gives a device a preset of its own. @param {Device} device */
export async function askPreset(device) {
  try {
    const all = await presets();
    await ask(t('device.presetTitle', { device: called(device, null) }), t('device.presetText'),
        [{ name: 'preset', label: t('preset.preset'), value: device.preset, choices: choicesOf(all, t('preset.ofSeat')) }],
        t('preset.give'), ({ preset }) => presetOfDevice(device.id, preset || null));
  } catch (error) {
    await complain(t('fault.presets'), error);
  }
}
