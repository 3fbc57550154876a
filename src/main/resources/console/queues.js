// The board: its tabs, the overview of the queues, schedules, nodes, and what operators did. Jobs are in queues-jobs.js.
import { doing, element, get, number, post, say, start, time } from '/console/console.js';
import { listen } from '/console/queues-live.js';
import { jobPage, jobsPage, STATES } from '/console/queues-jobs.js';
import { nodesPage } from '/console/queues-nodes.js';

const TABS = [['#', 'Queues'], ['#jobs', 'Jobs'], ['#schedules', 'Schedules'], ['#nodes', 'Nodes'], ['#audit', 'Audit']];
const PAGES = {
  '': queuesPage, jobs: jobsPage, job: jobPage, schedules: schedulesPage, nodes: nodesPage, audit: auditPage,
};
const FALLBACK_SECONDS = 5;
const REMEMBERED = 60;
const ACTS = {
  retry: 'retried a job', discard: 'discarded a job', retry_all: 'retried many', pause: 'paused the queue',
  resume: 'resumed the queue',
};

start('Queues', async (main, user) => {
  const board = {
    acts: user.role === 'ADMIN' || user.role === 'SUPERADMIN', queues: [], act: null, rates: new Map(), live: false,
  };
  main.classList.add('wide');
  const live = element('span', { class: 'live', role: 'status' }, 'connecting');
  const tabs = element('nav', { class: 'tabs', 'aria-label': 'Board' },
    TABS.map(([href, name]) => element('a', { href }, name)), live);
  const page = element('div');
  main.append(tabs, page);
  let tick = () => {};

  async function show(focus) {
    const [name, query] = location.hash.slice(1).split('?');
    const [kind, id] = name.split('/');
    tabs.querySelectorAll('a').forEach(tab => {
      const here = tab.hash === `#${kind}` || kind === '' && tab.hash === '' || kind === 'job' && tab.hash === '#jobs';
      here ? tab.setAttribute('aria-current', 'page') : tab.removeAttribute('aria-current');
    });
    tick = () => {};
    page.setAttribute('aria-busy', 'true');
    try {
      const next = element('div');
      const onTick = await (PAGES[kind] || queuesPage)(next, board, id ? decodeURIComponent(id) : new URLSearchParams(query));
      page.replaceChildren(next);
      tick = onTick || (() => {});
    } catch (problem) {
      page.replaceChildren(element('p', { class: 'alert', role: 'alert' }, problem.message));
    }
    page.removeAttribute('aria-busy');
    const heading = page.querySelector('h2');
    if (focus && heading) {
      heading.tabIndex = -1;
      heading.focus();
    }
  }

  function heard(figures) {
    board.queues = figures.queues;
    board.act = figures.acts[0]?.id;
    for (const queue of board.queues) {
      const rates = board.rates.get(queue.name) || [];
      board.rates.set(queue.name, [...rates, queue.perMinute.completed || 0].slice(-REMEMBERED));
    }
    tick();
  }

  async function ask() {
    const [{ items: queues }, { items: acts }] =
      await Promise.all([get('/api/admin/jobs/queues'), get('/api/admin/jobs/audit?limit=1')]);
    heard({ queues, acts });
  }

  await ask();
  await show(false);
  addEventListener('hashchange', () => show(true));
  listen('/queues', (event, figures) => event === 'board' && heard(figures), on => {
    board.live = on;
    live.classList.toggle('on', on);
    live.textContent = on ? 'live' : `every ${FALLBACK_SECONDS} s`;
  });
  setInterval(() => !board.live && !document.hidden && ask().catch(() => {}), FALLBACK_SECONDS * 1000);
});

// --- the overview --------------------------------------------------------------------------------------------------

const count = (queue, ...states) => states.reduce((sum, state) => sum + (queue.counts[state] || 0), 0);
const millis = value => value === undefined ? '–' : value < 1000 ? `${number(Math.round(value))} ms`
  : value < 120_000 ? `${number(Math.round(value / 100) / 10)} s` : `${number(Math.round(value / 60_000))} min`;

