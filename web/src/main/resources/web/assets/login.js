/**
 * The log-in page: by name and password, by a provider where there is one, or by the secret of a link, which is in the address's
 * fragment because browsers send and log that nowhere. The texts are the page's, which the controller has chosen by language.
 * @module
 */
const form = /** @type {HTMLFormElement} */ (document.getElementById('login'));
const fault = /** @type {HTMLElement} */ (document.getElementById('fault'));
const button = /** @type {HTMLButtonElement} */ (form.querySelector('button'));

const asked = new URLSearchParams(location.search);

/** What has gone wrong at the provider, in a word of the controller's. */
const refusal = asked.get('fault') ?? '';

/** Where to go then: only to a page of our own, whatever somebody has put into a link. */
function destination() {
  const then = asked.get('then') ?? '/';
  const url = new URL(then, location.origin);
  return then.startsWith('/') && url.origin === location.origin ? url.pathname + url.search : '/';
}

/** @param {string | undefined} words */
function complain(words) {
  fault.textContent = words ?? '';
  fault.hidden = !words;
}

/**
 * @param {object} body
 * @param {string | undefined} refused what to say when it is not right
 */
async function logIn(body, refused) {
  button.disabled = true;
  complain(undefined);
  try {
    const response = await fetch('/api/v1/session', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (response.ok) {
      location.replace(destination());
      return;
    }
    complain(response.status === 429 ? form.dataset.later : refused);
  } catch {
    complain(form.dataset.unreachable);
  }
  button.disabled = false;
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const name = /** @type {HTMLInputElement} */ (document.getElementById('name'));
  const password = /** @type {HTMLInputElement} */ (document.getElementById('password'));
  await logIn({ name: name.value, password: password.value }, form.dataset.refused);
  if (!fault.hidden) {
    password.select();
  }
});

/** A button for the provider. It is a link, so that what the provider is asked can be begun in a new window as well. */
async function offerProvider() {
  const { openid } = await fetch('/api/v1/session/ways').then((answer) => answer.json()).catch(() => ({}));
  const provider = /** @type {HTMLElement} */ (document.getElementById('provider'));
  const link = /** @type {HTMLAnchorElement} */ (provider.querySelector('a'));
  if (openid) {
    link.textContent = (link.textContent ?? '').replace('{name}', () => openid);
    link.search = new URLSearchParams({ then: destination() }).toString();
    provider.hidden = false;
  }
}

offerProvider();
const token = location.hash.slice(1);
if (token) {
  // Out of the address bar and the history before anything else.
  history.replaceState(null, '', location.pathname + location.search);
  logIn({ token }, form.dataset.link);
} else if (refusal) {
  complain(form.dataset[refusal]);
} else {
  // Whoever comes from another site, such as the provider's, has a session, but the browser did not send it along.
  const session = await fetch('/api/v1/session').catch(() => null);
  if (session?.ok) {
    location.replace(destination());
  }
}
