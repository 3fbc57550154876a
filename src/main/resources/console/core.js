// The session of the signed-in person, the API, how values are written, and what all parts of the app share.
import { words } from './words.js';

// --- the session ---------------------------------------------------------------------------------------------------

// One for all tabs of this origin. The content security policy lets no foreign script near it.
const KEY = 'console-session';
const EARLY_MS = 30_000;

export function session() {
  try {
    return JSON.parse(localStorage.getItem(KEY));
  } catch {
    return null;
  }
}

const DEVICE = 'console-device';

/** A token that was this browser's and is over: it lets its owner in where others of the network have guessed. */
export function deviceToken(email) {
  try {
    const held = JSON.parse(localStorage.getItem(DEVICE));
    return held.email === email.trim().toLowerCase() ? held.token : undefined;
  } catch {
    return undefined;
  }
}

// Called when the session is over at the server: a token that is good must not outlive the sign-out.
function remember(held) {
  localStorage.setItem(DEVICE, JSON.stringify({ email: held.user.email, token: held.refresh }));
}

export function keep(answer) {
  localStorage.setItem(KEY, JSON.stringify({
    access: answer.accessToken, refresh: answer.refreshToken, user: answer.user,
    until: Date.now() + answer.expiresIn * 1000,
  }));
}

/** Replaces what is remembered of the account, as after a change of the name. */
export function keepUser(user) {
  const held = session();
  if (held) {
    localStorage.setItem(KEY, JSON.stringify({ ...held, user }));
  }
}

export async function signOut() {
  const held = session();
  localStorage.removeItem(KEY);
  if (held) {
    await send('POST', '/api/auth/logout', { refreshToken: held.refresh }).then(() => remember(held), () => {});
  }
  location.assign('/console/');
}

/** Ends the session in this browser only: its tokens are no longer good. */
export function forgetSession() {
  const held = session();
  localStorage.removeItem(KEY);
  if (held) {
    remember(held);
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
      remember(held);
    }
    return fresh();
  });
}

export const isAdmin = user => user.role === 'ADMIN' || user.role === 'SUPERADMIN';
export const has = (user, capability) => user.capabilities.includes(capability);

// --- the API -------------------------------------------------------------------------------------------------------

/** Refusal or failure that the server answered. `errors` has {path, message} for each wrong field. */
export class Problem extends Error {
  constructor(status, body) {
    super(body.message || words.answered(status));
    this.status = status;
    this.code = body.code;
    this.errors = body.errors || [];
    this.data = body.data;
    this.requestId = body.requestId;
  }
}

const LIMIT_MS = 30_000;
const tenantHeader = () => {
  const tenant = sessionStorage.getItem('tenant');
  return tenant ? { 'x-platform': tenant } : {};
};

export async function send(method, path, body, token, keepalive = false) {
  let response;
  try {
    response = await fetch(path, {
      method, keepalive,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token ? { authorization: `Bearer ${token}` } : {}), ...tenantHeader(),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(LIMIT_MS),
    });
  } catch {
    throw new Problem(0, { message: words.offline });
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Problem(response.status, answer);
  }
  if (answer.page) {
    return Array.isArray(answer.data) ? { items: answer.data, page: answer.page } : { ...answer.data, page: answer.page };
  }
  return 'data' in answer ? answer.data : answer;
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
  const response = await fetch(path, { headers: { authorization: `Bearer ${await accessToken()}`, ...tenantHeader() } });
  if (!response.ok) {
    throw new Problem(response.status, await response.json().catch(() => ({})));
  }
  return response.blob();
}

/** Sends a file as it is, as the body. It may take as long as it takes. */
export async function upload(path, body) {
  const response = await fetch(path, { method: 'POST', body, headers: { 'content-type': 'application/octet-stream', authorization: `Bearer ${await accessToken()}`, ...tenantHeader() } });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Problem(response.status, answer);
  }
  return answer.data;
}

