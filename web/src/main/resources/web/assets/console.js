/**
 * The console: the plugboard, and the pages around it, as the controller is now.
 * @module
 */
import { watchAll } from './api.js';
import { Board } from './board.js';
import { Devices, waitingAmong } from './devices.js';
import { setText } from './dom.js';
import { Health } from './health.js';
import { PresetsPage } from './presets-page.js';
import { mayRead } from './session.js';
import { Shell } from './shell.js';
import { t } from './words.js';

/** A controller that is restarted is back within this; a banner would only frighten. */
const PATIENCE_MS = 1_500;

const shell = new Shell();
const board = new Board((words, undo) => shell.say(words, undo));
const devices = new Devices();
const health = new Health();
const presets = new PresetsPage();
shell.add('board', t('nav.board'), board);
if (mayRead) {
  shell.add('devices', t('nav.devices'), devices);
  shell.add('presets', t('nav.presets'), presets);
  shell.add('health', t('nav.health'), health);
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
