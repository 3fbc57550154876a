// An operator's first screen: the queues, their jobs, schedules, nodes and the audit log. The figures are live.
import { ask, get, isAdmin, number, post, query, say, second } from '../core.js';
import { Job, Jobs, STATES } from '../parts/queues-jobs.js';
import { Nodes } from '../parts/queues-nodes.js';
import { History } from '../parts/history.js';
import { listen } from '../parts/live.js';
import { nameOf } from '../nav.js';
import { Act, Badge, Empty, Head, Load, Note, Table, Tabs, Time, html, useData, useEffect, useEvery, useRef, useState } from '../ui.js';
import { words } from '../words.js';

const w = words.queues;
const ROOT = '/console/queues';
const TABS = [[ROOT, w.tabs.queues, ''], [`${ROOT}/jobs`, w.tabs.jobs, 'jobs'], [`${ROOT}/schedules`, w.tabs.schedules, 'schedules'],
  [`${ROOT}/nodes`, w.tabs.nodes, 'nodes'], [`${ROOT}/audit`, w.tabs.audit, 'audit']];
const FALLBACK_SECONDS = 5;
const AROUND_SECONDS = 15;
const REMEMBERED = 60;

/** The board stays while its tabs change. */
export const keyOf = () => 'queues';

export default function Queues({ at, user }) {
  const [tab = '', id] = at.rest;
  const rates = useRef(new Map());
  const [board, setBoard] = useState(null);
  const [live, setLive] = useState(false);
  const heard = figures => {
    for (const queue of figures.queues) {
      rates.current.set(queue.name, [...rates.current.get(queue.name) || [], queue.perMinute.completed || 0].slice(-REMEMBERED));
    }
    setBoard({ queues: figures.queues, act: figures.acts[0]?.id });
  };
  const ask = async () => {
    const [{ items: queues }, { items: acts }] = await Promise.all([get('/api/admin/jobs/queues'), get('/api/admin/jobs/audit?limit=1')]);
    heard({ queues, acts });
    return true;
  };
  const first = useData(ask);
  const around = useData(async () => {
    const [nodes, schedules] = tab ? [] : await Promise.all([get('/api/admin/nodes'), get('/api/admin/jobs/schedules')]);
    return nodes && { nodes: nodes.items, schedules: schedules.items };
  }, [tab === '']);
  useEvery(AROUND_SECONDS, () => tab === '' && around.reload());
  useEffect(() => listen('/queues', (event, figures) => event === 'board' && heard(figures), setLive), []);
  useEvery(FALLBACK_SECONDS, () => live || ask());
  const acts = isAdmin(user);
  const page = () => {
    switch (tab) {
      case 'jobs': return html`<${Jobs} key=${at.key} asked=${at.query} board=${board} acts=${acts} />`;
      case 'job': return html`<${Job} key=${id} id=${id} acts=${acts} />`;
      case 'schedules': return html`<${Schedules} titled=${acts} acts=${user.role === 'SUPERADMIN'} />`;
      case 'nodes': return html`<${Nodes} />`;
      case 'audit': return html`<${Audit} act=${board.act} />`;
      default: return html`<${Overview} board=${board} around=${around} rates=${rates.current} acts=${user.role === 'SUPERADMIN'} />`;
    }
  };
  return html`<${Head} title=${nameOf('queues')} />${!first.problem && html`<${Tabs} of=${TABS} at=${tab === 'job' ? 'jobs' : tab} label=${w.board}>
    <span class=${live ? 'live on' : 'live'} role="status">${live ? w.live : w.every(FALLBACK_SECONDS)}</span><//>`}
    <${Load} of=${first}>${() => board && page()}<//>`;
}

// --- is all well? --------------------------------------------------------------------------------------------------

const h = w.health;
const LATE_MILLIS = 60_000;
const LATE_SECONDS = 60;

/** The queue in which the wait that 95 in 100 jobs did not exceed is the longest; undefined where no job was begun. */
const slowest = queues => queues.filter(queue => queue.wait95Millis !== undefined).sort((a, b) => b.wait95Millis - a.wait95Millis)[0];

