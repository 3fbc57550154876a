// Signing in, linking an account and connecting a calendar with Google: the way there and the way back.
import { accessToken, api, send, session } from './core.js';

const KEPT = 'google-sign-in';
const CONNECTIONS = '/console/account/connections';
/** Names errands at Google: where each begins, where to hand in what Google sends along, and where people go on. */
export const ERRANDS = {
  enter: { begin: '/api/auth/google', hand: '/api/auth/google/session', next: '/console/' },
  link: { begin: '/api/auth/google', hand: '/api/auth/google/link', next: '/console/account/password' },
  calendar: { begin: '/api/google-calendar/connect', hand: '/api/google-calendar/callback', own: true, next: CONNECTIONS },
  drive: { begin: '/api/google-drive-connector/connect', hand: '/api/google-drive-connector/callback', own: true, next: CONNECTIONS },
};

/** Tells whether people can sign in with Google here. */
export const hasGoogle = async () => (await send('GET', '/api/auth/ways')).google;

/** Leaves for Google. What proves the way back stays in this tab. `then` names the errand. */
export async function leaveForGoogle(then) {
  const { url, proof } = await (ERRANDS[then].own ? api : send)('POST', ERRANDS[then].begin, { redirectUri: `${location.origin}/auth/google/callback` });
  sessionStorage.setItem(KEPT, JSON.stringify({ proof, then }));
  location.assign(url);
}

/** Answers which errand the way back is of, and what proves it; once. */
export function errand() {
  const { proof = '', then = 'enter' } = JSON.parse(sessionStorage.getItem(KEPT) || '{}');
  sessionStorage.removeItem(KEPT);
  return { proof, then };
}

/** Hands in what Google has sent along. Answers what came of it. Only a sign-in needs no session. */
export async function backFromGoogle({ proof, then }) {
  const query = new URLSearchParams(location.search);
  if (query.get('error')) {
    return { refused: true };
  }
  const body = { code: query.get('code') || '-', state: query.get('state') || '-', proof: proof || '-' };
  if (then === 'enter') {
    return { answer: await send('POST', ERRANDS.enter.hand, body) };
  }
  return session() && await accessToken() ? { answer: await api('POST', ERRANDS[then].hand, body) } : { signedOut: true };
}
