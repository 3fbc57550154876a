// Chooses a document of the person's Drive at Google, which becomes a file here.
import { get, post, query } from '../core.js';
import { leaveForGoogle } from '../google.js';
import { Act, Dialog, Form, Load, Note, html, useData, useState } from '../ui.js';
import { words } from '../words.js';

const w = words.google.drive;
const ROOT = '/api/google-drive-connector';
const TAKEN = ['application/pdf', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'];

/** Statuses of a server on which there is no Google, or not now, or not for this person: that is no fault of a page of files. */
const NOT_OFFERED = [403, 404, 503];
const status = () => get(`${ROOT}/status`).catch(problem => {
  if (!NOT_OFFERED.includes(problem.status)) {
    throw problem;
  }
  return { offered: false };
});

/** Offers the Drive for kinds of documents, where Google is set up; `on(file)` is told what was taken. */
export const FromDrive = ({ kind, size, on }) => kind.types.some(type => TAKEN.includes(type)) && html`<${Offer} kind=${kind} size=${size} on=${on} />`;

function Offer({ kind, size, on }) {
  const [open, setOpen] = useState(false);
  const drive = useData(status);
  const begin = state => state === 'connected' ? setOpen(true) : leaveForGoogle('drive');
  return html`<${Load} of=${drive}>${({ offered, state }) => offered && html`<div class="row wrap"><${Act} kind="quiet" icon="folder" on=${() => begin(state)}>${w.open}<//></div>
    ${open && html`<${Dialog} label=${w.heading} onClose=${() => setOpen(false)}><${Picker} kind=${kind} size=${size} on=${async file => {
    setOpen(false);
    await on(file);
  }} /><//>`}`}<//>`;
}

function Picker({ kind, size, on }) {
  const [name, setName] = useState('');
  const [more, setMore] = useState([]);
  const [refused, setRefused] = useState(null);
  const found = useData(() => get(`${ROOT}/files${query({ name: name || undefined })}`), [name]);
  const take = async id => {
    setRefused(null);
    const file = await post(`${ROOT}/files/${encodeURIComponent(id)}/fetch`, { kind: kind.name }).catch(problem => setRefused(problem.message));
    file && await on(file);
  };
  const search = (form, fields) => {
    setMore([]);
    setName(fields.name.trim());
  };
  const row = file => html`<li key=${file.id} class="row wrap"><span class="grow">${file.name} <span class="small muted">${file.bytes === undefined ? w.own : size(file.bytes)}</span></span>
    <${Act} kind="quiet" on=${() => take(file.id)}>${w.pick}<//></li>`;
  return html`<div class="col"><${Form} kind="row" on=${search} button=${w.search}><input class="in" name="name" maxlength="200" aria-label=${w.search} /><//>
    ${refused && html`<${Note} kind="bad" icon="alert">${refused}<//>`}
    <${Load} of=${found}>${page => {
    const pages = [page, ...more];
    const token = pages[pages.length - 1].nextPageToken;
    const files = pages.flatMap(each => each.files);
    return html`${files.length ? html`<ul class="list">${files.map(row)}</ul>` : html`<p>${w.nothing}</p>`}
      ${token && html`<${Act} kind="quiet" on=${async () => setMore([...more, await get(`${ROOT}/files${query({ name: name || undefined, pageToken: token })}`)])}>${w.more}<//>`}`;
  }}<//></div>`;
}
