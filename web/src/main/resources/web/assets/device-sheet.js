/**
 * What a device at a seat is, and what can be done with it: opened on the plugboard.
 * @module
 */
import { redirect } from './api.js';
import { askPlace, askPlug, askPreset, blink, called, shutOut } from './device-deeds.js';
import { closeSheet, sheet } from './dialogs.js';
import { make } from './dom.js';
import { facts } from './facts.js';
import { grouped } from './identifier.js';
import { askWhere } from './redirect.js';
import { ends } from './seat-block.js';
import { mayAdminister, mayPlug } from './session.js';
import { dateTime, t } from './words.js';

/** @typedef {import('./api.js').Device} Device */
/** @typedef {import('./api.js').Unit} Unit */

/** @param {Device} device @param {?Unit} unit @param {string[]} seats */
export function admitWaiting(device, unit, seats) {
  return askPlace(device, unit, seats);
}

/**
 * @param {import('./plugboard.js').Member} member a device or a unit
 * @param {string[]} seats
 * @param {import('./api.js').Vm[]} vms
 * @param {(words: string) => void} say
 */
export function openMember({ known, device, peripherals }, seats, vms, say) {
  if (!known || !device) {
    return;
  }
  const unit = 'unit' in known ? known : null;
  const name = called(device, unit);
  const own = peripherals.find(({ plug }) => plug)?.plug ?? null;
  const then = (/** @type {() => unknown} */ deed) => (/** @type {Event} */ event) => {
    closeSheet(event);
    deed();
  };
  const action = (/** @type {string} */ label, /** @type {() => unknown} */ deed, /** @type {string} */ id, look = '') =>
    make('button', { type: 'button', class: look, 'data-action': id, click: then(deed) }, label);
  const blinks = async () => {
    if (await blink(device, unit)) {
      say(t('device.blinksNow', { device: name }));
    }
  };
  sheet(name, '',
      facts([
        [t('device.seat'), known.seat],
        [t('device.peripherals'), peripherals.length === 0 ? t('device.lastHere', { when: dateTime(known.lastSeen) })
          : peripherals.map((each) => `${t(`class.${each.class}`)} ${each.model}`.trim()).join('\n')],
        [t('apart.fact'), own ? `${own.vm ?? t('apart.nothing')}${ends(own)}` : ''],
        [t('device.address'), [device.address, device.mac].filter(Boolean).join(', ')],
        [t('device.over'), device.transports.join(', ').toUpperCase()],
        [t('preset.preset'), device.preset],
        ...(device.proved ? [] : [[t('device.key'), t('device.unproved')]]),
        [t('device.identifier'), make('code', { class: 'identifier' }, grouped(device.id))],
      ]),
      ...(mayPlug && !mayAdminister ? [make('div', { class: 'deeds' }, action(t('apart.dots'), () => askPlug(device, unit, own, vms), 'plug'))] : []),
      ...(mayAdminister ? [make('div', { class: 'deeds' },
          action(t('apart.dots'), () => askPlug(device, unit, own, vms), 'plug'),
          ...(known.links > 0 ? [action(t('device.identify'), blinks, 'identify')] : []),
          action(t('device.changeDots'), () => askPlace(device, unit, seats), 'admit'),
          ...(unit ? [] : [action(t('device.presetDots'), () => askPreset(device), 'preset')]),
          ...(unit || known.links === 0 ? [] : [action(t('redirect.dots'),
              () => askWhere(t('redirect.title', { device: name }), (to) => redirect(device.id, to)), 'redirect')]),
          action(t('device.revokeDots'), () => shutOut(device, unit), 'revoke', 'danger'))] : []));
}
