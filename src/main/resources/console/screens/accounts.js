// Ties learners of Mr. Learn to accounts: open cases, decisions, wrong ties, and known prefixes.
import { api, ask, number, post, say } from '../core.js';
import { SchemaForm } from '../form.js';
import { admin, useOperations } from '../kit.js';
import { nameOf } from '../nav.js';
import { Name } from '../parts/names.js';
import { people } from '../parts/picks.js';
import { Act, Badge, Load, Tabs, html } from '../ui.js';
import { words } from '../words.js';

const w = words.accounts;
const ROOT = '/console/accounts';
const BASE = '/api/graphy/sync';
const KINDS = { linked: 'ok', unlinked: 'idle', ambiguous: 'bad', kept_apart: 'info', found: 'run', doubtful: 'bad', repaired: 'ok', right: 'ok' };
const state = row => html`<${Badge} kind=${KINDS[row.state]}>${words.values[row.state]}<//>`;
const account = key => row => row[key] ? html`<${Name} id=${row[key]} plain />` : '–';
const above = at => html`<${Tabs} label=${nameOf('accounts')} at=${at.rest[0] || ''} of=${Object.entries(w.tabs).map(([key, name]) => [key ? `${ROOT}/${key}` : ROOT, name, key])} />`;

/** The drawer's lower part: who it may be, and the decision. */
function Decide({ learner, reload }) {
  const operations = useOperations({ link: 'PUT /api/graphy/sync/learner-accounts/{graphyUserId}' });
  const path = `${BASE}/learner-accounts/${encodeURIComponent(learner.graphyUserId)}`;
  const link = async (accountId, reason) => {
    await api('PUT', path, { accountId, reason });
    await reload();
    say(w.linked, 'good');
  };
  return html`${learner.candidates.length > 0 && html`<h3>${w.candidates}</h3><ul class="col s">${learner.candidates.map(each => html`<li key=${each.accountId} class="row wrap">
      <span class="grow"><strong>${each.fullName}</strong><br /><span class="small muted">${each.email} · ${w.why[each.why]}</span></span>
      <${Act} kind="s" name=${`${w.link}: ${each.fullName}, ${each.email}`} on=${() => link(each.accountId)}>${w.link}<//></li>`)}</ul>`}
    <h3>${w.another}</h3><${Load} of=${operations} rows=1>${({ link: { body } }) => html`<${SchemaForm} schema=${body} picks=${{ accountId: people({}) }} button=${w.link}
      on=${({ accountId, reason }) => link(accountId, reason)} />`}<//>`;
}

async function decide(question, work, done, reload) {
  if (await ask(question)) {
    await work();
    await reload();
    say(done, 'good');
  }
}

const path = learner => `${BASE}/learner-accounts/${encodeURIComponent(learner.graphyUserId)}`;
const Learners = admin({
  list: 'GET /api/graphy/sync/learner-accounts', above, columns: ['name', 'state', 'accountId', 'courses'], search: 'search', filters: ['state'], keyOf: row => row.graphyUserId, none: w.noneOpen,
  name: row => row.name || row.email || row.graphyUserId, sub: row => row.email, details: ['state', 'accountId', 'tiedBy', 'email', 'emailKey', 'courses'],
  show: { name: row => html`${row.name || '–'}<br /><span class="small muted">${row.email || row.graphyUserId}</span>`, state, accountId: account('accountId') },
  more: (row, reload) => html`<${Decide} learner=${row} reload=${reload} />`,
  actions: (row, reload) => html`
    <${Act} on=${() => decide({ title: w.apartAsk(row.name || row.email), body: w.apartBody, yes: w.apart, bad: true }, () => post(`${path(row)}/unlink`), w.isApart, reload)}>${w.apart}<//>
    ${(row.tiedBy === 'hand' || row.state === 'kept_apart') && html`<${Act} kind="quiet" on=${() => decide({ title: w.forgetAsk, body: w.forgetBody, yes: w.forget }, () => api('DELETE', path(row)), w.forgotten, reload)}>${w.forget}<//>`}`,
});

const Log = admin({
  list: 'GET /api/graphy/sync/learner-accounts-log', above, columns: ['at', 'act', 'accountBefore', 'accountAfter', 'by'], keyOf: row => `${row.at}${row.graphyUserId}${row.prefix}`, none: w.noLog,
  name: row => words.values[row.act], show: { act: row => words.values[row.act], accountBefore: account('accountBefore'), accountAfter: account('accountAfter'),
    by: row => row.by ? html`<${Name} id=${row.by} plain />` : w.itself },
});

const Wrong = admin({
  list: 'GET /api/graphy/sync/wrong-ties', above, columns: ['learnerEmail', 'state', 'accountEmail', 'cause', 'xpTakenBack', 'foundAt'], filters: ['state'], none: w.noWrong, name: row => row.learnerEmail || row.graphyUserId,
  show: { state, accountId: account('accountId'), phoneRemovedFrom: account('phoneRemovedFrom') },
});

const Prefixes = admin({
  list: 'GET /api/graphy/sync/email-prefixes', whole: true, above, columns: ['prefix', 'known', 'source', 'people', 'knownAt'], keyOf: row => row.prefix, none: w.noPrefix, name: row => row.prefix,
  show: { knownBy: account('knownBy') },
  actions: (row, reload) => row.known ? row.source !== 'setting' && html`<${Act} kind="bad" on=${() => decide({ title: w.prefixOffAsk(row.prefix), body: w.prefixOffBody, yes: w.prefixOff, bad: true },
    () => api('DELETE', `${BASE}/email-prefixes/${encodeURIComponent(row.prefix)}`), w.prefixIsOff, reload)}>${w.prefixOff}<//>`
    : html`<${Act} kind="pri" on=${() => decide({ title: w.prefixOnAsk(row.prefix, number(row.people)), body: w.prefixOnBody(row.prefix), yes: w.prefixOn },
      () => api('PUT', `${BASE}/email-prefixes/${encodeURIComponent(row.prefix)}`, {}), w.prefixIsOn, reload)}>${w.prefixOn}<//>`,
});

const LISTS = { log: Log, wrong: Wrong, prefixes: Prefixes };
export const keyOf = at => `accounts/${at.rest[0] || ''}`;
export default ({ at, user }) => html`<${LISTS[at.rest[0]] || Learners} at=${at} user=${user} />`;
