/**
 * The controller's API: its state as it changes, and what a person can do.
 * @module
 */

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
 * @property {'absolute' | 'relative'} pointer
 */

/**
 * @typedef {object} Seat
 * @property {string} name
 * @property {?string} vm
 * @property {number} links
 * @property {{name: string, class: string, model: string}[]} peripherals
 */

/**
 * @typedef {object} State
 * @property {string} controller
 * @property {string} version
 * @property {string} accelerator
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
 *     fromAddress: string, fromMac: string, units: Unit[]}} Device
 */

/** @typedef {{name: string, seat: string, fromAddress?: string, fromMac?: string}} Place where a device is admitted to */

/** @typedef {'start' | 'stop' | 'reset' | 'pause' | 'resume' | 'power-button'} VmAction */

/**
 * Who is logged in.
 * @typedef {object} Session
 * @property {string} user
 * @property {'administrator' | 'operator' | 'user' | 'viewer'} role
 * @property {string} csrf what this page has to say besides its cookie when it changes something
 * @property {string[]} seats names of seats, in which * stands for anything
 * @property {string[]} vms the same of VMs
 */

const RECONNECT_MS = 2_000;
const UNAUTHORIZED = 401;

/** @type {?Promise<Session>} */
let known = null;

/** Who is logged in; asked once. Whoever is not, or not any more, is taken to the log-in page. @returns {Promise<Session>} */
export function session() {
  known ??= fetch('/api/v1/session').then(async (response) => {
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
  await send('/api/v1/session', { method: 'DELETE' });
  location.replace('/login');
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
  /** @type {?EventSource} */
  let source = null;
  let timer = 0;
  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = null;
  };
  const open = () => {
    close();
    const opened = new EventSource('/api/v1/events');
    opened.addEventListener('state', (event) => changed(JSON.parse(event.data)));
    opened.onerror = () => {
      changed(null);
      // A refusal, unlike a lost connection, is not tried again by the browser.
      if (opened.readyState === EventSource.CLOSED) {
        checkSession();
        timer = setTimeout(open, RECONNECT_MS);
      }
    };
    source = opened;
  };
  // Browsers allow six connections to a host, all tabs together: hidden ones must not keep any, or no request gets out.
  document.addEventListener('visibilitychange', () => document.hidden ? close() : open());
  open();
}

/**
 * @param {string} vm
 * @param {VmAction} action
 */
export function power(vm, action) {
  return post(`/api/v1/vms/${encodeURIComponent(vm)}/${action}`, undefined);
}

/**
 * Plugs the seat's peripherals into a VM, or into none.
 * @param {string} seat
 * @param {?string} vm
 */
export function plug(seat, vm) {
  return post(`/api/v1/seats/${encodeURIComponent(seat)}/plug`, { vm });
}

/** @returns {Promise<{controller: string, devices: Device[]}>} fails with words for people */
export async function devices() {
  return (await send('/api/v1/devices', {})).json();
}

/** Where a device, or one of its units, is in the API. @param {string} id @param {string} [unit] */
function path(id, unit) {
  return `/api/v1/devices/${id}${unit === undefined ? '' : `/units/${encodeURIComponent(unit)}`}`;
}

/** @param {string} id @param {string | undefined} unit @param {Place} place */
export function admit(id, unit, place) {
  return post(`${path(id, unit)}/admit`, place);
}

/** @param {string} id @param {string | undefined} unit */
export function revoke(id, unit) {
  return post(`${path(id, unit)}/revoke`, undefined);
}

/** Lets it blink or beep. @param {string} id @param {string | undefined} unit @param {number} seconds */
export function identify(id, unit, seconds) {
  return post(`${path(id, unit)}/identify`, { seconds });
}

/** @param {?string} id null for all @param {{host: string, port: number, permanent: boolean}} to */
export function redirect(id, to) {
  return post(id === null ? '/api/v1/devices/redirect' : `${path(id)}/redirect`, to);
}

/** @param {string} seat @returns {Promise<{code: string, seconds: number}>} fails with words for people */
export async function pairingCode(seat) {
  return (await send('/api/v1/pairing-codes', { method: 'POST', ...json({ seat }) })).json();
}

/** The picture of a device's identifier as a QR code. @param {string} id */
export function qrCode(id) {
  return `${path(id)}/qr.svg`;
}

/** @param {unknown} body */
function json(body) {
  return { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}

/**
 * @param {string} url
 * @param {unknown} body
 * @returns {Promise<void>} fails with words for people
 */
async function post(url, body) {
  await send(url, { method: 'POST', ...(body === undefined ? {} : json(body)) });
}

/**
 * @param {string} url
 * @param {RequestInit} options
 * @returns {Promise<Response>} fails with words for people
 */
async function send(url, options) {
  let response;
  try {
    const headers = new Headers(options.headers);
    if ((options.method ?? 'GET') !== 'GET') {
      headers.set('X-Netseat-Csrf', (await session()).csrf);
    }
    response = await fetch(url, { ...options, headers });
  } catch {
    throw new Error('The controller cannot be reached.');
  }
  if (response.status === UNAUTHORIZED) {
    logInAgain();
  }
  if (!response.ok) {
    const answer = await response.json().catch(() => ({}));
    throw new Error(answer.error ?? `The controller refused: ${response.status} ${response.statusText}`);
  }
  return response;
}
