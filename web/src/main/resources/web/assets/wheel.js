/**
 * The wheel in 1/120 of a step, whatever the browser counts in.
 * @module
 */

const STEP = 120;
const PIXELS_A_STEP = 100;
const LINES_A_STEP = 3;
const LIMIT = 10_000;

/**
 * @param {WheelEvent} event
 * @returns {{away: number, right: number}} with fractions; away from the user and right are positive
 */
export function wheelSteps(event) {
  const legacy = /** @type {{wheelDeltaX?: number, wheelDeltaY?: number}} */ (/** @type {unknown} */ (event));
  const away = along(-event.deltaY, legacy.wheelDeltaY ?? 0, event.deltaMode);
  const right = along(event.deltaX, -(legacy.wheelDeltaX ?? 0), event.deltaMode);
  // Browsers turn the wheel sideways while Shift is down; the guest gets the Shift and decides for itself.
  return event.shiftKey && away === 0 ? { away: -right, right: 0 } : { away, right };
}

/**
 * @param {number} delta in units of the mode
 * @param {number} legacy wheelDelta with the same sign: already in 1/120 of a step, where pixels are only how far the
 *     browser would have scrolled
 * @param {number} mode
 */
function along(delta, legacy, mode) {
  if (delta === 0) {
    return 0;
  }
  const steps = legacy !== 0 ? legacy
      : mode === WheelEvent.DOM_DELTA_PIXEL ? delta / PIXELS_A_STEP * STEP
      : mode === WheelEvent.DOM_DELTA_LINE ? delta / LINES_A_STEP * STEP
      : delta * STEP;
  return Math.max(-LIMIT, Math.min(LIMIT, steps));
}
