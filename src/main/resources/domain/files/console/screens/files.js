// Files of all people: what they are, their versions, who opened them, and the space that is left.
import { api, ask, get, instant, number, post, query, say } from '../core.js';
import { admin } from '../kit.js';
import { go } from '../nav.js';
import { Name } from '../parts/names.js';
import { people } from '../parts/picks.js';
import { Uploader, size, typeOf } from '../parts/uploader.js';
import { Act, Badge, Bar, Facts, Field, Head, Link, Load, Note, Pager, Table, html, useData, useEvery, useGet, useState } from '../ui.js';
import { words } from '../words.js';
import { words as w } from '../words/files.js';

const ROOT = '/console/files';
const PAGE = 25;
const KINDS = { ready: 'ok', checking: 'run', uploading: 'run', refused: 'bad', aborted: 'idle', expired: 'idle' };
const State = ({ of }) => html`<${Badge} kind=${KINDS[of]}>${w.states[of]}<//>`;
const titleOf = kind => w.kinds[kind] || kind.replaceAll('_', ' ');

export const keyOf = at => `files/${at.rest[0] || ''}`;

export default function Files({ at, user }) {
  const [first] = at.rest;
  return first === 'new' ? html`<${New} />` : first ? html`<${One} id=${first} />` : html`<${List} at=${at} user=${user} />`;
}

const List = admin({
  list: 'GET /api/admin/files', columns: ['name', 'state', 'kind', 'owner', 'bytes', 'createdAt'], filters: ['kind', 'state', 'owner'], picks: { owner: people({}) },
  options: { kind: Object.keys(w.kinds) }, open: file => `${ROOT}/${file.id}`, isMoving: file => file.state === 'checking', none: w.none,
  show: { state: file => html`<${State} of=${file.state} />`, kind: file => titleOf(file.kind), owner: file => html`<${Name} id=${file.owner} plain />`, bytes: file => size(file.bytes) },
  tools: () => html`<${Link} kind="btn pri" icon="upload" href=${`${ROOT}/new`}>${w.upload}<//>`, above: () => html`<${Space} />`,
});

function Space() {
  const used = useGet('/api/admin/files/usage');
  return html`<${Load} of=${used} rows=${1}>${space => html`<div class="card col s"><div class="row wrap between"><strong>${w.space(size(space.totalBytes), size(space.quotaBytes))}</strong>
    <span class="muted">${w.stores[space.store]}</span></div><${Bar} value=${Math.min(100, Math.round(100 * space.totalBytes / space.quotaBytes))} label=${w.used} />
    <span class="small muted">${w.ours(number(space.files), size(space.bytes))}</span></div>`}<//>`;
}

function New() {
  const kinds = useGet('/api/file-kinds');
  const [name, setName] = useState(null);
  return html`<p><a href=${ROOT}>${w.all}</a></p><${Head} title=${w.upload} sub=${w.uploadAbout} />
    <${Load} of=${kinds}>${({ items }) => {
    const kind = items.find(each => each.name === name) || items[0];
    return kind ? html`<div class="card col"><${Field} label=${w.kind}><select class="in" onChange=${event => setName(event.target.value)}>${items.map(each => html`
        <option value=${each.name} selected=${each === kind}>${titleOf(each.name)}</option>`)}</select><//>
      <${Uploader} key=${kind.name} kind=${kind} on=${file => { say(w.sent(file.name), 'good'); return go(`${ROOT}/${file.id}`); }} /></div>` : html`<${Note}>${w.noKind}<//>`;
  }}<//>`;
}

function One({ id }) {
  const path = `/api/files/${id}`;
  const found = useGet(path);
  useEvery(2, () => found.data?.state === 'checking' && found.reload());
  const download = async version => {
    const { url } = await post(`${path}/link${query({ version })}`);
    location.assign(url); // an attachment: the page stays
  };
  const remove = async file => {
    if (await ask({ title: w.removeAsk(file.name), body: w.removeBody, yes: w.remove, no: words.leaveIt, bad: true })) {
      await api('DELETE', path);
      say(w.removed(file.name), 'good');
      await go(ROOT);
    }
  };
  return html`<p><a href=${ROOT}>${w.all}</a></p><${Load} of=${found}>${file => html`<${Head} title=${file.name} sub=${titleOf(file.kind)}>
      <${Act} kind="quiet" on=${() => remove(file)}>${w.remove}<//>
      ${file.version > 0 && html`<${Act} kind="pri" icon="download" on=${() => download()}>${w.download}<//>`}<//>
    <div class="card row wrap">${file.hasPicture && html`<${Picture} path=${path} name=${file.name} />`}<div class="grow col">
      <div><${State} of=${file.state} /></div>${file.refusal && html`<${Note} kind="bad" icon="alert">${file.refusal}<//>`}
      <${Facts} of=${[[w.owner, html`<${Name} id=${file.owner} plain />`], [w.type, typeOf(file.type)], [w.bytes, size(file.bytes)], file.width && [w.points, `${number(file.width)} × ${number(file.height)}`],
        [w.version, file.version ? number(file.version) : '–'], [w.since, instant(file.createdAt)], file.expiresAt && [w.until, instant(file.expiresAt)], file.sha256 && [w.hash, html`<code>${file.sha256}</code>`]]} /></div></div>
    <${Versions} path=${path} file=${file} download=${download} /><${Openings} path=${path} file=${file} />`}<//>`;
}

function Picture({ path, name }) {
  const found = useGet(`${path}/picture`);
  return found.data ? html`<img class="thumb" src=${found.data.url} alt=${w.picture(name)} />` : null;
}

function Versions({ path, file, download }) {
  const found = useData(() => get(`${path}/versions?limit=100`), [file.version, file.state]);
  return html`<section><h2>${w.versions}</h2><div class="card flush"><${Load} of=${found}>${({ items }) => html`<${Table} label=${w.versions} rows=${items} keyOf=${each => each.number} columns=${[
    [w.version, each => html`<strong>${number(each.number)}</strong>`, 'n'], [w.state, each => html`<${State} of=${each.state} />${each.refusal && each.state === 'refused' ? html`<br /><span class="small muted">${each.refusal}</span>` : ''}`],
    [w.name, each => each.name], [w.bytes, each => size(each.bytes), 'n'], [w.by, each => html`<${Name} id=${each.madeBy} plain />`], [w.since, each => instant(each.createdAt)],
    ['', each => each.state === 'ready' && html`<${Act} kind="s" name=${w.downloadVersion(each.number)} icon="download" on=${() => download(each.number)}>${w.download}<//>`]]} />`}<//></div></section>`;
}

function Openings({ path, file }) {
  const [offset, setOffset] = useState(0);
  const found = useData(() => get(`${path}/openings${query({ limit: PAGE, offset })}`), [offset, file.version]);
  return html`<section><h2>${w.openings}</h2><p class="muted">${w.openingsAbout}</p><div class="card flush"><${Load} of=${found}>${({ items, page }) => html`
    <${Table} label=${w.openings} rows=${items} keyOf=${each => each.at + each.by} none=${w.nobody} columns=${[[w.by, each => html`<${Name} id=${each.by} plain />`], [w.how, each => w.ways[each.how]],
    [w.version, each => number(each.version), 'n'], [words.when, each => instant(each.at)]]} /><${Pager} page=${page} shown=${items.length} on=${setOffset} />`}<//></div></section>`;
}
