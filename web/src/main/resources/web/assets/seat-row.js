/**
 * One seat on the console: which VM it uses, and who is there.
 * @module
 */
import { plug } from './api.js';
import { complain } from './dialogs.js';
import { make, setChoices, setText } from './dom.js';

export class SeatRow {
  #name;
  /** What the controller said last. @type {string} */
  #vm = '';
  #select;
  #who = make('p', { class: 'who' });
  element;

  /** @param {string} name */
  constructor(name) {
    this.#name = name;
    this.#select = make('select', { 'aria-label': `VM of seat ${name}`, change: () => this.#replug() });
    this.element = make('li', { 'data-seat': name },
        make('strong', {}, `Seat ${name}`),
        make('a', {
          class: 'button', href: `/seat/${encodeURIComponent(name)}`, 'aria-label': `Open seat ${name}`,
        }, 'Open'),
        this.#select,
        this.#who);
  }

  /**
   * @param {import('./api.js').Seat} seat
   * @param {import('./api.js').Vm[]} vms
   */
  update({ vm, links, peripherals }, vms) {
    this.#vm = vm ?? '';
    setChoices(this.#select,
        [{ value: '', label: 'not plugged in' }, ...vms.map(({ name, title }) => ({ value: name, label: title }))],
        this.#vm);
    this.element.classList.toggle('used', peripherals.length > 0);
    setText(this.#who, peripherals.length === 0 ? 'nobody is here' : who(links, peripherals));
    this.#who.title = peripherals.map(({ name, model }) => `${name}: ${model}`).join('\n');
  }

  remove() {
    this.element.remove();
  }

  async #replug() {
    try {
      await plug(this.#name, this.#select.value || null);
    } catch (error) {
      this.#select.value = this.#vm;
      await complain(`Seat ${this.#name} could not be plugged`, error);
    }
  }
}

/**
 * @param {number} links
 * @param {import('./api.js').Seat['peripherals']} peripherals
 */
function who(links, peripherals) {
  const classes = new Map();
  for (const peripheral of peripherals) {
    classes.set(peripheral.class, (classes.get(peripheral.class) ?? 0) + 1);
  }
  const parts = [...classes].map(([name, count]) => [name === 'touch' ? 'touch screen' : name, count])
      .map(([name, count]) => count === 1 ? name : `${count} ${name}s`);
  return `${links === 1 ? '1 link' : `${links} links`}: ${parts.join(', ')}`;
}
