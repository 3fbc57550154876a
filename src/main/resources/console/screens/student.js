// A student's first screen: level, streak, today's cards, badges, and why each award was worth what it was.
import { api, dayOf, get, indianDay, number, post, say } from '../core.js';
import { hereOf } from '../nav.js';
import { Act, Badge, Bar, Dialog, Empty, Head, Icon, Load, Time, html, useData, useState } from '../ui.js';
import { words } from '../words.js';
import { Calendar } from '../parts/calendar.js';
import { NextCall } from '../parts/next-call.js';
import { save } from '../parts/save.js';

const w = words.student;
const COURSES = 50;
const PAGE = 20;
const initials = name => name.split(' ').map(word => word[0]).join('').slice(0, 2).toUpperCase();

export default function Student({ user }) {
  const [seen, setSeen] = useState(false);
  const main = useData(async () => {
    const [progress, wall] = await Promise.all([get('/api/student/me/progress'), get('/api/student/me/badges')]);
    return { progress, wall };
  });
  const courses = useData(() => get(`/api/student/me/courses?limit=${COURSES}`));
  return html`<${Head} title=${w.hello(user.fullName.split(' ')[0])} sub=${dayOf(Date.now())} /><${Load} of=${main}>${({ progress }) => html`<${Ribbon} progress=${progress} />`}<//>
    <${NextCall} user=${user} /><${Cards} courses=${courses.data?.items || []} /><${Courses} of=${courses} /><${Calendar} />${main.data && html`<${Badges} wall=${main.data.wall} />`}<${Awards} badges=${main.data?.wall.badges || []} courses=${courses.data?.items || []} />
    ${main.data && !seen && html`<${Celebration} unseen=${main.data.progress.unseenBadges} badges=${main.data.wall.badges} onClose=${() => {
    setSeen(true);
    post('/api/student/me/badges/seen').catch(problem => say(problem.message, 'bad'));
  }} />`}`;
}

// --- level ---------------------------------------------------------------------------------------------------------

const AXES = [['xp', 1], ['actions', 2], ['streak', 3]];

/** Three arcs for the three gates, because a level needs all of them. */
function Ring({ progress }) {
  return html`<svg class="ring" viewBox="0 0 120 120" role="img" aria-label=${w.level(progress.level)}>${AXES.map(([key], index) => {
    const radius = 52 - index * 11;
    const round = 2 * Math.PI * radius;
    return html`<circle class="track" cx="60" cy="60" r=${radius} /><circle class=${`arc a${index + 1}`} cx="60" cy="60" r=${radius}
      transform="rotate(-90 60 60)" stroke-dasharray=${`${round * Math.min(100, progress.axes[key].percent) / 100} ${round}`} />`;
  })}<text x="60" y="62">${progress.level}</text><text class="of" x="60" y="76">${w.levelShort}</text></svg>`;
}

function Ribbon({ progress }) {
  const { axes, currentStreak, isOnFireToday, freezes } = progress;
  return html`<section class="ribbon hero" id="progress" tabindex="-1" aria-label=${w.levelShort}><div class="grow col">
      <h2 class="big">${w.level(progress.level)}</h2><p id="next" class="large">${progress.blockingWords}</p>
      <p class="row"><${Icon} name="flame" /><span>${currentStreak === 0 ? w.noStreak : isOnFireToday ? w.onFire(currentStreak) : w.streak(currentStreak)}</span></p>
      <p class="small muted">${freezes === 0 ? w.noFreeze : w.freezes(freezes)}</p></div>
    <div class="row wrap lev"><${Ring} progress=${progress} /><ul class="axes">${AXES.map(([key, colour]) => html`<li class=${progress.blockingAxis === key ? 'strong' : ''}>
      <span class=${`key k${colour}`}></span>${w.axes[key]} <b>${w.ofGate(axes[key].current, axes[key].required)}</b></li>`)}
      <li class="muted small">${w.total(progress.totalXp)}</li></ul></div></section>`;
}

// --- today ---------------------------------------------------------------------------------------------------------

/** The part of this screen that an address means, for a card whose link leads to no other screen. */
const partOf = link => `#${/^\/(progress|badges)\b/.exec(link)?.[1] ?? 'courses'}`;
const elsewhere = href => href === '/console/student' ? null : href;

