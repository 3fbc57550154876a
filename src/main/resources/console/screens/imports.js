// Tables that people upload: choose one, read what its rows would do, import them, fetch those that were refused.
import { ask, file, get, number, post, query, say, upload } from '../core.js';
import { admin } from '../kit.js';
import { go } from '../nav.js';
import { Name } from '../parts/names.js';
import { batches } from '../parts/picks.js';
import { save } from '../parts/save.js';
import { Act, Badge, Bar, Facts, Field, Form, Head, Kpis, Link, Load, Note, Pager, Table, html, useData, useEvery, useGet, useState } from '../ui.js';
import { words } from '../words.js';

const w = words.imports;
const ROOT = '/console/imports';
const PAGE = 25;
const KINDS = { completed: 'ok', checked: 'info', failed: 'bad', cancelled: 'idle' };
const isRunning = one => ['uploading', 'checking', 'importing'].includes(one.state);
const State = ({ of }) => html`<${Badge} kind=${KINDS[of] || 'run'}>${w.states[of]}<//>`;

export const keyOf = at => `imports/${at.rest[0] || ''}`;

export default function Imports({ at, user }) {
  const [first] = at.rest;
  return first === 'new' ? html`<${Upload} kind=${at.query.get('kind')} subject=${at.query.get('subject')} />`
    : first ? html`<${One} id=${first} />` : html`<${List} at=${at} user=${user} />`;
}

const List = admin({
  list: 'GET /api/bulk-upload', columns: ['name', 'state', 'kind', 'madeBy', 'createdAt'], filters: ['state'], open: one => `${ROOT}/${one.id}`, isMoving: isRunning, none: w.none,
  show: { state: one => html`<${State} of=${one.state} />`, kind: one => w.kinds[one.kind] || one.kind, madeBy: one => html`<${Name} id=${one.madeBy} plain />` },
  tools: () => html`<${Link} kind="btn pri" icon="upload" href=${`${ROOT}/new`}>${w.upload}<//>`,
});

// --- choosing a file -----------------------------------------------------------------------------------------------

function Upload({ kind, subject }) {
  const kinds = useData(async () => {
    const { items } = await get('/api/bulk-upload-kinds');
    const of = (subject, path) => items.some(each => each.subject === subject) ? get(path).then(found => found.items) : [];
    const [some, forms] = await Promise.all([of('batch', `${batches.list}?limit=200`), of('questionnaireVersion', '/questionnaires/forms?limit=200')]);
    return { kinds: items, batches: some, forms: forms.filter(form => form.activeVersionId) };
  });
  return html`<p><a href=${ROOT}>${w.all}</a></p><${Head} title=${w.upload} sub=${w.uploadAbout} />
    <${Load} of=${kinds}>${all => html`<${Choose} all=${all} kind=${kind} subject=${subject} />`}<//>`;
}

function Choose({ all, kind, subject }) {
  const [name, setName] = useState(kind || all.kinds[0]?.name);
  const [form, setForm] = useState(subject);
  const chosen = all.kinds.find(each => each.name === name);
  if (!chosen) {
    return html`<${Note}>${w.noKind}<//>`;
  }
  const send = async (form, typed) => {
    const one = await upload(`/api/bulk-upload${query({ kind: name, subject: typed.subject, name: typed.table.name })}`, typed.table);
    await go(`${ROOT}/${one.id}`);
  };
  return html`<div class="grid two"><${Form} kind="card col" on=${send} button=${w.check} icon="upload">
      <${Field} label=${w.what}><select class="in" onChange=${event => setName(event.target.value)}>${all.kinds.map(each => html`
        <option value=${each.name} selected=${each.name === name}>${w.kinds[each.name] || each.title}</option>`)}</select><//>
      ${chosen.subject === 'batch' && html`<${Field} label=${w.batch}><select class="in" name="subject" required><option value="">${words.choose}</option>${all.batches.map(batch => html`
        <option value=${batch.id} selected=${batch.id === subject}>${batches.text(batch)}</option>`)}</select><//>`}
      ${chosen.subject === 'questionnaireVersion' && html`<${Field} label=${w.version}><select class="in" name="subject" required onChange=${event => setForm(event.target.value)}><option value="">${words.choose}</option>${all.forms.map(each => html`
        <option value=${each.activeVersionId} selected=${each.activeVersionId === form}>${each.title}</option>`)}</select><//>`}
      <${Field} label=${w.file} hint=${w.fileHint}><input class="in" type="file" name="table" required
        accept=".csv,.tsv,.txt,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" /><//><//>
    <div class="card col"><h2>${w.columns}</h2><p class="muted">${w.columnsAbout}</p><ul class="bullets">${chosen.columns.map(column => html`
      <li>${column.title}${column.required ? html` <span class="muted">${w.required}</span>` : ''}</li>`)}${chosen.subject === 'questionnaireVersion' && html`<li>${w.perQuestion}</li>`}</ul>
      <div><${Act} icon="download" on=${() => file(chosen.subject === 'questionnaireVersion' && form ? `/questionnaires/versions/${form}/csv-template` : `/api/bulk-upload-kinds/${name}/template`).then(blob => save(blob, `${name}.csv`))}>${w.template}<//></div></div></div>`;
}

