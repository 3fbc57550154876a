// Jobs of the board: the list with its search, one job with its lineage, and what an operator may do about them.
import { doing, element, get, number, post, question, say, time } from '/console/console.js';

export const STATES = ['ready', 'delayed', 'parked', 'running', 'completed', 'dead', 'discarded'];
const PAGE = 50;
const RETRIED = ['dead', 'discarded'];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const pill = state => element('span', { class: `pill ${state}` }, state);

// --- the list ------------------------------------------------------------------------------------------------------

export async function jobsPage(page, board, asked) {
  const filter = name => asked.get(name) || '';
  const offset = Number(filter('offset')) || 0;
  const select = (name, any, values) => element('select', { name }, element('option', { value: '' }, any),
    values.map(value => element('option', { value, selected: filter(name) === value }, value)));
  const names = board.queues.map(queue => queue.name);
  const form = element('form', { class: 'filters', role: 'search' },
    element('label', {}, 'Queue', select('queue', 'all', names)),
    element('label', {}, 'State', select('state', 'all', STATES)),
    element('label', {}, 'In payload or error', element('input', { name: 'search', type: 'search', maxlength: 100, value: filter('search') })),
    element('label', {}, 'Asks', element('input', { name: 'address', maxlength: 200, value: filter('address'), placeholder: 'an address' })),
    element('div', {}, element('button', {}, 'Show')));
  form.addEventListener('submit', event => {
    event.preventDefault();
    const wanted = Object.fromEntries([...new FormData(form)].map(([key, value]) => [key, value.trim()]).filter(([, value]) => value));
    const hash = UUID.test(wanted.search) ? `#job/${wanted.search}` : `#jobs?${new URLSearchParams(wanted)}`;
    hash === location.hash ? dispatchEvent(new Event('hashchange')) : location.hash = hash;
  });
  const query = extra => new URLSearchParams([...asked].filter(([key, value]) => value && key !== 'offset').concat(Object.entries(extra)));
  const list = element('ul', { class: 'jobs' });
  const pager = element('div', { class: 'row' });
  const many = element('div');
  page.append(element('h2', {}, 'Jobs'), form, many, list, pager);
  let shown = '';

  async function draw() {
    const { items } = await get(`/api/admin/jobs?${query({ limit: PAGE, offset })}`);
    const now = JSON.stringify(items);
    if (now === shown || list.contains(document.activeElement)) {
      return; // somebody is about to choose one
    }
    shown = now;
    list.replaceChildren(...items.map(jobItem));
    if (items.length === 0) {
      list.append(element('li', { class: 'soft' }, 'No such jobs.'));
    }
    pager.replaceChildren(...[
      offset > 0 && element('a', { class: 'button', href: `#jobs?${query({ offset: Math.max(0, offset - PAGE) })}` }, 'Before'),
      items.length === PAGE && element('a', { class: 'button', href: `#jobs?${query({ offset: offset + PAGE })}` }, 'Further'),
    ].filter(Boolean));
    many.replaceChildren(...(board.acts && RETRIED.includes(filter('state')) && items.length > 0 ? [retryAll(asked, draw)] : []));
  }

  await draw();
  let figures = '';
  return () => {
    const next = JSON.stringify(board.queues.filter(queue => !filter('queue') || queue.name === filter('queue')).map(queue => queue.counts));
    if (next !== figures && !document.hidden) {
      figures = next;
      draw().catch(() => {});
    }
  };
}

function jobItem(job) {
  return element('li', {},
    element('div', { class: 'row' }, pill(job.state), element('a', { href: `#job/${job.id}` }, job.address),
      element('span', { class: 'soft' }, job.queue)),
    element('p', { class: 'soft' }, when(job), job.attempts > 0 ? ` · ${attempts(job)}` : '',
      job.progress === undefined ? '' : ` · ${job.progress} %${job.note ? `: ${job.note}` : ''}`,
      job.uniqueKey ? ` · ${job.uniqueKey}` : ''),
    job.error && job.state !== 'completed' ? element('p', { class: 'bad' }, job.error.slice(0, 200)) : null);
}

const attempts = job => `${number(job.attempts)}${job.maxAttempts ? ` of ${number(job.maxAttempts)}` : ''} ${job.attempts === 1 ? 'attempt' : 'attempts'}`;

function when(job) {
  switch (job.state) {
    case 'running': return element('span', {}, 'since ', time(job.startedAt));
    case 'ready': case 'delayed': case 'parked': return element('span', {}, 'due ', time(job.runAt));
    default: return element('span', {}, 'ended ', time(job.finishedAt));
  }
}

