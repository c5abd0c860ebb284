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
 * @type {ReadonlyArray<{way: number, label: string, colour: number}>} the colour as 0xRRGGBB
 */
export const WAY_LOOKS = [
  { way: Way.FILL, label: 'One colour', colour: 0x9AA4AD },
  { way: Way.FEW, label: 'Few colours', colour: 0x2FB344 },
  { way: Way.QUICK, label: 'Quick pixels', colour: 0xF2C400 },
  { way: Way.PIXELS, label: 'Every pixel', colour: 0xA8642A },
  { way: Way.COPY, label: 'Moved', colour: 0x2F7FE0 },
  { way: Way.CACHED, label: 'Cached', colour: 0x22C3D6 },
  { way: Way.SCREEN, label: 'Screen model', colour: 0x8A5CF0 },
  { way: Way.PHOTO, label: 'Photo model', colour: 0xF06BB0 },
  { way: Way.PASSING, label: 'JPEG, passing', colour: 0xF04438 },
];
