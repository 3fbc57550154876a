// Mentors: find one and book a call; a mentor writes a profile and the hours of a week here.
import { api, get, has, isAdmin, post, query, say } from '../core.js';
import { go, nameOf } from '../nav.js';
import { Leaderboard } from '../parts/leaderboard.js';
import { Times } from '../parts/mentor-times.js';
import { Act, Badge, Drawer, Empty, Facts, Field, Form, Head, Link, Load, Pager, Tabs, Time, html, useData, useGet, useState } from '../ui.js';
import { words as w } from '../words/mentors.js';

const HERE = '/console/mentors';
const LIMIT = 20;
const HOURS = { weekday: 1, from: '10:00', until: '12:00' };
const isMentor = user => user.role === 'EXPERT' || isAdmin(user) || has(user, 'super_mentor');
const many = text => text.split(',').map(each => each.trim()).filter(Boolean);
const orNone = text => text.trim() || undefined;
/** A mentor who has written nothing yet has no profile. */
const ownOr = (ask, none) => ask.catch(problem => problem.status === 404 ? none : Promise.reject(problem));

export default function Mentors({ at, user }) {
  const [part = ''] = at.rest;
  const own = part === 'profile' || part === 'hours';
  return html`<${Head} title=${nameOf('mentors')} sub=${html`<span class="soft">${w.about}</span>`} />
    ${html`<${Tabs} label=${nameOf('mentors')} at=${own || part === 'leaderboard' ? part : ''} of=${Object.entries(isMentor(user) ? w.tabs : w.studentTabs).map(([key, name]) => [key ? `${HERE}/${key}` : HERE, name, key])} />`}
    ${part === 'profile' ? html`<${Own} user=${user} />` : part === 'hours' ? html`<${Week} />` : part === 'leaderboard' ? html`<${Leaderboard} isMentor=${isMentor(user)} />` : part ? html`<${One} id=${part} />` : html`<${Find} at=${at} />`}`;
}

function Find({ at }) {
  const asked = Object.fromEntries(at.query);
  const [offset, setOffset] = useState(0);
  const free = asked.day && { freeFrom: new Date(Math.max(Date.now(), Date.parse(`${asked.day}T00:00:00+05:30`))).toISOString(), freeUntil: new Date(Date.parse(`${asked.day}T24:00:00+05:30`)).toISOString() };
  const path = `/api/mentors${query({ search: asked.search, skill: asked.skill, company: asked.company, kind: asked.kind, minRating: asked.minRating, ...free, limit: LIMIT, offset })}`;
  const found = useGet(path);
  const find = async (form, typed) => {
    setOffset(0);
    await go(`${HERE}${query(Object.fromEntries(Object.entries(typed).filter(([, value]) => value)))}`);
  };
  return html`<${Form} kind="card col s" on=${find} button=${w.find} icon="search"><div class="row wrap">
    ${[['search', w.name], ['skill', w.skill], ['company', w.company]].map(([name, label]) => html`<${Field} key=${name} label=${label}><input class="in" name=${name} maxlength="60" defaultValue=${asked[name] || ''} /><//>`)}
    <${Field} label=${w.kind}><select class="in" name="kind"><option value="">${w.any}</option>${Object.entries(w.kinds).map(([key, name]) => html`<option key=${key} value=${key} selected=${asked.kind === key}>${name}</option>`)}</select><//>
    <${Field} label=${w.stars}><select class="in" name="minRating"><option value="">${w.any}</option>${[3, 4].map(stars => html`<option key=${stars} value=${stars} selected=${asked.minRating === String(stars)}>${stars}</option>`)}</select><//>
    <${Field} label=${w.day}><input class="in" type="date" name="day" defaultValue=${asked.day || ''} /><//></div><//>
    <${Load} of=${found}>${({ items, page }) => items.length === 0 ? html`<${Empty} icon="users" title=${w.none}>${w.noneWhy}<//>`
    : html`<ul class="grid cards">${items.map(mentor => html`<${Card} key=${mentor.id} mentor=${mentor} />`)}</ul><${Pager} page=${page} shown=${items.length} on=${setOffset} />`}<//>`;
}

