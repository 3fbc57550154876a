// Attendance of a batch: the sheet of a day, and how often each came.
import { api, day, get, indianDay, number, query, say } from '../core.js';
import { Act, Bar, Empty, Field, Load, Table, html, useData, useState } from '../ui.js';
import { words } from '../words.js';
import { Chart } from './chart.js';
import { Name } from './names.js';

const w = words.attendance;
const STATES = ['present', 'late', 'absent', 'excused'];

/** The sheet; `may`: whether marks can be set. They are kept here until they are saved. */
export function Sheet({ path, may }) {
  const [date, setDate] = useState(indianDay());
  const [marks, setMarks] = useState({});
  const sheet = useData(() => get(`${path}/attendance/${date}?limit=500`), [path, date]);
  const rows = sheet.data?.items || [];
  const stateOf = row => marks[row.userId] ?? row.state;
  const changed = rows.filter(row => marks[row.userId] && marks[row.userId] !== row.state);
  const save = async list => {
    await api('PUT', `${path}/attendance/${date}`, { marks: list });
    setMarks({});
    await sheet.reload();
  };
  const commit = async () => {
    const before = changed.filter(row => row.state).map(row => ({ userId: row.userId, state: row.state }));
    const count = changed.length;
    await save(changed.map(row => ({ userId: row.userId, state: marks[row.userId] })));
    say(w.saved(count), 'good', before.length === count ? () => save(before).catch(problem => say(problem.message, 'bad')) : null);
  };
  return html`<div class="card flush"><div class="tools"><label class="filter"><span>${w.day}</span><input class="in" type="date" value=${date} max=${indianDay()}
      onChange=${event => { event.target.value && setDate(event.target.value); setMarks({}); }} /></label>
      ${may && rows.length > 0 && html`<button class="btn" onClick=${() => setMarks(Object.fromEntries(rows.filter(row => !stateOf(row)).map(row => [row.userId, 'present']).concat(Object.entries(marks))))}>${w.restPresent}</button>
      <${Act} kind="pri" icon="check" disabled=${changed.length === 0} on=${commit}>${w.save(changed.length)}<//>`}<span class="muted small" aria-live="polite">${rows.length > 0 && w.sum(rows.map(stateOf))}</span></div>
    <${Load} of=${sheet}>${() => rows.length === 0 ? html`<${Empty} icon="users" title=${w.nobody} />` : html`<ul class="rows">${rows.map(row => html`<li key=${row.userId} class="row wrap">
      <span class="grow"><${Name} id=${row.userId} /></span>${may ? html`<div class="seg" role="group" aria-label=${w.mark}>${STATES.map(state => html`<button type="button"
        aria-pressed=${String(stateOf(row) === state)} onClick=${() => setMarks(old => ({ ...old, [row.userId]: state }))}>${words.values[state]}</button>`)}</div>`
    : words.values[row.state] || w.unmarked}</li>`)}</ul>`}<//></div>`;
}

/** Charts the share of people who came on each day that was marked. */
function ByDay({ path, from }) {
  const found = useData(() => get(`${path}/attendance-days${query({ from })}`), [path, from]);
  return html`<${Load} of=${found} rows=1>${({ days }) => days.length > 0 && html`<${Chart} level="h2" title=${w.byDay} labels=${days.map(each => day(each.date).replace(/ \d{4}$/, ''))}
    format=${value => `${number(value)} %`} series=${[{ name: w.rate, colour: 'd1', values: days.map(each => each.rate ?? null) }]} />`}<//>`;
}

export function Totals({ path }) {
  const [from, setFrom] = useState('');
  const totals = useData(() => get(`${path}/attendance-totals${query({ from, limit: 500 })}`), [path, from]);
  return html`<div class="narrow"><${Field} label=${w.from}><input class="in" type="date" value=${from} max=${indianDay()} onChange=${event => setFrom(event.target.value)} /><//></div>
    <${ByDay} path=${path} from=${from} />
    <${Load} of=${totals}>${({ items }) => html`${items.length > 0 && html`<${Chart} level="h2" title=${w.chart} labels=${w.bands} bars=${true} series=${[{ name: w.people, colour: 'd1', values: bands(items) }]} />`}
      <div class="card flush"><${Table} label=${w.totals} rows=${items} keyOf=${row => row.userId} none=${w.noMarks} columns=${[[w.person, row => html`<${Name} id=${row.userId} />`],
    [w.rate, row => row.rate === undefined ? '–' : html`<div class="row"><span class="num">${number(row.rate)} %</span><${Bar} value=${row.rate} kind=${row.rate < 60 ? 'bad' : row.rate < 80 ? 'run' : ''} label=${w.rate} /></div>`],
    ...STATES.map(state => [words.values[state], row => number(row[state]), 'n'])]} /></div>`}<//>`;
}

/** Counts the people who came to each fifth of the sessions. */
const bands = items => [0, 1, 2, 3, 4].map(band => items.filter(row => row.rate !== undefined && Math.min(4, Math.floor(row.rate / 20)) === band).length);
