// Lists what was sent by e-mail and WhatsApp, and sets opt-outs of WhatsApp.
import { api, get, query, say } from '../core.js';
import { admin } from '../kit.js';
import { Name } from '../parts/names.js';
import { Act, Badge, Field, Form, Note, html, useState } from '../ui.js';
import { words } from '../words.js';

const w = words.deliveries;
const KINDS = { sent: 'ok', delivered: 'ok', read: 'ok', held: 'run', sending: 'run', failed: 'bad', rejected: 'bad', undelivered: 'bad', unknown: 'bad' };

function OptOut() {
  const [found, setFound] = useState(null);
  const look = async (form, { phone }) => setFound({ ...await get(`/api/admin/notifications/opt-outs${query({ phone })}`), typed: phone });
  const set = async optedOut => {
    const phone = found.typed;
    setFound({ ...await api('PUT', '/api/admin/notifications/opt-outs', { phone, optedOut }), typed: phone });
    say(optedOut ? w.isOut(phone) : w.isIn(phone), 'good');
  };
  return html`<section class="card col narrow"><h2>${w.optOut}</h2><p class="muted">${w.optOutAbout}</p>
    <${Form} on=${look} button=${w.look} icon="search"><${Field} label=${w.phone} hint=${w.phoneHint}><input class="in" name="phone" inputmode="tel" required minlength="5" maxlength="60" /><//><//>
    ${found && html`<${Note} icon=${found.optedOut ? 'x' : 'check'}><p role="status">${found.optedOut ? w.out(found.phone, w.sources[found.source]) : w.in(found.phone)}</p><//>
      <div><${Act} on=${() => set(!found.optedOut)}>${found.optedOut ? w.letIn : w.stop}<//></div>`}</section>`;
}

export default admin({
  list: 'GET /api/admin/notifications/deliveries', columns: ['recipient', 'template', 'channel', 'state', 'createdAt'], search: 'recipient', filters: ['channel', 'state'], none: w.none,
  name: row => row.recipient, sub: row => row.template, details: ['state', 'reason', 'channel', 'category', 'userId', 'template', 'provider', 'attempts', 'error', 'errorCode', 'dueAt', 'createdAt', 'updatedAt', 'key'],
  show: { state: row => html`<${Badge} kind=${KINDS[row.state]}>${words.values[row.state] || row.state}<//>`, userId: row => row.userId ? html`<${Name} id=${row.userId} plain />` : '–' },
  below: html`<${OptOut} />`,
});