// --- one import ----------------------------------------------------------------------------------------------------

function One({ id }) {
  const path = `/api/bulk-upload/${id}`;
  const found = useGet(path);
  useEvery(1, () => found.data && isRunning(found.data) && found.reload());
  const kinds = useGet('/api/bulk-upload-kinds?limit=200');
  const canBeWhole = one => one.checked?.refused === 0 && kinds.data?.items.some(each => each.name === one.kind && each.allOrNothing);
  const act = async (verb, done, body) => {
    await post(`${path}/${verb}`, body);
    await found.reload();
    done && say(done, 'good');
  };
  const cancel = async () => {
    if (await ask({ title: w.cancelAsk, body: w.cancelBody, yes: w.cancel, no: words.leaveIt, bad: true })) {
      await act('cancel', w.cancelled);
    }
  };
  return html`<p><a href=${ROOT}>${w.all}</a></p><${Load} of=${found}>${one => {
    const good = one.checked ? one.checked.added + one.checked.changed : 0;
    return html`<${Head} title=${one.name} sub=${w.kinds[one.kind] || one.kind}>
        ${(isRunning(one) || one.state === 'checked') && html`<${Act} kind="quiet" on=${cancel}>${w.cancel}<//>`}
        ${one.state === 'checked' && good > 0 && canBeWhole(one) && html`<${Act} kind="quiet" on=${() => act('confirm', null, { allOrNothing: true })}>${w.whole}<//>`}
        ${one.state === 'checked' && good > 0 && html`<${Act} kind="pri" icon="check" on=${() => act('confirm')}>${w.confirm(good)}<//>`}<//>
      <div class="card col"><div class="col s" role="status"><div class="row wrap"><${State} of=${one.state} />${isRunning(one) && html`<${Bar} value=${one.percent ?? 0} kind="run" label=${w.states[one.state]} />`}</div>
        ${w.says(one, good) && html`<p class="muted">${w.says(one, good)}</p>`}</div>
        ${one.error && html`<${Note} kind="bad" icon="alert">${one.error}<//>`}${one.takenBackAt && html`<${Note}>${w.takenBack}<//>`}<${Tally} of=${one.imported || one.checked} /></div>
      ${one.found && html`<${Understood} found=${one.found} />`}
      ${(one.imported || one.checked)?.refused > 0 && !isRunning(one) && html`<${Refused} path=${path} one=${one} />`}`;
  }}<//>`;
}

const Tally = ({ of }) => of && html`<${Kpis} of=${[[w.rows, number(of.rows)], [w.added, number(of.added)], [w.changed, number(of.changed)], [w.same, number(of.same)],
  [w.refused, number(of.refused), '', of.refused > 0 && 'down']]} />`;

const Understood = ({ found }) => html`<section class="card col"><h2>${w.understood}</h2><${Facts} of=${[[w.format, w.formats(found)], [w.headerRow, number(found.headerRow)],
    ...found.columns.map(each => [w.column(each.column, found), each.header]), found.ignored.length > 0 && [w.ignored, found.ignored.join(', ')]]} />
  ${found.notes.length > 0 && html`<${Note}><ul class="bullets">${found.notes.map(note => html`<li>${note}</li>`)}</ul><//>`}</section>`;

function Refused({ path, one }) {
  const [offset, setOffset] = useState(0);
  const rows = useData(() => get(`${path}/refused${query({ limit: PAGE, offset })}`), [offset, one.state]);
  return html`<section><div class="row wrap between"><h2>${w.refusedTitle}</h2>
      <${Act} icon="download" on=${() => file(`${path}/refused.csv`).then(blob => save(blob, `refused-${one.name.replace(/\.\w+$/, '')}.csv`))}>${w.refusedFile}<//></div>
    <p class="muted">${w.refusedAbout}</p><div class="card flush"><${Load} of=${rows}>${({ items, page }) => html`<${Table} label=${w.refusedTitle} rows=${items} keyOf=${each => each.row} columns=${[
    [w.row, each => html`<strong>${number(each.row)}</strong>`], [w.reason, each => html`<ul class="plain">${each.problems.map(problem => html`
      <li>${problem.column ? `${w.column(problem.column, one.found)}: ` : ''}${problem.reason}${problem.word ? html` <span class="muted">(${problem.word})</span>` : ''}</li>`)}</ul>`]]} />
    <${Pager} page=${page} shown=${items.length} on=${setOffset} />`}<//></div></section>`;
}
