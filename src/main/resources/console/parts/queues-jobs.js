// Jobs of the board: the list with its search, one job with its lineage, and what an operator may do about them.
import { ask, get, post, query, say } from '../core.js';
import { go } from '../nav.js';
import { Act, Bar, Facts, Field, Load, Note, Pager, Time, html, useData, useEffect, useState } from '../ui.js';
import { words } from '../words.js';

export const STATES = ['ready', 'delayed', 'parked', 'running', 'completed', 'dead', 'discarded'];
const w = words.queues;
const ROOT = '/console/queues';
const PAGE = 50;
const RETRIED = ['dead', 'discarded'];
const OVER = ['completed', 'dead', 'discarded'];
const FILTERS = ['queue', 'state', 'search', 'address', 'scheduled'];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const Pill = ({ state }) => html`<span class=${`pill ${state}`}>${w.states[state]}</span>`;

// --- the list ------------------------------------------------------------------------------------------------------

export function Jobs({ asked, board, acts }) {
  const filters = Object.fromEntries(FILTERS.map(name => [name, asked.get(name)]).filter(([, value]) => value));
  const offset = Number(asked.get('offset')) || 0;
  const jobs = useData(() => get(`/api/admin/jobs${query({ ...filters, limit: PAGE, offset })}`));
  const figures = JSON.stringify(board.queues.filter(queue => !filters.queue || queue.name === filters.queue).map(queue => queue.counts));
  useEffect(() => { document.hidden || jobs.loading || jobs.reload(); }, [figures]);
  const [chosen, setChosen] = useState(new Set());
  const choose = (id, on) => setChosen(old => on ? new Set([...old, id]) : new Set([...old].filter(each => each !== id)));
  const submit = event => {
    event.preventDefault();
    const wanted = Object.fromEntries([...new FormData(event.target)].map(([key, value]) => [key, value.trim()]));
    const href = UUID.test(wanted.search) ? `${ROOT}/job/${wanted.search}` : `${ROOT}/jobs${query(wanted)}`;
    href === location.pathname + location.search ? jobs.reload() : go(href);
  };
  const select = (name, values, text = value => value) => html`<select class="in" name=${name}><option value="">${words.all}</option>${values.map(value => html`
    <option value=${value} selected=${filters[name] === value}>${text(value)}</option>`)}</select>`;
  return html`<h2>${w.tabs.jobs}</h2><form class="filters card" role="search" onSubmit=${submit}>
    <${Field} label=${w.queue}>${select('queue', board.queues.map(queue => queue.name))}<//><${Field} label=${w.state}>${select('state', STATES, state => w.states[state])}<//>
    <${Field} label=${w.inPayload}><input class="in" name="search" type="search" maxlength="100" defaultValue=${filters.search || ''} /><//>
    <${Field} label=${w.address}><input class="in" name="address" maxlength="200" defaultValue=${filters.address || ''} /><//>
    <label class="check"><input type="checkbox" name="scheduled" value="false" defaultChecked=${filters.scheduled === 'false'} />${w.hideScheduled}</label>
    <button class="btn">${w.show}</button></form>
    <${Load} of=${jobs}>${({ items, page }) => html`${acts && RETRIED.includes(filters.state) && !filters.scheduled && items.length > 0 && html`
      <div><${Act} on=${() => retryAll(filters, jobs.reload)}>${w.retryAll}<//></div>`}
      ${acts && items.some(job => chosen.has(job.id)) && html`<${Chosen} jobs=${items.filter(job => chosen.has(job.id))} done=${async () => { setChosen(new Set()); await jobs.reload(); }} />`}
      <ul class="jobs card flush">${items.map(job => html`<${Item} key=${job.id} job=${job} choose=${acts && (on => choose(job.id, on))} chosen=${chosen.has(job.id)} />`)}${items.length === 0 && html`<li class="muted">${w.noJobs}</li>`}</ul>
      <${Pager} page=${page} shown=${items.length} on=${next => go(`${ROOT}/jobs${query({ ...filters, offset: next || '' })}`)} />`}<//>`;
}

