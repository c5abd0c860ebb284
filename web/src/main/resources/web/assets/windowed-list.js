/**
 * A list of which only what can be seen is in the page: with two hundred VMs, a dozen elements.
 * @module
 */

/** So much above and below what can be seen is there already, in pixels. */
const MARGIN = 300;

/**
 * @template T what an item is
 * @typedef {object} View one item's element
 * @property {HTMLElement} element
 * @property {(item: T) => void} update called when the item is another object than before
 * @property {() => void} remove
 */

/** @template T */
export class WindowedList {
  #element;
  #pane;
  #keyOf;
  #heightOf;
  #create;
  /** @type {T[]} */
  #items = [];
  /** @type {Map<string, number>} place by key */
  #places = new Map();
  /** Where each item begins; one more for the end. @type {number[]} */
  #tops = [0];
  /** @type {Map<string, {view: View<T>, item: T, place: number, top: number, height: number}>} */
  #shown = new Map();
  #due = 0;
  /** Called after what is shown, or where, has changed. */
  moved = () => {};

  /**
   * @param {HTMLElement} element the list; each item's element is placed in it
   * @param {HTMLElement} pane what scrolls it, or a part of the page that does not scroll by itself
   * @param {(item: T) => string} keyOf
   * @param {(item: T) => number} heightOf in pixels, with the gap below it
   * @param {(item: T) => View<T>} create
   */
  constructor(element, pane, keyOf, heightOf, create) {
    this.#element = element;
    this.#pane = pane;
    this.#keyOf = keyOf;
    this.#heightOf = heightOf;
    this.#create = create;
    // In capture, as a scroll event does not bubble: the pane scrolls, or the page does.
    document.addEventListener('scroll', () => this.#soon(), { capture: true, passive: true });
    addEventListener('resize', () => this.#soon());
    element.addEventListener('focusout', () => this.#soon());
  }

  /** @param {T[]} items whose order is the list's */
  show(items) {
    this.#items = items;
    this.#places.clear();
    this.#tops.length = 1;
    items.forEach((item, i) => {
      this.#places.set(this.#keyOf(item), i);
      this.#tops.push(this.#tops[i] + this.#heightOf(item));
    });
    this.#element.style.height = `${this.#tops[items.length]}px`;
    this.refresh();
  }

  get length() {
    return this.#items.length;
  }

  /** @param {number} place */
  at(place) {
    return this.#items[place];
  }

  /** @param {string} key @returns {number} -1 when it is not in the list */
  placeOf(key) {
    return this.#places.get(key) ?? -1;
  }

  /** Where an item begins, from the list's beginning. @param {number} place */
  topOf(place) {
    return this.#tops[place];
  }

  /** The item that lies so far below the list's beginning; -1 for none. @param {number} y */
  placeAt(y) {
    if (y < 0 || y >= this.#tops[this.#items.length]) {
      return -1;
    }
    return this.#search(y);
  }

  /** The element of an item, if it is in the page. @param {string} key */
  elementOf(key) {
    return this.#shown.get(key)?.view.element ?? null;
  }

  /** Scrolls so that an item can be seen, and puts it into the page. @param {number} place */
  reveal(place) {
    const { top, bottom } = this.#window();
    const above = this.#tops[place] - top;
    const below = this.#tops[place + 1] - bottom;
    const by = above < 0 ? above - 8 : below > 0 ? Math.min(below + 8, above) : 0;
    if (by !== 0) {
      const scrolls = this.#pane.scrollHeight > this.#pane.clientHeight + 1
          && getComputedStyle(this.#pane).overflowY !== 'visible';
      (scrolls ? this.#pane : document.scrollingElement ?? document.documentElement).scrollTop += by;
    }
    this.refresh();
  }

  /** The part of the list that can be seen, from its beginning. */
  #window() {
    const list = this.#element.getBoundingClientRect();
    const pane = this.#pane.getBoundingClientRect();
    return { top: Math.max(0, pane.top) - list.top, bottom: Math.min(innerHeight, pane.bottom) - list.top };
  }

  #soon() {
    if (this.#due === 0) {
      this.#due = requestAnimationFrame(() => this.refresh());
    }
  }

  /** Brings what can be seen up to date. */
  refresh() {
    cancelAnimationFrame(this.#due);
    this.#due = 0;
    const { top, bottom } = this.#window();
    const from = this.#search(Math.max(0, top - MARGIN));
    const to = Math.min(this.#items.length, this.#search(Math.max(0, bottom + MARGIN)) + 1);
    for (const [key, { view }] of this.#shown) {
      const place = this.placeOf(key);
      // What has the keyboard's focus stays, or the focus would be lost.
      if (place < 0 || ((place < from || place >= to) && !view.element.contains(document.activeElement))) {
        view.remove();
        view.element.remove();
        this.#shown.delete(key);
      }
    }
    for (const { place } of this.#shown.values()) {
      if (place < from || place >= to) {
        this.#place(place);
      }
    }
    for (let i = from; i < to; i++) {
      this.#place(i);
    }
    this.moved();
  }

  /** @param {number} place */
  #place(place) {
    const item = this.#items[place];
    const key = this.#keyOf(item);
    const top = this.#tops[place];
    const height = this.#tops[place + 1] - top;
    let shown = this.#shown.get(key);
    if (!shown) {
      const view = this.#create(item);
      shown = { view, item, place, top: -1, height: -1 };
      this.#shown.set(key, shown);
      view.update(item);
      this.#insert(view.element, place);
    } else if (shown.item !== item) {
      shown.item = item;
      shown.view.update(item);
    }
    const { element } = shown.view;
    if (shown.place !== place || element.ariaPosInSet === null || element.ariaSetSize !== String(this.#items.length)) {
      element.ariaPosInSet = String(place + 1);
      element.ariaSetSize = String(this.#items.length);
      shown.place = place;
    }
    if (shown.top !== top) {
      element.style.top = `${top}px`;
      shown.top = top;
    }
    if (shown.height !== height) {
      element.style.height = `calc(${height}px - var(--gap))`;
      shown.height = height;
    }
  }

  /** In the list's order, which is the order of Tab. @param {HTMLElement} element @param {number} place */
  #insert(element, place) {
    let next = null;
    let nearest = Infinity;
    for (const other of this.#shown.values()) {
      const at = this.placeOf(this.#keyOf(other.item));
      if (at > place && at < nearest && other.view.element.parentNode === this.#element) {
        nearest = at;
        next = other.view.element;
      }
    }
    this.#element.insertBefore(element, next);
  }

  /** The last item that begins at or before this. @param {number} y */
  #search(y) {
    let low = 0;
    let high = this.#items.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#tops[middle] <= y) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return Math.max(0, low);
  }
}
