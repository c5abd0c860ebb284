/**
 * How the seat looks: what a person chose in the menu or the address, and what follows from it for the screen, the link and
 * the numbers.
 * @module
 */
import { Numbers } from './numbers.js';
import { choose, setting } from './settings.js';
import { SizeWish } from './size-wish.js';
import { ViewMenu } from './view-menu.js';
import { t } from './words.js';

/** Settings that the controller hears of when the display is attached. */
const ATTACHED = ['head', 'depth'];

/**
 * @typedef {object} ViewOptions
 * @property {import('./screen.js').Screen} screen
 * @property {HTMLElement} canvas
 * @property {(size: import('./size-wish.js').Size) => boolean} sendSize whether it could be sent
 * @property {() => void} reattach makes the link anew, with the display as it is chosen now
 * @property {(words: string) => void} say to the person, for a moment
 */

export class View {
  #options;
  #numbers = new Numbers();
  #menu;
  #wish;

  /** @param {ViewOptions} options */
  constructor(options) {
    this.#options = options;
    const { screen, sendSize } = options;
    this.#menu = new ViewMenu((name, value) => this.#choose(name, value));
    this.#wish = new SizeWish(sendSize, () => this.#wishChanged());
    screen.watchRoom(() => this.#wish.room(screen.roomForGuest));
    this.#layOut();
    this.#applyDepth();
    this.#applyNumbers();
    this.#wish.switch(setting('follow') === 'yes');
  }

  /** What the display says of itself when it is attached. @returns {import('./link.js').DisplayChoice} */
  static get display() {
    return { head: Number(setting('head')), depth: Number(setting('depth')) };
  }

  get size() {
    return { ...this.#wish.wished, outcome: this.#wish.outcome };
  }

  /** @param {number} count of heads that the machine has, 1 when it is not known */
  heads(count) {
    this.#menu.heads(count);
  }

  /** The display is attached. */
  attached() {
    this.#wish.attached();
  }

  /** The link is gone. */
  lost() {
    this.#wish.lost();
  }

  /** A picture is shown. */
  shown() {
    const { width, height } = this.#options.screen;
    this.#wish.shown({ width, height });
  }

  /** Chooses the first head again. */
  showFirstHead() {
    this.#choose('head', '1');
  }

  /** @param {import('./readout.js').Readout} readout */
  readout(readout) {
    if (this.#numbers.on) {
      this.#numbers.show(readout.stats, readout.kbitByWay(this.#options.screen.bytes));
    }
  }

  /**
   * @param {string} name
   * @param {string} value
   */
  #choose(name, value) {
    choose(name, value);
    if (ATTACHED.includes(name)) {
      this.#applyDepth();
      this.#options.reattach();
    } else if (name === 'follow') {
      this.#wish.switch(value === 'yes');
    } else if (name === 'tiles' || name === 'numbers') {
      this.#applyNumbers();
    } else {
      this.#layOut();
    }
  }

  #layOut() {
    const { screen } = this.#options;
    screen.layOut(/** @type {import('./scale.js').ScaleMode} */ (setting('scale')),
        /** @type {import('./turn.js').Turn} */ (Number(setting('rotate'))));
    this.#wish.room(screen.roomForGuest);
  }

  /** Few colours have no bits for full white; it is shown so all the same. */
  #applyDepth() {
    this.#options.canvas.dataset.depth = setting('depth');
  }

  #applyNumbers() {
    const tiles = setting('tiles') === 'yes';
    const { tileColours } = this.#options.screen;
    if (tiles !== tileColours.on) {
      tileColours.switch(tiles);
    }
    this.#numbers.switch(tiles || setting('numbers') === 'yes', tiles);
  }

  #wishChanged() {
    const { wished: { width, height }, outcome } = this.#wish;
    const size = `${width}×${height}`;
    const { screen } = this.#options;
    switch (outcome) {
      case 'none': return this.#menu.followState('');
      case 'sent': return this.#menu.followState(t('view.sizeSent', { size }));
      case 'follows': return this.#menu.followState(t('view.sizeFollows', { size }));
      case 'keeps': {
        const words = screen.width === 0 ? t('view.sizeNoPicture', { size })
            : t('view.sizeKeeps', { has: `${screen.width}×${screen.height}`, size });
        this.#menu.followState(words);
        return this.#options.say(words);
      }
    }
  }
}
