// Free times of a mentor, a week at a time. One that is chosen is kept for a few minutes.
import { dayOf, get, hour, indianDay, instant, post, query } from '../core.js';
import { Act, Field, Load, html, useData, useState } from '../ui.js';
import { words } from '../words.js';

const w = words.meeting;
const DAY_MS = 86_400_000;
const MOST = 200;

/** Calls `on(slot)` with a slot that is kept for this person, or for the student of the meeting `booking` that moves there. */
export function Times({ mentor, booking, on }) {
  const [from, setFrom] = useState(indianDay());
  const times = useData(() => {
    const start = Math.max(Date.now(), Date.parse(`${from}T00:00:00+05:30`));
    return get(`/api/mentors/${mentor}/slots/available${query({ from: new Date(start).toISOString(), until: new Date(start + 7 * DAY_MS).toISOString(), limit: MOST })}`);
  }, [mentor, from]);
  const choose = async time => {
    on(await post(time.slotId ? `/api/slots/${time.slotId}/hold` : `/api/mentors/${mentor}/slots/hold`, { startsAt: time.slotId ? undefined : time.startsAt, bookingId: booking }));
  };
  return html`<div class="col s"><${Field} label=${w.week}><input class="in" type="date" value=${from} min=${indianDay()} onChange=${event => event.target.value && setFrom(event.target.value)} /><//>
    <${Load} of=${times} rows=2>${({ items }) => items.length === 0 ? html`<p class="muted">${w.noTimes}</p>`
    : byDay(items).map(([day, of]) => html`<section key=${day}><h3>${day}</h3><div class="row wrap">${of.map(time => html`<${Act} key=${time.startsAt} kind="s" name=${w.chooseAt(instant(time.startsAt))} on=${() => choose(time)}>${hour(time.startsAt)}<//>`)}</div></section>`)}<//></div>`;
}

const byDay = times => [...Map.groupBy(times, time => dayOf(time.startsAt))];
