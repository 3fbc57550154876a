// One's own data: a copy to download, and the erasure of the account with its time to think again.
import { file, post, say } from '../core.js';
import { nameOf } from '../nav.js';
import { Proof } from '../parts/proof.js';
import { save } from '../parts/save.js';
import { Act, Badge, Drawer, Facts, Field, Form, Head, Load, Note, Time, html, useEvery, useGet, useState } from '../ui.js';
import { words } from '../words.js';
import { words as w } from '../words/mydata.js';

const SECONDS = 2;
const KINDS = { queued: 'run', completed: 'ok', failed: 'bad' };

export default function MyData({ user }) {
  const all = useGet('/api/me/data');
  useEvery(SECONDS, () => all.data?.export?.state === 'queued' && all.reload());
  return html`<${Head} title=${nameOf('mydata')} /><${Load} of=${all}>${({ export: copy, erasure, graceDays: days }) => html`<${Copy} of=${copy} reload=${all.reload} />
    ${erasure ? html`<${Planned} of=${erasure} reload=${all.reload} />` : html`<${Erasure} user=${user} days=${days} hasCopy=${copy?.state === 'completed'} reload=${all.reload} />`}`}<//>`;
}

function Copy({ of, reload }) {
  const start = async () => {
    await post('/api/me/export');
    await reload();
    say(w.asked, 'good');
  };
  const isMade = of?.state === 'completed';
  return html`<section class="card col" aria-labelledby="copy"><div class="row wrap"><h2 id="copy" class="grow">${w.copy}</h2>${of && html`<${Badge} kind=${KINDS[of.state]}>${w.states[of.state]}<//>`}</div>
    <p class="muted">${w.copyAbout}</p><p role="status">${of?.state === 'queued' ? w.making(of.rows) : isMade ? w.ready : ''}</p>
    ${of?.state === 'failed' && html`<${Note} kind="bad" icon="alert">${w.failed}<//>`}
    ${isMade && html`<${Facts} of=${[[w.madeAt, html`<${Time} at=${of.endedAt} />`], [w.rows, of.rows], [w.size, w.bytes(of.bytes)], [w.keptUntil, html`<${Time} at=${of.expiresAt} />`]]} />`}
    <div class="row wrap">${isMade && html`<${Act} kind="pri" icon="download" on=${async () => save(await file('/api/me/export/file'), w.fileName)}>${w.download}<//>`}
      ${of?.state !== 'queued' && html`<${Act} kind=${isMade ? 'quiet' : 'pri'} on=${start}>${isMade ? w.makeAnother : w.make}<//>`}</div></section>`;
}

function Planned({ of, reload }) {
  const keep = async () => {
    await post('/api/me/erasure/cancel');
    await reload();
    document.querySelector('main h1').focus();
    say(w.kept, 'good');
  };
  return html`<section class="card col" aria-labelledby="erasure"><h2 id="erasure">${w.erase}</h2>${of.state === 'waiting'
    ? html`<${Note} kind="bad" icon="alert"><p class="strong">${w.waiting} <${Time} at=${of.dueAt} /></p><p>${w.waitingAbout}</p><//><div><${Act} kind="pri" on=${keep}>${w.keepMe}<//></div>`
    : html`<${Note} kind="bad" icon="alert"><span role="status">${w.running}</span><//>`}</section>`;
}

const Warnings = ({ days }) => html`<ul class="bullets">${w.warnings(days).map(each => html`<li>${each}</li>`)}</ul>`;

function Erasure({ user, days, hasCopy, reload }) {
  const [open, setOpen] = useState(false);
  const done = async () => {
    setOpen(false);
    await reload();
    say(w.planned);
  };
  return html`<section class="card col" aria-labelledby="erasure"><h2 id="erasure">${w.erase}</h2><p class="muted">${w.eraseAbout}</p><${Warnings} days=${days} />
    ${!hasCopy && html`<${Note}>${w.copyFirst}<//>`}<div><button type="button" class="btn" aria-haspopup="dialog" onClick=${() => setOpen(true)}>${w.begin}</button></div>
    ${open && html`<${Confirm} user=${user} days=${days} done=${done} onClose=${() => setOpen(false)} />`}</section>`;
}

/** Asks for the address, a proof and a tick: none of them is there before the person gives it. */
function Confirm({ user, days, done, onClose }) {
  const [way, setWay] = useState('password');
  const [other, setOther] = useState(false);
  const [wrong, setWrong] = useState('');
  const erase = async (form, { email, proof }) => {
    setWrong('');
    const isOther = email.trim().toLowerCase() !== user.email.toLowerCase();
    setOther(isOther);
    if (isOther) {
      form.elements.email.focus();
      return;
    }
    await post('/api/me/erasure', { [way]: proof });
    await done();
  };
  const fail = (problem, form) => {
    setWrong(problem.message);
    form.elements.proof.focus();
  };
  return html`<${Drawer} title=${w.ask} onClose=${onClose}><${Warnings} days=${days} /><${Form} on=${erase} fail=${fail} button=${w.confirm(days)} danger autocomplete="off">
    <${Field} label=${w.typeEmail(user.email)} error=${other && w.otherEmail}><input class="in" name="email" type="email" required maxlength="254" autocomplete="off" /><//>
    <${Proof} user=${user} way=${way} setWay=${setWay} />
    <label class="check"><input type="checkbox" name="understood" required />${w.understood}</label>
    ${wrong && html`<${Note} kind="bad" icon="alert"><span role="alert">${wrong}</span><//>`}<//>
    <div><button type="button" class="btn" onClick=${onClose}>${words.leaveIt}</button></div><//>`;
}
