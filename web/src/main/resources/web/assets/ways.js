/**
 * The ways in which pixels come to the screen: what is counted and shown of the road.
 * @module
 */

/** Each way's number; 0 is what is not pixels. */
export const Way = Object.freeze({ OTHER: 0, BASIC: 1, FILL: 2, COPY: 3, CACHED: 4, SCREEN: 5, PHOTO: 6, PLAIN: 7, PASSING: 8 });

/** How many ways there are, with OTHER. */
export const WAYS = 9;
