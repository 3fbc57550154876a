// Signing in on a page of the documentation: by e-mail and password, by a demo account, or with the console's session.
import { accessToken, send, session } from '/console/core.js';

const KEY = 'docs-session';
const EARLY_MS = 30_000;
const byId = id => document.getElementById(id);
const told = [];
let console_ = false;

const held = () => JSON.parse(sessionStorage.getItem(KEY) || 'null');
const keep = answer => sessionStorage.setItem(KEY, JSON.stringify({ access: answer.accessToken, refresh: answer.refreshToken,
  email: answer.user.email, until: Date.now() + answer.expiresIn * 1000 }));

/** A token that is good, or null for nobody. */
export async function token() {
  if (console_) {
    return accessToken();
  }
  const mine = held();
  if (mine && mine.until - EARLY_MS < Date.now()) {
    try {
      keep(await send('POST', '/api/auth/refresh', { refreshToken: mine.refresh }));
    } catch {
      sessionStorage.removeItem(KEY);
    }
  }
  return held()?.access ?? null;
}

/** Calls back now and whenever somebody signs in or out. */
export function onSignIn(callback) {
  told.push(callback);
  callback();
}

async function show() {
  const email = console_ ? session()?.user.email : held()?.email;
  byId('signed-in').textContent = email ? `Signed in as ${email}.` : 'Not signed in: operations that need an account answer 401.';
  byId('sign-out').hidden = !email;
  byId('console-session').hidden = console_ || !session();
  for (const callback of told) {
    await callback();
  }
}

async function signIn(email, password) {
  byId('sign-in-error').textContent = '';
  try {
    keep(await send('POST', '/api/auth/login', { email, password }));
    console_ = false;
    byId('sign-in').reset();
  } catch (problem) {
    byId('sign-in-error').textContent = problem.message;
  }
  await show();
}

byId('sign-in').addEventListener('submit', event => {
  event.preventDefault();
  const typed = new FormData(event.target);
  signIn(typed.get('email'), typed.get('password'));
});
for (const demo of document.querySelectorAll('[data-email]')) {
  demo.addEventListener('click', () => signIn(demo.dataset.email, demo.dataset.password));
}
byId('console-session').addEventListener('click', () => {
  console_ = true;
  show();
});
byId('sign-out').addEventListener('click', () => {
  console_ = false;
  sessionStorage.removeItem(KEY);
  show();
});
console_ = !held() && Boolean(session());
show();
