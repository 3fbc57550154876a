// The next booked call, with its way in; nothing where none is booked.
import { get } from '../core.js';
import { Link, Time, html, useData } from '../ui.js';
import { words } from '../words.js';

const w = words.nextCall;
const LONGEST_MS = 4 * 3_600_000;

/** Asks for booked calls, latest first, from those that may still be under way. */
const next = async () => (await get(`/api/bookings?state=booked&from=${new Date(Date.now() - LONGEST_MS).toISOString()}&limit=500`)).items
  .findLast(booking => Date.parse(booking.endsAt) > Date.now()) ?? null;

export function NextCall({ user }) {
  const { data: call } = useData(next);
  return call && html`<section class="card row wrap" id="call"><div class="grow"><h2>${w.title}</h2><p><strong>${call.title}</strong> · <${Time} at=${call.startsAt} /></p>
    <p class="muted">${w.withWhom(call.mentorId === user.id ? call.studentName : call.mentorName)}</p></div>
    <${Link} kind="btn pri" icon="camera" href=${`/console/meeting#id=${call.id}`} name=${`${w.join}: ${call.title}`}>${w.join}<//></section>`;
}
