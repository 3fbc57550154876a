// Shows one learner of a mirrored course: the mirror's row, and Graphy's report when a person asks for it.
import { get, number } from '../core.js';
import { Act, Bar, Drawer, Empty, Facts, Note, Time, html, useState } from '../ui.js';
import { words } from '../words.js';

const w = words.mrlearn;
const percent = value => `${number(Math.round(value ?? 0))} %`;

const Item = ({ item }) => html`<li><div class="row between"><span>${item.title || w.nameless}</span><span class="num">${percent(item.progress)}</span></div>
  <${Bar} value=${item.progress ?? 0} label=${item.title || w.nameless} />${item.timeSpent > 0 && html`<p class="small muted">${w.spent(item.timeSpent)}</p>`}</li>`;

const Modules = ({ of }) => html`<ul class="parts">${of.map(module => html`<li key=${module.id}><div class="row between"><strong>${module.title || w.nameless}</strong><span class="num">${percent(module.progress)}</span></div>
  <${Bar} value=${module.progress ?? 0} label=${module.title || w.nameless} />${module.items?.length > 0 && html`<details><summary aria-label=${w.itemsOf(module.items.length, module.title || w.nameless)}>${w.items(module.items.length)}</summary>
  <ul class="parts">${module.items.map(item => html`<${Item} key=${item.id} item=${item} />`)}</ul></details>`}</li>`)}</ul>`;

export function Report({ learner, courseId, onClose }) {
  const [live, setLive] = useState(null);
  const name = learner.name || learner.emailStripped || learner.email || learner.graphyUserId;
  const ask = async () => setLive(await get(`/api/graphy/users/${encodeURIComponent(learner.graphyUserId)}/courses/${encodeURIComponent(courseId)}/report`));
  const modules = live ? live.modules || [] : learner.moduleProgress || [];
  return html`<${Drawer} title=${name} sub=${learner.emailStripped || learner.email || w.noEmail} onClose=${onClose}>
    <${Facts} of=${[[w.progress, percent(live ? live.progress : learner.progressPercent)], [w.state, w.states[learner.status] || learner.status], [w.timeSpent, w.spent(live ? live.totalTimeSpent ?? 0 : learner.totalTimeSeconds)],
    [w.enrolledAt, html`<${Time} at=${learner.enrolledAt} />`], [w.startedAt, html`<${Time} at=${learner.startedAt} />`], [w.lastActive, html`<${Time} at=${learner.lastAccessedAt} />`],
    [w.completedAt, html`<${Time} at=${learner.completedAt} />`], [words.fields.phone, learner.mobile]]} />
    <h3>${w.report}</h3>${modules.length > 0 ? html`<${Modules} of=${modules} />` : html`<${Empty} icon="book" title=${w.noReport} />`}
    ${live ? html`<${Note} icon="check"><span role="status">${w.isLive}</span><//>` : html`<p class="small muted">${w.mirroredAt} <${Time} at=${learner.updatedAt} /></p>`}
    <div><${Act} icon="sync" on=${ask}>${live ? w.askAgain : w.askGraphy}<//></div><//>`;
}
