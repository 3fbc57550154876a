// One mirrored course: its last run, its learners, who would be reminded, and the runs before.
import { doing, element, get, number, post, question, say, time } from '/console/console.js';
import { outcome, progress, run, STATUS } from '/console/mrlearn-run.js';

const PAGE = 25;
const VERDICTS = {
  would_get: 'would get it', progress: 'have got far enough', vanished: 'are no longer enrolled', no_phone: 'have no phone number',
  phone_unclear: 'have a phone number without its country’s code that could be several',
  already_reminded: 'were reminded already', opted_out: 'have opted out', switched_off: 'have switched reminders off',
  quiet_hours: 'have quiet hours now', attention_budget: 'have had enough messages today',
};
const STATES = { not_started: 'not started', in_progress: 'in progress', completed: 'completed' };

export async function coursePage(page, id) {
  const config = await findConfig(id);
  const path = `/api/graphy/sync/configs/${id}`;
  const last = element('div', { 'aria-live': 'polite' });
  const bar = progress(config.courseTitle);
  const table = element('div', { class: 'scroll' });
  const reminding = reminders(path);
  const people = learners(path);
  let newest = '';

  async function refresh() {
    const { items } = await get(`${path}/runs?limit=10`);
    const running = items.find(each => each.status === 'running');
    bar.node.hidden = !running;
    if (running) {
      bar.update(running);
    }
    const over = items.find(each => each.status !== 'running');
    if (over && newest !== over.id) {
      const first = newest === '';
      newest = over.id;
      last.replaceChildren(outcome(await run(over.id)));
      table.replaceChildren(runsTable(items.filter(each => each.status !== 'running')));
      if (!first) {
        await Promise.all([people.refresh(), reminding.refresh()]);
      }
    }
    await reminding.follow();
  }

  page.append(element('p', {}, element('a', { href: '#' }, 'All courses')), element('h2', {}, config.courseTitle), bar.node, last,
    element('h2', {}, 'Learners'), people.node, element('h2', {}, 'Reminders'), reminding.node, element('h2', {}, 'Runs'), table);
  await Promise.all([people.refresh(), reminding.refresh()]);
  await refresh();
  return refresh;
}

async function findConfig(id) {
  const { items } = await get('/api/graphy/sync/configs?limit=200');
  const config = items.find(each => each.id === id);
  if (!config) {
    throw new Error('This course is not mirrored any more.');
  }
  return config;
}

function learners(path) {
  const search = element('input', { type: 'search', placeholder: 'Name or e-mail', 'aria-label': 'Search learners' });
  const count = element('p', { class: 'soft', 'aria-live': 'polite' });
  const body = element('tbody');
  const more = element('button', { type: 'button', class: 'quiet' }, 'Show more');
  let asked = 0;

  async function fill(offset) {
    const turn = ++asked;
    const words = search.value.trim();
    const { items, page } = await get(`${path}/learners?limit=${PAGE}&offset=${offset}`
      + (words ? `&search=${encodeURIComponent(words)}` : ''));
    if (turn !== asked) {
      return; // a later search has been typed meanwhile
    }
    count.textContent = `${number(page.total)} ${page.total === 1 ? 'learner' : 'learners'}`;
    const rows = items.map(each => element('tr', {}, element('td', {}, each.name ?? '', element('br'),
      element('span', { class: 'soft' }, each.emailStripped ?? each.email ?? 'no e-mail')),
      element('td', { class: 'number' }, `${number(Math.floor(each.progressPercent ?? 0))} %`),
      element('td', {}, STATES[each.status] ?? each.status), element('td', {}, each.lastAccessedAt ? time(each.lastAccessedAt) : '–')));
    offset === 0 ? body.replaceChildren(...rows) : body.append(...rows);
    more.hidden = body.children.length >= page.total;
  }

  search.addEventListener('input', () => fill(0).catch(problem => say(problem.message, 'bad')));
  more.addEventListener('click', () => doing(more, () => fill(body.children.length)));
  return {
    node: element('div', {}, search, count, element('div', { class: 'scroll' }, element('table', {},
      element('thead', {}, element('tr', {}, element('th', {}, 'Learner'), element('th', { class: 'number' }, 'Progress'),
        element('th', {}, 'State'), element('th', {}, 'Last there'))), body)), more),
    refresh: () => fill(0),
  };
}

function reminders(path) {
  const verdicts = element('ul', { class: 'verdicts' });
  const state = element('p', { class: 'soft', role: 'status' });
  const send = element('button', { type: 'button' });
  let going = null;

  async function refresh() {
    const { counts, skipAboveProgress } = await get(`${path}/reminders/preview?limit=1`);
    const ready = counts.would_get ?? 0;
    verdicts.replaceChildren(...Object.entries(VERDICTS).filter(([verdict]) => verdict === 'would_get' || counts[verdict] > 0)
      .map(([verdict, words]) => element('li', {}, element('strong', {}, number(counts[verdict] ?? 0)), ` ${words}`,
        verdict === 'progress' && ` (${skipAboveProgress} % or more)`)));
    send.textContent = `Remind ${number(ready)} by WhatsApp`;
    send.disabled = ready === 0 || going !== null;
    send.dataset.ready = ready;
  }

  /** While messages go out; the server paces them. */
  async function follow() {
    if (going === null) {
      return;
    }
    const now = await get(`/api/graphy/sync/reminders/runs/${going}`);
    state.textContent = `${now.status === 'running' ? `${now.percent} %: ` : ''}${number(now.sent)} sent, ${number(now.held)} held back `
      + `until the person's quiet hours end, ${number(now.skipped)} skipped, ${number(now.failed)} failed`
      + `${now.stopped ? `; stopped: ${now.stopped}` : ''}.`;
    if (now.status !== 'running') {
      going = null;
      await refresh();
    }
  }

  send.addEventListener('click', async () => {
    const ready = number(Number(send.dataset.ready));
    if (await question(`Remind ${ready} by WhatsApp?`, 'Each gets one message about this course, and no second one in its period.',
      [['yes', `Remind ${ready}`], ['', 'Do not']], 1)) {
      await doing(send, async () => {
        going = (await post(`${path}/reminders/send`, { scope: 'all' })).runId;
        await follow();
      });
      await refresh();
    }
  });
  return { node: element('div', {}, verdicts, send, state), refresh, follow };
}

function runsTable(runs) {
  return element('table', {}, element('thead', {}, element('tr', {}, element('th', {}, 'When'), element('th', {}, 'How it ended'),
    element('th', { class: 'number' }, 'Seen'), element('th', { class: 'number' }, 'New'), element('th', { class: 'number' }, 'XP awards'))),
  element('tbody', {}, runs.map(each => element('tr', {}, element('td', {}, time(each.startedAt)), element('td', {}, STATUS[each.status]),
    ...[each.learnersFetched, each.learnersNew, each.xpAwards].map(count => element('td', { class: 'number' }, number(count ?? 0)))))));
}
