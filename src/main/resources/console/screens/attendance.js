// Attendance: choose a batch, mark a day, or see how often each came.
import { get, isAdmin, query } from '../core.js';
import { aboutOf, go, nameOf } from '../nav.js';
import { Sheet, Totals } from '../parts/attendance.js';
import { Empty, Head, Load, Seg, html, useData } from '../ui.js';
import { words } from '../words.js';

const w = words.attendance;

export const keyOf = () => 'attendance';

/** Administrators mark; a batch lead sees the own batches. */
export default function Attendance({ at, user }) {
  const base = isAdmin(user) ? '/api/admin/batches' : '/api/batchlead/batches';
  const all = useData(() => get(`${base}?limit=200`).then(({ items }) => items.filter(batch => batch.state !== 'archived')));
  const chosen = at.query.get('batch') || all.data?.[0]?.id;
  const view = at.query.get('view') || 'day';
  const look = more => go(`/console/attendance${query({ batch: chosen, view, ...more })}`, true);
  return html`<${Head} title=${nameOf('attendance')} sub=${aboutOf('attendance')} /><${Load} of=${all}>${batches => batches.length === 0
    ? html`<div class="card"><${Empty} icon="book" title=${w.noBatch} /></div>`
    : html`<div class="row wrap"><label class="filter"><span>${w.batch}</span><select class="in" onChange=${event => look({ batch: event.target.value })}>${batches.map(batch => html`
      <option value=${batch.id} selected=${batch.id === chosen}>${batch.name} (${batch.code})</option>`)}</select></label>
      <${Seg} label=${w.view} of=${[['day', w.oneDay], ['totals', w.totals]]} at=${view} on=${next => look({ view: next })} /></div>
      ${view === 'day' ? html`<${Sheet} key=${chosen} path=${`${base}/${chosen}`} may=${isAdmin(user)} />` : html`<${Totals} key=${chosen} path=${`${base}/${chosen}`} />`}`}<//>`;
}
