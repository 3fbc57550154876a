// One mirrored course: its last run, its learners, who would be reminded, and the runs before.
import { ask, day, get, number, post, query } from '../core.js';
import { Act, Head, Load, Pager, Search, Table, Time, html, useData, useEffect, useEvery, useRef, useState } from '../ui.js';
import { words } from '../words.js';
import { Chart } from './chart.js';
import { Report } from './learner-report.js';
import { Outcome, Progress, State } from './mrlearn-run.js';

const w = words.mrlearn;
const PAGE = 25;
const SECONDS = 2;

export function Course({ id }) {
  const path = `/api/graphy/sync/configs/${id}`;
  const config = useData(async () => {
    const { items } = await get('/api/graphy/sync/configs?limit=200');
    const found = items.find(each => each.id === id);
    if (!found) {
      throw new Error(w.gone);
    }
    return found;
  });
  const runs = useData(async () => {
    const { items } = await get(`${path}/runs?limit=10`);
    const over = items.find(each => each.status !== 'running');
    return { items, over: over && await get(`/api/graphy/sync/runs/${over.id}`) };
  });
  useEvery(SECONDS, runs.reload);
  const title = config.data?.courseTitle || w.course;
  const running = runs.data?.items.find(each => each.status === 'running');
  const newest = runs.data?.over?.id;
  return html`<p><a href="/console/mrlearn">${w.allCourses}</a></p><${Head} title=${title}>
      ${running === undefined && html`<${Act} kind="pri" icon="sync" on=${async () => { await post(`${path}/run`); await runs.reload(); }}>${w.sync}<//>`}<//>
    <${Load} of=${config} rows=1>${() => html`
      <div aria-live="polite" class="col">${running && html`<${Progress} run=${running} title=${title} />`}${runs.data?.over && html`<${Outcome} run=${runs.data.over} />`}</div>
      <${Advance} path=${path} version=${newest} />
      <section><h2>${w.reminders}</h2><${Reminders} path=${path} version=${newest} /></section>
      <section><h2>${w.runs}</h2><${Load} of=${runs}>${({ items }) => html`<div class="card flush"><${Table} label=${w.runs}
        rows=${items.filter(each => each.status !== 'running')} columns=${[[w.when, run => html`<${Time} at=${run.startedAt} />`],
    [w.ended, run => html`<${State} of=${run.status} />`], [w.seen, run => number(run.learnersFetched ?? 0), 'n'],
    [w.fresh_, run => number(run.learnersNew ?? 0), 'n'], [w.awards, run => number(run.xpAwards ?? 0), 'n']]} /></div>`}<//></section>
      <section><h2>${w.learnersTitle}</h2><${Learners} path=${path} courseId=${config.data.graphyCourseId} version=${newest} /></section>`}<//>`;
}

const BANDS = ['0 %', '1–24 %', '25–49 %', '50–74 %', '75–99 %', '100 %'];

/** Charts the progress of all learners now, and after the syncs of the days before. */
function Advance({ path, version }) {
  const found = useData(() => get(`${path}/progress`), [version]);
  return html`<${Load} of=${found} rows=1>${({ learners, bands, days }) => learners > 0 && html`<section class="grid two"><${Chart} level="h2" title=${w.distribution} labels=${BANDS} bars=${true}
    series=${[{ name: w.learnersTitle, colour: 'd1', values: bands }]} /><${Chart} level="h2" title=${w.progressByDay} labels=${days.map(each => day(each.day).replace(/ \d{4}$/, ''))} format=${value => `${number(value)} %`}
    series=${[{ name: w.mean, colour: 'd1', values: days.map(each => each.mean) }, { name: w.completedShare, colour: 'd3', values: days.map(each => each.learners === 0 ? 0 : Math.round(1000 * each.completed / each.learners) / 10) }]} /></section>`}<//>`;
}

function Learners({ path, courseId, version }) {
  const [open, setOpen] = useState(null);
  const [search, setSearch] = useState('');
  const [offset, setOffset] = useState(0);
  const learners = useData(() => get(`${path}/learners${query({ limit: PAGE, offset, search })}`), [search, offset, version]);
  return html`<div class="card flush"><div class="tools"><${Search} label=${w.searchLearners} value=${search} on=${text => {
    setOffset(0);
    setSearch(text);
  }} /><span class="muted" aria-live="polite">${learners.data && w.learnersCount(learners.data.page.total)}</span></div>
  <${Load} of=${learners}>${({ items, page }) => html`<${Table} label=${w.learnersTitle} rows=${items} keyOf=${each => each.graphyUserId ?? each.id} columns=${[
    [w.learner, each => html`<button type="button" class="rowlink" aria-haspopup="dialog" onClick=${() => setOpen(each)}>${each.name ?? each.graphyUserId}</button><br /><span class="small muted">${each.emailStripped ?? each.email ?? w.noEmail}</span>`],
    [w.progress, each => `${number(Math.floor(each.progressPercent ?? 0))} %`, 'n'], [w.state, each => w.states[each.status] ?? each.status],
    [w.lastActive, each => html`<${Time} at=${each.lastAccessedAt} />`]]} /><${Pager} page=${page} shown=${items.length} on=${setOffset} />`}<//></div>${open && html`<${Report} learner=${open} courseId=${courseId} onClose=${() => setOpen(null)} />`}`;
}

function Reminders({ path, version }) {
  const [going, setGoing] = useState(null);
  const [state, setState] = useState('');
  const preview = useData(() => get(`${path}/reminders/preview?limit=1`), [version]);
  const running = useRef(null);

  /** Asks again while messages go out; the server paces them. */
  const follow = async () => {
    if (running.current === null) {
      return;
    }
    const now = await get(`/api/graphy/sync/reminders/runs/${running.current}`);
    setState(w.reminderRun(now));
    if (now.status !== 'running') {
      running.current = null;
      setGoing(null);
      await preview.reload();
    }
  };
  useEvery(SECONDS, follow);
  useEffect(() => { running.current = going; going && follow(); }, [going]);
  const send = async ready => {
    if (await ask({ title: w.remindAsk(ready), body: w.remindBody, yes: w.remindYes(ready), no: w.remindNo })) {
      setGoing((await post(`${path}/reminders/send`, { scope: 'all' })).runId);
    }
  };
  return html`<div class="card col"><${Load} of=${preview} rows=1>${({ counts, skipAboveProgress }) => {
    const ready = counts.would_get ?? 0;
    return html`<ul class="verdicts">${Object.entries(w.verdicts).filter(([verdict]) => verdict === 'would_get' || counts[verdict] > 0).map(([verdict, text]) => html`
      <li><strong>${number(counts[verdict] ?? 0)}</strong> ${text}${verdict === 'progress' && ` (${w.orMore(skipAboveProgress)})`}</li>`)}</ul>
      <div><${Act} kind="pri" icon="chat" data-ready=${ready} on=${() => send(ready)} disabled=${ready === 0 || going !== null}>${w.remind(ready)}<//></div>`;
  }}<//><p class="small muted" role="status">${state}</p></div>`;
}
