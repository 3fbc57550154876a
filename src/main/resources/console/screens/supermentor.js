// A super mentor's first screen: who of the mentees is still to be rated this week, and the weeks before.
import { get, number, post, say } from '../core.js';
import { nameOf } from '../nav.js';
import { NextCall } from '../parts/next-call.js';
import { Avatar, Badge, Empty, Field, Form, Head, Load, html, useData, useGet, useState } from '../ui.js';
import { words } from '../words.js';

const w = words.supermentor;
const SHOWN = 200;

export default function SuperMentor({ user }) {
  const week = useGet(`/api/supermentor/students/ratings/week?limit=${SHOWN}`);
  const [rated, setRated] = useState({});
  const ratingOf = mentee => rated[mentee.studentId] || mentee.rating;
  const sub = ({ items, page }) => page.total === 0 ? '' : w.left(items.filter(mentee => !ratingOf(mentee)).length, page.total, items.length);
  return html`<${Head} title=${nameOf('supermentor')} sub=${week.data && sub(week.data)} /><${NextCall} user=${user} /><${Load} of=${week}>${({ items }) => items.length === 0
    ? html`<div class="card"><${Empty} icon="users" title=${w.nobody}><p>${w.nobodyWhy}</p><//></div>`
    : html`<ul class="mentees card flush">${items.toSorted((a, b) => Boolean(a.rating) - Boolean(b.rating)).map(mentee => html`<${Mentee} key=${mentee.studentId}
      mentee=${mentee} rating=${ratingOf(mentee)} done=${rating => setRated(old => ({ ...old, [mentee.studentId]: rating }))} />`)}</ul>`}<//>`;
}

function Mentee({ mentee, rating, done }) {
  const name = mentee.name || words.batchlead.closed;
  return html`<li><div class="row wrap"><${Avatar} name=${name} /><h2 class="grow">${name}</h2>${rating
    ? html`<${Badge} kind="ok"><strong>${w.ofFive(rating.overallAverage)}</strong><//>` : html`<${Badge} kind="run" icon="clock"><strong>${w.unrated}</strong><//>`}</div>
    <details><summary aria-label=${`${w.rateWeek}: ${name}`}>${w.rateWeek}</summary><${Rate} mentee=${mentee} rating=${rating} name=${name} done=${done} /></details>
    <${Before} mentee=${mentee} name=${name} /></li>`;
}

function Rate({ mentee, rating, name, done }) {
  const rate = async (form, typed) => {
    const comment = typed.comment.trim();
    const scores = Object.fromEntries(Object.keys(w.scores).map(key => [key, Number(typed[key])]));
    const now = await post(`/api/supermentor/students/${mentee.studentId}/ratings`, { ...scores, ...comment ? { comment } : {} });
    done(now);
    say(w.rated(name, now.overallAverage), 'good');
  };
  return html`<${Form} kind="col s" on=${rate} button=${w.save} name=${`${w.save}: ${name}`}><div class="scores">${Object.entries(w.scores).map(([key, label]) => html`
    <${Field} label=${w.scale(label)}><input class="in" name=${key} type="number" min="0" max="5" step="0.5" required defaultValue=${rating?.[key] ?? ''} /><//>`)}</div>
    <${Field} label=${w.comment}><textarea class="in" name="comment" rows="2" maxlength="1000" defaultValue=${rating?.comment ?? ''} /><//><//>`;
}

function Before({ mentee, name }) {
  const [open, setOpen] = useState(false);
  return html`<details onToggle=${event => setOpen(event.target.open)}><summary aria-label=${`${w.before}: ${name}`}>${w.before}</summary>
    ${open && html`<${Weeks} mentee=${mentee} />`}</details>`;
}

function Weeks({ mentee }) {
  const weeks = useData(() => get(`/api/supermentor/students/${mentee.studentId}/ratings/history?limit=12`));
  return html`<${Load} of=${weeks} rows=1>${({ items }) => items.length === 0 ? html`<p class="muted">${w.none}</p>`
    : html`<ul class="bullets">${items.map(week => html`<li>${w.week(week.year, week.weekNumber)}: <b>${number(week.overallAverage)}</b>${week.comment && ` – ${week.comment}`}</li>`)}</ul>`}<//>`;
}
