// Names of accounts where an answer has their ids only. What is known is kept while the app is open.
import { get, isAdmin, session } from '../core.js';
import { html, useEffect, useState } from '../ui.js';
import { words as w } from '../words.js';

const SHOWN = 500;
const known = new Map();
let all;

/** An administrator reads the newest accounts at once, a batch lead and a super mentor those of the own students. */
async function load() {
  const user = session()?.user;
  known.set(user.id, user.fullName);
  if (isAdmin(user)) {
    const { items } = await get(`/api/admin/users?limit=${SHOWN}`);
    items.forEach(each => known.set(each.id, each.fullName));
  } else if (user.capabilities.includes('batch_lead')) {
    const { items } = await get(`/api/batchlead/students?limit=${SHOWN}`);
    items.forEach(each => known.set(each.studentId, each.name));
  } else if (user.capabilities.includes('super_mentor')) {
    const { items } = await get('/api/supermentor/students/ratings/week?limit=200');
    items.forEach(each => known.set(each.studentId, each.name));
  }
}

async function nameOf(id) {
  await (all ??= load().catch(() => {}));
  if (!known.has(id) && isAdmin(session().user)) {
    known.set(id, await get(`/api/admin/users/${id}`).then(user => user.fullName, () => undefined));
  }
  return known.get(id);
}

/** Forgets what is known, as after an account was made or renamed. */
export const forgetNames = () => {
  all = null;
  known.clear();
};

export function Name({ id, plain }) {
  const [name, setName] = useState(known.get(id));
  useEffect(() => {
    let here = true;
    id && nameOf(id).then(found => here && setName(found));
    return () => { here = false; };
  }, [id]);
  const text = !id ? '–' : name || w.nameless(id);
  return plain ? text : html`<strong>${text}</strong>`;
}
