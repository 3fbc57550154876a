// Credentials: what was issued, the issuers with their keys, and the log that anchors it all.
import { api, ask, get, post, say } from '../core.js';
import { admin, useOperations } from '../kit.js';
import { SchemaForm } from '../form.js';
import { nameOf } from '../nav.js';
import { Outside } from '../parts/outside.js';
import { Act, Badge, Facts, Field, Form, Link, Load, Note, Table, Tabs, Time, html, useData, useState } from '../ui.js';
import { words } from '../words.js';
import { words as w } from '../words/credentials.js';

const KINDS = { issued: 'ok', claimed: 'ok', unclaimed: 'run', revoked: 'bad', approved: 'ok', blocked: 'bad' };
const CHAIN = { waiting: 'run', sent: 'run', mined: 'run', confirmed: 'ok', failed: 'bad' };
const State = ({ of }) => html`<${Badge} kind=${KINDS[of]}>${w.states[of]}<//>`;
const issuers = { list: '/api/admin/credential-issuers', text: issuer => issuer.name };
const tabs = at => html`<${Tabs} label=${w.parts} at=${at.rest[0] || ''} of=${[['/console/credentials', nameOf('credentials'), ''], ['/console/credentials/issuers', w.issuers, 'issuers'],
  ['/console/credentials/outside', w.outside, 'outside'], ['/console/credentials/log', w.log, 'log']]} />`;

function Revoke({ row, reload }) {
  return row.state === 'revoked' ? null : html`<h3>${w.revoke}</h3><${Form} button=${w.revoke} kind="col" on=${async (form, { reason }) => {
    if (await ask({ title: w.revokeAsk(row.title), body: w.revokeBody, yes: w.revoke, no: words.keep, bad: true })) {
      await post(`/api/admin/credentials/${row.id}/revoke`, { reason });
      await reload();
      say(w.revoked, 'good');
    }
  }}><${Field} label=${w.reason} hint=${w.reasonHint}><input class="in" name="reason" required maxlength="500" /><//><//>`;
}

const Credentials = admin({
  list: 'GET /api/admin/credentials', create: 'POST /api/admin/credentials', createName: w.issue, columns: ['title', 'recipientName', 'issuer', 'state', 'anchored', 'issuedAt'],
  search: 'search', filters: ['state', 'issuerId'], picks: { issuerId: issuers }, options: { state: Object.keys(w.states) }, name: row => row.title, sub: row => row.recipientName, above: tabs, none: w.none,
  show: { state: row => html`<${State} of=${row.state} />`, anchored: row => row.anchored ? words.yes : w.waits },
  details: ['state', 'recipientName', 'recipientEmail', 'issuer', 'externalId', 'description', 'hours', 'completedOn', 'issuedAt', 'claimedAt', 'revokedAt', 'revokedReason', 'anchored', 'cid', 'id'],
  more: (row, reload) => html`<p><${Link} href=${`/verify/${row.id}`} icon="shield">${w.page}<//></p><${Revoke} row=${row} reload=${reload} />`,
  tools: () => html`<${Link} href="/console/imports" icon="upload">${w.table}<//>`,
});

function Keys({ issuer }) {
  const path = `/api/admin/credential-issuers/${issuer.id}/keys`;
  const keys = useData(() => get(`${path}?limit=100`), [issuer.id]);
  const operations = useOperations({ create: 'POST /api/admin/credential-issuers/{id}/keys' });
  const [made, setMade] = useState(null);
  const end = async key => {
    if (await ask({ title: w.endAsk(key.name), body: w.endBody, yes: w.end, no: words.keep, bad: true })) {
      await api('DELETE', `${path}/${key.id}`);
      await keys.reload();
      say(w.ended, 'good');
    }
  };
  return html`<h3>${w.keys}</h3><${Load} of=${keys}>${({ items }) => html`<${Table} label=${w.keys} rows=${items} none=${w.noKeys} columns=${[[w.key, key => html`<strong>${key.name}</strong><br /><code>${key.prefix}…</code>`],
    [w.used, key => html`<${Time} at=${key.usedAt} />`], ['', key => key.revokedAt ? html`<${Badge} kind="idle">${w.over}<//>` : html`<${Act} kind="quiet s" name=${`${w.end}: ${key.name}`} on=${() => end(key)}>${w.end}<//>`]]} />`}<//>
    ${made && html`<${Note} icon="lock"><p role="status">${w.once}</p><p><code>${made}</code></p><//>`}
    <h3>${w.newKey}</h3><${Load} of=${operations}>${({ create }) => html`<${SchemaForm} schema=${create.body} button=${w.makeKey} hints=${{ addresses: w.addressesHint }} on=${async body => {
    setMade((await post(path, body)).secret);
    await keys.reload();
  }} />`}<//>`;
}

const Issuers = admin({
  title: w.issuers, about: w.issuersAbout, list: 'GET /api/admin/credential-issuers', create: 'POST /api/admin/credential-issuers', update: 'PATCH /api/admin/credential-issuers/{id}', createName: w.addIssuer,
  columns: ['name', 'slug', 'state', 'credentials', 'createdAt'], search: 'search', filters: ['state'], above: tabs, hints: { slug: w.slugHint, stateReason: w.reasonHint },
  show: { state: row => html`<${State} of=${row.state} />` }, more: row => html`<${Keys} issuer=${row} />`,
});

const Log = admin({
  title: w.log, about: w.logAbout, list: 'GET /api/credentials/log', columns: ['number', 'size', 'madeAt', 'chain'], keyOf: head => head.number, name: head => w.head(head.number), above: tabs, none: w.noLog, details: ['number', 'size', 'madeAt', 'chain', 'transaction'],
  show: { chain: head => head.chain && html`<${Badge} kind=${CHAIN[head.chain]}>${head.chain}<//>` },
  more: head => html`<${Facts} of=${[[w.root, html`<code>${head.head.root}</code>`], [w.previous, html`<code>${head.head.previous}</code>`], [w.signature, html`<code>${head.head.signature}</code>`]]} />`,
});

const OutsideIssuers = ({ at }) => html`<${Outside} above=${tabs(at)} />`;
const PARTS = { issuers: Issuers, outside: OutsideIssuers, log: Log };

export const keyOf = at => `credentials/${at.rest[0] || ''}`;

export default function Screen({ at, user }) {
  const Part = PARTS[at.rest[0]] || Credentials;
  return html`<${Part} at=${at} user=${user} />`;
}
