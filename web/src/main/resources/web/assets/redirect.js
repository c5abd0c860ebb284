/**
 * Asks to which controller devices are to be sent.
 * @module
 */
import { ask } from './dialogs.js';
import { t } from './words.js';

const DEFAULT_PORT = 18356;

/**
 * @param {string} title
 * @param {(to: {host: string, port: number, permanent: boolean}) => Promise<void>} send
 */
export function askWhere(title, send) {
  return ask(title,
      t('redirect.text'),
      [
        { name: 'host', label: t('redirect.host'), required: true },
        { name: 'port', label: t('redirect.port'), type: 'number', value: String(DEFAULT_PORT), required: true },
        { name: 'permanent', label: t('redirect.permanent'), type: 'checkbox', hint: t('redirect.permanentHint') },
      ],
      t('redirect.send'),
      ({ host, port, permanent }) => send({ host: host.trim(), port: Number(port), permanent: permanent === 'on' }));
}