const Card = ({ mentor }) => html`<li class="card col s"><h2 class="h3">${mentor.name}</h2><p>${w.work(mentor.role, mentor.company)}</p>
  <p class="small muted">${w.rated(mentor.rating, mentor.ratings)} · ${w.held(mentor.completed)}</p>
  <p class="row wrap">${mentor.skills.slice(0, 6).map(skill => html`<${Badge} key=${skill} icon="star">${skill}<//>`)}</p>
  <div><${Link} href=${`${HERE}/${mentor.id}`} name=${`${w.see}: ${mentor.name}`}>${w.see}<//></div></li>`;

function One({ id }) {
  const found = useGet(`/api/mentors/${id}/profile`);
  const [slot, setSlot] = useState(null);
  const [turn, setTurn] = useState(0);
  const over = () => {
    setSlot(null);
    setTurn(turn + 1);
  };
  return html`<p><${Link} href=${HERE} kind="">${w.back}<//></p><${Load} of=${found}>${mentor => html`
    <section class="card col s"><h2>${mentor.name}</h2><p>${w.work(mentor.role, mentor.company)}</p>${mentor.description && html`<p class="pre">${mentor.description}</p>`}
    <${Facts} of=${[[w.stars.replace(/ .*/, ''), w.rated(mentor.rating, mentor.ratings)], [w.skill, mentor.skills.join(', ') || null], [w.categories, mentor.categories.join(', ') || null],
    [w.languages, mentor.languages.join(', ') || null], [w.institute, mentor.institute], [w.kind, mentor.kinds.map(kind => w.kinds[kind]).join(', ')], [w.zone, mentor.zone]]} />
    ${mentor.onApproval && html`<p><${Badge} kind="info">${w.decides}<//></p>`}</section>
    <section><h2>${w.times}</h2><${Times} key=${turn} mentor=${id} on=${setSlot} /></section>
    ${slot && html`<${Booking} mentor=${mentor} slot=${slot} over=${over} />`}`}<//>`;
}

function Booking({ mentor, slot, over }) {
  const close = async () => {
    over();
    await api('DELETE', `/api/slots/${slot.id}/hold`);
  };
  const price = useGet(`/api/slots/${slot.id}/price`);
  const book = async (form, { title, kind, notes }) => {
    const made = await post('/api/bookings', { slotId: slot.id, title, kind, notes: orNone(notes), mostTokens: price.data?.tokens }).catch(async problem => {
      if (problem.status === 409) {
        await price.reload();
      }
      throw problem;
    });
    over();
    say(made.state === 'requested' ? w.requested : w.booked, 'good');
  };
  return html`<${Drawer} title=${mentor.name} sub=${html`<${Time} at=${slot.startsAt} />`} onClose=${close}>
    <p class="small muted">${w.keptUntil} <${Time} at=${slot.heldUntil} />. ${Date.parse(slot.freeUntil) > Date.now() ? html`${w.movable} <${Time} at=${slot.freeUntil} />.` : w.fixed}</p>
    <${Load} of=${price}>${now => html`<p class="row"><${Badge} kind=${now.tokens === 0 ? 'ok' : 'info'}>${w.price(now)}<//></p>`}<//>
    <${Form} on=${book} button=${mentor.onApproval ? w.request : w.book} big><${Field} label=${w.kind}><select class="in" name="kind">${mentor.kinds.map(kind => html`<option key=${kind} value=${kind}>${w.kinds[kind]}</option>`)}</select><//>
    <${Field} label=${w.topic} hint=${w.topicHint}><input class="in" name="title" required maxlength="200" /><//>
    <${Field} label=${w.notes}><textarea class="in" name="notes" rows="4" maxlength="2000"></textarea><//><//><//>`;
}

