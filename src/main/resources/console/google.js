// Signing in, and linking an account, with Google: the way there and the way back.
import { accessToken, api, send, session } from './core.js';

const KEPT = 'google-sign-in';

/** Tells whether people can sign in with Google here. */
export const hasGoogle = async () => (await send('GET', '/api/auth/ways')).google;

/** Leaves for Google. What proves the way back stays in this tab. `then` says what it is for: 'enter' or 'link'. */
export async function leaveForGoogle(then) {
  const { url, proof } = await send('POST', '/api/auth/google', { redirectUri: `${location.origin}/auth/google/callback` });
  sessionStorage.setItem(KEPT, JSON.stringify({ proof, then }));
  location.assign(url);
}

/** Hands in what Google has sent along, once. Answers what it was for, and what came of it. */
export async function backFromGoogle() {
  const { proof = '', then = 'enter' } = JSON.parse(sessionStorage.getItem(KEPT) || '{}');
  sessionStorage.removeItem(KEPT);
  const query = new URLSearchParams(location.search);
  if (query.get('error')) {
    return { then, refused: true };
  }
  const body = { code: query.get('code') || '-', state: query.get('state') || '-', proof: proof || '-' };
  return { then, answer: then === 'link' && session() && await accessToken() ? await api('POST', '/api/auth/google/link', body)
    : await send('POST', '/api/auth/google/session', body) };
}
