/**
 * The controller's API: its state as it changes, and what a person can do.
 * @module
 */
import { watch } from './events.js';
import { t } from './words.js';

/**
 * @typedef {object} Vm
 * @property {string} name
 * @property {string} title
 * @property {'off' | 'starting' | 'running' | 'paused' | 'failed'} state
 * @property {boolean} own whether its power is the controller's to use
 * @property {string} lastWords of the hypervisor, when it failed
 * @property {number} cpus
 * @property {number} memory in MiB
 * @property {'none' | 'user'} network
 * @property {number} width of the screen in pixels
 * @property {number} height
 * @property {number} heads that it has, at least 1
 * @property {'shared'|'per-head'} input
 * @property {'absolute' | 'relative'} pointer
 */

/** @typedef {{head?: ?number, observe?: boolean}} Ends the head that a plug is bound to, from 1, and whether it only watches */

/**
 * @typedef {object} Peripheral
 * @property {string} name
 * @property {string} class
 * @property {string} model
 * @property {string} preset
 * @property {boolean} dark
 * @property {?string} device the identifier of the device that it belongs to; null for a page's
 * @property {string} unit of a hub; else empty
 * @property {?{vm: ?string, head: ?number, observe: boolean}} plug of its own, apart from its seat
 */

/**
 * @typedef {object} Seat
 * @property {string} name
 * @property {?string} vm
 * @property {?number} head of the VM that it is bound to, from 1
 * @property {boolean} observe whether it only watches
 * @property {string[]} broadcast the VMs that its keyboards type into besides
 * @property {string} preset
 * @property {number} links
 * @property {Peripheral[]} peripherals
 */

/**
 * @typedef {object} State
 * @property {string} controller
 * @property {string} accelerator
 * @property {number} links
 * @property {Record<string, number>} transports
 * @property {number} faults
 * @property {Vm[]} vms
 * @property {Seat[]} seats
 */

/**
 * @typedef {object} Unit one that a hub carries
 * @property {string} unit the text that the hub knows it by
 * @property {'pending' | 'admitted' | 'revoked'} state
 * @property {string} name
 * @property {string} seat
 * @property {string} firstSeen
 * @property {string} lastSeen
 * @property {number} links that it has now; of a unit, its attached peripherals
 */

/**
 * @typedef {Omit<Unit, 'unit'> & {id: string, brief: string, proved: boolean, address: string, mac: string,
 *     fromAddress: string, fromMac: string, preset: string, transports: string[], units: Unit[]}} Device
 */

/** @typedef {State & {identity: string, devices: Device[], presets: Preset[]}} WholeState with all devices, as the console has it */

/** @typedef {{name: string, seat: string, fromAddress?: string, fromMac?: string}} Place where a device is admitted to */

/** @typedef {'start' | 'stop' | 'reset' | 'pause' | 'resume' | 'power-button'} VmAction */

/** @typedef {{name: string, fields: Record<string, any>, declared: boolean}} Preset */

/**
 * Who is logged in.
 * @typedef {object} Session
 * @property {string} user
 * @property {'administrator' | 'operator' | 'user' | 'viewer'} role
 * @property {boolean} password whether there is one that can be changed
 * @property {string} csrf what this page has to say besides its cookie when it changes something
 * @property {string[]} seats names of seats, in which * stands for anything
 * @property {string[]} vms the same of VMs
 */

const API = '/api/v1';
const UNAUTHORIZED = 401;

/** @type {?Promise<Session>} */
let known = null;

/** A refusal or a failure, in words for people. */
export class Refusal extends Error {
  /** @param {string} words @param {number} status of HTTP; 0 when there was no answer */
  constructor(words, status) {
    super(words);
    this.status = status;
  }
}

/** Who is logged in; asked once. Whoever is not, or not any more, is taken to the log-in page. @returns {Promise<Session>} */
export function session() {
  known ??= fetch(`${API}/session`).then(async (response) => {
    if (response.status === UNAUTHORIZED) {
      logInAgain();
    }
    return response.json();
  });
  known.catch(() => { known = null; });
  return known;
}

function logInAgain() {
  location.replace(`/login?then=${encodeURIComponent(location.pathname + location.search)}`);
}

/** Logs out, and shows the log-in page. */
export async function logOut() {
  await send('DELETE', '/session');
  location.replace('/login');
}

/** Gives whoever is logged in another password. @param {string} old @param {string} next */
export function changePassword(old, next) {
  return send('PUT', '/session/password', { old, new: next });
}

/** Looks whether the session is still there, after something was refused that a browser does not tell the reason of. */
export async function checkSession() {
  known = null;
  await session().catch(() => null);
}

/**
 * Calls back with each state as long as the page can be seen, and with null whenever the controller cannot be reached;
 * tries again for ever.
 * @param {(state: ?State) => void} changed
 */
export function watchState(changed) {
  watch(`${API}/events`, changed, checkSession);
}

/**
 * The same with all devices and presets, or without them for whoever sees seats and VMs only.
 * @param {boolean} all
 * @param {(state: ?WholeState, change: ?import('./events.js').Change) => void} changed
 */