/** Writes a query of those values that are there, with its question mark. */
export function query(values) {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

// --- how values are written ----------------------------------------------------------------------------------------

const ZONE = 'Asia/Kolkata';
const OFFSET = '+05:30';
const dated = new Intl.DateTimeFormat('en-IN', { timeZone: ZONE, dateStyle: 'medium' });
const timed = new Intl.DateTimeFormat('en-IN', { timeZone: ZONE, dateStyle: 'medium', timeStyle: 'short' });
const exact = new Intl.DateTimeFormat('en-IN', { timeZone: ZONE, timeStyle: 'medium' });
const brief = new Intl.DateTimeFormat('en-IN', { timeZone: ZONE, day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' });
const clock = new Intl.DateTimeFormat('en-IN', { timeZone: ZONE, timeStyle: 'short' });
const counted = new Intl.NumberFormat('en-IN');

/** Writes a point of time as people in India do, with its zone. */
export const instant = at => words.ist(timed.format(new Date(at)));
/** Writes the time of day with its seconds, for what comes several times a minute. */
export const second = at => words.ist(exact.format(new Date(at)));
/** The time of day alone, and with its day, for axes that say the zone beside them. */
export const clockTime = at => clock.format(new Date(at));
export const dayTime = at => brief.format(new Date(at));
export const hour = at => words.ist(clock.format(new Date(at)));
/** Writes a day that has no zone, such as a date of birth or a holiday. */
export const day = date => new Intl.DateTimeFormat('en-IN', { timeZone: 'UTC', dateStyle: 'medium' }).format(new Date(`${date}T00:00Z`));
export const dayOf = at => dated.format(new Date(at));
export const number = value => counted.format(value);

/** The day in India that an instant falls on, as 2026-11-29. */
export const indianDay = (at = Date.now()) => new Date(new Date(at).getTime() + 19_800_000).toISOString().slice(0, 10);
/** The value of a field for date and time that shows this instant in India. */
export const toField = at => new Date(new Date(at).getTime() + 19_800_000).toISOString().slice(0, 16);
/** The instant that such a field means. */
export const fromField = value => new Date(`${value}${OFFSET}`).toISOString();

// --- what the whole app shares -------------------------------------------------------------------------------------

/** A value that many look at; `subscribe` answers how to stop. */
export function store(value) {
  const listeners = new Set();
  return {
    get: () => value,
    set(next) {
      value = typeof next === 'function' ? next(value) : next;
      listeners.forEach(listener => listener(value));
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Says on the main part that it is being built, until `done` has been called as often as this. */
let pending = 0;
export const showBusy = main => pending > 0 && main?.setAttribute('aria-busy', 'true');
export function busy() {
  let over = false;
  pending++;
  showBusy(document.getElementById('main'));
  return () => {
    pending -= over ? 0 : 1;
    over = true;
    if (pending === 0) {
      document.getElementById('main')?.removeAttribute('aria-busy');
    }
  };
}

/** Messages of the corner: {id, text, kind, undo}. */
export const messages = store([]);
const SHOWN_MS = 8000;
let ids = 0;

/** Shows a message for some seconds and reads it aloud; `kind` is good, bad, warn or nothing. `undo` adds a button. */
export function say(text, kind = '', undo = null) {
  const id = ++ids;
  messages.set(all => [...all.slice(-3), { id, text, kind, undo }]);
  setTimeout(() => messages.set(all => all.filter(each => each.id !== id)), SHOWN_MS);
  return id;
}

export const hush = id => messages.set(all => all.filter(each => each.id !== id));

/** Says in one line what went wrong. */
export const told = problem => [problem.message,
  ...(problem.errors || []).map(error => `${error.path}: ${error.message}`)].join(' ');

/**
 * Does what a person may still take back: shows the words with Undo and asks the server when the message goes, or when
 * the page does. `done` and `undone` draw what follows.
 */
const waiting = new Map();
export function later(text, method, path, { undone = () => {}, done = () => {} }) {
  const entry = { method, path };
  const act = async () => {
    clearTimeout(entry.timer);
    if (waiting.delete(entry)) {
      await api(method, path, {}).then(done, problem => {
        say(told(problem), 'bad');
        undone();
      });
    }
  };
  const id = say(text, 'good', () => {
    clearTimeout(entry.timer);
    waiting.delete(entry);
    hush(id);
    undone();
  });
  entry.timer = setTimeout(act, SHOWN_MS);
  waiting.set(entry, act);
}

/** Does at once whatever waits for its message to go. */
export const settle = () => Promise.all([...waiting.values()].map(act => act()));

addEventListener('pagehide', () => {
  const held = session();
  for (const { method, path } of held ? waiting.keys() : []) {
    send(method, path, {}, held.access, true).catch(() => {});
  }
  waiting.clear();
});

/** Asks {title, body, yes, no, bad}; answers whether the person agreed. */
export const asked = store(null);
export function ask(question) {
  return new Promise(resolve => asked.set({ ...question, resolve: answer => {
    asked.set(null);
    resolve(answer);
  } }));
}

// --- files that only some screens need -----------------------------------------------------------------------------

const loaded = new Map();
function once(url, make) {
  if (!loaded.has(url)) {
    loaded.set(url, new Promise((resolve, reject) => {
      const node = make(new URL(url, import.meta.url).pathname);
      node.addEventListener('load', () => resolve());
      node.addEventListener('error', () => reject(new Problem(0, { message: words.offline })));
      document.head.append(node);
    }));
  }
  return loaded.get(url);
}
export const script = url => once(url, src => Object.assign(document.createElement('script'), { src, async: false }));
export const style = url => once(url, href => Object.assign(document.createElement('link'), { href, rel: 'stylesheet' }));
