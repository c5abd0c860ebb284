/**
 * Questions and complaints, in the page's own dialogs.
 * @module
 */
import { make } from './dom.js';
import { t } from './words.js';

/** More fields than this stand in two columns, where there is room. */
const MANY = 6;

/**
 * Asks before something is done that cannot be undone.
 * @param {string} question
 * @param {string} consequence
 * @param {string} action the label of the button that does it
 * @param {'danger' | 'primary'} look of that button
 * @returns {Promise<boolean>}
 */
export function confirmed(question, consequence, action, look = 'danger') {
  return show(question, consequence,
      make('button', { value: '', autofocus: true }, t('cancel')),
      make('button', { value: 'yes', class: look }, action));
}

/**
 * Says that something did not work.
 * @param {string} title
 * @param {unknown} error
 */
export async function complain(title, error) {
  await show(title, error instanceof Error ? error.message : String(error),
      make('button', { value: '', autofocus: true }, t('close')));
}

/**
 * @typedef {object} Field
 * @property {string} name
 * @property {string} label
 * @property {string} [value] at first
 * @property {string} [hint] below it
 * @property {{value: string, label: string}[]} [choices] to choose from; else it is typed, or ticked
 * @property {'text' | 'number' | 'checkbox' | 'password' | 'lines'} [type] text if it is not said
 * @property {boolean} [required]
 * @property {'current-password'} [autocomplete] what a browser may fill in; a new password, or nothing, if it is not said
 */

/**
 * Asks for something, and offers it again with what was typed until it can be done or is given up.
 * @param {string} title
 * @param {string} text
 * @param {Field[]} fields
 * @param {string} action the label of the button that does it
 * @param {(values: Record<string, string>) => Promise<unknown>} deed fails with words for people; a box that is ticked is 'on'
 * @param {HTMLElement[]} above the fields
 * @returns {Promise<boolean>} whether it was done
 */
export async function ask(title, text, fields, action, deed, above = []) {
  const fault = make('p', { class: 'fault', role: 'alert', hidden: true });
  const body = make('div', { class: fields.length > MANY ? 'fields two' : 'fields' }, ...above, ...fields.map(field), fault);
  // Enter in a field presses the first button that submits, which must not be Cancel.
  const cancel = make('button', { type: 'button', click: () => body.closest('dialog')?.close('') }, t('cancel'));
  const button = make('button', { value: 'yes', class: 'primary' }, action);
  const dialog = show(title, text, body, cancel, button);
  const form = /** @type {HTMLFormElement} */ (body.closest('form'));
  form.addEventListener('submit', async (event) => {
    if (event.submitter !== button) {
      return;
    }
    event.preventDefault();
    button.disabled = true;
    try {
      await deed(/** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form))));
      form.closest('dialog')?.close('yes');
    } catch (error) {
      fault.textContent = error instanceof Error ? error.message : String(error);
      fault.hidden = false;
      button.disabled = false;
    }
  });
  return dialog;
}

/** @param {Field} field @param {number} place the first one is ready to be typed into */
function field({ name, label, value, hint, choices, type = 'text', required, autocomplete }, place) {
  const id = `field-${name}`;
  const control = type === 'lines'
    ? make('textarea', { id, name, required, rows: 4, spellcheck: 'false', autofocus: place === 0 }, value ?? '')
    : choices
    ? make('select', { id, name, required, autofocus: place === 0 },
        ...choices.map((choice) => new Option(choice.label, choice.value, false, choice.value === value)))
    : make('input', {
      id, name, type, required, value: type === 'checkbox' ? null : value, maxlength: type === 'text' ? 253 : null,
      autocomplete: autocomplete ?? (type === 'password' ? 'new-password' : 'off'), spellcheck: 'false', autofocus: place === 0,
      checked: type === 'checkbox' && value === 'on', step: type === 'number' ? 'any' : null,
    });
  const words = make('label', { for: id }, label);
  const note = hint ? [make('small', {}, hint)] : [];
  return type === 'checkbox' ? make('div', { class: 'tick' }, control, words, ...note)
      : make('div', {}, words, control, ...note);
}

/**
 * Shows something to be read or copied.
 * @param {string} title
 * @param {string} text
 * @param {HTMLElement} body
 */
export async function tell(title, text, body) {
  await show(title, text, body, make('button', { value: '', autofocus: true }, t('close')));
}

/**
 * Shows what something is and what can be done with it; a button in it that does something closes it by {@link closeSheet}.
 * @param {string} title
 * @param {string} text
 * @param {...HTMLElement} parts
 */
export function sheet(title, text, ...parts) {
  return show(title, text, ...parts, make('button', { value: '', autofocus: true }, t('close')));
}

/** @param {Event} event of something in the sheet */
export function closeSheet(event) {
  /** @type {Element} */ (event.currentTarget).closest('dialog')?.close();
}

/**
 * @param {string} title
 * @param {string} text
 * @param {...HTMLElement} parts what stands below the text, and the buttons
 * @returns {Promise<boolean>} whether a button with a value was pressed
 */
function show(title, text, ...parts) {
  const buttons = parts.filter((part) => part instanceof HTMLButtonElement);
  const dialog = make('dialog', { 'aria-labelledby': 'dialog-title', 'aria-describedby': 'dialog-text' },
      make('form', { method: 'dialog' },
          make('h2', { id: 'dialog-title' }, title),
          make('p', { id: 'dialog-text', hidden: text === '' }, text),
          ...parts.filter((part) => !(part instanceof HTMLButtonElement)),
          make('div', { class: 'actions' }, ...buttons)));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
  });
}


/**
 * Asks where the action needs it, and carries it out; complains when it does not work.
 * @param {import('./api.js').VmAction} action
 * @param {{name: string, title: string}} vm
 * @param {(vm: string, action: import('./api.js').VmAction) => Promise<void>} power
 */
export async function carryOut(action, vm, power) {
  if (action === 'stop' || action === 'reset') {
    const verb = t(`power.${action}`);
    if (!await confirmed(t('power.question', { action: verb, vm: vm.title }), t(`power.${action}Lost`), verb)) {
      return;
    }
  }
  try {
    await power(vm.name, action);
  } catch (error) {
    await complain(t('fault.power', { vm: vm.title }), error);
  }
}
