// A run of a sync in words: how far it is, and when it is over, whether it balances.
import { Badge, Bar, Note, Time, html } from '../ui.js';
import { words } from '../words.js';

const w = words.mrlearn;
const KINDS = { success: 'ok', running: 'run', idle: 'idle' };

export const State = ({ of }) => html`<${Badge} kind=${KINDS[of] || 'bad'}><strong>${w.status[of] || of}</strong><//>`;

export const Progress = ({ run, title }) => html`<div class="col s"><${Bar} value=${run.percent ?? 0} kind="run" label=${w.progressOf(title)} />
  <p class="small muted">${w.percent(run.percent ?? 0, run.phase)}${run.etaSeconds === undefined ? '' : w.eta(run.etaSeconds)}</p></div>`;

/** Shows what a run that is over has found; everybody at the source must be in exactly one of the counts. */
export const Outcome = ({ run }) => html`<div class="run card col s"><p><${State} of=${run.status} /> <${Time} at=${run.finishedAt ?? run.startedAt} />
    ${run.fast ? w.fastOnly : ''}${run.durationMs !== undefined && ` (${w.took(run.durationMs)})`}</p>
  ${run.error && html`<${Note} kind="bad" icon="alert">${run.error}<//>`}<p>${w.balance(run)}</p><p class="small muted">${w.found(run)}</p>
  ${run.errors?.length > 0 && html`<details><summary>${w.errors(run.errors.length)}</summary><ul class="bullets">${run.errors.map(error => html`
    <li>${w.phases[error.phase] ?? error.phase}, ${error.position}: ${error.message}</li>`)}</ul></details>`}</div>`;
