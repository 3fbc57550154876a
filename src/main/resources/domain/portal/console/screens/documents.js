// A student's documents: what was sent, what became of it, who opened it, and the last digits of the Aadhaar number.
import { api, ask, get, post, say } from '../core.js';
import { nameOf } from '../nav.js';
import { Name } from '../parts/names.js';
import { Uploader } from '../parts/uploader.js';
import { Act, Badge, Field, Form, Head, Load, Note, Time, html, useGet, useState } from '../ui.js';
import { words } from '../words.js';
import { words as w } from '../words/documents.js';

const TRIES = 20;
const PAUSE_MS = 500;
const STATES = { submitted: 'run', verified: 'ok', rejected: 'bad' };

export default function Documents() {
  const mine = useGet('/api/student/documents');
  const [adding, setAdding] = useState(null);
  const sent = async file => {
    await submitted(file);
    setAdding(null);
    await mine.reload();
    say(w.sent, 'good');
  };
  return html`<${Head} title=${nameOf('documents')} sub=${w.about}><button class="btn pri" aria-expanded=${String(adding === 'new')} onClick=${() => setAdding(adding === 'new' ? null : 'new')}>${adding === 'new' ? words.cancel : w.add}</button><//>
    ${adding === 'new' && html`<${New} on=${sent} />`}
    <${Load} of=${mine}>${({ documents, aadhaar }) => html`${documents.length === 0 && html`<p class="card muted">${w.none}</p>`}
      ${documents.map(each => html`<section class="card col s" key=${each.id} aria-labelledby=${`d-${each.id}`}><div class="row wrap between"><h2 id=${`d-${each.id}`}>${w.kinds[each.kind]}</h2><${Badge} kind=${STATES[each.state]}>${w.states[each.state]}<//></div>
        <p class="small muted">${each.name} · ${w.sentAt} <${Time} at=${each.submittedAt} />${each.decidedAt && html` · ${w.decidedAt} <${Time} at=${each.decidedAt} />`}</p>
        ${each.reason && html`<${Note} kind="bad" icon="alert">${each.reason}<//>`}
        <div class="row wrap"><${Act} kind="s" name=${`${w.download}: ${w.kinds[each.kind]}`} on=${() => download(each.fileId)}>${w.download}<//>
          <button class="btn s" aria-expanded=${String(adding === each.id)} aria-label=${`${w.again}: ${w.kinds[each.kind]}`} onClick=${() => setAdding(adding === each.id ? null : each.id)}>${adding === each.id ? words.cancel : w.again}</button></div>
        ${adding === each.id && html`<${Sender} kind=${each.kind} about=${{ of: each.fileId }} on=${sent} />`}<${Openings} file=${each.fileId} /></section>`)}
      <${Aadhaar} of=${aadhaar} reload=${mine.reload} />`}<//>`;
}

/** Waits a while until what was sent is among the documents: the server takes a file in just after it has come. */
async function submitted(file) {
  for (let i = 0; i < TRIES && !(await get('/api/student/documents')).documents.some(each => each.fileId === file.id && each.version >= file.version); i++) {
    await new Promise(done => setTimeout(done, PAUSE_MS));
  }
}

async function download(id) {
  const { url } = await post(`/api/files/${id}/link`);
  location.assign(url); // an attachment: the page stays
}

function New({ on }) {
  const [kind, setKind] = useState('college_id');
  return html`<section class="card col" aria-labelledby="new"><h2 id="new">${w.add}</h2><${Field} label=${w.kind}><select class="in" onChange=${event => setKind(event.target.value)}>${Object.entries(w.kinds).map(([key, name]) => html`
    <option value=${key} selected=${key === kind}>${name}</option>`)}</select><//><${Sender} key=${kind} kind=${kind} on=${on} /></section>`;
}

function Sender({ kind, about, on }) {
  const kinds = useGet('/api/file-kinds');
  return html`<${Load} of=${kinds} rows=1>${({ items }) => items.filter(each => each.name === kind).map(each => html`<${Uploader} key=${each.name} kind=${each} about=${about} on=${on} />`)}<//>`;
}

/** Shows who opened a document; asks only when it is unfolded. */
function Openings({ file }) {
  const [open, setOpen] = useState(false);
  return html`<details onToggle=${event => setOpen(event.target.open)}><summary>${w.openings}</summary>${open && html`<${Opened} file=${file} />`}</details>`;
}

function Opened({ file }) {
  const openings = useGet(`/api/files/${file}/openings?limit=20`);
  return html`<${Load} of=${openings} rows=1>${({ items }) => items.length === 0 ? html`<p class="muted">${w.unopened}</p>` : html`<ul class="plain">${items.map((each, index) => html`<li key=${index} class="row wrap between"><${Name} id=${each.by} plain /><span class="small muted"><${Time} at=${each.at} /></span></li>`)}</ul>`}<//>`;
}

function Aadhaar({ of, reload }) {
  const put = async (form, { number }) => {
    await api('PUT', '/api/student/aadhaar', { number });
    form.reset();
    await reload();
    say(words.saved, 'good');
  };
  const remove = async () => {
    if (await ask({ title: w.forgetAsk, body: w.forgetBody, yes: w.forget, no: words.leaveIt })) {
      await api('DELETE', '/api/student/aadhaar');
      await reload();
    }
  };
  return html`<section class="card col s" aria-labelledby="aadhaar"><h2 id="aadhaar">${w.aadhaar}</h2><p class="muted">${w.aadhaarAbout}</p>
    ${of ? html`<p class="row wrap between"><span>${w.ends(of.lastFour)}</span><${Act} kind="s" on=${remove}>${w.forget}<//></p>`
    : html`<${Form} on=${put} button=${words.save} autocomplete="off"><${Field} label=${w.number}><input class="in" name="number" inputmode="numeric" required pattern="[2-9][0-9]{3}[ \\-]?[0-9]{4}[ \\-]?[0-9]{4}" maxlength="14" /><//><//>`}</section>`;
}
