// Shared by all pages: sign-in and the session, the API, safe markup, the frame around the page, messages.

/** The pages that the signed-in account may see, as the domains declare them; asked once. */
export function pages() {
  menu ??= get('/console/pages.json').catch(() => []);
  return menu;
}
let menu;

// --- markup --------------------------------------------------------------------------------------------------------

/**
 * An element. Children that are strings become text, never markup; null and undefined are left out. Attributes: `on`
 * is an object of listeners, a value of false or null leaves the attribute out.
 */
export function element(name, attributes, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key === 'on') {
      Object.entries(value).forEach(([event, listener]) => node.addEventListener(event, listener));
    } else if (value !== false && value !== null && value !== undefined) {
      node.setAttribute(key, value === true ? '' : value);
    }
  }
  node.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return node;
}

const IN_INDIA = { timeZone: 'Asia/Kolkata' };

/** A point of time as people in India write it. */
export function time(instant) {
  return element('time', { datetime: instant },
    new Intl.DateTimeFormat('en-IN', { ...IN_INDIA, dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant)));
}

export function number(value) {
  return new Intl.NumberFormat('en-IN').format(value);
}

// --- the session ---------------------------------------------------------------------------------------------------

// One for all tabs of this origin. The content security policy lets no foreign script near it.
const KEY = 'console-session';
const EARLY_MS = 30_000;

export function session() {
  return JSON.parse(localStorage.getItem(KEY));
}

function keep(answer) {
  localStorage.setItem(KEY, JSON.stringify({
    access: answer.accessToken, refresh: answer.refreshToken, user: answer.user,
    until: Date.now() + answer.expiresIn * 1000,
  }));
}

export async function signIn(email, password) {
  keep(await send('POST', '/api/auth/login', { email, password }));
}

export async function signOut() {
  const held = session();
  localStorage.removeItem(KEY);
  if (held) {
    await send('POST', '/api/auth/logout', { refreshToken: held.refresh }).catch(() => {});
  }
  location.reload();
}

// Tabs take turns, as a refresh token is good once. Without a secure context there are no locks; then the server's ten
// seconds of patience must do.
const inTurn = work => navigator.locks ? navigator.locks.request(KEY, work) : work();

/** A valid access token, or null when there is no session any more. `rejected` is one that the server did not take. */
export async function accessToken(rejected) {
  const fresh = () => {
    const held = session();
    return held && held.access !== rejected && held.until - EARLY_MS > Date.now() ? held.access : null;
  };
  return fresh() ?? inTurn(async () => {
    const held = session();
    if (!held || fresh()) {
      return fresh();
    }
    try {
      keep(await send('POST', '/api/auth/refresh', { refreshToken: held.refresh }));
    } catch (problem) {
      if (problem.status !== 401) {
        throw problem;
      }
      localStorage.removeItem(KEY);
    }
    return fresh();
  });
}

// --- the API -------------------------------------------------------------------------------------------------------

/** Refusal or failure that the server answered. `errors` has {path, message} for each wrong field. */
export class Problem extends Error {
  constructor(status, body) {
    super(body.message || `The server answered ${status}.`);
    this.status = status;
    this.code = body.code;
    this.errors = body.errors || [];
    this.data = body.data;
  }
}

const LIMIT_MS = 30_000;

async function send(method, path, body, token) {
  const platform = sessionStorage.getItem('platform');
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(platform ? { 'x-platform': platform } : {}),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(LIMIT_MS),
    });
  } catch {
    throw new Problem(0, { message: 'The server cannot be reached.' });
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Problem(response.status, answer);
  }
  return answer.page ? { items: answer.data, page: answer.page } : answer.data;
}

/**
 * Asks the API as the signed-in person and answers `data`, or `{items, page}` for a list. Throws a Problem. When the
 * session has ended the page starts again with the sign-in.
 */
export async function api(method, path, body) {
  let token = await accessToken();
  try {
    return await send(method, path, body, token);
  } catch (problem) {
    if (problem.status !== 401) {
      throw problem;
    }
    token = await accessToken(token);
    if (!token) {
      location.reload();
      return new Promise(() => {});
    }
    return send(method, path, body, token);
  }
}

export const get = path => api('GET', path);
export const post = (path, body = {}) => api('POST', path, body);

