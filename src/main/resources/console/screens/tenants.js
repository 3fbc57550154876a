// Schools on this server: their name, addresses and look, and the features that they do without.
import { admin } from '../kit.js';
import { html } from '../ui.js';
import { words } from '../words.js';

const w = words.tenants;

export default admin({
  list: 'GET /api/admin/tenants', create: 'PUT /api/admin/tenants/{slug}', update: 'PUT /api/admin/tenants/{slug}', createName: w.add, columns: ['name', 'slug', 'origins', 'switchedOff', 'updatedAt'],
  keyOf: tenant => tenant.slug, hints: { slug: w.slugHint, origins: w.originsHint, switchedOff: w.offHint, 'look.logoUrl': w.logoHint, 'look.accent': w.accentHint },
  show: { look: tenant => [tenant.look?.logoUrl, tenant.look?.accent].filter(Boolean).join(', ') || '–', switchedOff: tenant => tenant.switchedOff.join(', ') || '–', origins: tenant => html`${tenant.origins.map(each => html`<div>${each}</div>`)}${tenant.origins.length === 0 ? '–' : ''}` },
});
