/**
 * Passing pictures: what moves on a slow link, as JPEG, shown over the exact picture until that is drawn again.
 * @module
 */
import { ProtocolError, Reason } from './protocol-error.js';

/**
 * A rectangle in pixels and its coded bytes, which no message holds any more.
 * @typedef {{x: number, y: number, width: number, height: number, jpeg: Uint8Array<ArrayBuffer>}} Passing
 */

/** @typedef {{x: number, y: number, bitmap: ImageBitmap}} PassingImage */

/**
 * Decodes the passing pictures of one picture.
 * @param {Passing[]} pictures
 * @returns {Promise<PassingImage[]>} rejected with a ProtocolError when one is no JPEG of its size
 */
export function decodePassing(pictures) {
  return Promise.all(pictures.map(decode));
}

/** @param {Passing} picture */
async function decode({ x, y, width, height, jpeg }) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(new Blob([jpeg], { type: 'image/jpeg' }), { colorSpaceConversion: 'none' });
  } catch {
    throw new ProtocolError(Reason.BAD_VALUE, 'a passing picture that is no JPEG');
  }
  if (bitmap.width !== width || bitmap.height !== height) {
    throw new ProtocolError(Reason.BAD_VALUE, `a passing picture of ${bitmap.width}x${bitmap.height}`);
  }
  return { x, y, bitmap };
}
