/**
 * The ways in which pixels come to the screen: what is counted and shown of the road.
 * @module
 */

/** Each way's number; 0 is what is not pixels. */
export const Way = Object.freeze({
  OTHER: 0, FILL: 1, FEW: 2, QUICK: 3, PIXELS: 4, COPY: 5, CACHED: 6, SCREEN: 7, PHOTO: 8, PASSING: 9,
});

/** How many ways there are, with OTHER. */
export const WAYS = 10;

/**
 * How each way is shown to a person, in the order of the legend.
 * @type {ReadonlyArray<{way: number, name: string, colour: number}>} the name within the keys of its words, the colour as 0xRRGGBB
 */
export const WAY_LOOKS = [
  { way: Way.FILL, name: 'fill', colour: 0x9AA4AD },
  { way: Way.FEW, name: 'few', colour: 0x2FB344 },
  { way: Way.QUICK, name: 'quick', colour: 0xF2C400 },
  { way: Way.PIXELS, name: 'pixels', colour: 0xA8642A },
  { way: Way.COPY, name: 'copy', colour: 0x2F7FE0 },
  { way: Way.CACHED, name: 'cached', colour: 0x22C3D6 },
  { way: Way.SCREEN, name: 'screen', colour: 0x8A5CF0 },
  { way: Way.PHOTO, name: 'photo', colour: 0xF06BB0 },
  { way: Way.PASSING, name: 'passing', colour: 0xF04438 },
];