/** The count first, in a dialog; what dies after it is left alone. */
function retryAll(asked, done) {
  const filters = Object.fromEntries(['queue', 'state', 'address', 'search'].map(key => [key, asked.get(key)]).filter(([, value]) => value));
  const button = element('button', { type: 'button', class: 'quiet' }, 'Retry all of these');
  button.addEventListener('click', () => doing(button, async () => {
    const { jobs, until } = await get(`/api/admin/jobs/count?${new URLSearchParams(filters)}`);
    const where = `${filters.state} ${jobs === 1 ? 'job' : 'jobs'}${filters.queue ? ` of ${filters.queue}` : ' of all queues'}`
      + (filters.search ? ` with “${filters.search}”` : '');
    if (await question(`Retry ${number(jobs)} ${where}?`, 'They run at once, with all their attempts. It is written down who did it.',
      [['yes', `Retry ${number(jobs)}`], ['', 'Leave them']], 1)) {
      const { retried, skipped } = await post('/api/admin/jobs/retry', { ...filters, until });
      say(`${number(retried)} retried.` + (skipped > 0 ? ` ${number(skipped)} not: a job with their key waits or runs.` : ''), 'good');
      await done();
    }
  }));
  return button;
}

// --- one job -------------------------------------------------------------------------------------------------------

const OVER = ['completed', 'dead', 'discarded'];

export async function jobPage(page, board, id) {
  let shown = '';
  let over = false;
  async function draw() {
    const found = await get(`/api/admin/jobs/${encodeURIComponent(id)}`);
    const now = JSON.stringify(found);
    over = OVER.includes(found.job.state) && found.children.every(child => OVER.includes(child.state));
    if (now !== shown) {
      shown = now;
      page.replaceChildren(...jobParts(found, board, draw));
    }
  }
  await draw();
  return () => !over && !document.hidden && draw().catch(() => {});
}

function jobParts({ job, body, result, requestId, tenant, causeId, cause, children, failures, node }, board, draw) {
  const fact = (name, value) => value === undefined || value === null ? null
    : element('div', {}, element('dt', {}, name), element('dd', {}, value));
  const act = (verb, name, may) => may && element('button', { type: 'button', class: 'quiet', on: {
    click: event => doing(event.target, async () => {
      await post(`/api/admin/jobs/${job.id}/${verb}`);
      await draw();
      say(`${name}: done.`, 'good');
    }) } }, name);
  return [
    element('h2', {}, job.address, ' ', pill(job.state)),
    board.acts && element('div', { class: 'row' },
      act('retry', job.state === 'delayed' ? 'Run now' : 'Retry', ['dead', 'discarded', 'completed', 'delayed'].includes(job.state)),
      act('discard', 'Discard', ['ready', 'delayed', 'parked', 'dead'].includes(job.state))),
    job.progress !== undefined && element('label', {}, job.note || 'Progress',
      element('progress', { max: 100, value: job.progress, 'aria-label': 'Progress' }, `${job.progress} %`)),
    job.error && element('p', { class: 'alert' }, job.error),
    element('dl', { class: 'facts' },
      fact('Queue', element('a', { href: `#jobs?${new URLSearchParams({ queue: job.queue })}` }, job.queue)),
      fact('Stored', time(job.createdAt)), fact('Due', time(job.runAt)),
      fact('Begun', job.startedAt && time(job.startedAt)), fact('Ended', job.finishedAt && time(job.finishedAt)),
      fact('Attempts', attempts(job)), fact('On node', node), fact('Unique key', job.uniqueKey), fact('Group', job.groupKey),
      fact('Priority', job.priority || undefined), fact('Tenant', tenant), fact('Request', requestId), fact('Job', job.id)),
    element('h3', {}, 'Lineage'), lineage(job, causeId, cause, children),
    failures?.length > 0 && element('h3', {}, 'Attempts that failed'),
    failures?.length > 0 && element('ol', { class: 'attempts' }, failures.map(failure => element('li', {},
      element('p', { class: 'soft' }, `${failure.attempt}. `, failure.startedAt ? time(failure.startedAt) : '',
        failure.startedAt && failure.endedAt ? ` · ${number(new Date(failure.endedAt) - new Date(failure.startedAt))} ms` : '',
        failure.node ? ` · ${failure.node}` : ''),
      element('p', {}, failure.error || '')))),
    body !== undefined && element('h3', {}, 'Payload'), body !== undefined && json(body, 'Payload'),
    result !== undefined && element('h3', {}, 'Result'), result !== undefined && json(result, 'Result'),
  ].filter(Boolean);
}

const json = (value, name) => element('pre', { tabindex: 0, role: 'region', 'aria-label': name }, JSON.stringify(value, null, 2));

function lineage(job, causeId, cause, children) {
  const line = other => [pill(other.state), ' ', element('a', { href: `#job/${other.id}` }, other.address), ' ',
    element('span', { class: 'soft' }, other.queue)];
  const self = element('li', {}, element('strong', {}, 'This job'), children.length === 0
    ? element('span', { class: 'soft' }, ' caused no others')
    : element('ul', {}, children.map(child => element('li', {}, line(child)))));
  return element('ul', { class: 'lineage' }, causeId
    ? element('li', {}, cause ? line(cause) : element('span', { class: 'soft' }, `Job ${causeId}, which is no longer kept`),
      element('ul', {}, self))
    : [element('li', { class: 'soft' }, 'Caused by a request or a schedule'), self]);
}
