import { doing, element, get, number, post, say, start, time } from '/console/console.js';

const SIGNALS = {
  inactivity: 'Inactivity', learning_progress: 'Learning progress', tests: 'Tests', warnings: 'Warnings',
  placement: 'Place in the batch',
};
const TIERS = { low: 'low risk', medium: 'medium risk', high: 'high risk' };
const SHOWN = 20;
const RECOMPUTING_SECONDS = 60;
const capital = text => text[0].toUpperCase() + text.slice(1);

start('Students at risk', async main => {
  const count = element('p', { class: 'soft', 'aria-live': 'polite' });
  const list = element('ul', { class: 'risks' });
  const recompute = element('button', { type: 'button', class: 'quiet' }, 'Compute anew');

  async function show() {
    const { items, page } = await get(`/api/batchlead/risk-students?limit=${SHOWN}`);
    count.textContent = items.length === 0
      ? 'Nobody in your batches is at risk at the moment. Who has just joined is left out for a week.'
      : `${number(page.total)} to look after` + (page.total > items.length ? `, the ${items.length} most urgent here.`
          : '.');
    list.replaceChildren(...items.map(student => card(student, show)));
    return items;
  }

  recompute.addEventListener('click', () => doing(recompute, async () => {
    const before = newest(await show());
    const { batches } = await post('/api/batchlead/risk-students/recompute');
    if (batches === 0) {
      say('You lead no active batch.');
      return;
    }
    say('Computing …');
    for (let waited = 0; waited < RECOMPUTING_SECONDS; waited++) {
      await new Promise(resolve => setTimeout(resolve, 1000));
      const items = await show();
      if (items.length === 0 || newest(items) > before) {
        break;
      }
    }
    say('The list is up to date.', 'good');
  }));

  main.append(element('div', { class: 'row' }, count, recompute), list);
  await show();
});

const newest = items => items.reduce((latest, item) => item.computedAt > latest ? item.computedAt : latest, '');

function card(student, show) {
  const name = student.name || 'A closed account';
  const path = `/api/batchlead/risk-students/${student.id}`;
  const button = (text, work) => {
    const control = element('button', { type: 'button', class: 'quiet', 'aria-label': `${text}: ${name}` }, text);
    control.addEventListener('click', () => doing(control, work));
    return control;
  };
  const under = student.reviewedUntil && new Date(student.reviewedUntil) > new Date();
  return element('li', { class: 'card' },
    element('div', { class: 'row' }, element('h2', {}, name),
      element('span', { class: `score ${student.tier}` }, `${student.score} · ${TIERS[student.tier]}`)),
    element('p', { class: 'soft' }, student.batchName, ', as of ', time(student.computedAt)),
    element('p', { class: 'reason' }, student.reason),
    student.lastCallSummary && element('p', { class: 'summary' }, `Last call: ${student.lastCallSummary}`),
    student.ways.length > 0 && element('div', {},
      element('h3', {}, `What would make it ${TIERS[student.nextTier]}`),
      element('ul', {}, student.ways.map(way => element('li', {}, way.words)))),
    parts(student, name),
    element('div', { class: 'row' },
      under
        ? element('span', { class: 'soft' }, 'Reviewed; back on ', time(student.reviewedUntil))
        : button('Mark reviewed', async () => {
          await post(`${path}/review`);
          say(`${name} is off the list for two days.`, 'good');
          await show();
        }),
      student.classroomRequestedAt
        ? element('span', { class: 'soft' }, 'AI classroom asked for on ', time(student.classroomRequestedAt))
        : button('Ask for an AI classroom', async () => {
          await post(`${path}/ai-classroom`);
          say(`An AI classroom is asked for: ${name}.`, 'good');
          await show();
        }),
      button('Have Miss Ozone call', async () => {
        await post(`${path}/miss-ozone`);
        say(`${name} will be called.`, 'good');
      })));
}

function parts(student, name) {
  return element('details', {},
    element('summary', { 'aria-label': `How the score of ${name} is made` }, 'How the score is made'),
    element('ul', { class: 'parts' }, student.parts.map(part => element('li', {},
      element('div', { class: 'row' }, element('strong', {}, SIGNALS[part.signal]),
        element('span', {}, part.value === undefined ? 'not known'
          : `${part.value} × ${part.weight} % = ${part.points}`)),
      element('progress', { max: 100, value: part.value ?? 0, 'aria-label': `${SIGNALS[part.signal]} of ${name}` }),
      element('span', { class: 'soft' }, capital(part.words))))));
}
