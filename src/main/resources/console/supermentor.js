// The super mentor's page: who of the mentees is rated this week, and the ratings.
import { doing, element, get, number, post, say, start } from '/console/console.js';

const SCORES = {
  communication: 'Communication', technical: 'Technical', problemSolving: 'Problem solving', participation: 'Participation',
  discipline: 'Discipline',
};
const SHOWN = 200;

start('My mentees', async main => {
  const { items, page } = await get(`/api/supermentor/students/ratings/week?limit=${SHOWN}`);
  const count = element('p', { class: 'soft', 'aria-live': 'polite' });
  const unrated = new Set(items.filter(mentee => !mentee.rating).map(mentee => mentee.studentId));

  function tell() {
    count.textContent = page.total === 0 ? 'Nobody is your mentee yet: an administrator makes you the super mentor of a batch.'
      : unrated.size === 0 ? 'All of your mentees are rated this week.'
        : `${number(unrated.size)} of ${number(page.total)} still to rate this week.`
          + (page.total > items.length ? ` The first ${items.length} are shown.` : '');
  }

  tell();
  main.append(count, element('ul', { class: 'mentees' }, items.map(mentee => card(mentee, () => {
    unrated.delete(mentee.studentId);
    tell();
  }))));
});

function card(mentee, rated) {
  const name = mentee.name || 'A closed account';
  const state = element('strong');
  const history = element('div');
  const fields = Object.fromEntries(Object.keys(SCORES).map(key =>
    [key, element('input', { type: 'number', min: 0, max: 5, step: 0.5, required: true, value: mentee.rating?.[key] })]));
  const comment = element('textarea', { rows: 2, maxlength: 1000 });
  comment.value = mentee.rating?.comment ?? '';
  const save = element('button', { 'aria-label': `Save: ${name}` }, 'Save');
  const form = element('form', {},
    element('div', { class: 'scores' }, Object.entries(SCORES).map(([key, label]) => element('label', {}, `${label}, 0 to 5`, fields[key]))),
    element('label', {}, 'Comment', comment), save);

  function show(rating) {
    state.textContent = rating ? `${number(rating.overallAverage)} of 5` : 'not rated';
    state.className = rating ? 'good' : 'warn';
  }

  form.addEventListener('submit', event => {
    event.preventDefault();
    doing(save, async () => {
      const scores = Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.valueAsNumber]));
      const rating = await post(`/api/supermentor/students/${mentee.studentId}/ratings`,
        { ...scores, ...comment.value.trim() ? { comment: comment.value.trim() } : {} });
      show(rating);
      rated();
      say(`${name} is rated: ${number(rating.overallAverage)} of 5.`, 'good');
    });
  });

  const before = element('details', {}, element('summary', { 'aria-label': `Weeks before: ${name}` }, 'Weeks before'), history);
  before.addEventListener('toggle', () => before.open && doing(save, async () => {
    const { items } = await get(`/api/supermentor/students/${mentee.studentId}/ratings/history?limit=12`);
    history.replaceChildren(items.length === 0 ? 'None yet.' : element('ul', {}, items.map(week => element('li', {},
      `${week.year}, week ${week.weekNumber}: ${number(week.overallAverage)}`, week.comment && ` – ${week.comment}`))));
  }));
  show(mentee.rating);
  return element('li', { class: 'card' }, element('div', { class: 'row' }, element('h2', {}, name), state),
    element('details', {}, element('summary', { 'aria-label': `Rate: ${name}` }, 'Rate this week'), form), before);
}
