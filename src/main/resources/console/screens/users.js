// Accounts: who has one, what they may do, and helping them in again.
import { api, ask, post, say } from '../core.js';
import { admin } from '../kit.js';
import { forgetNames } from '../parts/names.js';
import { StudentLinks } from '../parts/student-links.js';
import { Act, Badge, html } from '../ui.js';
import { words } from '../words.js';

const w = words.users;
const path = user => `/api/admin/users/${user.id}`;

/** Disables or enables at once, with a way back. */
async function disable(user, reload) {
  const status = user.status === 'active' ? 'disabled' : 'active';
  if (status === 'disabled' && !await ask({ title: w.disableAsk(user.fullName), body: w.disableBody, yes: w.disable, bad: true })) {
    return;
  }
  await api('PATCH', path(user), { status });
  await reload();
  say(status === 'active' ? w.enabled(user.fullName) : w.disabled(user.fullName), 'good', () => api('PATCH', path(user), { status: user.status }).then(reload));
}

async function after(question, work, done) {
  if (await ask(question)) {
    await work();
    say(done, 'good');
  }
}

export default admin({
  list: 'GET /api/admin/users', create: 'POST /api/admin/users', update: 'PATCH /api/admin/users/{id}',
  createName: w.add, columns: ['fullName', 'email', 'role', 'capabilities', 'status', 'lastLoginAt'], search: 'search', filters: ['role', 'capability', 'status'],
  createFields: ['fullName', 'email', 'phone', 'role', 'capabilities', 'password'], fields: ['fullName', 'phone', 'role', 'capabilities'], hints: { password: w.passwordHint },
  saved: forgetNames, name: user => user.fullName, sub: user => user.email,
  show: { status: user => html`<${Badge} kind=${user.status === 'active' ? 'ok' : 'bad'}>${words.values[user.status]}<//>` },
  more: user => user.role === 'USER' && html`<p class="row wrap"><${StudentLinks} id=${user.id} /><a class="btn s" href=${`/console/performance/${user.id}`}>${words.students.performance}</a><a class="btn s" href=${`/console/xp/${user.id}`}>${words.students.xp}</a></p>`,
  actions: (user, reload) => html`
    <${Act} on=${() => after({ title: w.resetAsk(user.fullName), body: w.resetBody, yes: w.reset }, () => post(`${path(user)}/reset-password`), w.resetDone(user.email))}>${w.reset}<//>
    <${Act} on=${() => after({ title: w.revokeAsk(user.fullName), body: w.revokeBody, yes: w.revoke }, () => post(`${path(user)}/revoke-sessions`), w.revoked)}>${w.revoke}<//>
    <${Act} kind="quiet" on=${() => disable(user, reload)}>${user.status === 'active' ? w.disable : w.enable}<//>`,
});
