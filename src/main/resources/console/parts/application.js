// One application: how far it is, its next steps, and what is done of onboarding.
import { api, ask, dayOf, say } from '../core.js';
import { Act, Drawer, Facts, html, useState } from '../ui.js';
import { words } from '../words.js';
import { Name } from './names.js';

const w = words.applications;
const OUT = ['withdrawn', 'rejected'];

export function Application({ row, onClose, reload }) {
  const path = `/api/admin/applications/${row.id}`;
  const [steps, setSteps] = useState({ mouSigned: false, paymentDone: false, diagnosticDone: false, ...row.onboarding });
  const move = async state => {
    if (OUT.includes(state) && !await ask({ title: w.outAsk(words.values[state]), body: w.outBody, yes: words.values[state], no: words.keep, bad: true })) {
      return;
    }
    await api('PATCH', path, { state });
    await reload();
    say(w.moved(words.values[state]), 'good');
  };
  const tick = async (step, on) => {
    setSteps(old => ({ ...old, [step]: on }));
    try {
      await api('PATCH', path, { onboarding: { [step]: on } });
      say(words.saved, 'good', () => tick(step, !on));
    } catch (problem) {
      setSteps(old => ({ ...old, [step]: !on }));
      say(problem.message, 'bad');
    }
  };
  return html`<${Drawer} title=${html`<${Name} id=${row.userId} />`} sub=${words.values[row.state]} onClose=${onClose}
    foot=${row.next.length > 0 && row.next.map((state, index) => html`<${Act} kind=${OUT.includes(state) ? 'quiet' : index === 0 ? 'pri' : ''} on=${() => move(state)}>${w.to(words.values[state])}<//>`)}>
    <${Facts} of=${[[w.state, words.values[row.state]], [w.why, row.stateReason], [w.since, dayOf(row.stateChangedAt)], [w.applied, dayOf(row.createdAt)],
    row.enrolledAt && [w.enrolled, dayOf(row.enrolledAt)]]} /><h3>${w.onboarding}</h3><div class="col s">${Object.keys(steps).map(step => html`<label class="check">
    <input type="checkbox" checked=${steps[step]} onChange=${event => tick(step, event.target.checked)} />${words.fields[step]}</label>`)}</div><//>`;
}