/** Scrolls to a part of this screen and moves the focus there. */
function show(event, href) {
  if (href.startsWith('#')) {
    event.preventDefault();
    const part = document.querySelector(href);
    part?.scrollIntoView();
    part?.focus({ preventScroll: true });
  }
}

/** The whole address of a card's link: cards know the path of a course only. */
const linkOf = (card, courses) => /^https?:/.test(card.ctaLink) ? card.ctaLink : card.ctaLink && courses.find(course => course.courseUrl?.endsWith(card.ctaLink))?.courseUrl || elsewhere(hereOf(card.ctaLink)) || partOf(card.ctaLink);

function Cards({ courses }) {
  const cards = useData(() => get('/api/student/daily-cards').then(answer => answer.items || answer));
  const dismiss = async card => {
    await post(`/api/student/daily-cards/${encodeURIComponent(card.id)}/dismiss`);
    await cards.reload();
    say(w.dismissed);
  };
  return html`<${Load} of=${cards} rows=1>${list => list.length > 0 && html`<section><h2>${w.today}</h2><div class="grid daily">${list.map(card => html`
    <article class="card col s" key=${card.id}><h3>${card.title}</h3><p class="grow">${card.body}</p><div class="row wrap">
      <a class="btn pri" href=${linkOf(card, courses)} rel="noopener" aria-label=${`${card.ctaLabel}: ${card.title}`} onClick=${event => show(event, linkOf(card, courses))}>${card.ctaLabel}</a>
      <${Act} kind="quiet" name=${w.dismissIt(card.title)} on=${() => dismiss(card)}>${w.dismiss}<//></div></article>`)}</div></section>`}<//>`;
}

// --- courses -------------------------------------------------------------------------------------------------------

const STATES = { completed: 'ok', in_progress: 'run', not_started: 'idle' };

const Courses = ({ of }) => html`<${Load} of=${of} rows=1>${({ items }) => html`<section id="courses" tabindex="-1"><h2>${w.courses}</h2>${items.length === 0 && html`<div class="card"><${Empty} icon="book" title=${w.noCourse}><p>${w.noCourseWhy}</p><//></div>`}
  <ul class="grid courses mine">${items.map(course => html`
  <li key=${`${course.provider} ${course.courseId}`} class="card col s"><h3>${course.courseTitle || w.nameless}</h3>
    <div class="row"><${Bar} value=${course.progressPercent} label=${w.progressOf(course.courseTitle || w.nameless)} /><span class="num">${number(Math.floor(course.progressPercent))} %</span></div>
    <p class="row wrap small muted"><${Badge} kind=${STATES[course.status]}>${w.states[course.status]}<//>${course.modules.length > 0 && html`<span>${w.modules(course.modules.filter(each => each.completed).length, course.modules.length)}</span>`}
      ${course.gradePercent !== undefined && html`<span>${w.grade(Math.round(course.gradePercent))}</span>`}
      ${course.lastAccessedAt && html`<span>${w.lastOpened} <${Time} at=${course.lastAccessedAt} /></span>`}</p>
    ${course.courseUrl && html`<div><a class="btn pri" href=${course.courseUrl} target="_blank" rel="noopener" aria-label=${w.openIt(course.courseTitle || w.nameless)}>${course.progressPercent > 0 ? w.goOn : w.start}</a></div>`}</li>`)}</ul></section>`}<//>`;

// --- badges --------------------------------------------------------------------------------------------------------

function Badges({ wall }) {
  const [all, setAll] = useState(false);
  const mine = wall.badges.filter(badge => badge.unlocked);
  const locked = wall.badges.filter(badge => !badge.unlocked);
  const shown = [...mine, ...all ? locked : locked.slice(0, 4)];
  const download = async badge => {
    const credential = await get(`/api/student/me/badges/${badge.id}/credential`);
    save(new Blob([JSON.stringify(credential, null, 2)], { type: 'application/json' }), `badge-${badge.id}.json`);
  };
  return html`<section id="badges" tabindex="-1"><h2>${w.badges(wall.unlocked, wall.badges.length)}</h2><ul class="grid badges">${shown.map(badge => html`
    <li key=${badge.id} class=${badge.unlocked ? 'card unlocked' : 'card'}><span class="medal" aria-hidden="true">${badge.unlocked
      ? initials(badge.name) : html`<${Icon} name="lock" />`}</span><strong>${badge.name}</strong><p class="small muted">${badge.about}</p>
      <p class="small">${badge.unlocked ? w.unlocked(dayOf(badge.unlockedAt)) : w.locked(badge.xp)}</p>
      ${badge.unlocked && html`<${Act} kind="s" name=${w.takeIt(badge.name)} on=${() => download(badge)}>${w.take}<//>`}</li>`)}</ul>
    ${locked.length > 4 && html`<button class="btn quiet" aria-expanded=${String(all)} onClick=${() => setAll(!all)}>${all ? w.fewerBadges : w.allBadges(locked.length)}</button>`}</section>`;
}