function queuesPage(page, board) {
  const figures = element('ul', { class: 'figures' });
  const busy = element('ul', { class: 'queues' });
  const idle = element('ul', { class: 'queues' });
  const rest = element('details', {}, element('summary', {}, 'Queues with nothing to tell'), idle);
  const cards = new Map();
  page.append(element('h2', {}, 'All queues'), figures, busy, rest);

  function draw() {
    const sum = (...states) => board.queues.reduce((all, queue) => all + count(queue, ...states), 0);
    const rate = name => board.queues.reduce((all, queue) => all + (queue.perMinute[name] || 0), 0);
    figures.replaceChildren(...[['waiting', sum('ready', 'parked')], ['running', sum('running')], ['for later', sum('delayed')],
      ['done a minute', rate('completed')], ['failed a minute', rate('failed')], ['dead', sum('dead')]].map(([name, value]) =>
      element('li', {}, element('strong', { class: value > 0 && /dead|failed/.test(name) && 'bad' }, number(value)),
        element('span', {}, name))));
    for (const queue of board.queues) {
      const card = cards.get(queue.name) || queueCard(queue.name, board);
      cards.set(queue.name, card);
      card.draw(queue);
      const place = isQuiet(queue) ? idle : busy;
      if (card.node.parentNode !== place) {
        place.append(card.node);
      }
    }
    rest.hidden = idle.children.length === 0;
  }

  draw();
  return draw;
}

const isQuiet = queue => !queue.paused && count(queue, 'ready', 'parked', 'delayed', 'running', 'dead') === 0
  && Object.keys(queue.perMinute).length === 0;

/** Its controls stay what they are while its figures change, so that nobody loses the focus. */
function queueCard(name, board) {
  const pills = element('span', { class: 'row' });
  const states = Object.fromEntries(STATES.map(state => [state, element('li', { hidden: true },
    element('a', { class: state, href: `#jobs?${new URLSearchParams({ queue: name, state })}` }))]));
  const chips = element('ul', { class: 'chips' }, Object.values(states));
  const figures = element('p');
  const spark = element('div');
  const button = board.acts ? element('button', { type: 'button', class: 'quiet' }) : null;
  const node = element('li', {}, element('div', { class: 'head' }, element('h3', {}, name), pills, button), figures, spark, chips);
  let paused = false;
  button?.addEventListener('click', () => doing(button, async () => {
    draw(await post(`/api/admin/jobs/queues/${encodeURIComponent(name)}/${paused ? 'resume' : 'pause'}`));
    say(paused ? `${name} is paused: what runs goes on, nothing else is begun.` : `${name} goes on.`, 'good');
  }));
  let shown = '';

  function draw(queue) {
    paused = queue.paused;
    const rates = board.rates.get(name) || [];
    const now = JSON.stringify([queue, rates]);
    if (now === shown) {
      return;
    }
    shown = now;
    node.className = queue.paused ? 'paused' : count(queue, 'dead') ? 'hurt' : count(queue, 'running', 'ready') ? 'busy' : '';
    pills.replaceChildren(...[!queue.enabled && ['off', 'off'], queue.paused && ['paused', 'paused'],
      queue.cap && ['off', `${queue.cap} at a time`]].filter(Boolean)
      .map(([kind, text]) => element('span', { class: `pill ${kind}` }, text)));
    if (button) {
      button.textContent = paused ? 'Resume' : 'Pause';
      button.setAttribute('aria-label', `${button.textContent} ${name}`);
      button.hidden = !queue.enabled && !paused;
    }
    const waits = queue.waitMillis === undefined ? '' : `, waits ${millis(queue.waitMillis)} (95 %: ${millis(queue.wait95Millis)})`;
    const oldest = queue.oldestReadyAt ? Date.now() - new Date(queue.oldestReadyAt) : 0;
    figures.textContent = `${number(queue.perMinute.completed || 0)} a minute${waits}`
      + (queue.perMinute.failed ? `, ${number(queue.perMinute.failed)} failed` : '')
      + (oldest > 1000 ? `; the oldest waits for ${millis(oldest)}` : '');
    spark.replaceChildren(...(rates.length > 1 && rates.some(rate => rate > 0) ? [sparkline(rates)] : []));
    STATES.forEach(state => {
      states[state].hidden = !queue.counts[state];
      states[state].firstChild.textContent =
        `${(queue.estimated || []).includes(state) ? 'about ' : ''}${number(queue.counts[state] || 0)} ${state}`;
    });
  }

  return { node, draw };
}

