// A run's phases as steps, and what they have counted.
import { html } from '../ui.js';
import { words } from '../words.js';

const w = words.runs;
export const phaseName = phase => w.phases[phase] || phase.replaceAll('_', ' ');

/** Shows the phases as steps: those that are done, the present one, those to come. */
export const Phases = ({ run }) => html`<ol class="steps">${run.phases.map((phase, index) => {
  const at = run.phases.indexOf(run.phase);
  const state = run.state === 'completed' || index < at ? 'done' : index === at ? 'now' : '';
  return html`<li class=${state} aria-current=${state === 'now' ? 'step' : null}>${phaseName(phase)}</li>`;
})}</ol>`;
