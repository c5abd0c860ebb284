/**
 * How large the picture is shown. Pure numbers, in device pixels: one pixel of the guest is one or more whole pixels of
 * the person's screen wherever that is possible.
 * @module
 */

/**
 * crisp: the largest whole factor that fits, or fitted when not even 1 does. fit: as large as fits.
 * actual: one to one, scrolled when it is larger than the window.
 * @typedef {'crisp' | 'fit' | 'actual'} ScaleMode
 */

/** @type {ReadonlyArray<ScaleMode>} */
export const SCALE_MODES = ['crisp', 'fit', 'actual'];

/**
 * @typedef {object} Layout
 * @property {number} left of the picture in the stage, in device pixels
 * @property {number} top
 * @property {number} width in device pixels
 * @property {number} height
 * @property {boolean} crisp whether each pixel of the picture is a whole number of device pixels
 */

/**
 * @param {{width: number, height: number}} picture in pixels
 * @param {{width: number, height: number}} stage what there is room for, in device pixels
 * @param {ScaleMode} mode
 * @returns {Layout}
 */
export function layout(picture, stage, mode) {
  const fitting = Math.min(stage.width / picture.width, stage.height / picture.height);
  const factor = mode === 'actual' ? 1
      : mode === 'crisp' && fitting >= 1 ? Math.floor(fitting)
      : fitting;
  const width = Math.max(1, Math.round(picture.width * factor));
  const height = Math.max(1, Math.round(picture.height * factor));
  return {
    left: Math.max(0, Math.floor((stage.width - width) / 2)),
    top: Math.max(0, Math.floor((stage.height - height) / 2)),
    width,
    height,
    crisp: Number.isInteger(factor),
  };
}

/**
 * The position that means a pixel, for a POSITION message. Some guests count the range in pixels (0x7FFF is just before
 * the end of the last one), some from the first pixel's middle to the last one's; this hits the same pixel in both.
 * @param {number} pixel 0 to size - 1
 * @param {number} size
 * @returns {number} 0 to 0x7FFF
 */
export function toPosition(pixel, size) {
  const gaps = Math.max(1, size - 1);
  const low = Math.max(pixel / size, (pixel - 0.5) / gaps);
  const high = Math.min((pixel + 1) / size, (pixel + 0.5) / gaps);
  return Math.round((low + high) / 2 * 0x7FFF);
}