/** Shows what was unlocked since the student last looked, in one dialog for all; closing it by any way is having seen it. */
function Celebration({ unseen, badges, onClose }) {
  const fresh = unseen.map(id => badges.find(badge => badge.id === id)).filter(Boolean);
  return fresh.length > 0 && html`<${Dialog} kind="modal party" label=${w.newBadges(fresh.length)} onClose=${onClose}>
    <span class="medal" aria-hidden="true">${initials(fresh[0].name)}</span><h2>${w.newBadges(fresh.length)}</h2>
    ${fresh.map(badge => html`<p><strong>${badge.name}</strong> · ${badge.about} · ${w.xp(badge.xp)}</p>`)}
    <div class="acts"><button class="btn pri" autofocus onClick=${onClose}>${w.great}</button></div><//>`;
}

// --- why this much -------------------------------------------------------------------------------------------------

function Awards({ badges, courses }) {
  const [entries, setEntries] = useState([]);
  const [total, setTotal] = useState(null);
  const names = Object.fromEntries([...badges.map(badge => [badge.id, badge.name]), ...courses.flatMap(course => course.modules.map(module =>
    [`${course.courseId}:${module.id}`, w.moduleOf(module.title, course.courseTitle)])), ...courses.map(course => [course.courseId, course.courseTitle])]);
  const next = async () => {
    const { items, page } = await api('GET', `/api/student/me/xp?limit=${PAGE}&offset=${entries.length}`);
    setEntries([...entries, ...items]);
    setTotal(page.total);
    return true;
  };
  const first = useData(next);
  return html`<section><h2>${w.history}</h2><${Load} of=${first}>${() => html`<ul class="awards card flush">${entries.map((entry, index) => html`
    <${Award} key=${index} entry=${entry} names=${names} />`)}</ul>
    ${total === 0 && html`<${Empty} icon="star" title=${w.noHistory} />`}
    ${entries.length < total && html`<${Act} on=${next}>${w.earlier}<//>`}`}<//></section>`;
}

function Award({ entry, names }) {
  const course = names[entry.sourceId] || names[entry.sourceId.split(':')[0]];
  const kind = entry.outcome === 'given_back' ? entry.outcome : entry.type;
  const what = entry.type === 'badge_unlocked' ? w.badge(names[entry.sourceId] || entry.sourceId) : course ? `${w.types[kind]}: ${course}` : w.types[kind] || kind;
  const xp = w.xp(entry.amount);
  return html`<li><details><summary><span class="grow">${what} <span class="small muted"><${Time} at=${entry.awardedAt} />${indianDay(entry.occurredAt) !== indianDay(entry.awardedAt) && `, ${w.forDay(dayOf(entry.occurredAt))}`}</span></span>
    <b class=${entry.amount < 0 ? 'down' : ''}>${entry.outcome === 'refused' ? w.noXp : xp}</b></summary>
    <table><tbody>${entry.amount > 0 && html`<tr><td>${w.worth(what)}</td><td class="n">${w.xpPlain(entry.baseXp)}</td></tr>`}
    ${entry.reasons.map(reason => html`<tr><td>${reason.words}</td><td class="n">${reason.value ? `× ${number(reason.value)}` : ''}</td></tr>`)}
    ${entry.outcome !== 'refused' && html`<tr><td><strong>${entry.amount < 0 ? w.types.reversal : w.sum}</strong></td><td class="n"><strong>${xp}</strong></td></tr>`}
    </tbody></table></details></li>`;
}
