// Warnings: students of the batch lead with three or more active ones, and those of each student.
import { api, ask, get, post, say } from '../core.js';
import { useOperations } from '../kit.js';
import { SchemaForm } from '../form.js';
import { nameOf } from '../nav.js';
import { StudentLinks } from '../parts/student-links.js';
import { Act, Badge, Drawer, Head, Icon, Load, Seg, Table, Time, html, useData, useState } from '../ui.js';
import { words } from '../words.js';

const w = words.warnings;
const KINDS = { low: 'idle', medium: 'run', high: 'bad', critical: 'bad' };
const SIGNS = { low: 'info', medium: 'trend', high: 'alert', critical: 'alert' };

export default function Warnings() {
  const [open, setOpen] = useState(null);
  const all = useData(async () => {
    const [escalated, risks] = await Promise.all([get('/api/batchlead/warnings/escalated?limit=500'), get('/api/batchlead/risk-students?limit=20')]);
    const found = new Map(risks.items.map(student => [student.id, { id: student.id, name: student.name }]));
    escalated.items.forEach(each => found.set(each.studentId, { id: each.studentId, name: each.name, active: each.activeWarnings, since: each.escalatedAt }));
    return [...found.values()].sort((a, b) => (b.active || 0) - (a.active || 0));
  });
  return html`<${Head} title=${nameOf('warnings')} sub=${w.sub} /><div class="card flush"><${Load} of=${all}>${students => html`<${Table} label=${nameOf('warnings')} rows=${students} none=${w.nobody} columns=${[
    [w.student, student => html`<button type="button" class="rowlink" aria-haspopup="dialog" onClick=${() => setOpen(student)}>${student.name || words.batchlead.closed}</button>`],
    [w.active, student => student.active ? html`<${Badge} kind="bad">${w.count(student.active)}<//>` : w.belowThree], [w.since, student => html`<${Time} at=${student.since} />`]]} />`}<//></div>
    ${open && html`<${Student} student=${open} onClose=${() => { setOpen(null); all.reload(); }} />`}`;
}

function Student({ student, onClose }) {
  const [active, setActive] = useState('true');
  const [adding, setAdding] = useState(false);
  const path = `/api/batchlead/students/${student.id}/warnings`;
  const list = useData(() => get(`${path}?limit=100${active ? `&active=${active}` : ''}`), [active]);
  const operations = useOperations({ create: 'POST /api/batchlead/students/{userId}/warnings' });
  const resolve = async warning => {
    if (await ask({ title: w.resolveAsk, body: `${warning.description} ${w.resolveBody}`, yes: w.resolve, no: words.leaveIt })) {
      await api('PATCH', `/api/batchlead/warnings/${warning.id}/resolve`);
      await list.reload();
      say(w.resolved, 'good');
    }
  };
  return html`<${Drawer} title=${student.name || words.batchlead.closed} onClose=${onClose} foot=${html`<button class="btn" onClick=${() => setAdding(!adding)}><${Icon} name=${adding ? 'x' : 'plus'} size=18 />${adding ? words.cancel : w.add}</button>
      <a class="btn quiet" href=${`/console/performance/${student.id}`}>${w.performance}</a><${StudentLinks} id=${student.id} kind="btn quiet" />`}>
    ${adding && html`<${Load} of=${operations}>${({ create }) => html`<${SchemaForm} schema=${create.body} button=${w.add} on=${async body => {
    await post(path, body);
    setAdding(false);
    await list.reload();
    say(w.added, 'good');
  }} />`}<//>`}
    <${Seg} label=${w.which} at=${active} on=${setActive} of=${[['true', w.activeOnly], ['', words.all]]} />
    <${Load} of=${list}>${({ items }) => items.length === 0 ? html`<p class="muted">${w.none}</p>` : html`<ul class="col">${items.map(warning => html`<li class="card col s" key=${warning.id}>
      <div class="row wrap between"><strong>${words.values[warning.type]}</strong><${Badge} kind=${KINDS[warning.severity]} icon=${SIGNS[warning.severity]}>${words.values[warning.severity]}<//></div><p>${warning.description}</p>
      <p class="small muted"><${Time} at=${warning.createdAt} />${warning.resolvedAt && html` · ${w.resolvedAt} <${Time} at=${warning.resolvedAt} />`}</p>
      ${warning.isActive && html`<div><${Act} name=${`${w.resolve}: ${warning.description}`} on=${() => resolve(warning)}>${w.resolve}<//></div>`}</li>`)}</ul>`}<//><//>`;
}
