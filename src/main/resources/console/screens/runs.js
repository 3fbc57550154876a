// Long work of all domains: how far it is, what it has counted, and how it ended.
import { number, post, say, ask } from '../core.js';
import { nameOf } from '../contract.js';
import { admin } from '../kit.js';
import { Name } from '../parts/names.js';
import { Phases } from '../parts/run-phases.js';
import { Act, Badge, Bar, Facts, Note, html } from '../ui.js';
import { words } from '../words.js';

const w = words.runs;
const KINDS = { completed: 'ok', running: 'run', queued: 'idle', failed: 'bad', cancelled: 'idle' };
const isOver = run => run.state !== 'queued' && run.state !== 'running';
const title = run => w.kinds[run.kind] || run.kind;

async function cancel(run, reload) {
  if (await ask({ title: w.cancelAsk(title(run)), body: w.cancelBody, yes: w.cancel, no: words.leaveIt, bad: true })) {
    await post(`/api/admin/runs/${run.id}/cancel`);
    await reload();
    say(w.cancelled, 'good');
  }
}

const Progress = ({ run }) => run.percent === undefined ? '–' : html`<div class="row"><span class="num">${number(run.percent)} %</span>
  <${Bar} value=${run.percent} kind=${isOver(run) ? '' : 'run'} label=${w.progressOf(title(run))} /></div>`;

const More = ({ run }) => html`${run.error && html`<${Note} kind=${run.state === 'failed' ? 'bad' : ''} icon="alert">${run.error}<//>`}
  <h3>${w.progress}</h3><${Progress} run=${run} />${run.phases.length > 0 && html`<${Phases} run=${run} />`}
  ${Object.keys(run.counts).length > 0 && html`<h3>${w.counts}</h3><${Facts} of=${Object.entries(run.counts).map(([key, value]) => [w.countNames[key] || nameOf(key.replaceAll('_', ' ')), number(value)])} />
  <p class="small muted">${run.balanced ? w.balanced : ''}</p>`}
  ${run.jobId && html`<p><a class="btn s" href=${`/console/queues/job/${run.jobId}`}>${w.job}</a></p>`}`;

export default admin({
  list: 'GET /api/admin/runs', columns: ['kind', 'state', 'percent', 'askedAt', 'endedAt'], filters: ['kind', 'state'], none: w.none, name: title, sub: run => run.subject,
  details: ['state', 'askedBy', 'askedAt', 'startedAt', 'movedAt', 'endedAt', 'slice'], isMoving: run => !isOver(run), options: { kind: Object.keys(w.kinds) },
  show: {
    kind: run => html`${title(run)}${run.subject ? html`<br /><span class="small muted">${run.subject}</span>` : ''}`, percent: run => html`<${Progress} run=${run} />`,
    state: run => html`<${Badge} kind=${KINDS[run.state]}>${words.values[run.state]}<//>`,
    askedBy: run => run.askedBy ? html`<${Name} id=${run.askedBy} plain />` : w.itself,
  },
  actions: (run, reload) => !isOver(run) && html`<${Act} kind="bad" on=${() => cancel(run, reload)}>${w.cancel}<//>`, more: run => html`<${More} run=${run} />`,
});
