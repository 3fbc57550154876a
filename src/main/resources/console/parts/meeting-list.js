// My meetings; a student books one here, a mentor offers time for them.
import { api, ask, fromField, get, has, instant, isAdmin, post, say, toField } from '../core.js';
import { nameOf } from '../nav.js';
import { Act, Drawer, Empty, Field, Form, Head, Link, Load, Table, Time, html, useData, useState } from '../ui.js';
import { Times } from './mentor-times.js';
import { StudentLinks } from './student-links.js';
import { words } from '../words.js';

const w = words.meeting;
const HOUR_MS = 3_600_000;
const SOON_MS = 600_000;
const PAST = 10;
const PAST_COLUMNS = [[w.about, booking => html`<strong>${booking.title}</strong>`], [w.from, booking => html`<${Time} at=${booking.startsAt} />`], [w.state, booking => w.states[booking.state]],
  ['', booking => booking.state === 'completed' && html`<${Link} kind="btn s" href=${`/console/meeting#id=${booking.id}`} name=${`${w.see}: ${booking.title}`}>${w.see}<//> <${Link} kind="btn s" href=${`/console/meeting?feedback=${booking.id}`} name=${`${w.feedback}: ${booking.title}`}>${w.feedback}<//>`]];
const mayOffer = user => user.role === 'EXPERT' || isAdmin(user) || has(user, 'super_mentor');

export function Meetings({ user }) {
  const offers = mayOffer(user);
  const all = useData(async () => {
    const from = new Date(Date.now() - 4 * HOUR_MS).toISOString();
    const now = new Date().toISOString();
    const [booked, requested, past, slots] = await Promise.all([get(`/api/bookings?state=booked&from=${from}&limit=100`), get(`/api/bookings?state=requested&from=${now}&limit=100`),
      get(`/api/bookings?until=${now}&limit=${PAST}`), get(`/api/slots?limit=20${offers ? `&mentorId=${user.id}` : ''}`)]);
    const bookings = [...booked.items, ...requested.items].sort((a, b) => a.startsAt < b.startsAt ? -1 : 1); // the next one first
    return { bookings, past: past.items.filter(each => each.state !== 'booked' && each.state !== 'requested'), slots: slots.items };
  });
  const { reload } = all;
  return html`<${Head} title=${nameOf('meeting')} sub=${w.zone} /><${Load} of=${all}>${({ bookings, past, slots }) => html`
    <section><h2>${w.yours}</h2>${bookings.length === 0 ? html`<div class="card"><${Empty} icon="camera" title=${w.nothing} /></div>`
    : html`<ul class="grid cards">${bookings.map(booking => html`<${Booking} key=${booking.id} booking=${booking} user=${user} reload=${reload} />`)}</ul>`}</section>
    <section><h2>${offers ? w.openSlots : w.book}</h2>${slots.length === 0 ? html`<p class="muted">${offers ? w.noOpenSlots : w.noSlots}</p>`
    : html`<ul class="grid cards">${slots.map(slot => html`<li class="card col s" key=${slot.id}><p><${Time} at=${slot.startsAt} /> ${w.to} <${Time} at=${slot.endsAt} /></p>
      ${!offers && slot.mentorName && html`<p class="muted">${w.withMentor(slot.mentorName)}</p>`}
      ${offers ? html`<div><${Act} kind="quiet" name=${w.at(w.takeBack, instant(slot.startsAt))} on=${async () => {
    await api('DELETE', `/api/slots/${slot.id}`);
    await reload();
    say(w.takenBack, 'good', () => post('/api/slots', { startsAt: slot.startsAt, endsAt: slot.endsAt }).then(reload, problem => say(problem.message, 'bad')));
  }}>${w.takeBack}<//></div>` : html`<${Book} slot=${slot} reload=${reload} />`}</li>`)}</ul>`}</section>
    ${offers && html`<section><h2>${w.add}</h2><${Offer} reload=${reload} /></section>`}
    ${past.length > 0 && html`<section><h2>${w.past}</h2><div class="card flush"><${Table} label=${w.past} rows=${past} columns=${PAST_COLUMNS} /></div></section>`}`}<//>`;
}

function Booking({ booking, user, reload }) {
  const [moving, setMoving] = useState(false);
  const mine = booking.mentorId === user.id;
  const asked = booking.state === 'requested';
  const now = new Date().toISOString();
  const did = text => async () => {
    await reload();
    say(text, 'good');
  };
  const answer = what => post(`/api/bookings/${booking.id}/${what}`, { version: booking.version });
  const cancel = async () => {
    const late = !mine && now > booking.freeUntil && booking.tokens > 0;
    if (await ask({ title: w.cancelAsk, body: `${booking.title}, ${instant(booking.startsAt)}. ${w.cancelBody}${late ? ` ${w.cancelLate}` : ''}`, yes: w.cancel, no: w.keep, bad: true })) {
      await post(`/api/bookings/${booking.id}/cancel`).then(did(w.cancelled));
    }
  };
  const move = async slot => {
    setMoving(false);
    await post(`/api/bookings/${booking.id}/move`, { slotId: slot.id, version: booking.version }).then(did(w.moved));
  };
  const act = (name, on, kind = 'quiet') => html`<${Act} kind=${kind} name=${`${name}: ${booking.title}`} on=${on}>${name}<//>`;
  return html`<li class="card col s"><h3>${booking.title}</h3><p><${Time} at=${booking.startsAt} /> ${w.to} <${Time} at=${booking.endsAt} /></p>
    <p class="muted">${mine ? w.asMentor(booking.studentName) : w.withMentor(booking.mentorName)}</p>
    ${booking.notes && mine && html`<p class="small">${booking.notes}</p>`}
    ${asked && html`<p class="small">${mine ? w.answerUntil : w.waitsUntil} <${Time} at=${booking.answerBy} />.</p>`}
    ${!mine && now < booking.freeUntil && html`<p class="small muted">${w.movableUntil} <${Time} at=${booking.freeUntil} />.</p>`}
    ${mine && booking.cancelAskedAt && html`<p class="small">${w.cancelIsAsked}${booking.cancelReason ? ` ${booking.cancelReason}` : ''}</p>`}<div class="row wrap">
    ${asked ? mine && html`${act(w.approve, () => answer('approve').then(did(w.approved)), 'pri')}${act(w.decline, () => answer('decline').then(did(w.declined)))}`
    : html`<${Link} kind="btn pri" href=${`/console/meeting#id=${booking.id}`} name=${`${w.open} ${booking.title}`}>${w.open}<//>`}
    ${mine && booking.cancelAskedAt && act(w.agree, () => api('PUT', `/api/mentors/meetings/${booking.id}/approve-cancellation`).then(did(w.cancelled)))}
    ${now < (mine ? booking.mentorMovesUntil : booking.freeUntil) && act(w.move, () => setMoving(true))}
    ${!asked || !mine ? act(w.cancel, cancel) : ''}${mine && html`<${StudentLinks} id=${booking.studentId} name=${booking.studentName} />`}</div>
    ${moving && html`<${Drawer} title=${w.move} sub=${booking.title} onClose=${() => setMoving(false)}><${Times} mentor=${booking.mentorId} booking=${booking.id} on=${move} /><//>`}</li>`;
}

const Book = ({ slot, reload }) => html`<${Form} kind="col s" button=${w.bookIt} on=${async (form, { title }) => {
  await post('/api/bookings', { slotId: slot.id, title });
  await reload();
  say(w.booked, 'good');
}}><${Field} label=${w.about}><input class="in" name="title" required maxlength="200" defaultValue=${w.aboutDefault} /><//><//>`;

function Offer({ reload }) {
  const [soon] = useState(() => toField(Date.now() + SOON_MS));
  return html`<${Form} kind="card col s narrow" button=${w.addIt} on=${async (form, { start, minutes }) => {
    const startsAt = fromField(start);
    await post('/api/slots', { startsAt, endsAt: new Date(Date.parse(startsAt) + minutes * 60_000).toISOString() });
    await reload();
    say(w.added, 'good');
  }}><${Field} label=${w.from} hint=${w.zone}><input class="in" name="start" type="datetime-local" required defaultValue=${soon} /><//>
    <${Field} label=${w.minutes}><input class="in" name="minutes" type="number" min="10" max="240" defaultValue="30" required /><//><//>`;
}
