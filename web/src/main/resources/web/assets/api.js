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

/** @typedef {'start' | 'stop' | 'reset' | 'pause' | 'resume' | 'power-button'} VmAction */

const RECONNECT_MS = 2_000;

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

/**
 * @param {string} url
 * @param {unknown} body
 * @returns {Promise<void>} fails with words for people
 */
async function post(url, body) {
  const options = body === undefined ? {}
      : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  let response;
  try {
    response = await fetch(url, { method: 'POST', ...options });
  } catch {
    throw new Error('The controller cannot be reached.');
  }
  if (!response.ok) {
    const answer = await response.json().catch(() => ({}));
    throw new Error(answer.error ?? `The controller refused: ${response.status} ${response.statusText}`);
  }
}