const mayRetry = job => ['dead', 'discarded', 'completed', 'delayed'].includes(job.state);
const mayDiscard = job => ['ready', 'delayed', 'parked', 'dead'].includes(job.state);

/** Retries or discards the jobs that were chosen, one after the other; those that refuse stay as they are. */
function Chosen({ jobs, done }) {
  const each = async (verb, some, told) => {
    const results = [];
    for (const job of some) {
      results.push(await post(`/api/admin/jobs/${job.id}/${verb}`).then(() => true, () => false));
    }
    await done();
    say(told(results.filter(Boolean).length, results.filter(result => !result).length), 'good');
  };
  const discarded = jobs.filter(mayDiscard);
  const discard = async () => {
    if (await ask({ title: w.discardSome(discarded.length), body: w.discardBody, yes: w.discard, no: w.keep, bad: true })) {
      await each('discard', discarded, w.discarded);
    }
  };
  return html`<div class="row wrap" role="group" aria-label=${w.chosen(jobs.length)}><span>${w.chosen(jobs.length)}</span>
    ${jobs.some(mayRetry) && html`<${Act} on=${() => each('retry', jobs.filter(mayRetry), w.retried)}>${w.retry}<//>`}${discarded.length > 0 && html`<${Act} on=${discard}>${w.discard}<//>`}</div>`;
}

const Item = ({ job, choose, chosen }) => html`<li><div class="row wrap">${choose && html`<input type="checkbox" aria-label=${w.chooseIt(job.address)} checked=${chosen} onChange=${event => choose(event.target.checked)} />`}<${Pill} state=${job.state} /><a href=${`${ROOT}/job/${job.id}`}>${job.address}</a>
  <span class="muted">${job.queue}</span></div><p class="small muted"><${When} job=${job} />${job.startedAt && job.finishedAt && ` · ${w.took(new Date(job.finishedAt) - new Date(job.startedAt))}`}${job.attempts > 0 && ` · ${w.attempts(job)}`}
  ${job.progress !== undefined && ` · ${job.progress} %${job.note ? `: ${job.note}` : ''}`}${job.uniqueKey && ` · ${job.uniqueKey}`}</p>
  ${job.error && job.state !== 'completed' && html`<p class="bad small">${job.error.slice(0, 200)}</p>`}</li>`;

function When({ job }) {
  switch (job.state) {
    case 'running': return html`${w.since} <${Time} at=${job.startedAt} /> ${w.ago(Date.now() - new Date(job.startedAt))}`;
    case 'ready': case 'delayed': case 'parked': return html`${w.due} <${Time} at=${job.runAt} />`;
    default: return html`${w.endedAt} <${Time} at=${job.finishedAt} /> ${w.ago(Date.now() - new Date(job.finishedAt))}`;
  }
}

/** The count first, in a dialog; what dies after it is left alone. */
async function retryAll(filters, done) {
  const { jobs, until } = await get(`/api/admin/jobs/count${query(filters)}`);
  if (await ask({ title: w.retryAsk(jobs, filters), body: w.retryBody, yes: w.retryYes(jobs), no: w.retryNo })) {
    const { retried, skipped } = await post('/api/admin/jobs/retry', { ...filters, until });
    say(w.retried(retried, skipped), 'good');
    await done();
  }
}

// --- one job -------------------------------------------------------------------------------------------------------

export function Job({ id, acts }) {
  const found = useData(() => get(`/api/admin/jobs/${encodeURIComponent(id)}`));
  const over = found.data && OVER.includes(found.data.job.state) && found.data.children.every(child => OVER.includes(child.state));
  useEffect(() => {
    const timer = setInterval(() => over || document.hidden || found.reload(), 1000);
    return () => clearInterval(timer);
  }, [over]);
  return html`<p><a href=${`${ROOT}/jobs`}>${w.allJobs}</a></p><${Load} of=${found}>${data => html`<${Parts} found=${data} acts=${acts} reload=${found.reload} />`}<//>`;
}

