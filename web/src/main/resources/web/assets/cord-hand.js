/**
 * A hand that holds the end of one cord. It is taken by dragging a socket or a cord with a mouse, finger or pen, or by a click
 * or Enter on a socket; then the arrow keys choose a VM. One hand, one cord.
 * @module
 */
import { curve } from './cords.js';
import { draw } from './dom.js';
import { t } from './words.js';

/** A pointer that moved less than this has clicked. */
const CLICK_PX = 5;

/** Dropped so near to where it was taken, nothing is meant. */
const BACK_PX = 30;

/** So near to the edge of a column it scrolls, so fast. */
const EDGE_PX = 48;
const SCROLL_PX = 14;

/**
 * What the hand needs to know of the board.
 * @typedef {object} Board
 * @property {HTMLElement} panes in whose pixels the loose cord is drawn
 * @property {SVGSVGElement} drawing over all of them
 * @property {(seat: string) => import('./cords.js').Point | null} socket in the drawing's pixels
 * @property {(x: number, y: number) => ?string} vmAt a place of the window
 * @property {(vm: string) => import('./cords.js').Point | null} plugOf a VM, in the drawing's pixels
 * @property {() => {name: string, title: string, state: string}[]} vms in their order
 * @property {(vm: string) => void} reveal
 * @property {(vm: ?string) => void} mark the VM that the cord would go into
 * @property {(seat: string) => ?string} vmOf where the seat's cord is now
 * @property {(cord: ?string) => void} holding the key of the cord
 * @property {() => HTMLElement} scroller of the VMs
 * @property {(seat: string, vm: ?string) => void} plug
 * @property {(seat: string, from: string, to: ?string) => void} copy what is typed goes into another VM, or none, in place of one
 * @property {(words: string) => void} say
 */

/**
 * @typedef {{seat: string, key: string, copies: ?string, x: number, y: number, atX: number, atY: number, vm: ?string, moved: boolean}} Drag
 * copies: the VM that keys are copied into by the cord; null for the seat's own cord
 */

export class CordHand {
  #board;
  #path = draw('path', { class: 'loose' });
  #plug = draw('circle', { class: 'plug', r: 8 });
  #group = draw('g', { class: 'hand' }, this.#path, this.#plug);
  /** @type {?Drag} */
  #drag = null;
  /** Taken without dragging; -1 is nowhere. @type {?{seat: string, at: number}} */
  #held = null;
  #scrolling = 0;
  /** A drag that has ended is followed by a click that is not meant. */
  #ignoreClick = false;

