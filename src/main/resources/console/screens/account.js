// The signed-in person's account: who they are, the password, and what they want to hear.
import { api, ask, dayOf, get, keep, keepUser, post, say, send, session, signOut } from '../core.js';
import { hasGoogle, leaveForGoogle } from '../google.js';
import { Change } from '../signin.js';
import { go, nameOf } from '../nav.js';
import { Proof } from '../parts/proof.js';
import { Act, Drawer, Facts, Field, Form, Head, Load, Note, Tabs, html, useData, useState } from '../ui.js';
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
    [w.since, dayOf(user.createdAt)]]} /><${Note}>${w.changeIt}<//><div class="row wrap"><${Address} user=${user} done=${me.reload} /><${Act} icon="out" on=${everywhere}>${w.everywhere}<//></div></div>`}<//>`;
}

/** Changes the address in two steps: the owner asks for it, and who reads the new address's mails confirms it. */
function Address({ user, done }) {
  const [open, setOpen] = useState(false);
  return html`<button type="button" class="btn" aria-haspopup="dialog" onClick=${() => setOpen(true)}>${w.address.change}</button>
    ${open && html`<${AddressSteps} user=${user} onClose=${() => setOpen(false)} done=${async () => {
    setOpen(false);
    await done();
  }} />`}`;
}

function AddressSteps({ user, done, onClose }) {
  const a = w.address;
  const [way, setWay] = useState('password');
  const [asked, setAsked] = useState('');
  const [wrong, setWrong] = useState('');
  const step = work => async (form, values) => {
    setWrong('');
    await work(values);
  };
  const fail = (problem, form) => {
    setWrong(problem.message);
    form.querySelector('input:not([type=email])').focus();
  };
  const request = step(async ({ email, proof }) => {
    await post('/api/auth/email', { email, [way]: proof });
    setAsked(email);
    say(a.sent(email), 'good');
  });
  const confirm = step(async ({ code }) => {
    keep(await post('/api/auth/email/confirm', { code }));
    await done();
    say(a.changed(asked), 'good');
  });
  return html`<${Drawer} title=${a.title} onClose=${onClose}><p class="muted">${a.about}</p>${asked
    ? html`<${Form} key="code" on=${confirm} fail=${fail} button=${a.confirm} autocomplete="off"><p role="status">${a.sent(asked)}</p>
      <${Field} label=${a.code} hint=${w.proof.codeHint}><input class="in" name="code" inputmode="numeric" required pattern="[0-9]{6,10}" maxlength="10" autocomplete="one-time-code" /><//>
      ${wrong && html`<${Note} kind="bad" icon="alert"><span role="alert">${wrong}</span><//>`}<//><div><button type="button" class="btn" onClick=${() => setAsked('')}>${a.again}</button></div>`
    : html`<${Form} key="email" on=${request} fail=${fail} button=${a.send} autocomplete="off"><${Field} label=${a.email}><input class="in" name="email" type="email" required maxlength="254" autocomplete="email" /><//>
      <${Proof} user=${user} way=${way} setWay=${setWay} />${wrong && html`<${Note} kind="bad" icon="alert"><span role="alert">${wrong}</span><//>`}<//>`}<//>`;
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
