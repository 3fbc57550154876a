// Settings that change while the servers run, each with its history.
import { get } from '../core.js';
import { admin } from '../kit.js';
import { Name } from '../parts/names.js';
import { Load, Table, Time, html, useData } from '../ui.js';
import { words } from '../words.js';

const w = words.settings;
const written = (setting, value) => setting.kind === 'switch' ? (value === 'true' ? w.on : w.off) : value || '–';

function History({ setting }) {
  const changes = useData(() => get(`/api/system-config/${setting.key}/history?limit=50`), [setting.updatedAt]);
  return html`<h3>${w.history}</h3><${Load} of=${changes} rows=1>${({ items }) => html`<${Table} label=${w.history} rows=${items} none=${w.noHistory} columns=${[
    [w.when, change => html`<${Time} at=${change.changedAt} />`], [w.value, change => html`${written(setting, change.after)}${change.reason && html`<br /><span class="small muted">${change.reason}</span>`}`],
    [w.by, change => change.changedBy ? html`<${Name} id=${change.changedBy} plain />` : w.itself]]} />`}<//>`;
}

export default admin({
  list: 'GET /api/system-config', update: 'PUT /api/system-config/{key}', columns: ['key', 'value', 'standard', 'updatedAt'], keyOf: setting => setting.key, name: setting => setting.key,
  sub: setting => setting.description, details: ['value', 'standard', 'updatedAt', 'updatedBy'], none: w.none, hints: { reason: w.reasonHint },
  choices: setting => setting.kind === 'switch' ? { value: ['true', 'false'] } : {},
  show: { value: setting => written(setting, setting.value), standard: setting => written(setting, setting.standard), updatedBy: setting => setting.updatedBy ? html`<${Name} id=${setting.updatedBy} plain />` : '–' },
  more: setting => html`<${History} setting=${setting} />`,
});
