/**
 * The page of a seat: puts keyboard, pointer and screen on one link, and shows what is going on.
 * @module
 */
import { plug, power, watchState } from './api.js';
import { Bar } from './bar.js';
import { ChordPlayer } from './chords.js';
import { carryOut, complain } from './dialogs.js';
import { Contacts } from './contacts.js';
import { Darkness } from './darkness.js';
import { byId } from './dom.js';
import { KeyAction } from './frames.js';
import { Hint } from './hint.js';
import { Keyboard, thisPlatform } from './keyboard.js';
import { Link, Peripheral, REFRESH } from './link.js';
import { Mouse } from './mouse.js';
import { Pacer } from './pacer.js';
import { Panel } from './panel.js';
import { Pointer } from './pointer.js';
import { Readout } from './readout.js';
import { Screen } from './screen.js';
import { situation } from './situation.js';
import { Touch } from './touch.js';
import { translate } from './translate.js';
import { View } from './view.js';
import { t } from './words.js';

const READOUT_MS = 500;

class SeatPage {
  #seat = decodeURIComponent(location.pathname.split('/')[2] ?? '');
  #canvas = byId('screen', HTMLCanvasElement);
  #hint = new Hint();

  /** @type {?{state: import('./frames.js').PlugState, machine: string, text: string}} */
  #plug = null;
  /** @type {?import('./api.js').State} */
  #state = null;
  #leds = 0;
  #picture = false;

