// Signing in, linking an account and connecting a calendar with Google: the way there and the way back.
import { accessToken, api, send, session } from './core.js';

const KEPT = 'google-sign-in';
/** Names errands at Google: where each begins, and where to hand in what Google sends along. */
const ERRANDS = {
  enter: { begin: '/api/auth/google', hand: '/api/auth/google/session' }, link: { begin: '/api/auth/google', hand: '/api/auth/google/link' },
  calendar: { begin: '/api/google-calendar/connect', hand: '/api/google-calendar/callback', own: true },
  drive: { begin: '/api/google-drive-connector/connect', hand: '/api/google-drive-connector/callback', own: true },
};

/** Tells whether people can sign in with Google here. */
export const hasGoogle = async () => (await send('GET', '/api/auth/ways')).google;

/** Leaves for Google. What proves the way back stays in this tab. `then` names the errand. */
export async function leaveForGoogle(then) {
  const { url, proof } = await (ERRANDS[then].own ? api : send)('POST', ERRANDS[then].begin, { redirectUri: `${location.origin}/auth/google/callback` });
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
  const signedIn = then !== 'enter' && session() && await accessToken();
  return { then, answer: signedIn ? await api('POST', ERRANDS[then].hand, body) : await send('POST', ERRANDS.enter.hand, body) };
}
