/**
 * What is wrong with a seat, in words, and what can be done about it.
 * @module
 */
import { Reason } from './protocol-error.js';
import { t } from './words.js';

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
    return { kind: 'no-seat', title: t('panel.noSeat', { seat }), text: t('panel.noSeatText') };
  }
  if (link.phase !== 'attached') {
    return broken(link);
  }
  if (plug === null) {
    return { kind: 'connecting', title: t('panel.connecting') };
  }
  const vm = state?.vms.find(({ name }) => name === plug.machine);
  const name = vm?.title ?? plug.machine;
  switch (plug.state) {
    case 'unplugged':
      return { kind: 'unplugged', title: t('panel.unplugged'), text: t('panel.unpluggedText'), action: 'pick' };
    case 'off':
      return { kind: 'off', title: t('panel.off', { vm: name }), action: 'start', label: t('power.start') };
    case 'paused':
      return { kind: 'paused', title: t('panel.paused', { vm: name }), action: 'resume', label: t('power.resume') };
    case 'failed':
      return {
        kind: 'failed',
        title: t('panel.failed', { vm: name }),
        text: t('panel.failedText'),
        lastWords: vm?.lastWords || plug.text || t('vm.noWords'),
        action: 'start',
        label: t('panel.startAgain'),
      };
    case 'starting':
      return picture ? null : { kind: 'starting', title: t('panel.starting', { vm: name }) };
    case 'running':
      if (vm && head > vm.heads) {
        const has = vm.heads === 1 ? t('panel.hasOne') : t('panel.hasMany', { n: vm.heads });
        return { kind: 'no-head', title: t('panel.noHead', { vm: name, head }), text: has, action: 'first-head', label: t('panel.firstHead') };
      }
      return picture ? null : { kind: 'waiting', title: t('panel.waiting', { vm: name }) };
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
      title: t('panel.version'),
      text: t('panel.versionText'),
      action: 'reload',
      label: t('panel.loadAgain'),
    };
  }
  if (phase === 'refused') {
    return {
      kind: 'refused', title: t('panel.refused'), text: text || t('panel.noReason'), retryAt,
      action: 'retry', label: t('panel.tryNow'),
    };
  }
  if (phase === 'lost') {
    const title = t(reason === Reason.SHUTDOWN ? 'panel.stopped' : 'panel.lost');
    return { kind: 'link-lost', title, text, retryAt, action: 'retry', label: t('panel.reconnect') };
  }
  return phase === 'closed' ? { kind: 'closed', title: t('panel.closed'), action: 'retry', label: t('panel.connect') }
      : { kind: 'connecting', title: t('panel.connecting') };
}
