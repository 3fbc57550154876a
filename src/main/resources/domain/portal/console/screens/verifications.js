// The administrators' queue of documents: look at one, verify it, or say why not.
import { api, post, query, say } from '../core.js';
import { admin } from '../kit.js';
import { Act, Badge, Field, Form, Load, Time, html, useGet, useState } from '../ui.js';
import { Name } from '../parts/names.js';
import { people } from '../parts/picks.js';
import { words as w } from '../words/documents.js';

const STATES = { submitted: 'run', verified: 'ok', rejected: 'bad' };

export default admin({
  list: 'GET /api/admin/documents', columns: ['studentName', 'kind', 'state', 'submittedAt'], filters: ['state', 'kind', 'studentId'], picks: { studentId: people({}) }, none: w.nothingWaits,
  name: row => `${w.kinds[row.kind]}: ${row.studentName || w.gone}`, show: { state: row => html`<${Badge} kind=${STATES[row.state]}>${w.states[row.state]}<//>`, kind: row => w.kinds[row.kind], decidedBy: row => row.decidedBy && html`<${Name} id=${row.decidedBy} plain />` },
  more: (row, reload) => html`<${Decision} of=${row} reload=${reload} />`,
});

function Decision({ of, reload }) {
  const [now, setNow] = useState(of);
  const decide = async (verified, reason) => {
    setNow(await api('PUT', `/api/admin/documents/${of.id}/decision`, { verified, reason }));
    await reload();
    say(verified ? w.verifiedNow : w.rejectedNow, 'good');
  };
  const open = async () => {
    const { url } = await post(`/api/files/${of.fileId}/link${query({ version: of.version })}`);
    location.assign(url); // an attachment: the page stays
  };
  return html`<div class="col"><div><${Act} icon="download" on=${open}>${w.look}<//></div>
    ${now.state === 'submitted' && html`<div><${Act} kind="pri" icon="check" on=${() => decide(true)}>${w.verify}<//></div>
      <${Form} on=${(form, { reason }) => decide(false, reason)} button=${w.reject}><${Field} label=${w.reason} hint=${w.reasonHint}><textarea class="in" name="reason" required maxlength="300"></textarea><//><//>`}
    ${now.reason && html`<p>${now.reason}</p>`}<${Log} key=${now.state} id=${of.id} /></div>`;
}

function Log({ id }) {
  const log = useGet(`/api/admin/documents/${id}/log`);
  return html`<h3>${w.log}</h3><${Load} of=${log} rows=1>${({ items }) => html`<ul class="plain col s">${items.map((each, index) => html`<li key=${index} class="row wrap between"><span>${w.states[each.to]}${each.byName && ` · ${each.byName}`}</span><span class="small muted"><${Time} at=${each.at} /></span></li>`)}</ul>`}<//>`;
}