  /** @param {Board} board */
  constructor(board) {
    this.#board = board;
    this.#group.setAttribute('visibility', 'hidden');
    board.drawing.append(this.#group);
    addEventListener('pointermove', (event) => this.#moved(event));
    addEventListener('pointerup', (event) => this.#released(event));
    addEventListener('pointercancel', () => this.#letGo());
    addEventListener('keydown', (event) => this.#key(event), { capture: true });
    addEventListener('click', (event) => this.#clicked(event), { capture: true });
    addEventListener('blur', () => this.#drag && this.#letGo());
  }

  /** Whether it holds a cord. */
  get isFull() {
    return this.#drag !== null || this.#held !== null;
  }

  /** Begins to drag a seat's cord, or one that copies its keys. @param {string} seat @param {PointerEvent} event @param {?import('./cords.js').Cord} [cord] */
  grab(seat, event, cord = null) {
    this.#ignoreClick = false;
    if (event.button !== 0 || this.#drag) {
      return;
    }
    if (event.currentTarget instanceof SVGElement) {
      event.preventDefault(); // or it would select text
      this.#drop();
    }
    const copies = cord?.kind === 'broadcast' ? cord.vm : null;
    this.#drag = { seat, key: cord?.key ?? seat, copies, x: event.clientX, y: event.clientY, atX: event.clientX, atY: event.clientY, vm: null, moved: false };
  }

  /** Takes a seat's cord in hand, or puts it back. @param {string} seat */
  take(seat) {
    if (this.#ignoreClick) {
      this.#ignoreClick = false;
      return;
    }
    if (this.#held?.seat === seat) {
      this.#giveUp();
      return;
    }
    this.#drop();
    const now = this.#board.vmOf(seat);
    this.#held = { seat, at: this.#board.vms().findIndex(({ name }) => name === now) };
    this.#board.holding(seat);
    this.#board.say(t('hand.taken', { seat }));
    this.#showHeld();
  }

  /** The picture has moved below it. */
  redraw() {
    if (this.#drag?.moved) {
      this.#showDrag();
    } else if (this.#held) {
      this.#showHeld(false);
    }
  }

  /** @param {PointerEvent} event */
  #moved(event) {
    const drag = this.#drag;
    if (!drag) {
      return;
    }
    drag.atX = event.clientX;
    drag.atY = event.clientY;
    if (!drag.moved && Math.hypot(drag.atX - drag.x, drag.atY - drag.y) > CLICK_PX) {
      drag.moved = true;
      this.#drop();
      this.#board.holding(drag.key);
      this.#scrolling = requestAnimationFrame(() => this.#scroll());
    }
    if (drag.moved) {
      this.#showDrag();
    }
  }

  /** Scrolls the VMs while the cord is at an edge. */
  #scroll() {
    const drag = this.#drag;
    if (!drag?.moved) {
      return;
    }
    const { left, top, bottom } = this.#board.scroller().getBoundingClientRect();
    const by = drag.atX < left - EDGE_PX ? 0 : drag.atY < top + EDGE_PX ? -SCROLL_PX : drag.atY > bottom - EDGE_PX ? SCROLL_PX : 0;
    if (by !== 0) {
      this.#board.scroller().scrollTop += by;
    }
    this.#scrolling = requestAnimationFrame(() => this.#scroll());
  }

  /** @param {PointerEvent} event */
  #released(event) {
    const drag = this.#drag;
    this.#drag = null;
    if (!drag?.moved) {
      return; // a click, which comes as one
    }
    this.#ignoreClick = true;
    setTimeout(() => {
      this.#ignoreClick = false;
    });
    this.#letGo();
    const vm = this.#board.vmAt(event.clientX, event.clientY);
    const now = drag.copies ?? this.#board.vmOf(drag.seat);
    if (vm === null && (now === null || Math.hypot(event.clientX - drag.x, event.clientY - drag.y) <= BACK_PX)) {
      return;
    }
    if (drag.copies !== null) {
      this.#copyInto(drag.seat, drag.copies, vm);
    } else if (vm !== null) {
      this.#plugInto(drag.seat, vm);
    } else {
      this.#board.plug(drag.seat, null);
    }
  }

  /** @param {string} seat @param {string} from @param {?string} to */
  #copyInto(seat, from, to) {
    if (from === to) {
      this.#board.say(t('hand.same'));
    } else {
      this.#board.copy(seat, from, to);
    }
  }

  /** @param {string} seat @param {string} vm */
  #plugInto(seat, vm) {
    if (this.#board.vmOf(seat) === vm) {
      this.#board.say(t('hand.same'));
    } else {
      this.#board.plug(seat, vm);
    }
  }

  #showDrag() {
    const drag = /** @type {Drag} */ (this.#drag);
    const { left, top } = this.#board.panes.getBoundingClientRect();
    drag.vm = this.#board.vmAt(drag.atX, drag.atY);
    this.#board.mark(drag.vm);
    const end = drag.vm === null ? null : this.#board.plugOf(drag.vm);
    this.#draw(drag.seat, end ?? { x: drag.atX - left, y: drag.atY - top });
  }

  /** @param {boolean} [reveal] */
  #showHeld(reveal = true) {
    const { seat, at } = /** @type {{seat: string, at: number}} */ (this.#held);
    const vm = this.#board.vms()[at]?.name ?? null;
    if (reveal && vm !== null) {
      this.#board.reveal(vm);
    }
    this.#board.mark(vm);
    const from = this.#board.socket(seat);
    const end = vm === null ? null : this.#board.plugOf(vm);
    this.#draw(seat, end ?? { x: (from?.x ?? 0) + 60, y: (from?.y ?? 0) + 30 });
  }

  /** @param {string} seat @param {import('./cords.js').Point} end */
  #draw(seat, end) {
    const from = this.#board.socket(seat);
    if (from) {
      this.#path.setAttribute('d', curve(from, end));
      this.#plug.setAttribute('transform', `translate(${end.x} ${end.y})`);
      this.#group.setAttribute('visibility', 'visible');
    }
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === 'Escape' && this.#drag) {
      event.preventDefault();
      this.#drag = null;
      this.#letGo();
      this.#board.say(t('hand.dropped'));
      return;
    }
    if (!this.#held || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    const vms = this.#board.vms();
    const { seat, at } = this.#held;
    const last = vms.length - 1;
    const to = {
      ArrowDown: Math.min(last, at + 1), ArrowRight: Math.min(last, at + 1), ArrowUp: Math.max(-1, at - 1),
      ArrowLeft: Math.max(-1, at - 1), PageDown: Math.min(last, at + 8), PageUp: Math.max(-1, at - 8), Home: 0, End: last,
    }[event.key];
    if (to !== undefined) {
      this.#held.at = to;
      this.#showHeld();
      const vm = vms[to];
      this.#board.say(vm ? t('hand.at', { vm: vm.title, state: t(`vm.${vm.state}`), n: to + 1, of: vms.length })
        : t('hand.nowhere'));
    } else if (event.key === 'Enter' || event.key === ' ') {
      const vm = vms[at];
      this.#drop();
      if (vm) {
        this.#plugInto(seat, vm.name);
      } else if (this.#board.vmOf(seat) !== null) {
        this.#board.plug(seat, null);
      } else {
        this.#board.say(t('hand.dropped'));
      }
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      this.#drop();
      this.#board.plug(seat, null);
    } else if (event.key === 'Escape') {
      this.#giveUp();
    } else {
      if (event.key === 'Tab') {
        this.#giveUp();
      }
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** A click on a VM plugs what is in hand, any other gives it up. @param {MouseEvent} event */
  #clicked(event) {
    if (this.#ignoreClick) {
      event.stopPropagation();
      event.preventDefault();
      this.#ignoreClick = false;
      return;
    }
    if (!this.#held || (event.target instanceof Element && event.target.closest('[data-socket]'))) {
      return;
    }
    const { seat } = this.#held;
    const vm = this.#board.vmAt(event.clientX, event.clientY);
    event.stopPropagation();
    event.preventDefault();
    if (vm !== null) {
      this.#drop();
      this.#plugInto(seat, vm);
    } else {
      this.#giveUp();
    }
  }

  #giveUp() {
    this.#drop();
    this.#board.say(t('hand.dropped'));
  }

  /** Holds nothing any more that was taken. */
  #drop() {
    if (this.#held) {
      this.#held = null;
      this.#letGo();
    }
  }

  #letGo() {
    this.#drag = null;
    cancelAnimationFrame(this.#scrolling);
    this.#group.setAttribute('visibility', 'hidden');
    this.#board.mark(null);
    this.#board.holding(null);
  }
}
