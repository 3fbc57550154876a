// XP of one student: what was awarded and why; an administrator awards more, or takes an award back.
import { ask, dayOf, get, number, post, query, say } from '../core.js';
import { SchemaForm } from '../form.js';
import { useOperations } from '../kit.js';
import { aboutOf, go, nameOf } from '../nav.js';
import { Name } from '../parts/names.js';
import { Act, Badge, Drawer, Empty, Field, Form, Head, Icon, Load, Pager, Search, Table, Time, html, useData, useState } from '../ui.js';
import { words } from '../words.js';

const w = words.xp;
const PAGE = 25;
const KINDS = { raised: 'ok', plain: 'idle', reduced: 'run', refused: 'idle', taken_back: 'bad' };

export default function Xp({ at }) {
  return at.rest[0] ? html`<${Ledger} id=${at.rest[0]} at=${at} />` : html`<${Choose} />`;
}

/** Finds the student first. */
function Choose() {
  const [search, setSearch] = useState('');
  const found = useData(() => get(`/api/admin/users${query({ role: 'USER', search, limit: PAGE })}`), [search]);
  return html`<${Head} title=${nameOf('xp')} sub=${aboutOf('xp')} /><div class="card flush"><div class="tools"><${Search} label=${w.find} on=${setSearch} /></div>
    <${Load} of=${found}>${({ items }) => html`<${Table} label=${w.students} rows=${items} none=${w.nobody} columns=${[[w.student, user => html`<a class="rowlink" href=${`/console/xp/${user.id}`}>${user.fullName}</a>`],
    [words.fields.email, user => user.email]]} />`}<//></div>`;
}

function Ledger({ id, at }) {
  const path = `/api/admin/students/${id}/xp`;
  const offset = Number(at.query.get('offset')) || 0;
  const [drawer, setDrawer] = useState(null);
  const ledger = useData(() => get(`${path}${query({ limit: PAGE, offset })}`).catch(problem => {
    if (problem.status === 404) {
      return { items: [], page: { limit: PAGE, offset: 0, total: 0 } }; // nothing was awarded yet
    }
    throw problem;
  }), [at.key]);
  const done = async text => {
    setDrawer(null);
    await ledger.reload();
    say(text, 'good');
  };
  const takenBack = new Set((ledger.data?.items || []).filter(entry => entry.type === 'reversal').map(entry => entry.sourceId));
  const mayReverse = entry => entry.amount > 0 && !takenBack.has(`${entry.type}:${entry.sourceId}`);
  return html`<p><a href="/console/xp">${w.all}</a></p><${Head} title=${html`<${Name} id=${id} plain />`} sub=${w.ledger}>
      <a class="btn quiet" href=${`/console/performance/${id}`}>${words.students.performance}</a><button class="btn pri" aria-haspopup="dialog" onClick=${() => setDrawer('award')}><${Icon} name="plus" size=18 />${w.award}</button><//>
    <div class="card flush"><${Load} of=${ledger}>${({ items, page }) => items.length === 0 ? html`<${Empty} icon="star" title=${w.none} />` : html`<${Table} label=${w.ledger} rows=${items}
      keyOf=${entry => entry.type + entry.sourceId + entry.awardedAt} columns=${[[w.what, entry => html`<strong>${entry.title}</strong><br /><span class="small muted">${entry.sourceId}</span>`],
    [w.amount, entry => html`<b class=${entry.amount < 0 ? 'down' : ''}>${words.student.xp(entry.amount)}</b>`, 'n'], [w.outcome, entry => html`<${Badge} kind=${KINDS[entry.outcome]}>${w.outcomes[entry.outcome]}<//>`],
    [w.why, entry => entry.reasons.map(reason => reason.value ? `${reason.words} × ${number(reason.value)}` : reason.words).join('; ') || '–'], [w.occurred, entry => html`<${Time} at=${entry.occurredAt} />`],
    ['', entry => mayReverse(entry) && html`<button class="btn quiet s" aria-haspopup="dialog" aria-label=${w.reverseIt(words.student.types[entry.type] || entry.type, entry.sourceId)} onClick=${() => setDrawer(entry)}>${w.reverse}</button>`]]} />
      <${Pager} page=${page} shown=${items.length} on=${next => go(`/console/xp/${id}${query({ offset: next || '' })}`)} />`}<//></div>
    ${drawer === 'award' && html`<${Award} path=${path} onClose=${() => setDrawer(null)} done=${done} />`}
    ${drawer?.type && html`<${Reverse} path=${path} entry=${drawer} onClose=${() => setDrawer(null)} done=${done} />`}`;
}

function Award({ path, onClose, done }) {
  const operations = useOperations({ award: 'POST /api/admin/students/{userId}/xp' });
  const award = async body => {
    const made = await post(path, body);
    await done(made.granted ? w.awarded(made.amount) : w.replayed);
  };
  return html`<${Drawer} title=${w.award} sub=${w.awardAbout} onClose=${onClose}><${Load} of=${operations}>${({ award: { body } }) => html`<${SchemaForm} schema=${body}
    fields=${['type', 'sourceId', 'occurredAt', 'score', 'timing', 'skipStreakUpdate']} hints=${{ sourceId: w.sourceHint, occurredAt: w.occurredHint, score: w.scoreHint }} button=${w.award} on=${award} />`}<//><//>`;
}

/** Taking an award back cannot be undone: the reason is asked for, then the question. */
function Reverse({ path, entry, onClose, done }) {
  const what = words.student.types[entry.type] || entry.type;
  const reverse = async (form, { reason }) => {
    if (await ask({ title: w.reverseAsk(what, entry.amount), body: w.reverseBody, yes: w.reverse, no: words.keep, bad: true })) {
      const { reversed, amount } = await post(`${path}/reversals`, { type: entry.type, sourceId: entry.sourceId, reason });
      await done(reversed ? w.reversed(amount) : w.reversedBefore);
    }
  };
  return html`<${Drawer} title=${w.reverse} sub=${`${what}, ${words.student.xp(entry.amount)}, ${dayOf(entry.occurredAt)}`} onClose=${onClose}><p>${w.reverseAbout}</p>
    <${Form} on=${reverse} button=${w.reverse}><${Field} label=${w.reason} hint=${w.reasonHint}><textarea class="in" name="reason" required maxlength="300" rows="3" /><//><//><//>`;
}