/** Lists what is the matter: {words, href}, the worst first. */
function troubles(queues, { nodes, schedules }) {
  const names = new Map(nodes.map(({ report }) => [report.id, report.name]));
  const found = nodes.filter(node => !node.up).map(node => ({ text: html`${h.away(node.report.name)} <${Time} at=${node.seenAt} />`, href: `${ROOT}/nodes` }));
  for (const { report } of nodes.filter(node => node.up && node.report.bus)) {
    report.bus.peers.filter(peer => peer.trouble || peer.stale.length > 0)
      .forEach(peer => found.push({ text: h.unreached(report.name, names.get(peer.id) || peer.id), href: `${ROOT}/nodes` }));
  }
  nodes.filter(node => node.up && node.report.http?.failed > 0)
    .forEach(({ report }) => found.push({ text: h.answersFailed(report.name, report.http.failed), href: `${ROOT}/nodes` }));
  const late = schedules.filter(each => each.enabled && !each.paused && each.overdue > 0 && each.lateSeconds > LATE_SECONDS);
  late.length > 0 && found.push({ text: h.overdue(late.length), href: `${ROOT}/schedules` });
  const dead = queues.reduce((sum, queue) => sum + (queue.counts.dead || 0), 0);
  dead > 0 && found.push({ text: h.dead(dead), href: `${ROOT}/jobs${query({ state: 'dead' })}` });
  const failed = queues.reduce((sum, queue) => sum + (queue.perMinute.failed || 0), 0);
  failed > 0 && found.push({ text: h.failed(failed), href: `${ROOT}/jobs` });
  for (const { name, paused, enabled, oldestReadyAt } of queues) {
    const waited = oldestReadyAt && enabled ? Date.now() - Date.parse(oldestReadyAt) : 0;
    paused ? found.push({ text: h.paused(name), href: `${ROOT}/jobs${query({ queue: name })}` })
      : waited > LATE_MILLIS && found.push({ text: h.waits(name, w.millis(waited)), href: `${ROOT}/jobs${query({ queue: name, state: 'ready' })}` });
  }
  return found;
}

/** Says how fast the nodes answered over HTTP in the last minute. */
function answered(nodes) {
  const https = nodes.filter(node => node.up && node.report.http?.p95Millis !== undefined).map(node => node.report.http);
  return https.length === 0 ? h.httpQuiet
    : h.http95(w.millis(Math.max(...https.map(each => each.p95Millis))), https.reduce((sum, each) => sum + each.perMinute, 0));
}

/** `around` has the nodes and schedules; it is null while they are not read. */
function Health({ queues, around }) {
  const found = troubles(queues, around);
  const slow = slowest(queues);
  const well = found.length === 0;
  return html`<section class="col s" id="health" aria-label=${h.title}><${Note} kind=${well ? '' : 'bad'} icon=${well ? 'check' : 'alert'}><p class="large strong" role="status">${well ? h.well : h.unwell(found.length)}</p>
    <p>${slow ? h.p95(w.millis(slow.wait95Millis), slow.name) : h.quiet} ${answered(around.nodes)}</p>${!well && html`<ul class="bullets">${found.map(each => html`<li><a href=${each.href}>${each.text}</a></li>`)}</ul>`}<//></section>`;
}

// --- the overview --------------------------------------------------------------------------------------------------

const count = (queue, ...states) => states.reduce((sum, state) => sum + (queue.counts[state] || 0), 0);
const isQuiet = queue => !queue.paused && count(queue, 'ready', 'parked', 'delayed', 'running', 'dead') === 0
  && Object.keys(queue.perMinute).length === 0;

const CHARTS = [{ title: w.historyJobs, series: [[w.completed, 'completed', 'd1'], [w.failed, 'failed', 'bad']] },
  { title: w.historyWaiting, series: [[w.waitingJobs, 'waiting', 'd3'], [w.runningJobs, 'running', 'd1'], [w.deadJobs, 'dead', 'bad']] },
  { title: w.p95, series: [[w.p95Short, 'wait95', 'd2']], format: w.millis }];

/** Charts what all queues, or one of them, did over time. */
function Past({ names }) {
  const [name, setName] = useState('');
  return html`<section class="col"><h3>${w.history}</h3><${History} path="/api/admin/history/queues" asked=${{ queue: name }} tools=${html`<label class="filter"><span>${w.queue}</span>
    <select class="in" onChange=${event => setName(event.target.value)}><option value="">${w.all}</option>${names.map(each => html`<option value=${each} selected=${each === name}>${each}</option>`)}</select></label>`}>${({ charts }) => html`
    <div class="grid charts">${charts(name, CHARTS)}</div>`}<//></section>`;
}

