// My meetings; a student books one here, a mentor offers time for them.
import { api, ask, fromField, get, has, instant, isAdmin, post, say, toField } from '../core.js';
import { nameOf } from '../nav.js';
import { Act, Empty, Field, Form, Head, Link, Load, Table, Time, html, useData, useState } from '../ui.js';
import { words } from '../words.js';

const w = words.meeting;
const HOUR_MS = 3_600_000;
const SOON_MS = 600_000;
const PAST = 10;
const PAST_COLUMNS = [[w.about, booking => html`<strong>${booking.title}</strong>`], [w.from, booking => html`<${Time} at=${booking.startsAt} />`], [w.state, booking => w.states[booking.state]],
  ['', booking => booking.state === 'completed' && html`<${Link} kind="btn s" href=${`/console/meeting#id=${booking.id}`} name=${`${w.see}: ${booking.title}`}>${w.see}<//>`]];
const mayOffer = user => user.role === 'EXPERT' || isAdmin(user) || has(user, 'super_mentor');

export function Meetings({ user }) {
  const offers = mayOffer(user);
  const all = useData(async () => {
    const from = new Date(Date.now() - 4 * HOUR_MS).toISOString();
    const now = new Date().toISOString();
    const [bookings, past, slots] = await Promise.all([get(`/api/bookings?state=booked&from=${from}&limit=100`), get(`/api/bookings?until=${now}&limit=${PAST}`),
      get(`/api/slots?limit=20${offers ? `&mentorId=${user.id}` : ''}`)]);
    return { bookings: bookings.items.toReversed(), past: past.items.filter(each => each.state !== 'booked'), slots: slots.items }; // the next one first
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
  const cancel = async () => {
    if (await ask({ title: w.cancelAsk, body: `${booking.title}, ${instant(booking.startsAt)}. ${w.cancelBody}`, yes: w.cancel, no: w.keep, bad: true })) {
      await post(`/api/bookings/${booking.id}/cancel`);
      await reload();
      say(w.cancelled, 'good');
    }
  };
  return html`<li class="card col s"><h3>${booking.title}</h3><p><${Time} at=${booking.startsAt} /> ${w.to} <${Time} at=${booking.endsAt} /></p>
    <p class="muted">${booking.mentorId === user.id ? w.asMentor(booking.studentName) : w.withMentor(booking.mentorName)}</p><div class="row wrap">
    <${Link} kind="btn pri" href=${`/console/meeting#id=${booking.id}`} name=${`${w.open} ${booking.title}`}>${w.open}<//>
    <${Act} kind="quiet" name=${`${w.cancel}: ${booking.title}`} on=${cancel}>${w.cancel}<//></div></li>`;
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
