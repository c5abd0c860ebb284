/**
 * The cords of the plugboard, drawn between the two columns. Only those of which an end can be seen are there.
 * @module
 */
import { draw } from './dom.js';

/** @typedef {import('./plugboard.js').Cord} Cord */
/** @typedef {{x: number, y: number}} Point */

/** More than this nobody can tell apart. */
const MOST = 120;

/** How far beyond the edge an end is drawn that cannot be seen, so that its cord leaves the picture. */
const BEYOND = 40;

/** How deep a cord hangs, for its length. */
const SLACK = 0.05;
const MOST_SLACK = 26;

/**
 * Where the ends of cords are, in the drawing's own pixels.
 * @typedef {object} Places
 * @property {() => {width: number, height: number}} size of the drawing
 * @property {(seat: string) => ?number} ofSeat how far down its socket is; null when it is not listed
 * @property {(vm: string, head: number) => ?number} ofHead
 */

export class Cords {
  #svg;
  #places;
  #grab;
  /** @type {Cord[]} */
  #cords = [];
  /** @type {Map<string, ReturnType<Cords['make']>>} */
  #shown = new Map();
  /** The key of the cord that somebody has in hand, which is drawn by the hand. @type {?string} */
  #inHand = null;

  /**
   * @param {SVGSVGElement} svg
   * @param {Places} places
   * @param {(cord: Cord, event: PointerEvent) => void} grab
   */
  constructor(svg, places, grab) {
    this.#svg = svg;
    this.#places = places;
    this.#grab = grab;
  }

  /** @param {Cord[]} cords */
  show(cords) {
    this.#cords = cords;
    this.draw();
  }

  /** @param {?string} key of the cord that is in somebody's hand */
  set inHand(key) {
    this.#inHand = key;
    this.draw();
  }

  draw() {
    const { width, height } = this.#places.size();
    if (width < 20) {
      return; // there is no room for a picture: the page is a list
    }
    const wanted = new Set();
    for (const cord of this.#cords) {
      if (wanted.size === MOST || cord.key === this.#inHand) {
        continue;
      }
      const from = this.#places.ofSeat(cord.seat);
      const to = this.#places.ofHead(cord.vm, cord.head);
      if (from === null || to === null || (!isIn(from, height) && !isIn(to, height))) {
        continue;
      }
      wanted.add(cord.key);
      this.#draw(cord, curve({ x: 0, y: clamped(from, height) }, { x: width, y: clamped(to, height) }), width,
          isIn(to, height) ? to : null);
    }
    for (const [key, { group }] of this.#shown) {
      if (!wanted.has(key)) {
        group.remove();
        this.#shown.delete(key);
      }
    }
  }

  /** @param {Cord} cord @param {string} line @param {number} x @param {?number} y of its plug */
  #draw(cord, line, x, y) {
    let shown = this.#shown.get(cord.key);
    if (!shown) {
      shown = this.make(cord);
      this.#shown.set(cord.key, shown);
      this.#svg.append(shown.group);
    }
    const look = `cord ${cord.kind}${cord.observe ? ' observe' : ''} ${cord.state}`;
    if (shown.look !== look) {
      shown.group.setAttribute('class', look);
      shown.look = look;
    }
    if (shown.line !== line) {
      shown.paths.forEach((path) => path.setAttribute('d', line));
      shown.line = line;
    }
    if (shown.y !== y || shown.x !== x) {
      shown.plug.setAttribute('transform', `translate(${x} ${y ?? -100})`);
      shown.y = y;
      shown.x = x;
    }
  }

  /** @param {Cord} cord */
  make(cord) {
    const { seat, kind, vm } = cord;
    // The casing in the page's colour lets the eye follow each of two that cross.
    const paths = [draw('path', { class: 'casing' }), draw('path', { class: 'line' }), draw('path', { class: 'hit' })];
    const plug = draw('circle', { class: 'plug', r: 7 });
    const group = draw('g', kind === 'plug' ? { 'data-cord': seat } : { 'data-other-cord': seat, 'data-into': vm }, ...paths, plug);
    if (kind !== 'device') { // those are changed where they were made
      group.addEventListener('pointerdown', (event) => this.#grab(cord, event));
    }
    return {
      group, paths, plug, look: '', line: '', x: /** @type {?number} */ (null), y: /** @type {?number} */ (null),
    };
  }
}

/** @param {number} y @param {number} height */
const isIn = (y, height) => y >= 0 && y <= height;

/** @param {number} y @param {number} height */
const clamped = (y, height) => Math.max(-BEYOND, Math.min(height + BEYOND, y));

/** A cord that hangs a little. @param {Point} from @param {Point} to */
export function curve(from, to) {
  const reach = Math.max(24, Math.abs(to.x - from.x) * 0.5);
  const slack = Math.min(MOST_SLACK, Math.hypot(to.x - from.x, to.y - from.y) * SLACK);
  const round = (/** @type {number} */ value) => Math.round(value * 10) / 10;
  return `M${round(from.x)} ${round(from.y)}C${round(from.x + reach)} ${round(from.y + slack)} `
      + `${round(to.x - reach)} ${round(to.y + slack)} ${round(to.x)} ${round(to.y)}`;
}