  #readout = new Readout();
  #pacer = new Pacer(REFRESH);
  #screen = new Screen({
    stage: byId('stage', HTMLElement),
    frame: byId('frame', HTMLElement),
    canvas: this.#canvas,
    tiles: byId('tiles', HTMLCanvasElement),
    pointer: byId('pointer', HTMLCanvasElement),
  });

  #link = new Link(`${location.protocol === 'https:' ? 'wss:' : 'ws:'}//${location.host}/seat/`
      + `${encodeURIComponent(this.#seat)}/link`, () => View.display, {
    linkChanged: (state) => this.#linkChanged(state),
    status: (peripheral, state, machine, text) => this.#status(peripheral, state, machine, text),
    leds: (_peripheral, leds) => this.#showLeds(leds),
    pointerMode: (_peripheral, absolute) => this.#pointerMode(absolute),
    picture: (peripheral, mark, answers, last, commands) => this.#draw(peripheral, mark, answers, last, commands),
    blank: (_peripheral, dark) => this.#darkness.become(dark),
    touchMode: (_peripheral, contacts) => this.#touchMode(contacts),
  });

  #darkness = new Darkness(() => {
    if (!this.#pointer.absolute) {
      // A mouse that is not the guest's has nothing to say to it, but is in use.
      this.#link.send((frames) => frames.motion(Peripheral.POINTER, 0, 0));
    }
  });

  #keyboard = new Keyboard(
      (key, action) => {
        const sequence = this.#link.send((frames) => frames.key(Peripheral.KEYBOARD, key.page, key.usage, action));
        if (action !== KeyAction.RELEASE) {
          this.#pressed(sequence);
        }
        return sequence !== 0;
      },
      thisPlatform(),
      () => this.#hint.say(t('screen.noKey')));

  #chords = new ChordPlayer(this.#keyboard);

  #pointer = new Pointer({
    position: (x, y) => this.#link.send((frames) => frames.position(Peripheral.POINTER, x, y)),
    motion: (right, down) => this.#link.send((frames) => frames.motion(Peripheral.POINTER, right, down)),
    button: (button, down) => {
      const sequence = this.#link.send((frames) => frames.button(Peripheral.POINTER, button, down));
      if (down) {
        this.#pressed(sequence);
      }
    },
    wheel: (away, right) => this.#link.send((frames) => frames.wheel(Peripheral.POINTER, away, right)),
    congested: () => this.#link.congested,
  });

  #contacts = new Contacts({
    report: (contacts) => this.#link.send((frames) => frames.touch(Peripheral.TOUCH, contacts)),
    congested: () => this.#link.congested,
  }, this.#screen);

  #mouse = new Mouse({
    stage: byId('stage', HTMLElement),
    canvas: this.#canvas,
    pointer: this.#pointer,
    screen: this.#screen,
    active: () => this.#running,
    lockChanged: (locked) => this.#lockChanged(locked),
  });

  #view = new View({
    screen: this.#screen,
    canvas: this.#canvas,
    sendSize: (size) => this.#link.state.phase === 'attached'
        && this.#link.send((frames) => frames.size(Peripheral.DISPLAY, size)) !== 0,
    reattach: () => this.#link.reopen(),
    say: (words) => this.#hint.say(words),
  });

  #panel = new Panel((action) => this.#act(action), (vm) => this.#plugInto(vm));
  #bar;

  constructor() {
    document.title = `${t('tools.seat', { seat: this.#seat })} – Netseat`;
    this.#bar = new Bar(this.#seat, {
      plug: (vm) => this.#plugInto(vm),
      power: (action) => this.#power(action),
      playChord: (keys) => this.#chords.play(keys),
      toggleLatch: (modifier) => this.#keyboard.toggleLatch(modifier),
      fullScreen: () => this.#toggleFullScreen(),
      backToScreen: () => this.#canvas.focus({ preventScroll: true }),
    });
    this.#keyboard.latchChanged = () => this.#bar.latches((modifier) => this.#keyboard.isLatched(modifier));
    new Touch(this.#canvas, this.#pointer, this.#contacts, this.#screen, () => this.#running);
    this.#listen();
    watchState((state) => {
      // While the controller cannot be reached, the link says so; the names of the VMs are still good.
      this.#state = state ?? this.#state;
      this.#update();
    });
    setInterval(() => {
      this.#bar.readout(this.#readout.stats);
      this.#view.readout(this.#readout);
    }, READOUT_MS);
    this.#canvas.focus({ preventScroll: true });
    this.#link.open();
  }

  /** What the tests of the project, and the curious, may look at. */
  get hook() {
    const page = this;
    return Object.freeze({
      get connected() { return page.#link.state.phase === 'attached'; },
      get width() { return page.#canvas.width; },
      get height() { return page.#canvas.height; },
      get stats() {
        const { stats } = page.#readout;
        return { ...stats, fps: stats.framesPerSecond, kbps: stats.kbitPerSecond };
      },
      /** The size that the guest should have, and what has become of that. */
      get size() { return page.#view.size; },
      /** How each tile came last, by the numbers of ways.js; empty while the tiles have no colours. */
      get tiles() { return page.#screen.tileColours.ways; },
      /** Bytes by the same numbers. */
      get bytesByWay() { return [...page.#screen.bytes]; },
      get plug() { return page.#plug; },
      get leds() { return page.#leds; },
      /** How many contacts the guest takes. */
      get contacts() { return page.#contacts.most; },
      get dark() { return page.#darkness.dark; },
      get absolute() { return page.#pointer.absolute; },
      get pictures() { return page.#screen.shown; },
      /** The canvas's own pixels: four bytes each, red first. */
      pixels: () => page.#screen.pixels(),
      /** Codes of the keys and numbers of the buttons that are held. */
      held: () => [...page.#keyboard.held(), ...page.#pointer.held()],
    });
  }

  get #running() {
    return this.#link.ready && (this.#plug?.state === 'running' || this.#plug?.state === 'starting');
  }

  /** Whether the keys are the guest's: a VM runs, and nothing of our own has the focus. */
  get #keysAreTheGuests() {
    const { activeElement } = document;
    return this.#running && (activeElement === this.#canvas || activeElement === document.body || activeElement === null)
        && !document.querySelector('dialog[open], .menu:popover-open');
  }

  #listen() {
    addEventListener('keydown', (event) => this.#keyDown(event), { capture: true });
    addEventListener('keyup', (event) => this.#keyUp(event), { capture: true });
    addEventListener('blur', () => this.#releaseAll());
    this.#canvas.addEventListener('blur', () => this.#releaseAll());
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) {
        this.#releaseAll();
      }
    });
    addEventListener('pagehide', () => {
      this.#releaseAll();
      this.#link.close();
    });
    addEventListener('pageshow', (event) => {
      if (event.persisted) {
        this.#link.open();
      }
    });
    addEventListener('online', () => this.#link.open());
  }

  /** @param {KeyboardEvent} event */
  #keyDown(event) {
    if (!this.#keysAreTheGuests) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    this.#keyboard.down(event);
    const held = this.#keyboard.held();
    if (held.includes('ControlLeft') && held.includes('ControlRight')) {
      // The guest has had both keys; nothing of its own was taken from it.
      this.#mouse.unlock();
      this.#bar.focus();
    }
  }

  /** @param {KeyboardEvent} event */
  #keyUp(event) {
    if (!this.#keysAreTheGuests) {
      // The keys went elsewhere while one was held, and its release must not get lost on the way.
      this.#keyboard.releaseAll();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    this.#keyboard.up(event);
  }

  /** @param {import('./link.js').LinkState} state */
  #linkChanged({ phase }) {
    if (phase === 'connecting') {
      this.#darkness.become(false);
      this.#screen.restart();
      this.#readout.restart();
      this.#picture = false;
      this.#plug = null;
    }
    if (phase !== 'attached') {
      this.#pacer.cancel();
      // The controller has released what this link held.
      this.#keyboard.forget();
      this.#pointer.forget();
      this.#contacts.forget();
      this.#showLeds(0);
      this.#view.lost();
    } else {
      this.#view.attached();
    }
    this.#update();
  }

  /**
   * A key or button went down, and the person looks for its answer.
   * @param {number} sequence of its frame; 0 when it was not sent
   */
  #pressed(sequence) {
    if (sequence !== 0) {
      this.#readout.pressed(sequence);
      this.#pacer.hurry();
    }
  }

  #releaseAll() {
    this.#keyboard.releaseAll();
    this.#pointer.releaseAll();
    this.#contacts.releaseAll();
  }

  /** @param {number} bits 1 Num, 2 Caps, 4 Scroll */
  #showLeds(bits) {
    this.#leds = bits;
    this.#bar.leds(bits);
  }

  /**
   * @param {number} peripheral
   * @param {import('./frames.js').PlugState} state
   * @param {string} machine
   * @param {string} text
   */
  #status(peripheral, state, machine, text) {
    if (peripheral !== Peripheral.DISPLAY) {
      return;
    }
    if (machine !== this.#plug?.machine || state !== this.#plug.state) {
      // What was pressed for one VM is not for the next; a release of what is not held has no effect.
      this.#releaseAll();
    }
    if (machine !== this.#plug?.machine || state === 'off' || state === 'failed') {
      this.#picture = false;
    }
    const started = state === 'running' && this.#plug?.state !== 'running';
    this.#plug = { state, machine, text };
    if (started) {
      this.#hintAtClick();
    }
    this.#update();
  }

  /** @param {boolean} absolute */
  #pointerMode(absolute) {
    this.#pointer.setAbsolute(absolute);
    this.#screen.cursor.setAbsolute(absolute);
    if (absolute) {
      this.#mouse.unlock();
    }
    this.#hintAtClick();
  }

  /** @param {number} contacts that the guest takes */
  #touchMode(contacts) {
    this.#contacts.forget(); // the controller has lifted what was there
    this.#contacts.most = contacts;
    this.#pointer.releaseAll();
  }

  /** Says how the mouse gets into a VM that takes motion. A finger needs no click: the screen is its touchpad. */
  #hintAtClick() {
    if (this.#plug?.state === 'running' && !this.#pointer.absolute && !this.#mouse.locked
        && matchMedia('(any-pointer: fine)').matches) {
      this.#hint.say(t('screen.click'));
    }
  }

  /**
   * @param {number} peripheral
   * @param {number} mark
   * @param {number} answers
   * @param {boolean} last
   * @param {Uint8Array} commands
   */
  #draw(peripheral, mark, answers, last, commands) {
    if (peripheral !== Peripheral.DISPLAY) {
      return;
    }
    const drawing = this.#screen.draw(commands, last);
    if (!last) {
      return;
    }
    if (!drawing) {
      this.#drawn(mark, answers);
      return;
    }
    const { made } = this.#link;
    drawing.then(
        () => made === this.#link.made && this.#drawn(mark, answers),
        (error) => made === this.#link.made && this.#link.fail(error));
  }

  /**
   * A picture is to be seen.
   * @param {number} mark
   * @param {number} answers
   */
  #drawn(mark, answers) {
    this.#readout.shown(answers, this.#link.received, this.#screen.drawingMillis);
    if (!this.#darkness.dark) {
      this.#view.shown();
    }
    this.#pacer.drawn(() => this.#link.send((frames) => frames.pictureShown(Peripheral.DISPLAY, mark)));
    if (!this.#picture && this.#screen.width > 0) {
      this.#picture = true;
      this.#update();
    }
  }

  #update() {
    const trouble = situation({
      seat: this.#seat,
      link: this.#link.state,
      plug: this.#plug,
      state: this.#state,
      picture: this.#picture,
      head: View.display.head,
    });
    document.body.dataset.state = trouble?.kind ?? 'fine';
    const vms = this.#state?.vms ?? [];
    this.#panel.show(trouble, vms);
    this.#bar.update(this.#plug?.state ?? 'unplugged', this.#plug?.machine ?? '', vms, trouble === null);
    const vm = vms.find(({ name }) => name === this.#plug?.machine);
    this.#view.heads(vm?.heads ?? 1);
    document.title = t('tools.pageTitle', { vm: vm?.title ?? t('tools.noVm'), seat: this.#seat });
  }

  /** @param {import('./panel.js').Action} action */
  #act(action) {
    switch (action) {
      case 'retry': return this.#link.open();
      case 'reload': return location.reload();
      case 'first-head': return this.#view.showFirstHead();
      case 'start':
      case 'resume':
        this.#canvas.focus({ preventScroll: true });
        return this.#power(action);
    }
  }

  /** @param {import('./api.js').VmAction} action */
  async #power(action) {
    const name = this.#plug?.machine;
    if (name) {
      const title = this.#state?.vms.find((vm) => vm.name === name)?.title ?? name;
      await carryOut(action, { name, title }, power);
      this.#canvas.focus({ preventScroll: true });
    }
  }

  /** @param {?string} vm */
  async #plugInto(vm) {
    try {
      await plug(this.#seat, vm);
    } catch (error) {
      await complain(t('panel.plugFault'), error);
    }
    this.#update();
  }

  async #toggleFullScreen() {
    if (document.fullscreenElement) {
      await document.exitFullscreen();
    } else {
      try {
        await document.documentElement.requestFullscreen({ navigationUI: 'hide' });
        // Not every browser has it; where it is, Alt Tab, Ctrl W and the like go to the guest.
        await /** @type {{keyboard?: {lock(): Promise<void>}}} */ (navigator).keyboard?.lock();
      } catch (error) {
        await complain(t('tools.noFullScreen'), error);
      }
    }
    this.#canvas.focus({ preventScroll: true });
  }

  /** @param {boolean} locked */
  #lockChanged(locked) {
    document.body.classList.toggle('locked', locked);
    if (locked) {
      this.#hint.say(t(document.fullscreenElement ? 'screen.escHeld' : 'screen.esc'));
    } else {
      this.#hint.hide();
      this.#hintAtClick();
    }
  }
}

translate(document);
Object.assign(window, { netseat: new SeatPage().hook });