export function watchAll(all, changed) {
  if (all) {
    watch(`${API}/events/all`, changed, checkSession);
  } else {
    watch(`${API}/events`, (/** @type {?State} */ state, change) =>
      changed(state && { ...state, identity: '', devices: [], presets: [] }, change), checkSession);
  }
}

/** @param {string} vm @param {VmAction} action */
export function power(vm, action) {
  return send('POST', `/vms/${part(vm)}/${action}`);
}

/**
 * Plugs the seat's peripherals into a VM, or into none.
 * @param {string} seat
 * @param {?string} vm
 * @param {Ends} [ends]
 */
export function plug(seat, vm, { head, observe } = {}) {
  return send('POST', `/seats/${part(seat)}/plug`, { vm, ...(head ? { head } : {}), ...(observe ? { observe } : {}) });
}

/**
 * Plugs a device apart from its seat, or as its seat again.
 * @param {string} id
 * @param {string | undefined} unit
 * @param {{follow: true} | {vm: ?string, head?: number, observe?: boolean}} to
 */
export function plugDevice(id, unit, to) {
  return send('POST', `${path(id, unit)}/plug`, to);
}

/** Lets a seat's keyboards type into these as well. @param {string} seat @param {string[]} vms none to end it */
export function broadcast(seat, vms) {
  return vms.length > 0 ? send('PUT', `/seats/${part(seat)}/broadcast`, { vms }) : send('DELETE', `/seats/${part(seat)}/broadcast`);
}

/** Where a device, or one of its units, is in the API. @param {string} id @param {string} [unit] */
function path(id, unit) {
  return `/devices/${id}${unit === undefined ? '' : `/units/${part(unit)}`}`;
}

/** @param {string} id @param {string | undefined} unit @param {Place} place */
export function admit(id, unit, place) {
  return send('POST', `${path(id, unit)}/admit`, place);
}

/** @param {string} id @param {string | undefined} unit */
export function revoke(id, unit) {
  return send('POST', `${path(id, unit)}/revoke`);
}

/** Lets it blink or beep. @param {string} id @param {string | undefined} unit @param {number} seconds */
export function identify(id, unit, seconds) {
  return send('POST', `${path(id, unit)}/identify`, { seconds });
}

/** @param {?string} id null for all @param {{host: string, port: number, permanent: boolean}} to */
export function redirect(id, to) {
  return send('POST', id === null ? '/devices/redirect' : `${path(id)}/redirect`, to);
}

/** @param {string} seat @returns {Promise<{code: string, seconds: number}>} */
export function pairingCode(seat) {
  return send('POST', '/pairing-codes', { seat });
}

/** The picture of a device's identifier as a QR code. @param {string} id */
export function qrCode(id) {
  return `${API}${path(id)}/qr.svg`;
}

/** @returns {Promise<Record<string, Omit<Preset, 'name'>>>} by name */
export function presets() {
  return send('GET', '/presets');
}

/** @param {string} name @param {Record<string, unknown>} fields */
export function putPreset(name, fields) {
  return send('PUT', `/presets/${part(name)}`, fields);
}

/** @param {string} name */
export function removePreset(name) {
  return send('DELETE', `/presets/${part(name)}`);
}

/** @param {string} id @param {?string} preset null for its seat's */
export function presetOfDevice(id, preset) {
  return send('POST', `${path(id)}/preset`, { preset });
}

/** @param {string} seat @param {?string} preset */
export function presetOfSeat(seat, preset) {
  return send('POST', `/seats/${part(seat)}/preset`, { preset });
}

/** @returns {Promise<Record<string, {count: number, p50: number, p99: number, max: number}>>} in milliseconds */
export function stages() {
  return send('GET', '/stages');
}

export function forgetStages() {
  return send('DELETE', '/stages');
}

/** @returns {Promise<Record<string, any>>} */
export function process() {
  return send('GET', '/process');
}

/** @param {string} text */
const part = (text) => encodeURIComponent(text);

/**
 * Sends a request to the API.
 * @param {string} method
 * @param {string} url below the API's
 * @param {unknown} [body]
 * @returns {Promise<any>} the answer, if there is one; fails with a {@link Refusal}
 */
export async function send(method, url, body) {
  const headers = new Headers(body === undefined ? {} : { 'Content-Type': 'application/json' });
  let response;
  try {
    if (method !== 'GET') {
      headers.set('X-Netseat-Csrf', (await session()).csrf);
    }
    response = await fetch(API + url, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  } catch {
    throw new Refusal(t('error.unreachable'), 0);
  }
  if (response.status === UNAUTHORIZED) {
    logInAgain();
  }
  if (!response.ok) {
    const answer = await response.json().catch(() => ({}));
    throw new Refusal(answer.error ?? t('error.refused', { status: `${response.status} ${response.statusText}` }),
        response.status);
  }
  return response.headers.get('Content-Type')?.startsWith('application/json') ? response.json() : undefined;
}
