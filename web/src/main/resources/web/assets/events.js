/**
 * What the controller tells of itself: its state as a whole at first, then what became different.
 * @module
 */

const RECONNECT_MS = 1_000;

/** The controller says something each 10 s at the least; a network that drops everything says nothing at all. */
const SILENCE_MS = 25_000;

/**
 * What became different: values, and of each list the things that are new or others and the keys of those that are gone.
 * @typedef {{set?: Record<string, unknown>, put?: Record<string, Thing[]>, gone?: Record<string, string[]>}} Change
 */

/** @typedef {{name?: string, id?: string}} Thing */

/** @param {Thing} thing */
const key = (thing) => thing.id ?? thing.name;

/**
 * The state after a change; the one before stays as it is, and what has not changed is the same object in both.
 * @template {object} S
 * @param {S} state
 * @param {Change} change
 * @returns {S}
 */
export function changed(state, { set = {}, put = {}, gone = {} }) {
  const next = /** @type {Record<string, any>} */ ({ ...state, ...set });
  for (const list of new Set([...Object.keys(put), ...Object.keys(gone)])) {
    const others = new Map((put[list] ?? []).map((thing) => [key(thing), thing]));
    const left = new Set(gone[list] ?? []);
    const kept = /** @type {Thing[]} */ (next[list] ?? []).filter((thing) => !left.has(String(key(thing))))
        .map((thing) => {
          const other = others.get(key(thing));
          others.delete(key(thing));
          return other ?? thing;
        });
    next[list] = [...kept, ...others.values()];
  }
  return /** @type {S} */ (next);
}

/**
 * Calls back with each state as long as the page can be seen, and with null whenever the controller cannot be reached;
 * tries again for ever.
 * @template {object} S
 * @param {string} url
 * @param {(state: ?S, change: ?Change) => void} tell with what is different, or null when all may be
 * @param {() => void} refused called when the controller answered, but with a no
 */
export function watch(url, tell, refused) {
  /** @type {?EventSource} */
  let source = null;
  let timer = 0;
  let silence = 0;
  /** @type {?S} */
  let state = null;
  const close = () => {
    clearTimeout(timer);
    clearTimeout(silence);
    source?.close();
    source = null;
  };
  const lost = () => {
    close();
    tell(null, null);
    timer = setTimeout(open, RECONNECT_MS);
  };
  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(lost, SILENCE_MS);
  };
  function open() {
    close();
    const opened = new EventSource(url);
    opened.addEventListener('state', (event) => {
      heard();
      state = JSON.parse(event.data);
      tell(state, null);
    });
    opened.addEventListener('change', (event) => {
      heard();
      if (state) {
        const change = JSON.parse(event.data);
        state = changed(state, change);
        tell(state, change);
      }
    });
    opened.addEventListener('alive', heard);
    opened.onerror = () => {
      // A refusal, unlike a lost connection, is not tried again by the browser.
      if (opened.readyState === EventSource.CLOSED) {
        refused();
      }
      lost();
    };
    source = opened;
    heard();
  }
  // Browsers allow six connections to a host, all tabs together: hidden ones must not keep any, or no request gets out.
  document.addEventListener('visibilitychange', () => document.hidden ? close() : open());
  open();
}
