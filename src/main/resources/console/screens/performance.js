// Skills and performance of one student, as who looks may see them; without one, the own performance and warnings.
import { api, dayOf, get, has, isAdmin, number, say } from '../core.js';
import { SchemaForm } from '../form.js';
import { useOperations } from '../kit.js';
import { Chart } from '../parts/chart.js';
import { Name } from '../parts/names.js';
import { nameOf } from '../nav.js';
import { Bar, Empty, Field, Form, Head, Load, Table, Time, html, useData } from '../ui.js';
import { words } from '../words.js';

const w = words.performance;
const PARTS = ['evalTestScore', 'learnProgressScore', 'superMentorRating', 'communicationScore', 'attendanceScore', 'mockInterviewScore'];

export default function Performance({ at, user }) {
  const id = at.rest[0];
  return !id ? html`<${Mine} />` : html`<${Student} id=${id} user=${user} />`;
}

function Mine() {
  const mine = useData(async () => {
    const [metric, warnings] = await Promise.all([get('/api/student/me/performance'), get('/api/student/me/warnings?limit=50')]);
    return { metric, warnings: warnings.items };
  });
  return html`<${Head} title=${nameOf('performance')} sub=${w.mine} /><${Load} of=${mine}>${({ metric, warnings }) => html`<${Metric} metric=${metric} />
    <section><h2>${w.warnings}</h2>${warnings.length === 0 ? html`<div class="card"><${Empty} icon="check" title=${w.noWarnings} /></div>` : html`<div class="card flush"><${Table} label=${w.warnings} rows=${warnings} columns=${[
    [w.what, each => html`<strong>${words.values[each.type]}</strong><br />${each.description}`], [w.severity, each => words.values[each.severity]], [w.when, each => html`<${Time} at=${each.createdAt} />`],
    [w.state, each => each.isActive ? w.active : w.settled]]} /></div>`}</section>`}<//>`;
}

const Metric = ({ metric }) => html`<section class="card col"><div class="row wrap between"><h2>${w.overall}</h2><b class="big num">${number(metric.overallScore)} <span class="small muted">${w.of100}</span></b></div>
  <ul class="parts">${PARTS.map(key => html`<li key=${key}><div class="row between"><span>${w.parts[key]}</span><span class="num">${metric[key] === undefined ? w.unknown
    : key === 'superMentorRating' ? words.supermentor.ofFive(metric[key]) : number(metric[key])}</span></div>
    <${Bar} value=${metric[key] === undefined ? 0 : key === 'superMentorRating' ? metric[key] * 20 : metric[key]} label=${w.parts[key]} /></li>`)}</ul>
  ${metric.calculatedAt && html`<p class="small muted">${w.asOf} <${Time} at=${metric.calculatedAt} /></p>`}</section>`;

/** A batch lead and a super mentor rate skills; an administrator gives the scores that no source has. */
function Student({ id, user }) {
  const way = has(user, 'batch_lead') ? 'batchlead' : has(user, 'super_mentor') ? 'supermentor' : isAdmin(user) ? 'admin' : 'student';
  const base = `/api/${way}/students/${id}`;
  const metric = useData(() => get(`${base}/performance`));
  return html`<${Head} title=${html`<${Name} id=${id} plain />`} sub=${nameOf('performance')} /><${Load} of=${metric}>${now => html`<div class="grid two"><${Metric} metric=${now} />
    ${way === 'admin' ? html`<${Scores} id=${id} now=${now} done=${metric.reload} />` : html`<${Skills} base=${base} />`}</div>`}<//>
    ${way === 'admin' && html`<${History} id=${id} />`}${way === 'supermentor' && html`<${Ratings} base=${base} />`}${way !== 'admin' && html`<${SkillHistory} base=${base} />`}`;
}

function Scores({ id, now, done }) {
  const operations = useOperations({ change: 'PATCH /api/admin/students/{userId}/performance' });
  return html`<section class="card col"><h2>${w.scores}</h2><p class="muted">${w.scoresAbout}</p><${Load} of=${operations}>${({ change }) => html`<${SchemaForm} schema=${change.body} value=${now} button=${words.save} on=${async body => {
    await api('PATCH', `/api/admin/students/${id}/performance`, body);
    await done();
    say(words.saved, 'good');
  }} />`}<//></section>`;
}

function History({ id }) {
  const history = useData(() => get(`/api/admin/students/${id}/performance/history?limit=100`));
  return html`<${Load} of=${history}>${({ items }) => {
    const all = items.toReversed();
    return html`<${Chart} level="h2" title=${w.trend} labels=${all.map(each => dayOf(each.calculatedAt))} series=${[{ name: w.overall, colour: 'd1', values: all.map(each => each.overallScore) }]} />`;
  }}<//>`;
}

function Ratings({ base }) {
  const ratings = useData(() => get(`${base}/ratings/history?limit=52`));
  return html`<${Load} of=${ratings}>${({ items }) => {
    const all = items.toReversed();
    return html`<${Chart} level="h2" title=${w.ratings} labels=${all.map(each => words.supermentor.week(each.year, each.weekNumber))} series=${[{ name: w.average, colour: 'd1', values: all.map(each => each.overallAverage) }]} />`;
  }}<//>`;
}

function Skills({ base }) {
  const skills = useData(() => get(`${base}/skills?limit=200`));
  const rate = async (form, { skillName, smRating }) => {
    await api('PATCH', `${base}/skills`, { skills: [{ skillName: skillName.trim(), smRating: Number(smRating) }] });
    await skills.reload();
    say(w.rated(skillName), 'good');
  };
  return html`<section class="card col"><h2>${w.skills}</h2><${Load} of=${skills}>${({ items }) => html`${items.length === 0 && html`<p class="muted">${w.noSkills}</p>`}<ul class="parts">${items.map(skill => html`
    <li><div class="row between"><span>${skill.skillName}</span><span class="num">${number(skill.overallRating)} ${w.of100}</span></div><${Bar} value=${skill.overallRating} label=${skill.skillName} /></li>`)}</ul>
    <${Form} kind="scores" on=${rate} button=${w.rate}><${Field} label=${w.skill}><input class="in" name="skillName" required maxlength="80" /><//>
      <${Field} label=${w.rating}><input class="in" name="smRating" type="number" min="0" max="5" step="0.5" required /><//><//>`}<//></section>`;
}

function SkillHistory({ base }) {
  const history = useData(() => get(`${base}/skills/history?limit=100`));
  return html`<section><h2>${w.skillHistory}</h2><div class="card flush"><${Load} of=${history}>${({ items }) => html`<${Table} label=${w.skillHistory} rows=${items} keyOf=${each => each.skillName + each.ratedAt} none=${w.noSkills} columns=${[
    [w.skill, each => html`<strong>${each.skillName}</strong>`], [w.overall, each => number(each.overallRating), 'n'], [w.by, each => html`<${Name} id=${each.raterId} plain />`], [w.when, each => html`<${Time} at=${each.ratedAt} />`]]} />`}<//></div></section>`;
}
