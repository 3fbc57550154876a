// A batch lead's first screen: who is at risk, why, what would help, and what to do about it.
import { day, get, later, number, post, say } from '../core.js';
import { nameOf } from '../nav.js';
import { Act, Badge, Bar, Empty, Head, Kpis, Load, Time, html, useData, useState } from '../ui.js';
import { Chart } from '../parts/chart.js';
import { StudentLinks } from '../parts/student-links.js';
import { words } from '../words.js';

const w = words.batchlead;
const SHOWN = 20;
const RECOMPUTING_SECONDS = 60;
const TIERS = { high: ['bad', 'alert'], medium: ['run', 'trend'], low: ['ok', 'check'] };
const newest = items => items.reduce((latest, item) => item.computedAt > latest ? item.computedAt : latest, '');

/** Figures of the lead's batches: what is counted where, and the screen that shows it. A tenant may do without some. */
const FIGURES = [['batches', 'batches', 'attendance'], ['students', 'students'], ['risk'], ['warned', 'warnings/escalated', 'warnings'], ['leave', 'leaves?state=requested', 'leave']];
const figures = () => Promise.all(FIGURES.map(async ([key, list, screen]) => ({ key, screen, count: list && await get(`/api/batchlead/${list}${list.includes('?') ? '&' : '?'}limit=1`)
  .then(({ page }) => page.total, problem => problem.status === 404 ? undefined : Promise.reject(problem)) })));

const Figure = ({ of: { key, screen }, count }) => screen && count > 0 ? html`<a href=${`/console/${screen}`} aria-label=${`${w.figures[key]}: ${number(count)}`}>${number(count)}</a>` : number(count);

export default function BatchLead() {
  const [hidden, setHidden] = useState(new Set());
  const ask = () => get(`/api/batchlead/risk-students?limit=${SHOWN}`);
  const risks = useData(ask);
  const sums = useData(figures);

  async function recompute() {
    const before = newest((await ask()).items);
    const { batches } = await post('/api/batchlead/risk-students/recompute');
    if (batches === 0) {
      say(w.noBatch);
      return;
    }
    say(w.computing);
    for (let waited = 0; waited < RECOMPUTING_SECONDS; waited++) {
      await new Promise(resolve => setTimeout(resolve, 1000));
      const { items } = await ask();
      if (items.length === 0 || newest(items) > before) {
        break;
      }
    }
    await risks.reload();
    say(w.upToDate, 'good');
  }

  const review = student => {
    setHidden(old => new Set([...old, student.id]));
    later(w.reviewed(student.name || w.closed), 'POST', `/api/batchlead/risk-students/${student.id}/review`, {
      undone: () => setHidden(old => new Set([...old].filter(id => id !== student.id))),
      done: risks.reload,
    });
  };

  return html`<${Head} title=${nameOf('batchlead')} sub=${risks.data && w.count(risks.data.items.length, risks.data.page.total)}>
    <${Act} icon="sync" on=${recompute}>${w.recompute}<//><//>
    <${Load} of=${sums} rows=1>${all => html`<${Kpis} of=${all.map(each => ({ ...each, count: each.key === 'risk' ? risks.data?.page.total : each.count })).filter(each => each.count !== undefined)
    .map(each => [w.figures[each.key], html`<${Figure} of=${each} count=${each.count} />`, '', each.key === 'risk' && each.count > 0 ? 'down' : ''])} />`}<//>
    <${Load} of=${risks}>${({ items }) => items.length === 0 ? html`<div class="card"><${Empty} icon="check" title=${w.nobody}><p>${w.nobodyWhy}</p><//></div>`
    : html`<ul class="risks">${items.filter(student => !hidden.has(student.id)).map(student => html`
      <${Student} key=${student.id} student=${student} review=${() => review(student)} reload=${risks.reload} />`)}</ul>`}<//>`;
}

/** The score of each day of the last three months; asked for when somebody wants to see it. */
function Trend({ path, name }) {
  const found = useData(() => get(`${path}/trend`));
  return html`<${Load} of=${found} rows=1>${({ days }) => html`<${Chart} title=${w.trendOf(name)} labels=${days.map(each => day(each.day).replace(/ \d{4}$/, ''))}
    series=${[{ name: w.scoreName, colour: 'bad', values: days.map(each => each.score) }]} />`}<//>`;
}

function Student({ student, review, reload }) {
  const name = student.name || w.closed;
  const path = `/api/batchlead/risk-students/${student.id}`;
  const [kind, icon] = TIERS[student.tier];
  const [seen, setSeen] = useState(false);
  const under = student.reviewedUntil && new Date(student.reviewedUntil) > new Date();
  return html`<li class="card col s"><div class="row wrap between"><h2>${name}</h2><${Badge} kind=${kind} icon=${icon}>${w.score(student.score, student.tier)}<//></div>
    <p class="small muted">${student.batchName} · ${w.asOf} <${Time} at=${student.computedAt} /></p>
    <p class="reason large">${student.reason}</p>
    ${student.lastCallSummary && html`<p class="quote">${w.lastCall(student.lastCallSummary)}</p>`}
    ${student.ways.length > 0 && html`<div><h3>${w.ways(student.nextTier)}</h3><ul class="bullets">${student.ways.map(way => html`<li>${way.words}</li>`)}</ul></div>`}
    <details><summary aria-label=${w.partsOf(name)}>${w.partsShort}</summary><ul class="parts">${student.parts.map(part => html`<li>
      <div class="row between"><strong>${w.signals[part.signal]}</strong><span class="num">${part.value === undefined ? w.unknown : w.points(part)}</span></div>
      <${Bar} value=${part.value ?? 0} kind=${part.value >= 70 ? 'bad' : 'run'} label=${w.signalOf(part.signal, name)} />
      <p class="small muted">${part.words[0].toUpperCase() + part.words.slice(1)}</p></li>`)}</ul></details>
    <details onToggle=${event => setSeen(event.target.open)}><summary aria-label=${w.trendOf(name)}>${w.trend}</summary>${seen && html`<${Trend} path=${path} name=${name} />`}</details>
    <div class="row wrap">${under ? html`<span class="soft small muted">${w.reviewedUntil} <${Time} at=${student.reviewedUntil} /></span>`
    : html`<button class="btn pri" aria-label=${`${w.review}: ${name}`} onClick=${review}>${w.review}</button>`}
      ${student.classroomRequestedAt ? html`<span class="soft small muted">${w.classroomAt} <${Time} at=${student.classroomRequestedAt} /></span>`
    : html`<${Act} name=${`${w.classroom}: ${name}`} on=${async () => {
      await post(`${path}/ai-classroom`);
      say(w.classroomAsked(name), 'good');
      await reload();
    }}>${w.classroom}<//>`}</div><div class="row wrap"><${StudentLinks} id=${student.id} name=${name} /></div></li>`;
}