function Own({ user }) {
  const found = useData(() => ownOr(get('/api/mentors/me'), { skills: [], categories: [], languages: [], kinds: ['career_guidance'], listed: true }));
  const save = async (form, typed) => {
    await api('PUT', '/api/mentors/me', { role: orNone(typed.role), company: orNone(typed.company), institute: orNone(typed.institute), description: orNone(typed.description), skills: many(typed.skills),
      categories: many(typed.categories), languages: many(typed.languages), kinds: Object.keys(w.kinds).filter(kind => typed[kind]), photoId: found.data.photoId, listed: typed.listed === 'on' });
    await found.reload();
    say(w.saved, 'good');
  };
  return html`<${Load} of=${found}>${own => html`<${Form} kind="card col narrow" on=${save} button=${w.save}><h2>${own.name || user.fullName}</h2>
    ${['role', 'company', 'institute'].map(name => html`<${Field} key=${name} label=${w[name]}><input class="in" name=${name} maxlength="120" defaultValue=${own[name] || ''} /><//>`)}
    <${Field} label=${w.description}><textarea class="in" name="description" rows="6" maxlength="4000" defaultValue=${own.description || ''}></textarea><//>
    ${[['skills', w.skill], ['categories', w.categories], ['languages', w.languages]].map(([name, label]) => html`<${Field} key=${name} label=${label} hint=${w.commas}><input class="in" name=${name} defaultValue=${own[name].join(', ')} /><//>`)}
    <fieldset class="col s"><legend>${w.kind}</legend>${Object.entries(w.kinds).map(([kind, name]) => html`<label key=${kind} class="row"><input type="checkbox" name=${kind} defaultChecked=${own.kinds.includes(kind)} /> ${name}</label>`)}</fieldset>
    <label class="row"><input type="checkbox" name="listed" defaultChecked=${own.listed} /> ${w.listed}</label><//>`}<//>`;
}

function Week() {
  const found = useData(() => ownOr(get('/api/mentors/me/availability'), { zone: Intl.DateTimeFormat().resolvedOptions().timeZone, slotMinutes: 30, horizonDays: 28, hours: [], days: [] }));
  return html`<${Load} of=${found}>${held => html`<${Hours} held=${held} reload=${found.reload} />`}<//>`;
}

function Hours({ held, reload }) {
  const [hours, setHours] = useState(held.hours);
  const set = (index, change) => setHours(hours.map((each, at) => at === index ? { ...each, ...change } : each));
  const save = async (form, typed) => {
    const off = many(typed.off).map(day => ({ day, hours: [] }));
    await api('PUT', '/api/mentors/me/availability', { zone: typed.zone, slotMinutes: Number(typed.slotMinutes), horizonDays: Number(typed.horizonDays), hours, days: [...held.days.filter(day => day.hours.length > 0), ...off] });
    await reload();
    say(w.hoursSaved, 'good');
  };
  return html`<${Form} kind="card col" on=${save} button=${w.save}><p class="muted">${w.hoursAbout}</p>
    ${hours.length === 0 && html`<p>${w.noHours}</p>`}
    <ul class="col s">${hours.map((each, index) => html`<li key=${index} class="row wrap end">
      <${Field} label=${w.weekday}><select class="in" onChange=${event => set(index, { weekday: Number(event.target.value) })}>${w.weekdays.map((day, at) => html`<option key=${day} value=${at + 1} selected=${each.weekday === at + 1}>${day}</option>`)}</select><//>
      <${Field} label=${w.from}><input class="in" type="time" required value=${each.from} onChange=${event => set(index, { from: event.target.value })} /><//>
      <${Field} label=${w.until}><input class="in" type="time" required value=${each.until} onChange=${event => set(index, { until: event.target.value })} /><//>
      <${Act} kind="quiet" name=${w.removeHours(w.weekdays[each.weekday - 1], each.from)} on=${() => setHours(hours.filter((one, at) => at !== index))}>${w.remove}<//></li>`)}</ul>
    <div><${Act} on=${() => setHours([...hours, { ...HOURS, weekday: Math.min(7, (hours.at(-1)?.weekday ?? 0) + 1) }])} icon="plus">${w.addHours}<//></div>
    <div class="row wrap"><${Field} label=${w.zone}><select class="in" name="zone">${[...new Set([held.zone, ...Intl.supportedValuesOf('timeZone')])].map(zone => html`<option key=${zone} value=${zone} selected=${zone === held.zone}>${zone}</option>`)}</select><//>
    <${Field} label=${w.slotMinutes}><input class="in" name="slotMinutes" type="number" min="10" max="240" required defaultValue=${held.slotMinutes} /><//>
    <${Field} label=${w.horizon}><input class="in" name="horizonDays" type="number" min="1" max="90" required defaultValue=${held.horizonDays} /><//></div>
    <${Field} label=${w.exceptions} hint=${w.exceptionsHint}><input class="in" name="off" pattern="\\s*(\\d{4}-\\d{2}-\\d{2}\\s*,?\\s*)*" defaultValue=${held.days.filter(day => day.hours.length === 0).map(({ day }) => day).join(', ')} /><//><//>`;
}
