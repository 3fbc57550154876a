// Analyses of comments: prepared with their warnings, confirmed, watched stage by stage; mood, topics with their words, and recommendations with the comments behind them.
import { get, instant, number, post, query, say } from '../core.js';
import { admin } from '../kit.js';
import { go } from '../nav.js';
import { Chart } from '../parts/chart.js';
import { Act, Badge, Bar, Facts, Field, Form, Head, Kpis, Link, Load, Note, Pager, Table, Time, html, useData, useEvery, useGet, useState } from '../ui.js';
import { words } from '../words.js';
import { words as w } from '../words/analysis.js';

const ROOT = '/console/analysis';
const PAGE = 10;
const KINDS = { COMPLETED: 'ok', FAILED: 'bad', CANCELLED: 'idle', AWAITING_CONFIRMATION: 'info' };
const MOODS = { positive: 'ok', neutral: 'idle', negative: 'bad' };
const LEVELS = { HIGH: 'bad', MEDIUM: 'run', LOW: 'idle' };
const isOver = one => ['COMPLETED', 'FAILED', 'CANCELLED'].includes(one.state);
const isRunning = one => !isOver(one) && one.state !== 'AWAITING_CONFIRMATION';
const State = ({ of }) => html`<${Badge} kind=${KINDS[of] || 'run'}>${w.states[of]}<//>`;

export const keyOf = at => `analysis/${at.rest[0] || ''}`;

export default function Analysis({ at, user }) {
  const [first] = at.rest;
  return first === 'new' ? html`<${New} given=${at.query} />` : first ? html`<${One} id=${first} />` : html`<${List} at=${at} user=${user} /><${Tiers} />`;
}

const List = admin({
  list: 'GET /analysis/pipelines', columns: ['scopeName', 'state', 'comments', 'createdAt'], filters: ['state'], open: one => `${ROOT}/${one.id}`, isMoving: isRunning, none: w.none,
  show: { state: one => html`<${State} of=${one.state} />`, scopeName: one => html`${one.scopeName}<br /><span class="small muted">${w.scopes[one.scope]}</span>` },
  tools: () => html`<${Link} kind="btn pri" icon="plus" href=${`${ROOT}/new`}>${w.create}<//>`,
});

/** Lists what the schedule analyses by itself, and when. */
function Tiers() {
  const found = useGet('/analysis/tiers');
  return html`<details><summary>${w.tiers}</summary><p class="small muted">${w.tiersAbout}</p><${Load} of=${found} rows=${3}>${({ items }) => html`<div class="card flush"><${Table} label=${w.tiers} rows=${items} keyOf=${each => each.scope} columns=${[
    [w.scope, each => w.scopes[each.scope]], [w.nextRun, each => each.nextRunAt ? html`<${Time} at=${each.nextRunAt} />` : w.paused], [w.lastRun, each => each.ranAt ? html`<${Time} at=${each.ranAt} />` : '–'],
    [w.tierBegun, each => number(each.begun), 'n'], [w.tierUnchanged, each => number(each.unchanged), 'n'], [w.tierUnderWay, each => number(each.underWay), 'n'],
    [w.tierAwaiting, each => number(each.awaiting), 'n'], [w.tierFailed, each => number(each.failed), 'n']]} /></div>`}<//></details>`;
}

function New({ given }) {
  const [scope, setScope] = useState(given.get('scope') || 'FACULTY');
  const found = useData(() => get(`/analysis/scopes${query({ scope, limit: 200 })}`), [scope]);
  const send = async (form, typed) => go(`${ROOT}/${(await post('/analysis/pipelines', { scope, scopeId: typed.scopeId })).id}`);
  return html`<p><a href=${ROOT}>${w.all}</a></p><${Head} title=${w.create} sub=${w.createAbout} /><${Load} of=${found}>${({ items }) => html`<${Form} kind="card col narrow" on=${send} button=${w.prepare}>
    <${Field} label=${w.scope}><select class="in" onChange=${event => setScope(event.target.value)}>${Object.entries(w.scopes).map(([key, name]) => html`<option value=${key} selected=${key === scope}>${name}</option>`)}</select><//>
    <${Field} label=${w.scopes[scope]}><select class="in" name="scopeId" required><option value="">${words.choose}</option>${items.map(each => html`
      <option value=${each.scopeId} selected=${each.scopeId === given.get('scopeId')}>${w.choice(each)}</option>`)}</select><//><//>`}<//>`;
}

