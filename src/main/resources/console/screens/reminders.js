// Reminders by WhatsApp: what went out for each course, and to whom.
import { get, number, query } from '../core.js';
import { aboutOf, go, nameOf } from '../nav.js';
import { Badge, Empty, Head, Load, Pager, Seg, Table, Time, html, useData } from '../ui.js';
import { words } from '../words.js';

const w = words.reminders;
const PAGE = 50;
const KINDS = { success: 'ok', sent: 'ok', running: 'run', held: 'run', partial: 'run', failed: 'bad' };
const Result = ({ of }) => html`<${Badge} kind=${KINDS[of] || 'idle'}>${words.values[of] || of}<//>`;

export const keyOf = () => 'reminders';

export default function Reminders({ at }) {
  const configs = useData(() => get('/api/graphy/sync/configs?limit=200'));
  const chosen = at.query.get('course') || configs.data?.items[0]?.id;
  const view = at.query.get('view') || 'runs';
  const look = more => go(`/console/reminders${query({ course: chosen, view, ...more })}`, true);
  return html`<${Head} title=${nameOf('reminders')} sub=${aboutOf('reminders')} /><${Load} of=${configs}>${({ items }) => items.length === 0
    ? html`<div class="card"><${Empty} icon="chat" title=${w.noCourse}><a class="btn" href="/console/mrlearn">${nameOf('mrlearn')}</a><//></div>`
    : html`<div class="row wrap"><label class="filter"><span>${w.course}</span><select class="in" onChange=${event => look({ course: event.target.value, offset: '' })}>${items.map(config => html`
      <option value=${config.id} selected=${config.id === chosen}>${config.courseTitle}</option>`)}</select></label>
      <${Seg} label=${w.view} at=${view} of=${[['runs', w.runs], ['logs', w.logs]]} on=${next => look({ view: next, offset: '' })} />
      <a class="btn" href=${`/console/mrlearn/${chosen}`}>${w.send}</a></div>
      <${List} key=${chosen + view} path=${`/api/graphy/sync/configs/${chosen}/reminders/${view}`} view=${view} offset=${Number(at.query.get('offset')) || 0} look=${look} />`}<//>`;
}

const RUNS = [[w.when, run => html`<strong><${Time} at=${run.startedAt} /></strong>`], [w.result, run => html`<${Result} of=${run.status} />`], [w.by, run => w.triggers[run.triggeredBy]],
  [w.sent, run => number(run.sent), 'n'], [w.held, run => number(run.held), 'n'], [w.skipped, run => number(run.skipped), 'n'], [w.failed, run => number(run.failed), 'n']];
const LOGS = [[w.when, log => html`<strong><${Time} at=${log.at} /></strong>`], [w.result, log => html`<${Result} of=${log.result} />`], [w.phone, log => log.phone ? html`<code>${log.phone}</code>` : '–'],
  [w.delivery, log => words.values[log.delivery] || log.delivery || '–'], [w.detail, log => log.detail || '–'], [w.by, log => w.triggers[log.triggeredBy]]];

function List({ path, view, offset, look }) {
  const all = useData(() => get(`${path}${query({ limit: PAGE, offset })}`), [offset]);
  return html`<div class="card flush"><${Load} of=${all}>${({ items, page }) => html`<${Table} label=${w[view]} rows=${items} none=${w.none} columns=${view === 'runs' ? RUNS : LOGS} />
    <${Pager} page=${page} shown=${items.length} on=${next => look({ offset: next || '' })} />`}<//></div>`;
}
