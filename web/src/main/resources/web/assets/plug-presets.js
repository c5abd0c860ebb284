/**
 * Presets of plugs, such as "night shift": the plugs of this moment are saved under a name, and all plugged so by one choice.
 * @module
 */
import { Refusal, send } from './api.js';
import { ask, complain, confirmed } from './dialogs.js';
import { make } from './dom.js';
import { mayAdminister, mayPlug } from './session.js';
import { count, t } from './words.js';

/** @typedef {{vm: ?string, head?: ?number, observe?: boolean}} NamedPlug */
/** @typedef {{name: string, plugs: Record<string, string|NamedPlug|null>, declared: boolean}} PlugPreset */

/** What can be compared of a plug: the VM, which of its heads, and whether it is only watched. @param {NamedPlug} plug */
const how = ({ vm, head, observe }) => JSON.stringify([vm, vm && head || null, Boolean(vm && observe)]);

export class PlugPresets {
  #seats;
  #say;
  #list = make('ul');
  #menu;
  element;

  /**
   * @param {() => import('./api.js').Seat[]} seats
   * @param {(words: string) => void} say
   */
  constructor(seats, say) {
    this.#seats = seats;
    this.#say = say;
    this.#menu = make('div', { class: 'menu', popover: 'auto', id: 'plug-presets-menu' },
        this.#list,
        ...(mayAdminister ? [make('button', { type: 'button', 'data-action': 'save', click: () => this.#save() }, t('plugs.save'))] : []));
    const open = make('button', { type: 'button', id: 'plug-presets', popovertarget: 'plug-presets-menu' }, t('plugs.title'));
    this.element = make('div', { class: 'plug-presets', hidden: true }, open, this.#menu);
    this.#menu.addEventListener('beforetoggle', () => this.#place(open));
    this.#menu.addEventListener('toggle', (event) => {
      if (/** @type {ToggleEvent} */ (event).newState === 'open') {
        this.#load();
      }
    });
    this.#load();
  }

  /** Below its button, to the right. @param {HTMLElement} button */
  #place(button) {
    const { bottom, right } = button.getBoundingClientRect();
    this.#menu.style.top = `${bottom + 6}px`;
    this.#menu.style.right = `${innerWidth - right}px`;
  }

  async #load() {
    try {
      this.#show((await send('GET', '/plug-presets')).presets);
      this.element.hidden = !mayPlug;
    } catch (error) {
      // A controller that keeps none does not have this menu.
      this.element.hidden = error instanceof Refusal && error.status === 404;
    }
  }

  /** @param {PlugPreset[]} presets */
  #show(presets) {
    this.#list.replaceChildren(...presets.map((preset) => make('li', { 'data-plugs': preset.name },
        make('button', { type: 'button', class: 'plain', 'data-action': 'apply', click: () => this.#apply(preset) }, preset.name),
        make('span', { class: 'quiet' }, count('seat', Object.keys(preset.plugs).length)),
        ...(mayAdminister && !preset.declared ? [make('button', {
          type: 'button', class: 'danger small', 'aria-label': t('plugs.removeNamed', { name: preset.name }), click: () => this.#remove(preset),
        }, t('plugs.remove'))] : []))));
    if (presets.length === 0) {
      this.#list.append(make('li', { class: 'quiet' }, t('plugs.none')));
    }
  }

  async #save() {
    this.#menu.hidePopover();
    await ask(t('plugs.saveTitle'), t('plugs.saveText', { seats: count('seat', this.#seats().length) }),
        [{ name: 'name', label: t('plugs.name'), required: true, hint: t('seat.nameHint') }], t('plugs.saveNow'),
        async ({ name }) => {
          await send('PUT', `/plug-presets/${encodeURIComponent(name)}`, {});
          this.#say(t('plugs.saved', { name }));
        });
  }

  /** @param {PlugPreset} preset */
  async #apply({ name, plugs }) {
    this.#menu.hidePopover();
    const now = new Map(this.#seats().map((seat) => [seat.name, how(seat)]));
    const moved = Object.entries(plugs).filter(([seat, plug]) => now.has(seat) &&
        now.get(seat) !== how(plug !== null && typeof plug === 'object' ? plug : { vm: plug })).length;
    if (!await confirmed(t('plugs.applyQuestion', { name }), count('plugsMoved', moved), t('plugs.apply'), 'primary')) {
      return;
    }
    try {
      await send('POST', `/plug-presets/${encodeURIComponent(name)}/apply`);
      this.#say(t('plugs.applied', { name }));
    } catch (error) {
      await complain(t('plugs.applyFault', { name }), error);
    }
  }

  /** @param {PlugPreset} preset */
  async #remove({ name }) {
    this.#menu.hidePopover();
    if (await confirmed(t('plugs.removeQuestion', { name }), t('plugs.removeText'), t('plugs.remove'))) {
      try {
        await send('DELETE', `/plug-presets/${encodeURIComponent(name)}`);
        this.#say(t('plugs.removed', { name }));
      } catch (error) {
        await complain(t('plugs.removeFault', { name }), error);
      }
    }
  }
}
