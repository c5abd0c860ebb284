/**
 * The bar of tools at the top of the seat. It opens by its handle, and leaves by itself.
 * @module
 */
import { CHORDS, MODIFIERS, keyNames } from './chords.js';
import { byId, make, setChoices, setText } from './dom.js';
import { t } from './words.js';

const LINGER_MS = 700;
const GREETING_MS = 4_000;

/**
 * What the bar lets a person do.
 * @typedef {object} BarActions
 * @property {(vm: ?string) => void} plug
 * @property {(action: import('./api.js').VmAction) => void} power
 * @property {(keys: string[]) => void} playChord
 * @property {(modifier: string) => void} toggleLatch
 * @property {() => void} fullScreen
 * @property {() => void} backToScreen gives the keyboard back to the VM
 */

/** Which power actions a state has. @type {Record<string, string[]>} */
const POWER = {
  unplugged: [],
  off: ['start'],
  failed: ['start'],
  starting: ['stop'],
  running: ['pause', 'power-button', 'reset', 'stop'],
  paused: ['resume', 'reset', 'stop'],
};

export class Bar {
  #root = byId('bar', HTMLElement);
  #handle = byId('handle', HTMLButtonElement);
  #pin = byId('pin', HTMLButtonElement);
  #select = byId('vm-select', HTMLSelectElement);
  #actions;
  #timer = 0;
  /** Whether the VM needs no attention, so that the bar may leave. */
  #calm = false;
  #stayUntil = 0;

  /**
   * @param {string} seat its name
   * @param {BarActions} actions
   */
  constructor(seat, actions) {
    this.#actions = actions;
    setText(byId('seat-name', HTMLElement), t('tools.seat', { seat }));
    this.#fillPower();
    this.#fillKeys();
    for (const menu of all('.menu')) {
      menu.addEventListener('toggle', (event) => this.#menuToggled(menu, event));
    }
    this.#select.addEventListener('change', () => {
      actions.plug(this.#select.value || null);
      actions.backToScreen();
    });
    byId('full-screen', HTMLButtonElement).addEventListener('click', () => actions.fullScreen());
    document.addEventListener('fullscreenchange', () => setText(byId('full-screen', HTMLElement),
        t(document.fullscreenElement ? 'tools.leaveFullScreen' : 'tools.fullScreen')));
    this.#listen();
    const body = byId('bar-body', HTMLElement);
    new ResizeObserver(() => document.body.style.setProperty('--bar-height', `${body.offsetHeight}px`)).observe(body);
    this.#setPinned(localStorage.getItem('netseat.pinned') === 'yes');
    this.open();
    // A newcomer is shown the bar before it leaves.
    this.#stayUntil = performance.now() + GREETING_MS;
  }

  open() {
    clearTimeout(this.#timer);
    this.#root.classList.add('open');
    this.#handle.setAttribute('aria-expanded', 'true');
  }

  /** Opens the bar and puts the keyboard's focus on it. */
  focus() {
    this.open();
    this.#select.focus();
  }

  /**
   * @param {import('./frames.js').PlugState} plugState
   * @param {string} vm its name, empty when unplugged
   * @param {import('./api.js').Vm[]} vms
   * @param {boolean} calm whether all is well, so that the bar may leave
   */
  update(plugState, vm, vms, calm) {
    setChoices(this.#select,
        [{ value: '', label: t('tools.none') }, ...vms.map(({ name, title }) => ({ value: name, label: title }))], vm);
    for (const button of all('#power-menu button')) {
      button.hidden = !POWER[plugState].includes(button.dataset.action ?? '');
    }
    byId('power-button', HTMLButtonElement).disabled = POWER[plugState].length === 0;
    if (calm !== this.#calm) {
      this.#calm = calm;
      this.#leaveAfter(Math.max(LINGER_MS, this.#stayUntil - performance.now()));
    }
  }

  /** @param {number} bits 1 Num, 2 Caps, 4 Scroll */
  leds(bits) {
    for (const led of all('.led')) {
      const lit = (bits & Number(led.dataset.led)) !== 0;
      led.classList.toggle('lit', lit);
      led.setAttribute('aria-label', t(lit ? 'tools.ledOn' : 'tools.ledOff', { led: led.textContent ?? '' }));
    }
  }

  /** @param {import('./readout.js').Stats} stats */
  readout({ keyToPixel, framesPerSecond, kbitPerSecond }) {
    if (this.#root.classList.contains('open')) {
      setText(byId('key-to-pixel', HTMLElement), keyToPixel === null ? '–' : keyToPixel.toFixed(1));
      setText(byId('frames-per-second', HTMLElement), framesPerSecond.toFixed(0));
      setText(byId('kbit-per-second', HTMLElement), kbitPerSecond.toFixed(0));
    }
  }

  /** @param {(modifier: string) => boolean} isLatched */
  latches(isLatched) {
    let any = false;
    for (const button of all('[data-latch]')) {
      const latched = isLatched(button.dataset.latch ?? '');
      any ||= latched;
      button.setAttribute('aria-pressed', String(latched));
    }
    byId('keys-button', HTMLElement).classList.toggle('lit', any);
  }

  #fillPower() {
    for (const button of all('#power-menu button')) {
      button.addEventListener('click', () => {
        byId('power-menu', HTMLElement).hidePopover();
        this.#actions.power(/** @type {import('./api.js').VmAction} */ (button.dataset.action));
      });
    }
  }

