// Watches a session when its link's session and token stand behind the #; else shows my sessions and their recordings.
import { api, ask, file, get, post, say, script, style } from '../core.js';
import { leaveByLoading, nameOf } from '../nav.js';
import { Act, Field, Head, Load, Table, Time, html, useData, useEffect, useRef, useState } from '../ui.js';
import { words } from '../words.js';

const w = words.terminal;

export default function Terminal({ at, user }) {
  return at.hash.has('token') ? html`<${Shared} session=${at.hash.get('session')} token=${at.hash.get('token')} user=${user} />`
    : at.hash.has('play') ? html`<${Recorded} play=${at.hash.get('play').split('/')} />` : html`<${Sessions} user=${user} />`;
}

/** Loads what draws a terminal. */
async function tools() {
  leaveByLoading();
  await Promise.all([style('./vendor/xterm.css'), style('./parts/terminal.css'), script('./vendor/xterm.js').then(() => script('./vendor/xterm-unicode11.js'))]);
  const [{ view }, { player }] = await Promise.all([import('../parts/terminal-viewer.js'), import('../parts/terminal-player.js')]);
  return { view, player };
}

function Shared({ session, token, user }) {
  const node = useRef();
  const ready = useData(tools);
  const [name, setName] = useState(user?.fullName ?? sessionStorage.getItem('terminal-name'));
  useEffect(() => { ready.data && name !== null && ready.data.view(node.current, session, token, name, user); }, [ready.data, name]);
  const submit = event => {
    event.preventDefault();
    const typed = new FormData(event.target).get('name');
    sessionStorage.setItem('terminal-name', typed);
    setName(typed);
  };
  return html`<div ref=${node} class="terminal"><h1 tabindex="-1">${w.shared}</h1></div>
    ${name === null && html`<form class="card col narrow" onSubmit=${submit}><${Field} label=${w.name}>
      <input class="in" name="name" maxlength="60" autocomplete="name" autofocus /><//><button class="btn pri">${w.watch}</button></form>`}
    <${Load} of=${ready}>${() => ''}<//>`;
}

function Recorded({ play: [session, id] }) {
  const node = useRef();
  const ready = useData(async () => {
    const [{ player }, recorded] = await Promise.all([tools(), file(`/api/terminal-sessions/${session}/recordings/${id}/file`)]);
    return { player, text: await recorded.text(), url: URL.createObjectURL(recorded) };
  });
  useEffect(() => { ready.data && ready.data.player(node.current, ready.data.text); }, [ready.data]);
  return html`<div ref=${node} class="terminal"><h1 tabindex="-1">${w.recorded}</h1></div>
    <${Load} of=${ready}>${({ url }) => html`<p><a class="btn" href=${url} download=${`${id}.cast`}>${w.download}</a></p>`}<//>`;
}

function Sessions({ user }) {
  const command = `curl -fsSL ${location.origin}/terminal-host | sh -s -- --email ${user.email}`;
  const sessions = useData(async () => {
    const { items } = await get('/api/terminal-sessions?limit=100');
    return Promise.all(items.map(async session => ({ ...session,
      recordings: session.recording ? (await get(`/api/terminal-sessions/${session.id}/recordings`)).items : [] })));
  });
  const end = async session => {
    if (await ask({ title: w.endAsk, body: `${session.title}. ${w.endBody}`, yes: w.end, no: w.keep, bad: true })) {
      await api('DELETE', `/api/terminal-sessions/${session.id}`);
      await sessions.reload();
      say(w.ended, 'good');
    }
  };
  const remove = async recording => {
    if (await ask({ title: w.removeAsk, body: w.removeBody, yes: w.remove, no: w.keep, bad: true })) {
      await api('DELETE', `/api/terminal-sessions/${recording.sessionId}/recordings/${recording.id}`);
      await sessions.reload();
      say(w.removed, 'good');
    }
  };
  return html`<${Head} title=${nameOf('terminal')} /><div class="card row wrap"><p class="grow">${w.share} <code>${command}</code></p>
      <${Act} on=${async () => { await navigator.clipboard.writeText(command); say(w.copied, 'good'); }}>${w.copy}<//></div>
    <div class="card flush"><${Load} of=${sessions}>${all => html`<${Table} label=${nameOf('terminal')} rows=${all} none=${w.none} columns=${[
    [w.session, session => html`<strong>${session.title}</strong>`], [w.opened, session => html`<${Time} at=${session.createdAt} />`],
    [w.state, session => session.endedAt ? w.over(session.endedBecause) : w.open],
    [w.recording, session => session.recordings.length === 0 ? '–' : session.recordings.map(recording => html`<span class="row wrap">
      <a href=${`/console/terminal#play=${session.id}/${recording.id}`}>${w.play(recording.seconds)}</a>
      <${Act} kind="quiet s" name=${`${w.remove}: ${session.title}`} on=${() => remove(recording)}>${w.remove}<//></span>`)],
    ['', session => !session.endedAt && html`<span class="row wrap"><${Act} kind="s" name=${`${w.watch}: ${session.title}`} on=${async () => {
      location.href = (await mine(session)).page;
    }}>${w.watch}<//><${Act} kind="quiet s" name=${`${w.end}: ${session.title}`} on=${() => end(session)}>${w.end}<//></span>`]]} />`}<//></div>`;
}

/** A link for myself, the same for as long as the browser's tab is open: a session has only so many. */
async function mine(session) {
  const key = `terminal-link-${session.id}`;
  const link = JSON.parse(sessionStorage.getItem(key)) ?? await post(`/api/terminal-sessions/${session.id}/links`, { mode: 'watch', label: 'myself' });
  sessionStorage.setItem(key, JSON.stringify(link));
  return link;
}