function Parts({ found: { job, body, result, requestId, tenant, causeId, cause, children, failures, node }, acts, reload }) {
  const act = (verb, name, may) => may && html`<${Act} on=${async () => {
    if (verb === 'discard' && !await ask({ title: w.discardAsk, body: w.discardBody, yes: w.discard, no: w.keep, bad: true })) {
      return;
    }
    await post(`/api/admin/jobs/${job.id}/${verb}`);
    await reload();
    say(w.done(name), 'good');
  }}>${name}<//>`;
  return html`<h2>${job.address} <${Pill} state=${job.state} /></h2>
    ${acts && html`<div class="row wrap">${act('retry', job.state === 'delayed' ? w.runNow : w.retry, mayRetry(job))}
      ${act('discard', w.discard, mayDiscard(job))}</div>`}
    ${job.progress !== undefined && html`<div><p class="small">${job.note || w.progress}</p><${Bar} value=${job.progress} label=${w.progress} /></div>`}
    ${job.error && html`<${Note} kind="bad" icon="alert">${job.error}<//>`}
    <div class="card"><${Facts} of=${[[w.queue, html`<a href=${`${ROOT}/jobs${query({ queue: job.queue })}`}>${job.queue}</a>`], [w.stored, html`<${Time} at=${job.createdAt} />`],
    [w.dueAt, html`<${Time} at=${job.runAt} />`], job.startedAt && [w.begun, html`<${Time} at=${job.startedAt} />`],
    job.finishedAt && [w.finished, html`<${Time} at=${job.finishedAt} />`], job.startedAt && job.finishedAt
      && [w.duration, w.millis(new Date(job.finishedAt) - new Date(job.startedAt))], [w.attemptsName, w.attempts(job)], [w.node, node], [w.uniqueKey, job.uniqueKey],
    [w.group, job.groupKey], [w.priority, job.priority || undefined], [w.tenant, tenant], [w.request, requestId], [w.job, job.id]]} /></div>
    <h3>${w.lineage}</h3><${Lineage} causeId=${causeId} cause=${cause} children=${children} />
    ${failures?.length > 0 && html`<h3>${w.failures}</h3><ol class="attempts">${failures.map(failure => html`<li><p class="small muted">${failure.attempt}.
      ${failure.startedAt && html` <${Time} at=${failure.startedAt} />`}${failure.startedAt && failure.endedAt && ` · ${w.millis(new Date(failure.endedAt) - new Date(failure.startedAt))}`}
      ${failure.node && ` · ${failure.node}`}</p><p>${failure.error || ''}</p></li>`)}</ol>`}
    ${body !== undefined && html`<h3>${w.payload}</h3><${Text} of=${body} name=${w.payload} />`}${result !== undefined && html`<h3>${w.result}</h3><${Text} of=${result} name=${w.result} />`}`;
}

const Text = ({ of, name }) => html`<pre tabindex="0" role="region" aria-label=${name}>${JSON.stringify(of, null, 2)}</pre>`;

function Lineage({ causeId, cause, children }) {
  const line = other => html`<${Pill} state=${other.state} /> <a href=${`${ROOT}/job/${other.id}`}>${other.address}</a> <span class="muted">${other.queue}</span>`;
  const self = html`<li><strong>${w.thisJob}</strong>${children.length === 0 ? html`<span class="muted"> ${w.noChildren}</span>`
    : html`<ul>${children.map(child => html`<li key=${child.id}>${line(child)}</li>`)}</ul>`}</li>`;
  return html`<ul class="lineage">${causeId ? html`<li>${cause ? line(cause) : html`<span class="muted">${w.lostCause(causeId)}</span>`}<ul>${self}</ul></li>`
    : html`<li class="muted">${w.noCause}</li>${self}`}</ul>`;
}
