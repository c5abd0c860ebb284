/**
 * What stands around the console's pages: the name, the tabs, who is here, colours and language, and what is said to everybody.
 * @module
 */
import { Refusal, changePassword, logOut } from './api.js';
import { ask } from './dialogs.js';
import { byId, glyph, make, setHidden, setText } from './dom.js';
import { chooseLanguage, chooseTheme, theme } from './preferences.js';
import { hasPassword, role, user } from './session.js';
import { language, t } from './words.js';

/** How long something that was said can be read, and undone. */
const SAID_MS = 8_000;

/** Answers of HTTP to whoever has forgotten the old password, and to whoever tries too often. */
const FORBIDDEN = 403;
const TOO_MANY = 429;

/** What the button leads to next. @type {Record<import('./preferences.js').Theme, import('./preferences.js').Theme>} */
const NEXT = { auto: 'light', light: 'dark', dark: 'auto' };
const SIGNS = { auto: 'auto', light: 'sun', dark: 'moon' };

/**
 * @typedef {object} Page
 * @property {HTMLElement} element
 * @property {(state: import('./api.js').WholeState, change: ?import('./events.js').Change) => void} show called while it is looked at
 * @property {boolean} [visible] told when it is looked at, or not any more
 */

export class Shell {
  #nav = byId('nav', HTMLElement);
  #main = byId('content', HTMLElement);
  #banner = byId('banner', HTMLElement);
  #said = byId('said', HTMLElement);
  #words = make('span');
  #undo = make('button', { type: 'button', hidden: true }, t('undo'));
  /** @type {Map<string, {page: Page, tab: HTMLAnchorElement, badge: HTMLElement}>} */
  #pages = new Map();
  #at = '';
  /** @type {?import('./api.js').WholeState} */
  #state = null;
  #saidTimer = 0;

  constructor() {
    this.#nav.setAttribute('aria-label', t('nav.label'));
    this.#said.append(this.#words, this.#undo);
    setText(this.#banner, t('error.away'));
    setText(byId('loading', HTMLElement), t('loading'));
    byId('tools', HTMLElement).append(...this.#tools());
    addEventListener('hashchange', () => this.#go());
  }

  /** @param {string} name in the address, after # @param {string} label @param {Page} page */
  add(name, label, page) {
    const badge = make('span', { class: 'badge' });
    const tab = make('a', { href: `#${name}`, 'data-tab': name }, label, badge);
    this.#pages.set(name, { page, tab, badge });
    this.#nav.append(tab);
    page.element.hidden = true;
    this.#main.append(page.element);
  }

  /** A small number beside a page's name. @param {string} name */
  badge(name) {
    return /** @type {{badge: HTMLElement}} */ (this.#pages.get(name)).badge;
  }

  /** @param {import('./api.js').WholeState} state */
  show(state) {
    this.#state = state;
    if (this.#main.hidden) {
      byId('loading', HTMLElement).remove();
      this.#main.hidden = false;
      this.#go();
      requestAnimationFrame(() => setTimeout(() => performance.mark('netseat.shown'))); // for whoever measures
    } else {
      this.#pages.get(this.#at)?.page.show(state, null);
    }
  }

  /** Whether the controller answers. @param {boolean} now */
  set reachable(now) {
    setHidden(this.#banner, now);
    document.body.classList.toggle('unreachable', !now);
  }

  /** Says something to the person, for a while and also aloud. @param {string} words @param {() => void} [undo] */
  say(words, undo) {
    clearTimeout(this.#saidTimer);
    setText(this.#words, words);
    this.#undo.hidden = !undo;
    this.#undo.onclick = () => {
      this.#said.classList.remove('shown');
      undo?.();
    };
    this.#said.classList.add('shown');
    this.#saidTimer = setTimeout(() => this.#said.classList.remove('shown'), SAID_MS);
  }

  #go() {
    const asked = location.hash.slice(1);
    const next = this.#pages.has(asked) ? asked : [...this.#pages.keys()][0];
    for (const [name, { page, tab }] of this.#pages) {
      const here = name === next;
      page.element.hidden = !here;
      tab.toggleAttribute('aria-current', here);
      if (here) {
        tab.setAttribute('aria-current', 'page');
      }
      if ('visible' in page && (name === this.#at || here) && this.#at !== next) {
        page.visible = here;
      }
    }
    this.#at = next;
    document.body.dataset.page = next;
    document.title = `${this.#pages.get(next)?.tab.firstChild?.textContent} · Netseat`;
    if (this.#state) {
      this.#pages.get(next)?.page.show(this.#state, null);
    }
  }

  #tools() {
    const button = make('button', { type: 'button', class: 'icon', id: 'theme' });
    const show = () => {
      const now = theme();
      button.replaceChildren(glyph(SIGNS[now]));
      button.title = t(`theme.${now}`);
      button.setAttribute('aria-label', t('theme.is', { theme: t(`theme.${now}`) }));
    };
    button.addEventListener('click', () => {
      chooseTheme(NEXT[theme()]);
      show();
    });
    show();
    const select = make('select', {
      id: 'language', 'aria-label': t('language.label'),
      change: () => chooseLanguage(select.value === 'de' ? 'de' : 'en'),
    }, new Option('English', 'en', false, language === 'en'), new Option('Deutsch', 'de', false, language === 'de'));
    return [
      ...(user ? [
        hasPassword
          ? make('button', {
            type: 'button', id: 'account', title: t(`role.${role}`), 'aria-label': t('password.change', { user }), click: () => this.#changePassword(),
          }, glyph('person'), make('span', { class: 'user' }, user))
          : make('span', { class: 'user', title: t(`role.${role}`) }, user),
        make('button', { type: 'button', id: 'leave', click: () => logOut() }, t('session.leave')),
      ] : []),
      select, button,
    ];
  }

  async #changePassword() {
    const changed = await ask(t('password.title'), t('password.text', { user }),
        [
          { name: 'old', label: t('password.old'), type: 'password', required: true, autocomplete: 'current-password' },
          { name: 'next', label: t('password.new'), type: 'password', required: true, hint: t('password.hint') },
          { name: 'again', label: t('password.again'), type: 'password', required: true },
        ],
        t('password.now'),
        async ({ old, next, again }) => {
          if (next !== again) {
            throw new Error(t('password.differ'));
          }
          try {
            await changePassword(old, next);
          } catch (error) {
            throw error instanceof Refusal && error.status === FORBIDDEN ? new Error(t('password.wrong'))
                : error instanceof Refusal && error.status === TOO_MANY ? new Error(t('password.later')) : error;
          }
        });
    if (changed) {
      this.say(t('password.done'));
    }
  }
}
