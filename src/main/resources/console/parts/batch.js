// One batch: its facts, its people, the courses that it follows, and who came on a day.
import { api, ask, get, number, post, say } from '../core.js';
import { useOperations } from '../kit.js';
import { Details, SchemaForm } from '../form.js';
import { Act, Badge, Drawer, Head, Icon, Link, Load, Table, Tabs, html, useData, useGet, useState } from '../ui.js';
import { go } from '../nav.js';
import { words } from '../words.js';
import { Application } from './application.js';
import { Sheet, Totals } from './attendance.js';
import { Name } from './names.js';
import { courses, people } from './picks.js';

const w = words.batches;
const PICKS = { batchLeadId: people({ capability: 'batch_lead' }), superMentorId: people({ capability: 'super_mentor' }), userId: people({}) };

export function Batch({ id, at }) {
  const path = `/api/admin/batches/${id}`;
  const root = `/console/batches/${id}`;
  const tab = at.rest[1] || '';
  const batch = useGet(path);
  const operations = useOperations({ update: 'PATCH /api/admin/batches/{id}', batch: 'GET /api/admin/batches/{id}', add: 'POST /api/admin/applications',
    map: 'POST /api/admin/batches/{id}/courses' });
  const remove = async () => {
    if (await ask({ title: words.removeAsk(batch.data.name), body: w.removeBody, yes: words.remove, no: words.keep, bad: true })) {
      await api('DELETE', path);
      await go('/console/batches');
      say(words.removed(batch.data.name), 'good');
    }
  };
  return html`<p><a href="/console/batches">${w.all}</a></p><${Load} of=${batch}>${now => html`<${Head} title=${now.name} sub=${`${now.code} · ${w.seats(now.students)}`}>
      ${tab === '' && now.students === 0 && html`<${Act} kind="quiet" on=${remove}>${words.remove}<//>`}<//>
    <${Tabs} label=${w.parts} at=${tab} of=${Object.entries(w.tabs).map(([key, name]) => [key ? `${root}/${key}` : root, name, key])} />
    <${Load} of=${operations}>${operation => {
    switch (tab) {
      case 'people': return html`<${People} id=${id} operation=${operation} />`;
      case 'courses': return html`<${Courses} path=${path} operation=${operation} />`;
      case 'attendance': return html`<${Sheet} path=${path} may=true />`;
      case 'totals': return html`<${Totals} path=${path} />`;
      default: return html`<div class="grid two"><div class="card"><${Details} schema=${operation.batch.row} value=${now} show=${{
        batchLeadId: row => html`<${Name} id=${row.batchLeadId} />`, superMentorId: row => html`<${Name} id=${row.superMentorId} />` }} /></div>
        <div class="card col"><h2>${words.change}</h2><${SchemaForm} schema=${operation.update.body} value=${now} picks=${PICKS} button=${words.save} on=${async body => {
    await api('PATCH', path, body);
    await batch.reload();
    say(words.saved, 'good');
  }} /></div></div>`;
    }
  }}<//>`}<//>`;
}

function People({ id, operation }) {
  const [drawer, setDrawer] = useState(null);
  const all = useGet(`/api/admin/batches/${id}/applications?limit=500`);
  const add = async body => {
    await post('/api/admin/applications', { ...body, batchId: id });
    setDrawer(null);
    await all.reload();
    say(w.added, 'good');
  };
  return html`<div class="row wrap"><button class="btn pri" onClick=${() => setDrawer('add')}><${Icon} name="plus" size=18 />${w.addPerson}</button>
      <${Link} icon="upload" href=${`/console/imports/new?kind=enrolments&subject=${id}`}>${w.fromSheet}<//></div>
    <div class="card flush"><${Load} of=${all}>${({ items }) => html`<${Table} label=${w.tabs.people} rows=${items} none=${w.nobody} columns=${[
    [w.person, row => html`<button type="button" class="rowlink" aria-haspopup="dialog" onClick=${() => setDrawer(row)}><${Name} id=${row.userId} /></button>`],
    [w.state, row => html`<${Badge} kind=${['enrolled', 'completed'].includes(row.state) ? 'ok' : ['withdrawn', 'rejected'].includes(row.state) ? 'bad' : 'run'}>${words.values[row.state]}<//>`],
    [w.onboarding, row => w.steps(Object.values(row.onboarding).filter(Boolean).length)]]} />`}<//></div>
    ${drawer === 'add' && html`<${Drawer} title=${w.addPerson} onClose=${() => setDrawer(null)}><p class="muted">${w.addHint}</p><${SchemaForm} schema=${operation.add.body}
      fields=${['userId', 'email', 'state']} picks=${PICKS} values=${{ state: 'enrolled' }} button=${w.addPerson} on=${add} /><//>`}
    ${drawer && drawer !== 'add' && html`<${Application} row=${drawer} onClose=${() => setDrawer(null)} reload=${async () => { setDrawer(null); await all.reload(); }} />`}`;
}

function Courses({ path, operation }) {
  const [adding, setAdding] = useState(false);
  const all = useGet(`${path}/courses?limit=200`);
  const titles = useData(() => get('/api/graphy/sync/courses?limit=200').then(({ items }) => new Map(items.map(course => [course.graphyCourseId ?? course.id, course.courseTitle ?? course.title])), () => new Map()));
  const remove = async course => {
    if (await ask({ title: w.unmapAsk, body: w.unmapBody, yes: w.unmap, no: words.keep, bad: true })) {
      await api('DELETE', `${path}/courses/${course.id}`);
      await all.reload();
      say(w.unmapped, 'good');
    }
  };
  return html`<div><button class="btn pri" onClick=${() => setAdding(true)}><${Icon} name="plus" size=18 />${w.map}</button></div>
    <div class="card flush"><${Load} of=${all}>${({ items }) => html`<${Table} label=${w.tabs.courses} rows=${items} none=${w.noCourses} columns=${[
    [w.course, course => html`<strong>${titles.data?.get(course.externalCourseId) || course.externalCourseId}</strong>`], [w.provider, course => words.values[course.provider]],
    [w.sequence, course => number(course.sequence), 'n'], [w.link, course => course.courseUrl ? html`<a href=${course.courseUrl} rel="noopener">${w.open}</a>` : '–'],
    ['', course => html`<${Act} kind="quiet s" name=${`${w.unmap}: ${titles.data?.get(course.externalCourseId) || course.externalCourseId}`} on=${() => remove(course)}>${w.unmap}<//>`]]} />`}<//></div>
    ${adding && html`<${Drawer} title=${w.map} onClose=${() => setAdding(false)}><${SchemaForm} schema=${operation.map.body} fields=${['provider', 'externalCourseId', 'sequence', 'courseUrl']}
      picks=${titles.data?.size > 0 ? { externalCourseId: courses } : {}} button=${w.map} on=${async body => {
    await post(`${path}/courses`, body);
    setAdding(false);
    await all.reload();
    say(w.mapped, 'good');
  }} /><//>`}`;
}
