// Mr. Learn for administrators: the session at Graphy, the mirrored courses and how far they are, courses to mirror.
import { api, doing, element, get, number, poll, post, say, start, time } from '/console/console.js';
import { coursePage } from '/console/mrlearn-course.js';
import { progress, run, STATUS } from '/console/mrlearn-run.js';

const SECONDS = 2;

start('Mr. Learn', async main => {
  const page = element('div');
  main.append(page);
  let shown = null;

  async function show(focus) {
    const next = { node: element('div'), refresh: async () => {} };
    shown = next;
    page.setAttribute('aria-busy', 'true');
    try {
      next.refresh = await (location.hash.length > 1 ? coursePage(next.node, location.hash.slice(1)) : overview(next.node));
    } catch (problem) {
      next.node.replaceChildren(element('p', { class: 'alert', role: 'alert' }, problem.message));
    }
    if (shown === next) {
      page.replaceChildren(next.node);
      page.removeAttribute('aria-busy');
      const heading = page.querySelector('h2');
      if (focus && heading) {
        heading.tabIndex = -1;
        heading.focus();
      }
    }
  }

  window.addEventListener('hashchange', () => show(true));
  await show(false);
  poll(SECONDS, () => shown.refresh().catch(() => {}).then(() => true)); // the page keeps what it shows until the server is back
});

async function overview(page) {
  const cards = new Map();
  const list = element('ul', { class: 'courses' });
  const none = element('p', { class: 'soft' }, 'No course is mirrored yet. Choose one of Graphy’s below.');

  async function refresh() {
    const { items } = await get('/api/graphy/sync/configs?limit=200');
    none.hidden = items.length > 0;
    for (const config of items) {
      if (!cards.has(config.id)) {
        cards.set(config.id, card(config, refresh));
        list.append(cards.get(config.id).node);
      }
      await cards.get(config.id).update(config);
    }
  }

  page.append(await session(), element('h2', {}, 'Mirrored courses'), none, list, offer(cards, refresh));
  await refresh();
  return refresh;
}

/** Without one, nothing can be mirrored: the form is there instead. */
async function session() {
  const status = await get('/api/graphy/auth/status');
  if (status.authenticated) {
    return element('p', { class: 'soft' }, `Logged in to Graphy as ${status.email}.`);
  }
  const email = element('input', { type: 'email', autocomplete: 'off', required: true });
  const password = element('input', { type: 'password', autocomplete: 'off', required: true });
  const button = element('button', {}, 'Log in to Graphy');
  const form = element('form', { class: 'narrow' }, element('h2', {}, 'Graphy'), element('p', {}, status.reason),
    element('label', {}, 'E-mail at Graphy', email), element('label', {}, 'Password at Graphy', password), button);
  form.addEventListener('submit', event => {
    event.preventDefault();
    doing(button, async () => {
      const now = await post('/api/graphy/auth/login', { email: email.value, password: password.value });
      form.replaceWith(element('p', { class: 'soft' }, `Logged in to Graphy as ${now.email}.`));
    });
  });
  return form;
}

function card(config, refresh) {
  const status = element('strong');
  const words = element('p', { class: 'soft' });
  const bar = progress(config.courseTitle);
  const button = (text, work) => {
    const control = element('button', { type: 'button', class: 'quiet', 'aria-label': `${text}: ${config.courseTitle}` }, text);
    control.addEventListener('click', () => doing(control, work).then(refresh));
    return control;
  };
  const path = `/api/graphy/sync/configs/${config.id}`;
  const now = button('Sync now', () => post(`${path}/run`));
  const fresh = button('Look for new learners', () => post(`${path}/run?fast=true`));
  const toggle = element('button', { type: 'button', class: 'quiet' });
  let enabled = config.enabled;
  toggle.addEventListener('click', () => doing(toggle, () => api('PATCH', path, { enabled: !enabled })).then(refresh));
  return {
    node: element('li', { class: 'card' }, element('h3', {}, element('a', { href: `#${config.id}` }, config.courseTitle)),
      element('p', {}, status), bar.node, words, element('div', { class: 'row' }, now, fresh, toggle)),
    async update(latest) {
      const running = latest.lastSyncStatus === 'running' && latest.runId;
      enabled = latest.enabled;
      status.textContent = STATUS[latest.lastSyncStatus];
      status.className = { success: 'good', running: '', idle: 'soft' }[latest.lastSyncStatus] ?? 'bad';
      words.replaceChildren(...latest.lastSyncedAt
        ? [`${number(latest.lastSyncLearnerCount ?? 0)} learners, last synced `, time(latest.lastSyncedAt)] : ['Never synced'],
        ...latest.enabled && latest.nextSyncAt ? ['; next ', time(latest.nextSyncAt)] : latest.enabled ? [] : ['; paused'], '.');
      toggle.textContent = enabled ? 'Pause' : 'Resume';
      toggle.setAttribute('aria-label', `${toggle.textContent}: ${config.courseTitle}`);
      now.hidden = fresh.hidden = Boolean(running);
      bar.node.hidden = !running;
      if (running) {
        bar.update(await run(latest.runId));
      }
    },
  };
}

/** Graphy is asked only when somebody wants to know. */
function offer(cards, refresh) {
  const list = element('ul', { class: 'offer' });
  const button = element('button', { type: 'button', class: 'quiet' }, 'Show what Graphy has');
  button.addEventListener('click', () => doing(button, async () => {
    const { items } = await get('/api/graphy/courses?limit=100');
    const { items: configs } = await get('/api/graphy/sync/configs?limit=200');
    const mirrored = new Set(configs.map(config => config.graphyCourseId));
    const others = items.filter(course => !mirrored.has(course.id));
    list.replaceChildren(...others.map(course => {
      const mirror = element('button', { type: 'button', 'aria-label': `Mirror: ${course.title}` }, 'Mirror');
      const row = element('li', {}, element('span', {}, course.title,
        course.usersCount !== undefined && element('span', { class: 'soft' }, ` (${number(course.usersCount)} learners)`)), mirror);
      mirror.addEventListener('click', () => doing(mirror, async () => {
        await post('/api/graphy/sync/configs', { graphyCourseId: course.id });
        row.remove();
        say(`${course.title} is mirrored from now on.`, 'good');
        await refresh();
      }));
      return row;
    }));
    if (others.length === 0) {
      list.replaceChildren(element('li', {}, 'All of Graphy’s courses are mirrored.'));
    }
  }));
  return element('section', {}, element('h2', {}, 'Other courses'), button, list);
}
