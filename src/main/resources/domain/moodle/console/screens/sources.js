// All outside systems that are mirrored: how each stands, what runs now, when the next run comes, what did not balance.
import { api, get, number, post, say } from '../core.js';
import { nameOf, pages } from '../nav.js';
import { Phases, phaseName } from '../parts/run-phases.js';
import { tally } from '../parts/tally.js';
import { Act, Badge, Empty, Facts, Field, Form, Head, Link, Load, Note, Table, Time, html, useData, useEffect, useEvery, useState, useStore } from '../ui.js';
import { words } from '../words.js';
import { words as w } from '../words/sources.js';

const SECONDS = 2;
const isOver = run => run.state !== 'queued' && run.state !== 'running';

/** Four colours: nothing yet, under way, well, and something is the matter. */
const colourOf = one => one.run && !isOver(one.run) ? 'run' : one.problem || one.last?.bad ? 'bad' : one.last ? 'ok' : 'idle';

export default function Sources() {
  const all = useData(async () => (await Promise.all([mrLearn(), mrTest(), moodle(), issuers()])).flat().filter(Boolean));
  useEvery(SECONDS, all.reload);
  return html`<${Head} title=${nameOf('sources')} sub=${html`<span class="soft">${w.about}</span>`} /><${Approvals} after=${all.data !== undefined} />
    <${Load} of=${all}>${sources => sources.length === 0 ? html`<${Empty} icon="sync" title=${w.none} />`
    : html`<div class="col">${sources.map(one => html`<${Card} key=${one.key} one=${one} reload=${all.reload} />`)}</div>`}<//>`;
}

/** A tenant that does without a source has no such addresses. */
const orNothing = work => work.catch(problem => problem.status === 404 || problem.status === 403 ? null : Promise.reject(problem));

async function mrLearn() {
  const [session, configs, runs] = await Promise.all([orNothing(get('/api/graphy/auth/status')), orNothing(get('/api/graphy/sync/configs?limit=200')),
    get('/api/admin/runs?kind=mrlearn.sync&limit=5')]);
  if (!session) {
    return null;
  }
  const on = configs.items.filter(config => config.enabled && config.nextSyncAt);
  const titles = Object.fromEntries(configs.items.map(config => [config.id, config.courseTitle]));
  return {
    key: 'mrlearn', name: w.names.mrlearn, href: '/console/mrlearn', problem: session.authenticated ? null : session.reason, run: runs.items[0],
    next: on.map(config => config.nextSyncAt).sort()[0], facts: [[w.courses, number(configs.items.length)]],
    which: w.course, starts: startsOf(session, configs.items, 'graphy', config => config.courseTitle, config => config.lastSyncStatus === 'running'),
    ...lastOf(runs.items, run => titles[run.subject]),
  };
}

async function mrTest() {
  const [session, configs, runs] = await Promise.all([orNothing(get('/api/ezexam/auth/status').catch(problem => problem.code === 'not_configured' ? { reason: problem.message } : Promise.reject(problem))),
    orNothing(get('/api/ezexam/sync/configs?limit=200')), get('/api/admin/runs?kind=mrtest.sync&limit=5')]);
  if (!session) {
    return null;
  }
  const titles = Object.fromEntries(configs.items.map(config => [config.id, config.title]));
  return {
    key: 'mrtest', name: w.names.mrtest, href: '/console/mrtest', problem: session.authenticated ? null : session.reason, run: runs.items[0],
    next: configs.items.filter(config => config.enabled && config.nextSyncAt).map(config => config.nextSyncAt).sort()[0], facts: [[w.exams, number(configs.items.length)]],
    which: w.exam, starts: startsOf(session, configs.items, 'ezexam', config => config.title, config => config.runId), ...lastOf(runs.items, run => titles[run.subject]),
  };
}

/** Lists what can be synced by itself at a source, but for what runs already and without a session there. */
const startsOf = (session, configs, source, titleOf, runs) => session.authenticated ? configs.filter(config => !runs(config))
  .map(config => ({ id: config.id, title: titleOf(config), start: () => post(`/api/${source}/sync/configs/${config.id}/run`) })) : [];

