/**
 * What is wrong with a seat, in words, and what can be done about it.
 * @module
 */
import { Reason } from './protocol-error.js';

/**
 * @typedef {object} Situation
 * @property {string} kind for styling and tests
 * @property {string} title
 * @property {string} [text]
 * @property {string} [lastWords] of the hypervisor
 * @property {number} [retryAt] when the link is tried again, in milliseconds of performance.now()
 * @property {'start' | 'resume' | 'retry' | 'reload' | 'pick' | 'first-head'} [action]
 * @property {string} [label] of the button that does it
 */

/**
 * @typedef {object} Circumstances
 * @property {string} seat its name
 * @property {import('./link.js').LinkState} link
 * @property {?{state: import('./frames.js').PlugState, machine: string, text: string}} plug
 * @property {?import('./api.js').State} state of the controller as far as it is known; null before it was heard
 * @property {number} head of the VM that the display is for
 * @property {boolean} picture whether a picture was shown since the link was made
 */

/**
 * @param {Circumstances} circumstances
 * @returns {?Situation} null when all is well
 */
export function situation({ seat, link, plug, state, picture, head }) {
  if (state && !state.seats.some(({ name }) => name === seat)) {
    return { kind: 'no-seat', title: `There is no seat “${seat}”`, text: 'The console lists those that there are.' };
  }
  if (link.phase !== 'attached') {
    return broken(link);
  }
  if (plug === null) {
    return { kind: 'connecting', title: 'Connecting…' };
  }
  const vm = state?.vms.find(({ name }) => name === plug.machine);
  const name = vm?.title ?? plug.machine;
  switch (plug.state) {
    case 'unplugged':
      return { kind: 'unplugged', title: 'Not plugged into any VM', text: 'Pick the VM to use from this seat.', action: 'pick' };
    case 'off':
      return { kind: 'off', title: `${name} is off`, action: 'start', label: 'Start' };
    case 'paused':
      return { kind: 'paused', title: `${name} is paused`, action: 'resume', label: 'Resume' };
    case 'failed':
      return {
        kind: 'failed',
        title: `${name} has failed`,
        text: 'The hypervisor’s last words:',
        lastWords: vm?.lastWords || plug.text || 'It said nothing.',
        action: 'start',
        label: 'Start again',
      };
    case 'starting':
      return picture ? null : { kind: 'starting', title: `${name} is starting…` };
    case 'running':
      if (vm && head > vm.heads) {
        const has = vm.heads === 1 ? 'It has one head.' : `It has ${vm.heads} heads.`;
        return { kind: 'no-head', title: `${name} has no head ${head}`, text: has, action: 'first-head', label: 'Show head 1' };
      }
      return picture ? null : { kind: 'waiting', title: `Waiting for the first picture of ${name}…` };
  }
}

/**
 * @param {import('./link.js').LinkState} link
 * @returns {Situation}
 */
function broken({ phase, reason, text, retryAt }) {
  if (phase === 'refused' && reason === Reason.VERSION) {
    return {
      kind: 'refused',
      title: 'This page is of another version than the controller',
      text: 'Loading it again brings the right one.',
      action: 'reload',
      label: 'Load again',
    };
  }
  if (phase === 'refused') {
    return {
      kind: 'refused', title: 'The controller refused the link', text: text || 'It gave no reason.', retryAt,
      action: 'retry', label: 'Try now',
    };
  }
  if (phase === 'lost') {
    const title = reason === Reason.SHUTDOWN ? 'The controller has stopped' : 'The link to the controller is lost';
    return { kind: 'link-lost', title, text, retryAt, action: 'retry', label: 'Reconnect now' };
  }
  return phase === 'closed' ? { kind: 'closed', title: 'The link is closed', action: 'retry', label: 'Connect' }
      : { kind: 'connecting', title: 'Connecting…' };
}
