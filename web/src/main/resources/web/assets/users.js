/**
 * The page of users, and of the tokens that programs log in by.
 * @module
 */
import { send } from './api.js';
import { ask, complain, confirmed, tell } from './dialogs.js';
import { make, setText } from './dom.js';
import { user as me } from './session.js';
import { dateTime, t } from './words.js';

const ROLES = ['administrator', 'operator', 'user', 'viewer'];
const SCOPES = ['read', 'plug', 'power', 'input', 'admin'];

/** @typedef {{name: string, role: string, seats: string[], vms: string[], password: boolean, provider?: string}} User */
/** @typedef {{id: string, name: string, user: string, scopes: string[], made: string, lastUsed: string}} Token */

export class Users {
  #users = make('ul', { class: 'rows', id: 'users' });
  #tokens = make('ul', { class: 'rows', id: 'tokens' });
  #noTokens = make('div', { class: 'empty', hidden: true }, make('p', {}, t('token.none')));
  #fault = make('p', { class: 'empty', role: 'alert', hidden: true });
  element = make('section', { class: 'page column', id: 'users-section', 'aria-labelledby': 'users-title' },
      make('div', { class: 'head' }, make('h2', { id: 'users-title' }, t('nav.users')),
          make('button', { type: 'button', class: 'end', id: 'add-user', click: () => this.#addUser() }, t('user.add'))),
      this.#fault, this.#users,
      make('div', { class: 'head second' }, make('h2', {}, t('token.title')),
          make('button', { type: 'button', class: 'end', id: 'add-token', click: () => this.#addToken() }, t('token.add'))),
      make('p', { class: 'quiet lead' }, t('token.lead')),
      this.#tokens, this.#noTokens);

  /** @param {boolean} now */
  set visible(now) {
    if (now) {
      this.#load();
    }
  }

  show() {}

  async #load() {
    try {
      const [{ users }, { tokens }] = await Promise.all([send('GET', '/users'), send('GET', '/tokens')]);
      this.#users.replaceChildren(...users.map((/** @type {User} */ user) => this.#user(user)));
      this.#tokens.replaceChildren(...tokens.map((/** @type {Token} */ token) => this.#token(token)));
      this.#noTokens.hidden = tokens.length > 0;
      this.#fault.hidden = true;
    } catch (error) {
      setText(this.#fault, error instanceof Error ? error.message : String(error));
      this.#fault.hidden = false;
    }
  }

  /** @param {User} user */
  #user(user) {
    const { name, role, seats, vms, password, provider } = user;
    const bound = role === 'administrator' ? [] : [
      t('user.seats', { names: listed(seats) }), t('user.vms', { names: listed(vms) }),
    ];
    return make('li', { 'data-user': name },
        make('div', { class: 'about' },
            make('h3', {}, name),
            make('p', {}, t(`role.${role}`), ...(name === me ? [make('span', { class: 'quiet' }, ` · ${t('user.you')}`)] : [])),
            make('p', { class: 'quiet' }, [...bound, ...(provider ? [t('user.provider', { provider })] : password ? [] : [t('user.noPassword')])].join(' · '))),
        make('div', { class: 'actions' },
            ...(provider ? [] : [make('button', { type: 'button', 'data-action': 'change', 'aria-label': t('user.changeNamed', { name }), click: () => this.#changeUser(user) }, t('user.change'))]),
            ...(name === me ? [] : [make('button', { type: 'button', class: 'danger', 'data-action': 'remove', 'aria-label': t('user.removeNamed', { name }), click: () => this.#removeUser(name) }, t('user.remove'))])));
  }

  /** @param {Partial<User>} user */
  #fields({ role = 'user', seats, vms }) {
    return [
      { name: 'role', label: t('user.role'), value: role, choices: ROLES.map((each) => ({ value: each, label: t(`role.${each}.long`) })) },
      { name: 'seats', label: t('user.seatsField'), value: seats?.join(', ') ?? '', hint: t('user.namesHint') },
      { name: 'vms', label: t('user.vmsField'), value: vms?.join(', ') ?? '', hint: t('user.namesHint') },
    ];
  }

  async #addUser() {
    const added = await ask(t('user.addTitle'), t('user.addText'),
        [
          { name: 'name', label: t('user.name'), required: true },
          { name: 'password', label: t('user.password'), type: 'password', required: true, hint: t('user.passwordHint') },
          ...this.#fields({ vms: ['*'] }),
        ],
        t('user.addNow'),
        ({ name, password, role, seats, vms }) =>
          send('POST', '/users', { name: name.trim(), password, role, seats: names(seats), vms: names(vms) }));
    if (added) {
      await this.#load();
    }
  }

  /** @param {User} user */
  async #changeUser(user) {
    const changed = await ask(t('user.changeTitle', { name: user.name }), '',
        [...this.#fields(user), { name: 'password', label: t('user.newPassword'), type: 'password', hint: t('user.newPasswordHint') }],
        t('user.save'),
        ({ password, role, seats, vms }) => send('PUT', `/users/${encodeURIComponent(user.name)}`,
            { role, seats: names(seats), vms: names(vms), ...(password ? { password } : {}) }));
    if (changed) {
      await this.#load();
    }
  }

  /** @param {string} name */
  async #removeUser(name) {
    if (await confirmed(t('user.removeQuestion', { name }), t('user.removeText'), t('user.remove'))) {
      await this.#done(t('user.removeFault', { name }), () => send('DELETE', `/users/${encodeURIComponent(name)}`));
    }
  }

  /** @param {Token} token */
  #token({ id, name, user, scopes, made, lastUsed }) {
    return make('li', { 'data-token': id },
        make('div', { class: 'about' },
            make('h3', {}, name),
            make('p', {}, scopes.map((scope) => t(`scope.${scope}`)).join(', ')),
            make('p', { class: 'quiet' }, [t('token.by', { user, when: dateTime(made) }),
              Date.parse(lastUsed) > Date.parse(made) ? t('token.used', { when: dateTime(lastUsed) }) : t('token.unused')].join(' · '))),
        make('div', { class: 'actions' },
            make('button', { type: 'button', class: 'danger', 'data-action': 'remove', 'aria-label': t('token.removeNamed', { name }), click: () => this.#removeToken(id, name) }, t('token.remove'))));
  }

  async #addToken() {
    let secret = '';
    const added = await ask(t('token.addTitle'), t('token.addText'),
        [
          { name: 'name', label: t('token.name'), required: true },
          ...SCOPES.map((scope) => ({
            name: scope, label: t(`scope.${scope}`), type: /** @type {const} */ ('checkbox'), hint: t(`scope.${scope}.hint`), value: scope === 'read' ? 'on' : '',
          })),
        ],
        t('token.make'),
        async ({ name, ...ticked }) => {
          ({ token: secret } = await send('POST', '/tokens', { name: name.trim(), scopes: SCOPES.filter((scope) => ticked[scope] === 'on') }));
        });
    if (added) {
      await Promise.all([this.#load(), tell(t('token.title'), t('token.secret'), make('code', { class: 'identifier secret' }, secret))]);
    }
  }

  /** @param {string} id @param {string} name */
  async #removeToken(id, name) {
    if (await confirmed(t('token.removeQuestion', { name }), t('token.removeText'), t('token.remove'))) {
      await this.#done(t('token.removeFault', { name }), () => send('DELETE', `/tokens/${encodeURIComponent(id)}`));
    }
  }

  /** @param {string} fault @param {() => Promise<unknown>} deed */
  async #done(fault, deed) {
    try {
      await deed();
      await this.#load();
    } catch (error) {
      await complain(fault, error);
    }
  }
}

/** @param {string} text */
function names(text) {
  return text.split(/[\s,]+/).filter(Boolean);
}

/** @param {string[]} patterns */
function listed(patterns) {
  return patterns.includes('*') ? t('user.all') : patterns.join(', ') || t('user.nothing');
}