  #fillKeys() {
    const menu = byId('keys-menu', HTMLElement);
    menu.append(make('fieldset', {},
        make('legend', {}, t('tools.latch')),
        ...MODIFIERS.map(({ label, code }) => make('button', {
          type: 'button', 'data-latch': code, 'aria-pressed': 'false', click: () => this.#actions.toggleLatch(code),
        }, keyNames(label)))));
    for (const { title, chords } of CHORDS) {
      menu.append(make('fieldset', {},
          make('legend', {}, t(title)),
          ...chords.map(({ label, keys }) => make('button', {
            type: 'button',
            'data-keys': keys.join(' '),
            click: () => {
              menu.hidePopover();
              this.#actions.backToScreen();
              this.#actions.playChord(keys);
            },
          }, keyNames(label)))));
    }
  }

  #listen() {
    const { backToScreen } = this.#actions;
    this.#handle.addEventListener('click', () => {
      if (this.#root.classList.contains('open') && !this.#pinned) {
        this.#leaveAfter(0);
        backToScreen();
      } else {
        this.focus();
      }
    });
    this.#handle.addEventListener('pointerenter', (event) => {
      if (event.pointerType === 'mouse') {
        this.open();
      }
    });
    this.#root.addEventListener('pointerenter', () => clearTimeout(this.#timer));
    this.#root.addEventListener('pointerleave', () => this.#leaveAfter(LINGER_MS));
    this.#root.addEventListener('focusin', () => this.open());
    this.#root.addEventListener('focusout', () => this.#leaveAfter(LINGER_MS));
    this.#root.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        this.#leaveAfter(0);
        backToScreen();
      }
    });
    this.#pin.addEventListener('click', () => {
      this.#setPinned(!this.#pinned);
      backToScreen();
    });
  }

  get #pinned() {
    return this.#pin.getAttribute('aria-pressed') === 'true';
  }

  /** @param {boolean} pinned */
  #setPinned(pinned) {
    this.#pin.setAttribute('aria-pressed', String(pinned));
    document.body.classList.toggle('pinned', pinned);
    localStorage.setItem('netseat.pinned', pinned ? 'yes' : 'no');
  }

  /** @param {number} ms */
  #leaveAfter(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const needed = this.#pinned || !this.#calm || document.querySelector('.menu:popover-open')
          || (ms > 0 && (this.#root.matches(':hover') || this.#root.contains(document.activeElement)));
      if (!needed) {
        this.#root.classList.remove('open');
        this.#handle.setAttribute('aria-expanded', 'false');
      }
    }, ms);
  }

  /**
   * Puts a menu below its button, or gives the keyboard back when it closes.
   * @param {HTMLElement} menu
   * @param {Event} event
   */
  #menuToggled(menu, event) {
    const button = document.querySelector(`[popovertarget="${menu.id}"]`);
    if (/** @type {ToggleEvent} */ (event).newState === 'open' && button) {
      const { left, bottom } = button.getBoundingClientRect();
      menu.style.left = `${Math.max(8, Math.min(left, innerWidth - menu.offsetWidth - 8))}px`;
      menu.style.top = `${bottom + 9}px`;
      menu.style.maxHeight = `${innerHeight - bottom - 17}px`;
      return;
    }
    const { activeElement } = document;
    if (!activeElement || activeElement === document.body || activeElement === button || menu.contains(activeElement)) {
      this.#actions.backToScreen();
    }
    this.#leaveAfter(LINGER_MS);
  }
}

/**
 * @param {string} selector
 * @returns {NodeListOf<HTMLElement>}
 */
function all(selector) {
  return document.querySelectorAll(selector);
}
