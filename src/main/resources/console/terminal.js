// Watches a session when its link's session and token stand behind the #; else shows my sessions and their recordings.
import { api, doing, element, file, get, number, post, say, session as account, start, time } from '/console/console.js';
import { player } from '/console/terminal-player.js';
import { view } from '/console/terminal-viewer.js';

const asked = new URLSearchParams(location.hash.slice(1));
// ignores hashes that ask for nothing: the frame has one for its skip link
addEventListener('hashchange', () => /^#(session|play)=/.test(location.hash) && location.reload());

if (asked.has('token')) {
  start('A shared terminal', (main, user) => {
    const name = user?.fullName ?? sessionStorage.getItem('terminal-name');
    if (name !== null) {
      view(main, asked.get('session'), asked.get('token'), name, user);
      return;
    }
    const input = element('input', { name: 'name', maxlength: 60, autocomplete: 'name' });
    const form = element('form', { class: 'narrow' },
      element('label', {}, 'Your name, as the host sees it', input), element('button', {}, 'Watch'));
    form.addEventListener('submit', event => {
      event.preventDefault();
      sessionStorage.setItem('terminal-name', input.value);
      form.remove();
      view(main, asked.get('session'), asked.get('token'), input.value, user);
    });
    main.append(form);
    input.focus();
  }, { open: true });
} else if (asked.has('play')) {
  start('A recorded terminal', async main => {
    const [session, id] = asked.get('play').split('/');
    const recorded = await file(`/api/terminal-sessions/${session}/recordings/${id}/file`);
    player(main, await recorded.text());
    main.append(element('p', {},
      element('a', { href: URL.createObjectURL(recorded), download: `${id}.cast` }, 'Download as asciicast')));
  });
} else {
  start('Terminals', list);
}

async function list(main) {
  main.append(element('p', {}, 'Share a shell from your machine: ',
    element('code', {}, `scripts/terminal-host --server ${location.origin} --email ${account().user.email}`)));
  const rows = element('tbody');
  main.append(element('div', { class: 'scroll' }, element('table', {}, element('thead', {}, element('tr', {},
    ...['Session', 'Opened', 'State', 'Recording', ''].map(name => element('th', { scope: 'col' }, name)))), rows)));
  const { items } = await get('/api/terminal-sessions?limit=100');
  if (!items.length) {
    main.append(element('p', { class: 'soft' }, 'You have not shared a terminal yet.'));
  }
  for (const session of items) {
    rows.append(await row(session));
  }
}

async function row(session) {
  const recordings = session.recording ? (await get(`/api/terminal-sessions/${session.id}/recordings`)).items : [];
  const close = element('button', { class: 'quiet', type: 'button' }, 'End');
  close.addEventListener('click', () => doing(close, async () => {
    await api('DELETE', `/api/terminal-sessions/${session.id}`);
    say('The session is over.');
    location.reload();
  }));
  const watch = element('button', { class: 'quiet', type: 'button' }, 'Watch');
  watch.addEventListener('click', () => doing(watch, async () => {
    location.href = (await mine(session)).page;
  }));
  return element('tr', {}, element('th', { scope: 'row' }, session.title), element('td', {}, time(session.createdAt)),
    element('td', {}, session.endedAt ? `over: ${session.endedBecause.replace('_', ' ')}` : 'open'),
    element('td', {}, ...recordings.map(recording => element('span', { class: 'row' },
      element('a', { href: `#play=${session.id}/${recording.id}` }, `Play ${number(Math.round(recording.seconds))} s`),
      remove(recording)))),
    element('td', {}, !session.endedAt && element('span', { class: 'row' }, watch, close)));
}

/** A link for myself, the same for as long as the browser's tab is open: a session has only so many. */
async function mine(session) {
  const key = `terminal-link-${session.id}`;
  const link = JSON.parse(sessionStorage.getItem(key)) ??
    await post(`/api/terminal-sessions/${session.id}/links`, { mode: 'watch', label: 'myself' });
  sessionStorage.setItem(key, JSON.stringify(link));
  return link;
}

function remove(recording) {
  const button = element('button', { class: 'quiet', type: 'button' }, 'Delete');
  button.addEventListener('click', () => doing(button, async () => {
    await api('DELETE', `/api/terminal-sessions/${recording.sessionId}/recordings/${recording.id}`);
    location.reload();
  }));
  return button;
}
