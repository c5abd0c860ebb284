/**
 * How identifiers are shown, for people to compare them with what a device shows.
 * @module
 */
import { qrCode } from './api.js';
import { make } from './dom.js';
import { t } from './words.js';

const DIGITS_IN_A_GROUP = 4;
const GROUPS_IN_A_ROW = 4;

/** All 64 digits, in groups and rows. @param {string} id @returns {string} */
export function grouped(id) {
  const groups = id.match(new RegExp(`.{1,${DIGITS_IN_A_GROUP}}`, 'g')) ?? [];
  const rows = [];
  for (let i = 0; i < groups.length; i += GROUPS_IN_A_ROW) {
    rows.push(groups.slice(i, i + GROUPS_IN_A_ROW).join(' '));
  }
  return rows.join('\n');
}

/** The digits, and the QR code, which looks like the one that the device shows. @param {string} id */
export function identifier(id) {
  return make('div', { class: 'compare' },
      make('code', { class: 'identifier', 'aria-label': t('device.identifierIs', { id }) }, grouped(id)),
      make('img', { class: 'qr', src: qrCode(id), alt: t('device.qr'), width: 132, height: 132, loading: 'lazy' }));
}