function sparkline(rates) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'polyline');
  const most = Math.max(...rates, 1);
  const points = rates.map((rate, i) => `${(REMEMBERED - rates.length + i) * 100 / (REMEMBERED - 1)},${27 - 25 * rate / most}`);
  for (const [key, value] of Object.entries({ viewBox: '0 0 100 28', preserveAspectRatio: 'none', class: 'spark', 'aria-hidden': 'true' })) {
    svg.setAttribute(key, value);
  }
  for (const [key, value] of Object.entries({ points: points.join(' '), fill: 'none', stroke: 'currentColor', 'stroke-width': '1.5',
    'vector-effect': 'non-scaling-stroke' })) {
    line.setAttribute(key, value);
  }
  svg.append(line);
  return svg;
}

// --- schedules -----------------------------------------------------------------------------------------------------

const every = seconds => [[86400, 'day'], [3600, 'hour'], [60, 'minute'], [1, 'second']].map(([unit, name]) =>
  seconds % unit === 0 && `every ${seconds === unit ? name : `${number(seconds / unit)} ${name}s`}`).find(Boolean);

async function schedulesPage(page) {
  const { items } = await get('/api/admin/jobs/schedules');
  page.append(element('h2', {}, 'Schedules'), element('table', { class: 'stack' },
    element('thead', {}, element('tr', {}, ['Schedule', 'When', 'Next five', 'Missed'].map(name => element('th', {}, name)))),
    element('tbody', {}, items.map(schedule => element('tr', {},
      element('td', {}, element('strong', {}, schedule.key), element('br'),
        element('a', { href: `#jobs?${new URLSearchParams({ queue: schedule.queue })}` }, schedule.queue),
        element('br'), element('span', { class: 'soft' }, schedule.address)),
      element('td', { 'data-name': 'When' }, schedule.cron ? `${schedule.cron} (${schedule.zone})` : every(schedule.everySeconds),
        element('br'), schedule.enabled
          ? schedule.lastAt ? element('span', { class: 'soft' }, 'last ', schedule.lastJob
            ? element('a', { href: `#job/${schedule.lastJob}` }, time(schedule.lastAt)) : time(schedule.lastAt)) : ''
          : element('span', { class: 'pill off' }, 'off')),
      element('td', { 'data-name': 'Next five' }, schedule.upcoming.flatMap((slot, i) => [i > 0 && ', ', time(slot)])),
      element('td', { 'data-name': 'Missed', class: 'count' }, schedule.overdue > 0
        ? element('span', { class: 'bad' }, `${number(schedule.overdue)} overdue: no node runs schedules`) : '',
      schedule.missed > 0 ? element('span', { class: 'warn' }, `${number(schedule.missed)}, last `, time(schedule.missedAt))
        : schedule.overdue > 0 ? '' : 'none'))))));
}

// --- what operators did --------------------------------------------------------------------------------------------

async function auditPage(page, board) {
  const list = element('tbody');
  let shown;
  async function draw() {
    if (shown === board.act && shown !== undefined) {
      return;
    }
    shown = board.act;
    const { items } = await get('/api/admin/jobs/audit');
    list.replaceChildren(...items.map(act => element('tr', {},
      element('td', { class: 'when' }, time(act.at)),
      element('td', { 'data-name': 'Who' }, act.actorName || act.actor || 'the product itself'),
      element('td', { 'data-name': 'What' }, ACTS[act.action] || act.action, ' ',
        act.jobId ? element('a', { href: `#job/${act.jobId}` }, 'job') : '', act.filter ? ` (${act.filter})` : '',
        act.queue ? ` in ${act.queue}` : ''),
      element('td', { 'data-name': 'How many', class: 'count' }, act.jobs > 0 ? number(act.jobs) : ''))));
    if (items.length === 0) {
      list.append(element('tr', {}, element('td', { colspan: 4, class: 'soft' }, 'Nobody has done anything yet.')));
    }
  }
  page.append(element('h2', {}, 'What was done'), element('table', { class: 'stack' },
    element('thead', {}, element('tr', {}, ['When', 'Who', 'What', 'How many'].map(name => element('th', {}, name)))), list));
  await draw();
  return () => draw().catch(() => {});
}
