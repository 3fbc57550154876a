// Leave: a student asks for it, a batch lead or an administrator decides.
import { ask, day, get, isAdmin, has, post, say } from '../core.js';
import { useOperations } from '../kit.js';
import { SchemaForm } from '../form.js';
import { go, nameOf } from '../nav.js';
import { Name } from '../parts/names.js';
import { Act, Badge, Drawer, Field, Head, Load, Pager, Seg, Table, Time, html, useData, useState } from '../ui.js';
import { words } from '../words.js';

const w = words.leave;
const KINDS = { requested: 'run', approved: 'ok', refused: 'bad', withdrawn: 'idle' };
const PAGE = 25;
const State = ({ of }) => html`<${Badge} kind=${KINDS[of]}>${words.values[of]}<//>`;
const Days = ({ of }) => of.startsOn === of.endsOn ? day(of.startsOn) : `${day(of.startsOn)} – ${day(of.endsOn)}`;

export default function Leave({ at, user }) {
  return isAdmin(user) || has(user, 'batch_lead') ? html`<${Decide} at=${at} />` : html`<${Mine} />`;
}

function Mine() {
  const all = useData(() => get('/api/student/me/leaves?limit=100'));
  const operations = useOperations({ create: 'POST /api/student/me/leaves' });
  const withdraw = async leave => {
    if (await ask({ title: w.withdrawAsk, body: html`<${Days} of=${leave} />`, yes: w.withdraw, no: words.keep })) {
      await post(`/api/student/me/leaves/${leave.id}/withdraw`);
      await all.reload();
      say(w.withdrawn, 'good');
    }
  };
  return html`<${Head} title=${nameOf('leave')} sub=${w.mine} /><div class="grid two"><div class="card flush"><${Load} of=${all}>${({ items }) => html`<${Table} label=${nameOf('leave')} rows=${items} none=${w.none}
    columns=${[[w.days, leave => html`<strong><${Days} of=${leave} /></strong>`], [w.reason, leave => leave.reason], [w.state, leave => html`<${State} of=${leave.state} />${leave.note && html`<br /><span class="small muted">${leave.note}</span>`}`],
    ['', leave => ['requested', 'approved'].includes(leave.state) && html`<${Act} kind="quiet s" name=${`${w.withdraw}: ${leave.startsOn}`} on=${() => withdraw(leave)}>${w.withdraw}<//>`]]} />`}<//></div>
    <div class="card col"><h2>${w.askFor}</h2><${Load} of=${operations}>${({ create }) => html`<${SchemaForm} schema=${create.body} button=${w.send} on=${async body => {
    await post('/api/student/me/leaves', body);
    await all.reload();
    say(w.sent, 'good');
  }} />`}<//></div></div>`;
}

function Decide({ at }) {
  const state = at.query.get('state') ?? 'requested';
  const offset = Number(at.query.get('offset')) || 0;
  const [open, setOpen] = useState(null);
  const all = useData(() => get(`/api/batchlead/leaves?limit=${PAGE}&offset=${offset}${state === 'all' ? '' : `&state=${state}`}`), [at.key]);
  const decide = async (leave, approve, note) => {
    await post(`/api/batchlead/leaves/${leave.id}/decision`, { approve, ...note ? { note } : {} });
    setOpen(null);
    await all.reload();
    say(approve ? w.approved : w.refused, 'good');
  };
  return html`<${Head} title=${nameOf('leave')} sub=${w.decideSub} /><${Seg} label=${w.state} at=${state} on=${next => go(`/console/leave?state=${next}`, true)}
      of=${[['requested', w.open], ['approved', words.values.approved], ['refused', words.values.refused], ['all', words.all]]} />
    <div class="card flush"><${Load} of=${all}>${({ items, page }) => html`<${Table} label=${nameOf('leave')} rows=${items} none=${w.nothingOpen} columns=${[
    [w.person, leave => html`<button type="button" class="rowlink" aria-haspopup="dialog" onClick=${() => setOpen(leave)}><${Name} id=${leave.userId} /></button>`], [w.days, leave => html`<${Days} of=${leave} />`],
    [w.reason, leave => leave.reason], [w.asked, leave => html`<${Time} at=${leave.requestedAt} />`], [w.state, leave => html`<${State} of=${leave.state} />`]]} />
      <${Pager} page=${page} shown=${items.length} on=${next => go(`/console/leave?state=${state}&offset=${next}`)} />`}<//></div>
    ${open && html`<${Decision} leave=${open} decide=${decide} onClose=${() => setOpen(null)} />`}`;
}

function Decision({ leave, decide, onClose }) {
  const [note, setNote] = useState('');
  const waits = leave.state === 'requested';
  return html`<${Drawer} title=${html`<${Name} id=${leave.userId} />`} sub=${html`<${Days} of=${leave} />`} onClose=${onClose} foot=${waits && html`
    <${Act} kind="pri" on=${() => decide(leave, true, note)}>${w.approve}<//><${Act} on=${() => decide(leave, false, note)}>${w.refuse}<//>`}>
    <p><${State} of=${leave.state} /></p><p class="large">${leave.reason}</p>${leave.note && html`<p class="quote">${leave.note}</p>`}
    ${waits && html`<${Field} label=${w.note} hint=${w.noteHint}><textarea class="in" maxlength="300" rows="3" value=${note} onInput=${event => setNote(event.target.value)} /><//>`}<//>`;
}
