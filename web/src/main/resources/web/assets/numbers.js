/**
 * The panel of numbers in the corner: the legend of the coloured tiles, and what comes by each way.
 * @module
 */
import { byId, make, setText } from './dom.js';
import { WAY_LOOKS } from './ways.js';
import { t } from './words.js';

export class Numbers {
  #root = byId('numbers', HTMLElement);
  #ways = byId('numbers-ways', HTMLElement);
  /** The cells of kilobits a second, by way. @type {Map<number, HTMLElement>} */
  #rates = new Map();

  constructor() {
    for (const { way, name, colour } of WAY_LOOKS) {
      const swatch = make('i', { class: 'swatch' });
      swatch.style.backgroundColor = `#${colour.toString(16).padStart(6, '0')}`;
      const rate = make('dd', {}, '–');
      this.#rates.set(way, rate);
      this.#ways.append(make('div', { 'data-way': way }, make('dt', {}, swatch, t(`numbers.${name}`)), rate));
    }
  }

  get on() {
    return !this.#root.hidden;
  }

  /**
   * @param {boolean} on
   * @param {boolean} legend whether the ways' colours are to be seen over the picture
   */
  switch(on, legend) {
    this.#root.hidden = !on;
    this.#root.classList.toggle('legend', legend);
  }

  /**
   * @param {import('./readout.js').Stats} stats
   * @param {Float64Array} kbitByWay
   */
  show({ framesPerSecond, kbitPerSecond, drawingP50, drawingP99 }, kbitByWay) {
    setText(byId('numbers-pictures', HTMLElement), framesPerSecond.toFixed(0));
    setText(byId('numbers-data', HTMLElement), kilobits(kbitPerSecond));
    setText(byId('numbers-p50', HTMLElement), millis(drawingP50));
    setText(byId('numbers-p99', HTMLElement), millis(drawingP99));
    for (const [way, cell] of this.#rates) {
      setText(cell, kbitByWay[way] === 0 ? '–' : kilobits(kbitByWay[way]));
      cell.classList.toggle('none', kbitByWay[way] === 0);
    }
  }
}

/** @param {number} value */
function kilobits(value) {
  return value > 0 && value < 10 ? value.toFixed(1) : value.toFixed(0);
}

/** @param {?number} value */
function millis(value) {
  return value === null ? '–' : value.toFixed(value < 10 ? 2 : 1);
}
