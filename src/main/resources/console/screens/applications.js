// Applications to all batches: how far each is, and its next step.
import { admin } from '../kit.js';
import { Name } from '../parts/names.js';
import { batches, people } from '../parts/picks.js';
import { Badge, html } from '../ui.js';
import { get } from '../core.js';
import { Application } from '../parts/application.js';
import { useData } from '../ui.js';
import { words } from '../words.js';

const KINDS = { enrolled: 'ok', completed: 'ok', withdrawn: 'bad', rejected: 'bad' };

function BatchName({ id }) {
  const batch = useData(() => once(id), [id]);
  return batch.data?.name || '…';
}
const known = new Map();
const once = id => known.get(id) ?? known.set(id, get(`/api/admin/batches/${id}`)).get(id);

export default admin({
  list: 'GET /api/admin/applications', create: 'POST /api/admin/applications',
  createName: words.batches.addPerson, columns: ['userId', 'batchId', 'state', 'stateChangedAt'], filters: ['batchId', 'state'], createFields: ['batchId', 'userId', 'email', 'state'],
  picks: { batchId: batches, userId: people({}) }, values: { state: 'applied' }, hints: { email: words.batches.addHint },
  show: {
    userId: row => html`<${Name} id=${row.userId} />`, batchId: row => html`<${BatchName} id=${row.batchId} />`,
    state: row => html`<${Badge} kind=${KINDS[row.state] || 'run'}>${words.values[row.state]}<//>`,
  },
  drawer: (row, close, reload) => html`<${Application} row=${row} onClose=${close} reload=${reload} />`,
});
