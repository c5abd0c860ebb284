/**
 * The console: the plugboard, and the pages around it, as the controller is now.
 * @module
 */
import { watchAll } from './api.js';
import { Audit } from './audit.js';
import { Board } from './board.js';
import { Devices, waitingAmong } from './devices.js';
import { setText } from './dom.js';
import { Health } from './health.js';
import { PresetsPage } from './presets-page.js';
import { mayAdminister, mayRead } from './session.js';
import { Shell } from './shell.js';
import { Users } from './users.js';
import { t } from './words.js';

/** A controller that is restarted is back within this; a banner would only frighten. */
const PATIENCE_MS = 1_500;

const shell = new Shell();
const board = new Board((words, undo) => shell.say(words, undo));
shell.add('board', t('nav.board'), board);
if (mayRead) {
  shell.add('devices', t('nav.devices'), new Devices());
  shell.add('presets', t('nav.presets'), new PresetsPage());
}
if (mayAdminister) {
  shell.add('users', t('nav.users'), new Users());
  shell.add('audit', t('nav.audit'), new Audit());
}
if (mayRead) {
  shell.add('health', t('nav.health'), new Health());
}

let bannerTimer = 0;

watchAll(mayRead, (state) => {
  if (state) {
    clearTimeout(bannerTimer);
    bannerTimer = 0;
    shell.reachable = true;
    shell.show(state);
    if (mayRead) {
      setText(shell.badge('devices'), String(waitingAmong(state.devices) || ''));
    }
  } else if (bannerTimer === 0) {
    bannerTimer = setTimeout(() => {
      shell.reachable = false;
    }, PATIENCE_MS);
  }
});
