/**
 * Asks to which controller devices are to be sent.
 * @module
 */
import { ask } from './dialogs.js';

const DEFAULT_PORT = 18356;

/**
 * @param {string} title
 * @param {(to: {host: string, port: number, permanent: boolean}) => Promise<void>} send
 */
export function askWhere(title, send) {
  return ask(title,
      'The controller there must have the same key as this one: a device goes to no other, and comes back.',
      [
        { name: 'host', label: 'Name or address', required: true },
        { name: 'port', label: 'Port', type: 'number', value: String(DEFAULT_PORT), required: true },
        { name: 'permanent', label: 'For good', type: 'checkbox', hint: 'It goes there after a restart too.' },
      ],
      'Send',
      ({ host, port, permanent }) => send({ host: host.trim(), port: Number(port), permanent: permanent === 'on' }));
}
