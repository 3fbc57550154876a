// One timeline of courses, XP, meetings and more: a student's own, or that of a student whom one looks after.
import { get, number, query } from '../core.js';
import { nameOf } from '../nav.js';
import { Name } from '../parts/names.js';
import { StudentLinks } from '../parts/student-links.js';
import { Act, Badge, Empty, Field, Head, Load, Time, html, useData, useState } from '../ui.js';
import { words } from '../words.js';
import { words as documents } from '../words/documents.js';
import { words as w } from '../words/timeline.js';

const ICONS = { course: 'book', xp: 'star', badge: 'shield', meeting: 'camera', credential: 'check', message: 'bell', document: 'folder', moodle: 'book' };

export default function Timeline({ at }) {
  const [id] = at.rest;
  return html`<${Head} title=${id ? html`<${Name} id=${id} plain />` : nameOf('timeline')} sub=${id ? w.recorded : w.about}>${id && html`<${StudentLinks} id=${id} kind="btn" but="timeline" />`}<//>
    <${Entries} key=${id} base=${id ? `/api/profile/student/${id}/timeline` : '/api/student/timeline'} />`;
}

/** Offers as filters what one may see of this timeline, which the server says. */
function Entries({ base }) {
  const [only, setOnly] = useState('');
  const [shown, setShown] = useState([]);
  const [next, setNext] = useState(null);
  const read = async (source, cursor, before) => {
    const page = await get(`${base}${query({ source: source || undefined, cursor })}`);
    setShown([...before, ...page.entries]);
    setNext(page.next ?? null);
    return page.sources;
  };
  const first = useData(() => read(only, undefined, []), [only]);
  return html`<${Load} of=${first}>${sources => html`
    <div class="card"><${Field} label=${w.show}><select class="in" onChange=${event => setOnly(event.target.value)}><option value="">${words.all}</option>${sources.map(key => html`
      <option key=${key} value=${key} selected=${key === only}>${w.sources[key]}</option>`)}</select><//></div>
    ${shown.length === 0 ? html`<div class="card"><${Empty} icon="clock" title=${w.none} /></div>` : html`<ol class="list card plain">${shown.map(entry => html`
    <li key=${`${entry.source} ${entry.id}`} class="row wrap between"><span class="row"><${Badge} kind="idle" icon=${ICONS[entry.source]}>${w.sources[entry.source]}<//><span>${textOf(entry)}</span></span>
      <span class="small muted"><${Time} at=${entry.at} /></span></li>`)}</ol>${next && html`<${Act} on=${() => read(only, next, shown)}>${words.student.earlier}<//>`}`}`}<//>`;
}

/** Says in words what has happened. */
function textOf({ source, what, title, amount }) {
  return source === 'xp' ? w.earned(words.student.types[what] || what, number(amount)) : source === 'badge' ? what.replaceAll('_', ' ')
    : source === 'document' ? `${documents.kinds[title]}: ${documents.states[what]}` : source === 'message' ? title : what === 'graded' ? w.graded(title || w.something, number(amount)) : w.happened[what] ? w.happened[what](title || w.something) : title;
}
