/**
 * The picture turned, for a screen that stands on its side or head. Pure numbers: places are shares of the picture's width
 * and height from its top left.
 * @module
 */

/** How far the picture is turned clockwise, in degrees. @typedef {0 | 90 | 180 | 270} Turn */

/** @type {readonly Turn[]} */
export const TURNS = [0, 90, 180, 270];

/** @param {Turn} turn */
export function isSideways(turn) {
  return turn === 90 || turn === 270;
}

/**
 * Where a place of the picture is seen when it is turned.
 * @param {number} x
 * @param {number} y
 * @param {Turn} turn
 */
export function turned(x, y, turn) {
  switch (turn) {
    case 0: return { x, y };
    case 90: return { x: 1 - y, y: x };
    case 180: return { x: 1 - x, y: 1 - y };
    case 270: return { x: y, y: 1 - x };
  }
}

/**
 * Which place of the picture is seen here.
 * @param {number} x
 * @param {number} y
 * @param {Turn} turn
 */
export function unturned(x, y, turn) {
  return turned(x, y, back(turn));
}

/**
 * What a motion on the turned picture is on the picture itself.
 * @param {number} right
 * @param {number} down
 * @param {Turn} turn
 */
export function unturnedMotion(right, down, turn) {
  switch (turn) {
    case 0: return { right, down };
    case 90: return { right: down, down: -right };
    case 180: return { right: -right, down: -down };
    case 270: return { right: -down, down: right };
  }
}

/**
 * The matrix that turns a box about its top left corner and moves it so that the turned box has its top left corner there:
 * the six numbers of CSS and of a canvas.
 * @param {number} width of the box before it is turned
 * @param {number} height
 * @param {Turn} turn
 * @returns {[number, number, number, number, number, number]}
 */
export function turningMatrix(width, height, turn) {
  switch (turn) {
    case 0: return [1, 0, 0, 1, 0, 0];
    case 90: return [0, 1, -1, 0, height, 0];
    case 180: return [-1, 0, 0, -1, width, height];
    case 270: return [0, -1, 1, 0, 0, width];
  }
}

/** @param {Turn} turn @returns {Turn} the turn that undoes it */
function back(turn) {
  return turn === 90 ? 270 : turn === 270 ? 90 : turn;
}
