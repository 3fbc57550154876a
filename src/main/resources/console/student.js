import { doing, element, get, number, post, say, start, time } from '/console/console.js';

const NAMES = {
  daily_login: 'Signed in', assignment_submitted: 'Assignment submitted', test_taken: 'Test taken',
  module_completed: 'Module completed', mentor_call_completed: 'Call with your mentor', streak_milestone: 'Streak milestone',
  action_milestone: 'Milestone of actions', tenure_bonus: 'Time with us', badge_unlocked: 'Badge', reversal: 'Taken back',
};
const PAGE = 20;

start('My progress', async main => {
  const [progress, wall] = await Promise.all([get('/api/student/me/progress'), get('/api/student/me/badges')]);
  const names = Object.fromEntries(wall.badges.map(badge => [badge.id, badge.name]));
  main.append(ribbon(progress), ...badgeWall(wall), ...await Promise.all([cards(), awards(names)]).then(parts => parts.flat()));
  celebrate(progress.unseenBadges, wall.badges);
});

// --- the ribbon ----------------------------------------------------------------------------------------------------

function ribbon(progress) {
  const { axes } = progress;
  const axis = (key, name, unit) => element('label', { class: progress.blockingAxis === key && 'blocking' },
    `${name}: ${number(axes[key].current)}${unit}, ${number(axes[key].required)} needed`,
    element('progress', { max: 100, value: axes[key].percent }, `${axes[key].percent} %`));
  return element('section', { class: 'ribbon card', 'aria-label': 'Level' },
    element('div', { class: 'level' },
      element('div', { class: 'number' }, element('span', {}, element('small', {}, 'Level'), String(progress.level))),
      element('div', {},
        element('p', {}, element('strong', {}, `${number(progress.totalXp)} XP`), ` · ${progress.overallPercent} % of the way`),
        element('p', {}, streak(progress)),
        element('p', { class: 'soft' }, freezes(progress.freezes)))),
    element('div', { class: 'axes' }, axis('xp', 'XP', ''), axis('actions', 'Actions', ''),
      axis('streak', 'Longest streak in days', '')),
    element('p', { id: 'next' }, progress.blockingWords));
}

function streak(progress) {
  if (progress.currentStreak === 0) {
    return 'No streak at the moment: today can be its first day.';
  }
  const days = progress.currentStreak === 1 ? '1 day' : `${progress.currentStreak} days`;
  return progress.isOnFireToday ? `On fire: ${days} in a row, today included` : `A streak of ${days}: keep it alive today`;
}

function freezes(held) {
  return held === 0 ? 'Seven active days earn a freeze, which saves the streak when you miss too many days.'
    : `${held} ${held === 1 ? 'freeze' : 'freezes'} in hand: used by ${held === 1 ? 'itself' : 'themselves'} when you miss too many days.`;
}

// --- badges --------------------------------------------------------------------------------------------------------

const initials = name => name.split(' ').map(word => word[0]).join('').slice(0, 2).toUpperCase();

function badgeWall(wall) {
  return [
    element('h2', {}, `Badges: ${wall.unlocked} of ${wall.badges.length}`),
    element('ul', { class: 'cards badges' }, ...wall.badges.map(badge =>
      element('li', { class: badge.unlocked ? 'card unlocked' : 'card' },
        element('div', { class: 'medal', 'aria-hidden': 'true' }, badge.unlocked ? initials(badge.name) : '?'),
        element('strong', {}, badge.name),
        element('p', { class: 'soft' }, badge.about),
        element('p', {}, badge.unlocked ? ['Unlocked ', time(badge.unlockedAt)] : `Locked · worth ${badge.xp} XP`)))),
  ];
}

/** Shows what was unlocked since the student last looked, in one dialog for all; closing it by any way is having seen it. */
function celebrate(unseen, badges) {
  const fresh = unseen.map(id => badges.find(badge => badge.id === id)).filter(Boolean);
  if (fresh.length === 0) {
    return;
  }
  const dialog = element('dialog', { 'aria-labelledby': 'celebration' },
    element('div', { class: 'medal', 'aria-hidden': 'true' }, initials(fresh[0].name)),
    element('h2', { id: 'celebration' }, fresh.length === 1 ? 'New badge!' : `${fresh.length} new badges!`),
    ...fresh.map(badge => element('p', {}, element('strong', {}, badge.name), ` · ${badge.about} · +${badge.xp} XP`)),
    element('form', { method: 'dialog' }, element('button', { autofocus: true }, 'Great')));
  dialog.addEventListener('close', () => {
    dialog.remove();
    post('/api/student/me/badges/seen').catch(problem => say(problem.message, 'bad'));
  });
  document.body.append(dialog);
  dialog.showModal();
}

// --- today's cards -------------------------------------------------------------------------------------------------

async function cards() {
  const today = await get('/api/student/daily-cards').catch(() => []);
  const list = today.items || today;
  if (list.length === 0) {
    return [];
  }
  const shown = element('div', { class: 'cards daily' }, ...list.map(card => {
    const article = element('article', { class: 'card' },
      element('h3', {}, card.title), element('p', {}, card.body),
      element('div', { class: 'row' },
        // a path is one of the students' front end, which is elsewhere
        /^https?:/.test(card.ctaLink) && element('a', { href: card.ctaLink, rel: 'noopener' }, card.ctaLabel),
        element('button', { class: 'quiet', type: 'button', 'aria-label': `Dismiss ${card.title}`, on: {
          click: event => doing(event.target, async () => {
            await post(`/api/student/daily-cards/${encodeURIComponent(card.id)}/dismiss`);
            article.remove();
            say('Dismissed for today.');
          }) } }, 'Dismiss')));
    return article;
  }));
  return [element('h2', {}, 'Today'), shown];
}

// --- why this much -------------------------------------------------------------------------------------------------

async function awards(names) {
  const list = element('ul', { class: 'awards' });
  const more = element('button', { class: 'quiet', type: 'button' }, 'Show earlier ones');
  let shown = 0;
  const next = async () => {
    const { items, page } = await get(`/api/student/me/xp?limit=${PAGE}&offset=${shown}`);
    list.append(...items.map(entry => award(entry, names)));
    shown += items.length;
    more.hidden = shown >= page.total;
    if (shown === 0) {
      list.append(element('li', { class: 'soft' }, 'Nothing yet: your first module, test or assignment will be here.'));
    }
  };
  more.addEventListener('click', () => doing(more, next));
  await next();
  return [element('h2', {}, 'Why this much'), list, more];
}

function award(entry, names) {
  const what = entry.type === 'badge_unlocked' ? `Badge: ${names[entry.sourceId] || entry.sourceId}` : NAMES[entry.type] || entry.type;
  const xp = `${entry.amount < 0 ? '−' : '+'}${number(Math.abs(entry.amount))} XP`;
  const row = (words, value) => element('tr', {}, element('td', {}, words), element('td', {}, value));
  return element('li', {}, element('details', {},
    element('summary', {}, element('span', { class: 'what' }, what, ' ', element('small', { class: 'soft' }, time(entry.occurredAt))),
      element('span', { class: entry.amount < 0 ? 'xp bad' : 'xp' }, entry.outcome === 'refused' ? 'no XP' : xp)),
    element('table', {}, element('tbody', {},
      entry.amount > 0 && row(`${what} is worth`, `${number(entry.baseXp)} XP`),
      entry.reasons.map(reason => row(reason.words, reason.value ? `× ${reason.value}` : '')),
      entry.outcome !== 'refused' && row(element('strong', {}, entry.amount < 0 ? 'Taken back' : 'Together'),
        element('strong', {}, xp))))));
}