function One({ id }) {
  const path = `/analysis/pipelines/${id}`;
  const found = useData(async () => {
    const [one, status] = await Promise.all([get(path), get(`${path}/status`)]);
    return { one, stages: status.stages };
  });
  useEvery(1, () => found.data && isRunning(found.data.one) && found.reload());
  const act = async (verb, done) => {
    await post(`${path}/${verb}`);
    say(done, 'good');
    await found.reload();
  };
  return html`<p><a href=${ROOT}>${w.all}</a></p><${Load} of=${found}>${({ one, stages }) => html`<${Head} title=${one.scopeName} sub=${w.scopes[one.scope]}>
      ${!isOver(one) && html`<${Act} kind="quiet" on=${() => act('cancel', w.cancelled)}>${w.cancel}<//>`}
      ${one.state === 'AWAITING_CONFIRMATION' && html`<${Act} kind="pri" icon="check" on=${() => act('confirm', w.begun)}>${w.confirm}<//>`}<//>
    <div class="card col" role="status"><div class="row wrap"><${State} of=${one.state} />${one.state === 'AWAITING_CONFIRMATION' && html`<span class="muted">${w.awaits}</span>`}</div>
      ${one.error && html`<${Note} kind="bad" icon="alert">${one.error}<//>`}${one.warnings.length > 0 && html`<${Note} kind="run" icon="alert"><ul class="bullets">${one.warnings.map(each => html`<li>${w.warnings[each]}</li>`)}</ul><//>`}
      <${Kpis} of=${[[w.submissions, number(one.submissions)], [w.comments, number(one.comments)], [w.students, one.students === undefined ? '–' : number(one.students)], [w.topics, number(one.topics)]]} />
      ${isRunning(one) && html`<${Stages} of=${stages} />`}</div>
    <${Moods} moods=${one.moods} />${one.topics > 0 && html`<${Topics} path=${path} key=${one.state} />`}<${Advice} path=${path} key=${`advice-${one.state}`} /><${Comments} path=${path} about=${w.allComments} state=${one.state} />
    <div class="card col"><${Facts} of=${[[w.since, instant(one.createdAt)], one.endedAt && [w.until, instant(one.endedAt)], one.ignored > 0 && [w.ignored, number(one.ignored)]]} />
      ${isOver(one) && stages.length > 0 && html`<details><summary>${w.steps}</summary><${Stages} of=${stages} /></details>`}</div>`}<//>`;
}

const Stages = ({ of }) => html`<div class="col">${of.map(each => html`<div class="col s" key=${each.stage}><div class="row between"><span>${w.stages[each.stage]}</span><span class="num small muted">${w.pieces(each)}</span></div>
  <${Bar} value=${Math.round(100 * each.done / each.pieces)} kind=${each.done < each.pieces ? 'run' : ''} label=${w.stages[each.stage]} /></div>`)}</div>`;

const Moods = ({ moods }) => moods.positive + moods.neutral + moods.negative > 0 && html`<${Chart} title=${w.mood} level="h2" bars labels=${Object.keys(MOODS).map(mood => w.moods[mood])}
  series=${[{ name: w.comments, colour: 'd1', values: Object.keys(MOODS).map(mood => moods[mood]) }]} />`;

function Topics({ path }) {
  const found = useGet(`${path}/topics?limit=50`);
  return html`<section><h2>${w.topics}</h2><${Load} of=${found}>${({ items }) => html`<div class="card flush"><${Table} label=${w.topics} rows=${items} keyOf=${each => each.topicIndex} columns=${[
    [w.topic, each => html`<strong>${each.label}</strong><br /><span class="small muted">${each.keywords.join(' · ')}</span>`], [w.comments, each => number(each.comments), 'n'],
    [w.mood, each => html`<${Split} of=${each.moods} name=${each.label} />`]]} /></div>`}<//></section>`;
}

/** A row of three parts by mood, with the same in words for those who do not see it. */
function Split({ of, name }) {
  const all = of.positive + of.neutral + of.negative || 1;
  const parts = Object.keys(MOODS).reduce((sum, mood) => [...sum, { mood, from: sum.length ? sum.at(-1).from + sum.at(-1).wide : 0, wide: 100 * of[mood] / all }], []);
  return html`<svg class="split" viewBox="0 0 100 8" width="140" height="10" preserveAspectRatio="none" role="img" aria-label=${`${name}: ${w.split(of)}`}>${parts.filter(part => part.wide > 0).map(part => html`
    <rect x=${part.from} y="0" width=${part.wide} height="8" class=${`fill-${part.mood}`} />`)}</svg><br /><span class="small muted">${w.split(of)}</span>`;
}

function Advice({ path }) {
  const found = useGet(`${path}/recommendations?limit=50`);
  return html`<${Load} of=${found} rows=${1}>${({ items }) => items.length > 0 && html`<section class="col"><h2>${w.advice}</h2>${items.map(each => html`<article class="card col s" key=${each.number}>
    <div class="row wrap"><h3 class="grow">${each.headline}</h3><${Badge} kind=${each.category === 'STRENGTH' ? 'ok' : 'info'}>${w.categories[each.category]}<//><${Badge} kind=${LEVELS[each.priority]}>${w.priority(each.priority)}<//></div>
    <p>${each.description}</p><p><strong>${w.plan}</strong> ${each.actionPlan}</p><p class="small muted">${w.confidence(each)}</p>
    <details><summary>${w.behind(each.supportingEvidence.length)}</summary><${Comments} path=${path} recommendation=${each.number} about=${w.behind(each.supportingEvidence.length)} plain /></details></article>`)}</section>`}<//>`;
}

function Comments({ path, recommendation, about, state, plain }) {
  const [offset, setOffset] = useState(0);
  const found = useData(() => get(`${path}/comments${query({ recommendation, limit: PAGE, offset })}`), [offset, state]);
  const table = html`<${Load} of=${found} rows=${2}>${({ items, page }) => page.total > 0 && html`<${Table} label=${about} rows=${items} keyOf=${each => each.submissionId} columns=${[
    [w.comment, each => each.text], [w.mood, each => each.mood ? html`<${Badge} kind=${MOODS[each.mood]}>${w.moods[each.mood]}<//>` : '–']]} /><${Pager} page=${page} shown=${items.length} on=${setOffset} />`}<//>`;
  return plain ? table : html`<section>${found.data?.page.total > 0 && html`<h2>${about}</h2>`}<div class="card flush">${table}</div></section>`;
}
