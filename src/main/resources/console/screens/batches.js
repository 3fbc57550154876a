// Batches: the list, and one with its people, courses and attendance.
import { admin } from '../kit.js';
import { Batch } from '../parts/batch.js';
import { Name } from '../parts/names.js';
import { Badge, html } from '../ui.js';
import { words } from '../words.js';
import { people } from '../parts/picks.js';

const w = words.batches;
const KINDS = { active: 'ok', planned: 'run' };

const List = admin({
  list: 'GET /api/admin/batches', create: 'POST /api/admin/batches', createName: w.add,
  columns: ['name', 'code', 'state', 'startsOn', 'batchLeadId', 'students', 'courses'], search: 'search', filters: ['state'], open: batch => `/console/batches/${batch.id}`,
  picks: { batchLeadId: people({ capability: 'batch_lead' }), superMentorId: people({ capability: 'super_mentor' }) },
  show: {
    state: batch => html`<${Badge} kind=${KINDS[batch.state] || 'idle'}>${words.values[batch.state]}<//>`,
    batchLeadId: batch => html`<${Name} id=${batch.batchLeadId} plain />`,
  },
});

export const keyOf = at => `batches/${at.rest[0] || ''}`;

export default function Batches({ at, user }) {
  return at.rest[0] ? html`<${Batch} id=${at.rest[0]} at=${at} />` : html`<${List} at=${at} user=${user} />`;
}
