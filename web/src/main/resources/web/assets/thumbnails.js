/**
 * The small pictures of the VMs: refreshed about once a second, only those that can be seen, and only while the page is.
 * @module
 */

const FRESH_MS = 1_000;
const TICK_MS = 200;
const WIDTH = 320;

/** So many are asked for at the same time. */
const AT_ONCE = 3;

/**
 * @typedef {object} Thumbnail
 * @property {string} vm its name
 * @property {HTMLCanvasElement} canvas
 * @property {(live: boolean) => void} show called with whether there is a picture
 * @property {boolean} visible
 * @property {boolean} powered whether the VM has a picture at all
 * @property {boolean} busy
 * @property {number} dueAt in milliseconds of performance.now()
 * @property {?string} etag of the picture that is shown
 */

export class Thumbnails {
  /** @type {Map<Element, Thumbnail>} */
  #all = new Map();
  #observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const thumbnail = this.#all.get(target);
      if (thumbnail) {
        thumbnail.visible = isIntersecting;
      }
    }
  }, { rootMargin: '100px' });

  constructor() {
    setInterval(() => this.#tick(), TICK_MS);
  }

  /**
   * @param {string} vm
   * @param {HTMLCanvasElement} canvas
   * @param {(live: boolean) => void} show
   * @returns {Thumbnail} whose `powered` the owner keeps up to date
   */
  add(vm, canvas, show) {
    const thumbnail = { vm, canvas, show, visible: false, powered: false, busy: false, dueAt: 0, etag: null };
    this.#all.set(canvas, thumbnail);
    this.#observer.observe(canvas);
    return thumbnail;
  }

  /** @param {HTMLCanvasElement} canvas */
  remove(canvas) {
    this.#all.delete(canvas);
    this.#observer.unobserve(canvas);
  }

  #tick() {
    if (document.hidden) {
      return;
    }
    const now = performance.now();
    const all = [...this.#all.values()];
    const free = AT_ONCE - all.filter(({ busy }) => busy).length;
    all.filter(({ visible, powered, busy, dueAt }) => visible && powered && !busy && dueAt <= now)
        .sort((a, b) => a.dueAt - b.dueAt)
        .slice(0, free)
        .forEach((thumbnail) => this.#refresh(thumbnail));
  }

  /** @param {Thumbnail} thumbnail */
  async #refresh(thumbnail) {
    thumbnail.busy = true;
    try {
      const response = await fetch(`/api/v1/vms/${encodeURIComponent(thumbnail.vm)}/screen.png?width=${WIDTH}`,
          { headers: thumbnail.etag ? { 'If-None-Match': thumbnail.etag } : {} });
      if (response.ok) {
        const bitmap = await createImageBitmap(await response.blob());
        const { canvas } = thumbnail;
        canvas.width = bitmap.width;
        canvas.height = bitmap.height;
        // Takes the whole picture at once, so that nothing flickers.
        canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap);
        thumbnail.etag = response.headers.get('ETag');
        thumbnail.show(true);
      } else if (response.status !== 304) {
        thumbnail.etag = null;
        thumbnail.show(false);
      }
    } catch {
      // The banner says that the controller cannot be reached; the last picture stays.
    } finally {
      thumbnail.busy = false;
      thumbnail.dueAt = performance.now() + FRESH_MS;
    }
  }
}