function Overview({ board, around, rates, acts }) {
  const sum = (...states) => board.queues.reduce((all, queue) => all + count(queue, ...states), 0);
  const rate = name => board.queues.reduce((all, queue) => all + (queue.perMinute[name] || 0), 0);
  const dead = sum('dead');
  const failed = rate('failed');
  const figures = [[w.waiting, sum('ready', 'parked')], [w.running, sum('running')], [w.scheduled, sum('delayed')], [w.perMinute, rate('completed')],
    [w.failedPerMinute, failed, failed > 0 && 'down'], [w.dead, dead, dead > 0 && 'down']];
  const busy = board.queues.filter(queue => !isQuiet(queue));
  const idle = board.queues.filter(isQuiet);
  const cards = list => html`<ul class="queues grid">${list.map(queue => html`<${Queue} key=${queue.name} queue=${queue} rates=${rates.get(queue.name) || []} acts=${acts} />`)}</ul>`;
  return html`<${Load} of=${around} rows=1>${found => found && html`<${Health} queues=${board.queues} around=${found} />`}<//><h2>${w.all}</h2><dl class="kpis">${figures.map(([name, value, kind]) => html`<div key=${name}><dt>${name}</dt><dd class=${kind || ''}>${number(value)}</dd></div>`)}</dl>
    <${Past} names=${board.queues.map(queue => queue.name)} />
    ${busy.length > 0 ? cards(busy) : html`<div class="card"><${Empty} icon="check" title=${w.nothingWaits} /></div>`}
    ${idle.length > 0 && html`<details class="idle"><summary>${w.idle(idle.length)}</summary>${cards(idle)}</details>`}`;
}