async function moodle() {
  const [status, schedule, history] = await Promise.all(['status', 'schedule', 'history?limit=5'].map(part => orNothing(get(`/moodle/sync/${part}`))));
  if (!status) {
    return null;
  }
  return {
    key: 'moodle', name: w.names.moodle, problem: status.configured ? null : w.notConfigured, run: status.run, next: schedule.nextRunAt, schedule, logins: status.configured && (() => get('/moodle/logins?limit=20').then(({ items }) => items)),
    start: status.configured && (() => post('/moodle/sync')), last: history.items.map(log => ({ bad: log.status === 'failed' || log.status === 'partial' })).find(Boolean),
    runs: history.items.map(log => ({ id: log.id, at: log.startedAt, state: log.status, error: log.errorMessage, phases: log.phases })),
    facts: [[w.interval, w.minutes(schedule.intervalMinutes)]],
  };
}

/** Outside issuers of credentials that are connected. */
async function issuers() {
  const status = await orNothing(get('/admin/external-sync/status'));
  if (!status) {
    return null;
  }
  return status.providers.filter(one => one.enabled).map(one => ({
    key: `issuer-${one.id}`, name: one.name, href: '/console/credentials/outside', problem: one.has_issuer ? null : w.blocked, run: one.sync_state.status === 'running' ? one.run : null,
    next: status.scheduler.next_sync_at, start: one.has_issuer && (() => post('/admin/external-sync/trigger', { provider_id: one.id })), last: one.sync_state.status === 'idle' ? null : { bad: one.sync_state.status === 'failed' },
    ask: async () => (await get('/admin/external-sync/history?limit=50')).items.filter(log => log.provider === one.id).slice(0, 5)
      .map(log => ({ id: log.id, at: log.startedAt, state: log.status, error: log.error, did: tally(log.counts) })),
    facts: [[w.made, number(one.sync_state.credentials_synced)]],
  }));
}

const lastOf = (runs, about) => ({
  last: runs.filter(isOver).map(run => ({ bad: run.state !== 'completed' || Boolean(run.error) || !run.balanced }))[0],
  runs: runs.map(run => ({ id: run.id, at: run.askedAt, about: about(run), state: run.state === 'completed' && run.error ? 'partial' : run.state,
    error: run.error || (run.balanced ? null : w.unbalanced), counts: run.counts })),
});

