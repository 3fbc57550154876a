// Days off of the institute: they break no streak.
import { api, ask, day, get, indianDay, say } from '../core.js';
import { useOperations } from '../kit.js';
import { SchemaForm } from '../form.js';
import { aboutOf, nameOf } from '../nav.js';
import { Act, Head, Load, Table, html, useData, useState } from '../ui.js';
import { words } from '../words.js';

const w = words.holidays;

export default function Holidays() {
  const [year, setYear] = useState(Number(indianDay().slice(0, 4)));
  const all = useData(() => get(`/api/holidays?from=${year}-01-01&to=${year}-12-31`), [year]);
  const operations = useOperations({ put: 'PUT /api/admin/holidays' });
  const put = async body => {
    await api('PUT', '/api/admin/holidays', body);
    await all.reload();
    say(w.added(body.name), 'good');
  };
  const remove = async holiday => {
    const past = holiday.day <= indianDay();
    if (past && !await ask({ title: w.removeAsk(holiday.name), body: w.removePast, yes: words.remove, no: words.keep, bad: true })) {
      return;
    }
    await api('DELETE', `/api/admin/holidays/${holiday.day}`);
    await all.reload();
    say(w.removed(holiday.name), 'good', past ? null : () => put(holiday));
  };
  return html`<${Head} title=${nameOf('holidays')} sub=${aboutOf('holidays')} /><div class="grid two"><div class="card flush"><div class="tools"><label class="filter"><span>${w.year}</span>
      <select class="in" onChange=${event => setYear(Number(event.target.value))}>${[-1, 0, 1].map(step => Number(indianDay().slice(0, 4)) + step).map(each => html`
      <option value=${each} selected=${each === year}>${each}</option>`)}</select></label></div>
    <${Load} of=${all}>${({ holidays, weeklyOff }) => html`${weeklyOff.length > 0 && html`<p class="tools small muted">${w.weekly(weeklyOff.map(each => each[0] + each.slice(1).toLowerCase()))}</p>`}<${Table} label=${nameOf('holidays')} rows=${holidays} keyOf=${each => each.day} none=${w.none} columns=${[[w.day, each => html`<strong>${day(each.day)}</strong>`],
    [w.name, each => each.name], ['', each => html`<${Act} kind="quiet s" name=${`${words.remove}: ${each.name}`} on=${() => remove(each)}>${words.remove}<//>`]]} />`}<//></div>
    <div class="card col"><h2>${w.add}</h2><${Load} of=${operations}>${({ put: { body } }) => html`<${SchemaForm} schema=${body} button=${w.add} on=${put} />`}<//></div></div>`;
}