function Queue({ queue, rates, acts }) {
  const [told, setTold] = useState(null);
  useEffect(() => setTold(null), [queue]);
  const { name, enabled, cap, counts, perMinute, estimated, waitMillis, wait95Millis, oldestReadyAt } = queue;
  const paused = told ?? queue.paused;
  const toggle = paused ? w.resume : w.pause;
  const act = verb => post(`/api/admin/jobs/queues/${encodeURIComponent(name)}/${verb}`).then(now => setTold(now.paused));
  const change = async () => {
    await act(paused ? 'resume' : 'pause');
    say(paused ? w.goesOn(name) : w.isPaused(name), 'good', () => act(paused ? 'pause' : 'resume').catch(problem => say(problem.message, 'bad')));
  };
  const kind = paused ? 'paused' : count(queue, 'dead') ? 'hurt' : count(queue, 'running', 'ready') ? 'active' : '';
  return html`<li class=${`card col s ${kind}`}><div class="row wrap"><h3 class="grow">${name}</h3>${!enabled && html`<span class="pill off">${w.off}</span>`}
      ${paused && html`<span class="pill paused">${w.pausedNow}</span>`}${cap && html`<span class="pill off">${w.cap(cap)}</span>`}
      ${acts && (enabled || paused) && html`<${Act} kind="s" name=${`${toggle} ${name}`} on=${change}>${toggle}<//>`}</div>
    <p class="small muted num">${w.figures({ perMinute, waitMillis, wait95Millis, oldest: oldestReadyAt ? Date.now() - new Date(oldestReadyAt) : 0 })}</p>
    ${rates.length > 1 && rates.some(rate => rate > 0) && html`<${Spark} rates=${rates} />`}
    <ul class="chips">${STATES.filter(state => counts[state]).map(state => html`<li key=${state}><a class=${state} href=${`${ROOT}/jobs${query({ queue: name, state })}`}>
      ${estimated?.includes(state) ? `${w.about} ` : ''}${number(counts[state])} ${w.states[state]}</a></li>`)}</ul></li>`;
}

function Spark({ rates }) {
  const most = Math.max(...rates, 1);
  const points = rates.map((rate, i) => `${(REMEMBERED - rates.length + i) * 100 / (REMEMBERED - 1)},${27 - 25 * rate / most}`).join(' ');
  return html`<svg class="spark" viewBox="0 0 100 28" preserveAspectRatio="none" aria-hidden="true"><polyline points=${points} vector-effect="non-scaling-stroke" /></svg>`;
}

// --- schedules and audit -------------------------------------------------------------------------------------------

const SCHEDULES = [[w.schedule, each => html`<strong>${each.title || each.key}</strong>${each.paused && html` <span class="pill paused">${w.pausedNow}</span>`}<br /><a href=${`${ROOT}/jobs${query({ queue: each.queue })}`}>${each.queue}</a><br />
      <span class="small muted">${each.title ? `${each.key}, ` : ''}${each.address}</span>`], [w.when, each => html`${each.cron ? `${each.cron} (${each.zone})` : w.everySeconds(each.everySeconds)}<br />
      ${each.enabled && each.lastAt && html`<span class="small muted">${w.last} ${each.lastJob ? html`<a href=${`${ROOT}/job/${each.lastJob}`}><${Time} at=${each.lastAt} /></a>` : html`<${Time} at=${each.lastAt} />`}</span>`}`],
  [w.upcoming, each => each.upcoming.slice(0, 3).map((slot, i) => html`${i > 0 && html`<br />`}${each.everySeconds < 60 ? html`<time datetime=${slot}>${second(slot)}</time>` : html`<${Time} at=${slot} />`}`)],
  [w.missed, each => html`${each.overdue > 0 && html`<span class="down">${w.overdue(each.overdue)}</span>`}${each.missed > 0
    ? html`<span>${w.missedLast(each.missed)} <${Time} at=${each.missedAt} /></span>` : each.overdue > 0 ? '' : w.none}`]];
const ID = /[0-9a-f]{8}-[0-9a-f-]{27}/;

async function run(each, reload) {
  if (await ask({ title: w.runAsk(each.title || each.key), body: w.runBody, yes: w.runNow, no: words.leaveIt })) {
    await post(`/api/admin/jobs/schedules/${encodeURIComponent(each.key)}/run`);
    await reload();
    say(w.isRun(each.title || each.key), 'good');
  }
}

async function pause(each, reload) {
  const name = each.title || each.key;
  const act = verb => post(`/api/admin/jobs/schedules/${encodeURIComponent(each.key)}/${verb}`).then(reload);
  await act(each.paused ? 'resume' : 'pause');
  say(each.paused ? w.scheduleGoesOn(name) : w.schedulePaused(name), 'good',
    () => act(each.paused ? 'pause' : 'resume').catch(problem => say(problem.message, 'bad')));
}

const Acts = ({ of, reload }) => html`<div class="row wrap"><${Act} kind="s" name=${`${w.runNow}: ${of.title || of.key}`} on=${() => run(of, reload)}>${w.runNow}<//>
  <${Act} kind="s" name=${`${of.paused ? w.resume : w.pause}: ${of.title || of.key}`} on=${() => pause(of, reload)}>${of.paused ? w.resume : w.pause}<//></div>`;

/** Lists the schedules; those of a course have its title, and those that are switched off come last. */
function Schedules({ titled, acts }) {
  const schedules = useData(async () => {
    const [{ items }, courses] = await Promise.all([get('/api/admin/jobs/schedules'), titled ? get('/api/graphy/sync/configs?limit=500').then(answer => answer.items, () => []) : []]);
    const titles = new Map(courses.map(course => [course.id, course.courseTitle]));
    return items.map(each => ({ ...each, title: titles.get(each.key.match(ID)?.[0]) }));
  });
  const own = acts ? [['', each => each.enabled && html`<${Acts} of=${each} reload=${schedules.reload} />`]] : [];
  const table = rows => html`<div class="card flush"><${Table} label=${w.tabs.schedules} rows=${rows} keyOf=${each => each.key} columns=${[...SCHEDULES, ...own]} /></div>`;
  return html`<h2>${w.tabs.schedules}</h2><${Load} of=${schedules}>${all => html`${table(all.filter(each => each.enabled))}
    ${all.some(each => !each.enabled) && html`<details><summary>${w.switchedOff(all.filter(each => !each.enabled).length)}</summary>${table(all.filter(each => !each.enabled))}</details>`}`}<//>`;
}

function Audit({ act }) {
  const acts = useData(() => get('/api/admin/jobs/audit'), [act]);
  return html`<h2>${w.tabs.audit}</h2><${Load} of=${acts}>${({ items }) => html`<div class="card flush"><${Table} label=${w.tabs.audit} rows=${items} none=${w.noActs} columns=${[
    [w.when, each => html`<${Time} at=${each.at} />`], [w.who, each => each.actorName || each.actor || w.itself],
    [w.what, each => html`${w.acts[each.action] || each.action} ${each.jobId && html`<a href=${`${ROOT}/job/${each.jobId}`}>${w.job}</a>`}
      ${each.filter && ` (${each.filter})`}${each.schedule && ` ${each.schedule}`}${each.queue && ` ${w.inQueue(each.queue)}`}`], [w.howMany, each => each.jobs > 0 ? number(each.jobs) : '', 'n']]} /></div>`}<//>`;
}
