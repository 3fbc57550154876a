// The signed-in person's account: who they are, the password, and what they want to hear.
import { api, ask, dayOf, get, keepUser, say, send, session, signOut } from '../core.js';
import { hasGoogle, leaveForGoogle } from '../google.js';
import { Change } from '../signin.js';
import { go, nameOf } from '../nav.js';
import { Act, Facts, Field, Form, Head, Load, Note, Tabs, html, useData, useState } from '../ui.js';
import { words } from '../words.js';

const w = words.me;
const ROOT = '/console/account';

export default function Account({ at }) {
  const tab = at.rest[0] || '';
  return html`<${Head} title=${nameOf('account')} /><${Tabs} label=${nameOf('account')} at=${tab}
      of=${Object.entries(w.tabs).map(([key, name]) => [key ? `${ROOT}/${key}` : ROOT, name, key])} />
    ${tab === 'password' ? html`<div class="card narrow"><${Change} done=${async () => {
    await go(ROOT);
    say(w.changed, 'good');
  }} /></div><${Linked} />` : tab === 'preferences' ? html`<${Preferences} />` : tab === 'connections' ? html`<${Connection} errand="calendar" path="/api/google-calendar" /><${Connection} errand="drive" path="/api/google-drive-connector" />` : html`<${Profile} />`}`;
}

/** The Google account with which the person may sign in. */
function Linked() {
  const g = words.google;
  const mine = useData(async () => {
    const [linked, offered] = await Promise.all([get('/api/auth/google'), hasGoogle()]);
    return { ...linked, offered };
  });
  const unlink = async () => {
    if (await ask({ title: g.unlinkAsk, body: g.unlinkBody, yes: g.unlink, no: w.stay })) {
      await api('DELETE', '/api/auth/google');
      await mine.reload();
      say(g.unlinked, 'good');
    }
  };
  return html`<${Load} of=${mine}>${({ linked, email, offered }) => (linked || offered) && html`<div class="card narrow col"><h2>${g.heading}</h2><p>${linked ? g.linked(email) : g.none}</p>
    <div class="row wrap">${linked ? html`<${Act} kind="quiet" on=${unlink}>${g.unlink}<//>` : html`<${Act} on=${() => leaveForGoogle('link')}>${g.link}<//>`}</div></div>`}<//>`;
}

/** Shows whether the person has connected Google for one errand. */
function Connection({ errand, path }) {
  const g = words.google;
  const c = g[errand];
  const mine = useData(() => get(`${path}/status`));
  const end = async () => {
    if (await ask({ title: c.endAsk, body: c.endBody, yes: g.end, no: w.stay })) {
      await api('DELETE', `${path}/connection`);
      await mine.reload();
      say(c.ended, 'good');
    }
  };
  return html`<${Load} of=${mine}>${({ state, email, offered, connectedAt }) => html`<div class="card narrow col"><h2>${c.heading}</h2>
    <p>${state === 'connected' ? g.connected(email, dayOf(connectedAt)) : state === 'broken' ? g.broken : offered ? c.none : g.notOffered}</p>
    <div class="row wrap">${offered && state !== 'connected' && html`<${Act} on=${() => leaveForGoogle(errand)}>${state === 'broken' ? g.again : g.connect}<//>`}
      ${state !== 'none' && html`<${Act} kind="quiet" on=${end}>${g.end}<//>`}</div></div>`}<//>`;
}

function Profile() {
  const me = useData(async () => {
    const [user, face] = await Promise.all([get('/api/auth/me'), get('/api/tenant')]);
    keepUser(user);
    return { user, face };
  });
  const everywhere = async () => {
    if (await ask({ title: w.everywhereAsk, body: w.everywhereBody, yes: w.everywhere, no: w.stay })) {
      await send('POST', '/api/auth/logout', { refreshToken: session().refresh, everywhere: true });
      await signOut();
    }
  };
  return html`<${Load} of=${me}>${({ user, face }) => html`<div class="card col"><${Facts} of=${[[w.name, user.fullName], [w.email, user.email], [w.phone, user.phone],
    [w.role, words.roles[user.role]], user.capabilities.length > 0 && [w.capabilities, user.capabilities.join(', ').replaceAll('_', ' ')], [w.tenant, face.name], user.campus && [w.campus, user.campus], user.department && [w.department, user.department], user.program && [w.program, user.program],
    [w.since, dayOf(user.createdAt)]]} /><${Note}>${w.changeIt}<//><div class="row wrap"><${Act} icon="out" on=${everywhere}>${w.everywhere}<//></div></div>`}<//>`;
}

const CHANNELS = [['inApp', w.inApp], ['email', w.byEmail], ['whatsapp', w.whatsapp]];

function Preferences() {
  const wishes = useData(() => get('/api/notifications/preferences'));
  return html`<${Load} of=${wishes}>${given => html`<${Wishes} given=${given} done=${wishes.reload} />`}<//>`;
}

function Wishes({ given, done }) {
  const [choices, setChoices] = useState(given.categories);
  const set = (category, channel, on) => setChoices(all => all.map(each => each.category === category ? { ...each, [channel]: on } : each));
  const save = async (form, { zone, quietFrom, quietTo }) => {
    await api('PATCH', '/api/notifications/preferences', { zone, quietFrom, quietTo, categories: choices.filter(each => each.category !== 'account') });
    await done();
    say(words.saved, 'good');
  };
  const zones = [...new Set([given.zone, 'Asia/Kolkata', 'Asia/Dubai', 'Asia/Singapore', 'Europe/London', 'America/New_York', 'UTC'])];
  return html`<${Form} kind="card col" on=${save} button=${words.save}><div class="scroll"><table class="choices"><thead><tr><th scope="col">${w.about}</th>${CHANNELS.map(([, name]) => html`
      <th scope="col">${name}</th>`)}</tr></thead><tbody>${choices.map(each => html`<tr key=${each.category}><td>${words.notifications.categories[each.category]}</td>
      ${CHANNELS.map(([channel, name]) => html`<td><input type="checkbox" checked=${each[channel]} disabled=${each.category === 'account' || each[channel] === undefined}
        aria-label=${`${words.notifications.categories[each.category]}: ${name}`} onChange=${event => set(each.category, channel, event.target.checked)} /></td>`)}</tr>`)}</tbody></table></div>
    <div class="grid three"><${Field} label=${w.from}><input class="in" type="time" name="quietFrom" required defaultValue=${given.quietFrom} /><//>
      <${Field} label=${w.to}><input class="in" type="time" name="quietTo" required defaultValue=${given.quietTo} /><//>
      <${Field} label=${w.zone}><select class="in" name="zone">${zones.map(zone => html`<option value=${zone} selected=${zone === given.zone}>${zone}</option>`)}</select><//></div>
    <p class="small muted">${w.quiet}</p><//>`;
}