/** A file of the signed-in person's, of any size: the browser may keep it on its disk. */
export async function file(path) {
  const platform = sessionStorage.getItem('platform');
  const response = await fetch(path, { headers: { authorization: `Bearer ${await accessToken()}`,
    ...(platform ? { 'x-platform': platform } : {}) } });
  if (!response.ok) {
    throw new Problem(response.status, await response.json().catch(() => ({})));
  }
  return response.blob();
}

/** Asks again and again, one after the other, while the page is shown. Stops when `ask` answers false. */
export async function poll(seconds, ask) {
  while (document.hidden || await ask() !== false) {
    await new Promise(resolve => setTimeout(resolve, seconds * 1000));
  }
}

// --- messages ------------------------------------------------------------------------------------------------------

/** Shown for some seconds and read aloud. */
export function say(text, kind = '') {
  const message = element('p', { class: kind }, text);
  document.getElementById('messages').append(message);
  setTimeout(() => message.remove(), 8000);
}

/** Runs what a button or form does: the control is disabled meanwhile, a problem is said. */
export async function doing(control, work) {
  control.disabled = true;
  try {
    return await work();
  } catch (problem) {
    say([problem.message, ...(problem.errors || []).map(error => `${error.path}: ${error.message}`)].join(' '), 'bad');
    return undefined;
  } finally {
    control.disabled = false;
  }
}

/** Asks a question; answers the value of the button pressed, or '' when it was closed. `focus`: which one has it. */
export function question(title, words, answers, focus = 0) {
  const dialog = element('dialog', { 'aria-labelledby': 'question' },
    element('h2', { id: 'question' }, title), element('p', {}, words),
    element('form', { method: 'dialog', class: 'row' }, ...answers.map(([value, name], index) =>
      element('button', { value, class: index > 0 && 'quiet', autofocus: index === focus }, name))));
  return new Promise(resolve => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

// --- the frame -----------------------------------------------------------------------------------------------------

/**
 * Builds the page: header, main with its heading, messages. Without a session, the sign-in comes first. `show` is given
 * the empty main and the account; what it throws is shown in place of the page. `options.open`: no session needed, the
 * account is then null.
 */
export async function start(title, show, options = {}) {
  const asked = new URLSearchParams(location.search).get('platform');
  if (asked) {
    sessionStorage.setItem('platform', asked);
  }
  document.title = title;
  const main = element('main', { id: 'main', tabindex: '-1', 'aria-busy': 'true' }, element('h1', {}, title));
  const messages = element('div', { id: 'messages', role: 'status', 'aria-live': 'polite' });
  const user = session() && await accessToken().catch(() => null) ? session().user : null;
  document.body.replaceChildren(
    element('a', { class: 'skip', href: '#main' }, 'To the content'), header(user, user ? await pages() : []), main, messages);
  try {
    if (!user && !options.open) {
      main.append(signInForm());
    } else {
      await show(main, user);
    }
  } catch (problem) {
    main.append(element('p', { class: 'alert', role: 'alert' }, problem.message));
    if (!(problem instanceof Problem)) {
      throw problem;
    }
  } finally {
    main.removeAttribute('aria-busy');
  }
}

function header(user, pages) {
  const here = location.pathname;
  return element('header', { class: 'site' }, element('div', {},
    element('nav', { 'aria-label': 'Pages' },
      [{ href: '/console/', name: 'Console' }, ...pages].map(page =>
        element('a', { href: page.href, 'aria-current': page.href === here && 'page' }, page.name))),
    user && element('button', { class: 'quiet', type: 'button', on: { click: signOut } }, 'Sign out')));
}

function signInForm() {
  const email = element('input', { name: 'email', type: 'email', autocomplete: 'username', required: true });
  const password = element('input', { name: 'password', type: 'password', autocomplete: 'current-password', required: true });
  const button = element('button', {}, 'Sign in');
  const wrong = element('p', { role: 'alert', class: 'bad' });
  const form = element('form', { class: 'narrow' }, element('h2', {}, 'Sign in'),
    element('label', {}, 'E-mail', email), element('label', {}, 'Password', password), wrong, button);
  form.addEventListener('submit', async event => {
    event.preventDefault();
    button.disabled = true;
    wrong.textContent = '';
    try {
      await signIn(email.value, password.value);
      location.reload();
    } catch (problem) {
      wrong.textContent = problem.message;
      button.disabled = false;
      password.select();
    }
  });
  return form;
}
