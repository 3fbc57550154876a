// Mr. Learn's schedules: how often each course is synced and reminded, its batch, and the search for new students.
import { api, get, number, say } from '../core.js';
import { SchemaForm } from '../form.js';
import { admin, useOperations } from '../kit.js';
import { batches } from '../parts/picks.js';
import { State } from '../parts/mrlearn-run.js';
import { Badge, Load, html, useData } from '../ui.js';
import { words } from '../words.js';

const w = words.schedules;

/** The search for new students over all courses. */
function NewStudents() {
  const now = useData(() => get('/api/graphy/sync/new-student-cron'));
  const operations = useOperations({ change: 'PATCH /api/graphy/sync/new-student-cron' });
  return html`<section class="card col narrow"><h2>${w.newStudents}</h2><p class="muted">${w.newStudentsAbout}</p><${Load} of=${now} rows=1>${value => html`<${Load} of=${operations} rows=1>${({ change }) => html`
    <${SchemaForm} schema=${change.body} value=${value} button=${words.save} on=${async body => {
    await api('PATCH', '/api/graphy/sync/new-student-cron', body);
    await now.reload();
    say(words.saved, 'good');
  }} />`}<//>`}<//></section>`;
}

export default admin({
  list: 'GET /api/graphy/sync/configs', update: 'PATCH /api/graphy/sync/configs/{id}', remove: 'DELETE /api/graphy/sync/configs/{id}',
  columns: ['courseTitle', 'lastSyncStatus', 'intervalHours', 'reminderEnabled', 'reminderIntervalHours', 'nextSyncAt'], name: config => config.courseTitle, picks: { batchId: batches },
  fields: ['batchId', 'intervalHours', 'enabled', 'includeDetailedReports', 'reminderEnabled', 'reminderIntervalHours', 'reminderSkipAboveProgress', 'reminderTemplateName'],
  vanish: () => w.stopBody, none: w.none, below: html`<${NewStudents} />`,
  show: {
    lastSyncStatus: config => html`<${State} of=${config.lastSyncStatus} />`, intervalHours: config => config.enabled ? w.hours(config.intervalHours) : html`<${Badge}>${words.mrlearn.paused}<//>`,
    reminderIntervalHours: config => config.reminderEnabled ? w.hours(config.reminderIntervalHours) : '–', reminderSkipAboveProgress: config => `${number(config.reminderSkipAboveProgress ?? 0)} %`,
    lastReminder: config => config.lastReminder?.at ? w.lastReminder(config.lastReminder) : '–',
  },
});
