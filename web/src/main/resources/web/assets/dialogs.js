/**
 * Questions and complaints, in the page's own dialogs.
 * @module
 */
import { make } from './dom.js';

/**
 * Asks before something is done that cannot be undone.
 * @param {string} question
 * @param {string} consequence
 * @param {string} action the label of the button that does it
 * @returns {Promise<boolean>}
 */
export function confirmed(question, consequence, action) {
  return show(question, consequence,
      make('button', { value: '', autofocus: true }, 'Cancel'),
      make('button', { value: 'yes', class: 'danger' }, action));
}

/**
 * Says that something did not work.
 * @param {string} title
 * @param {unknown} error
 */
export async function complain(title, error) {
  await show(title, error instanceof Error ? error.message : String(error),
      make('button', { value: '', autofocus: true }, 'Close'));
}

/**
 * @param {string} title
 * @param {string} text
 * @param {...HTMLButtonElement} buttons
 * @returns {Promise<boolean>} whether a button with a value was pressed
 */
function show(title, text, ...buttons) {
  const dialog = make('dialog', { 'aria-labelledby': 'dialog-title', 'aria-describedby': 'dialog-text' },
      make('form', { method: 'dialog' },
          make('h2', { id: 'dialog-title' }, title),
          make('p', { id: 'dialog-text' }, text),
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

/** What is lost by these, in the words of the dialog. */
const QUESTIONS = {
  stop: { verb: 'Stop', text: 'The power is cut at once. What the guest has not written to its disk is lost.' },
  reset: { verb: 'Reset', text: 'It starts again at once, as by the reset button. What the guest has not written to its disk is lost.' },
};

/**
 * Asks where the action needs it, and carries it out; complains when it does not work.
 * @param {import('./api.js').VmAction} action
 * @param {{name: string, title: string}} vm
 * @param {(vm: string, action: import('./api.js').VmAction) => Promise<void>} power
 */
export async function carryOut(action, vm, power) {
  if (action === 'stop' || action === 'reset') {
    const { verb, text } = QUESTIONS[action];
    if (!await confirmed(`${verb} “${vm.title}”?`, text, verb)) {
      return;
    }
  }
  try {
    await power(vm.name, action);
  } catch (error) {
    await complain(`“${vm.title}” could not do that`, error);
  }
}
