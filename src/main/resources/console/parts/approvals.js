// Shows what waits for an administrator's decision, with the way to each; what a tenant does without is left out.
import { get, number } from '../core.js';
import { pages } from '../nav.js';
import { Badge, Link, html, useData, useStore } from '../ui.js';
import { words } from '../words.js';

const w = words.approvals;
const MOST = 100;

/** Lists ways to decide: the screen, the part of its address, and what it counts; lists without a total count to the most. */
const WAYS = [['leave', '/console/leave', '/api/batchlead/leaves?state=requested&limit=1'],
  ['applications', '/console/applications?state=applied', '/api/admin/applications?state=applied&limit=1'],
  ['accounts', '/console/accounts?state=ambiguous', `/api/graphy/sync/learner-accounts?state=ambiguous&limit=${MOST}`]];

export function Approvals() {
  const own = new Set(useStore(pages).map(page => page.screen));
  const { data, problem } = useData(() => Promise.all(WAYS.filter(([screen]) => own.has(screen)).map(async ([screen, href, path]) => {
    const { items, page } = await get(path);
    return { screen, href, count: page.total ?? items.length, more: page.total === undefined && items.length === MOST };
  })));
  const waiting = data?.filter(each => each.count > 0);
  return !problem && data?.length > 0 && html`<section class="card col s" id="approvals" aria-labelledby="approvals-title"><div class="row wrap"><h2 id="approvals-title" class="grow">${w.title}</h2>
    ${waiting.length === 0 && html`<${Badge} kind="ok">${w.none}<//>`}</div>
    ${waiting.map(each => html`<div class="row wrap" key=${each.screen}><p class="grow">${w.waits[each.screen](number(each.count) + (each.more ? '+' : ''), each.count)}</p>
      <${Link} kind="btn s" href=${each.href} name=${`${w.decide}: ${w.names[each.screen]}`}>${w.decide}<//></div>`)}</section>`;
}