function Card({ one, reload }) {
  const colour = colourOf(one);
  const live = one.run && !isOver(one.run);
  const start = async (work, name) => {
    await work();
    say(w.started(name), 'good');
    await reload();
  };
  const single = one.start ? !live && { start: one.start, title: one.name } : one.starts?.length === 1 && one.starts[0];
  return html`<section class="card col s" aria-labelledby=${`source-${one.key}`}>
    <div class="row wrap"><h2 id=${`source-${one.key}`} class="grow">${one.href ? html`<a href=${one.href}>${one.name}</a>` : one.name}</h2><${Badge} kind=${colour}>${w.colours[colour]}<//>
      ${single && html`<${Act} kind="pri" name=${`${w.start}: ${single.title}`} on=${() => start(single.start, single.title)}>${w.start}<//>`}</div>
    ${one.problem && html`<${Note} kind="run" icon="alert">${one.problem}<//>`}
    <${Facts} of=${[[w.next, one.next ? html`<${Time} at=${one.next} />` : '–'], ...one.facts]} />
    ${one.starts?.length > 1 && html`<${Starts} of=${one} start=${start} />`}
    ${live && html`<div class="col s" role="status"><p>${w.now(phaseName(one.run.phase ?? ''))}</p><${Phases} run=${one.run} /><${Counts} of=${one.run.counts} /></div>`}
    ${one.ask ? html`<${Later} label=${w.runsOf(one.name)} ask=${one.ask} again=${one.run?.id} show=${runs => html`<${Runs} of=${{ ...one, runs }} />`} />` : html`<${Runs} of=${one} />`}
    ${one.schedule && html`<details><summary>${w.change}</summary><${Interval} of=${one} reload=${reload} /></details>`}
    ${one.logins && html`<${Later} label=${w.logins} ask=${one.logins} show=${logins => html`<${Logins} of=${logins} />`} />`}</section>`;
}

/** Starts a sync of one of several at a source. */
const Starts = ({ of, start }) => html`<${Form} kind="row wrap end" button=${w.start} name=${`${w.start}: ${of.name}`} on=${(form, { id }) => {
  const chosen = of.starts.find(each => each.id === id);
  return chosen && start(chosen.start, chosen.title);
}}><${Field} label=${of.which}><select class="in" name="id">${of.starts.map(each => html`<option key=${each.id} value=${each.id}>${each.title}</option>`)}</select><//><//>`;

const COUNTS = Object.keys(words.runs.countNames);

/** The sums of a run, in the order of their names; those of its phases are in the table of the last runs. */
const Counts = ({ of }) => html`<p class="small muted num">${Object.keys(of).filter(key => !key.includes('.'))
  .sort((a, b) => COUNTS.indexOf(a) - COUNTS.indexOf(b)).map(key => `${words.runs.countNames[key] || key}: ${number(of[key])}`).join(' · ')}</p>`;

/** A list that is asked for when somebody wants to see it: the first screen asks for enough. */
function Later({ label, ask, again, show }) {
  const [open, setOpen] = useState(false);
  return html`<details onToggle=${event => setOpen(event.target.open)}><summary>${label}</summary>${open && html`<${Opened} ask=${ask} again=${again} show=${show} />`}</details>`;
}

function Opened({ ask, again, show }) {
  const found = useData(ask, [again]);
  return html`<${Load} of=${found} rows=1>${show}<//>`;
}

const Runs = ({ of }) => html`<${Table} label=${w.runsOf(of.name)} none=${w.noRuns} rows=${of.runs} columns=${[
  [w.when, run => html`<${Time} at=${run.at} />${run.about ? html`<br /><span class="small muted">${run.about}</span>` : ''}`],
  [w.result, run => html`<${Badge} kind=${w.kinds[run.state] || 'idle'}>${w.states[run.state] || run.state}<//>`],
  [w.did, run => html`<span class="small">${run.phases ? run.phases.filter(({ log }) => log.fetched + log.inserted + log.updated + log.deactivated + log.errors > 0)
    .map(({ name, log }) => html`${w.phase(phaseName(name), log)}<br />`) : run.did || html`<${Counts} of=${run.counts} />`}</span>`],
  [w.lacks, run => run.error || '–'],
]} />`;

/** Lists the last people whose login Moodle was to check. */
const Logins = ({ of }) => html`<${Table} label=${w.logins} none=${w.noLogins} rows=${of} keyOf=${each => each.id} columns=${[
  [w.when, each => html`<${Time} at=${each.at} />`], [w.login, each => html`${each.username}${each.email ? html`<br /><span class="small muted">${each.email}</span>` : ''}`],
  [w.way, each => w.ways[each.way]], [w.result, each => html`<${Badge} kind=${w.loginKinds[each.result]}>${w.loginResults[each.result]}<//>`]]} />`;

function Interval({ of, reload }) {
  const change = async (form, typed) => {
    await api('PUT', '/moodle/sync/schedule', { intervalMinutes: Number(typed.intervalMinutes) });
    say(w.changed, 'good');
    await reload();
  };
  return html`<${Form} kind="col narrow" on=${change} button=${w.save}><${Field} label=${w.intervalMinutes} hint=${w.sourceOf[of.schedule.source]}>
    <input class="in" name="intervalMinutes" type="number" min="30" max="43200" required value=${of.schedule.intervalMinutes} /><//><//>`;
}

// --- what waits for an administrator's decision --------------------------------------------------------------------

const a = w.approvals;

/** Lists ways to decide: the screen, its address, and the list whose total is shown. */
const WAYS = [['leave', '/console/leave', '/api/batchlead/leaves?state=requested&limit=1'],
  ['applications', '/console/applications?state=applied', '/api/admin/applications?state=applied&limit=1']];

/** Asks once the sources are there: a browser asks six things at a time, and the sources are what the page is for. */
function Approvals({ after }) {
  const own = new Set(useStore(pages).map(page => page.screen));
  const [data, setData] = useState(null);
  useEffect(() => {
    after && Promise.all(WAYS.filter(([screen]) => own.has(screen)).map(async ([screen, href, path]) => {
      const { page } = await get(path);
      return { screen, href, count: page.total };
    })).then(setData, () => {}); // the page stands without it
  }, [after]);
  const waiting = data?.filter(each => each.count > 0);
  return data?.length > 0 && html`<section class="card col s" id="approvals" aria-labelledby="approvals-title"><div class="row wrap"><h2 id="approvals-title" class="grow">${a.title}</h2>
    ${waiting.length === 0 && html`<${Badge} kind="ok">${a.none}<//>`}</div>
    ${waiting.map(each => html`<div class="row wrap" key=${each.screen}><p class="grow">${a.waits[each.screen](number(each.count), each.count)}</p>
      <${Link} kind="btn s" href=${each.href} name=${`${a.decide}: ${a.names[each.screen]}`}>${a.decide}<//></div>`)}</section>`;
}
