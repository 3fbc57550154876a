// An operator's first sentence: is all well, and if not, what is the matter and where to look.
import { query } from '../core.js';
import { Note, Time, html } from '../ui.js';
import { words } from '../words.js';

const w = words.queues;
const h = w.health;
const ROOT = '/console/queues';
const LATE_MILLIS = 60_000;
const LATE_SECONDS = 60;

/** The queue in which the wait that 95 in 100 jobs did not exceed is the longest; undefined where no job was begun. */
const slowest = queues => queues.filter(queue => queue.wait95Millis !== undefined).sort((a, b) => b.wait95Millis - a.wait95Millis)[0];

/** Lists what is the matter: {words, href}, the worst first. */
function troubles(queues, { nodes, schedules }) {
  const names = new Map(nodes.map(({ report }) => [report.id, report.name]));
  const found = nodes.filter(node => !node.up).map(node => ({ text: html`${h.away(node.report.name)} <${Time} at=${node.seenAt} />`, href: `${ROOT}/nodes` }));
  for (const { report } of nodes.filter(node => node.up && node.report.bus)) {
    report.bus.peers.filter(peer => peer.trouble || peer.stale.length > 0)
      .forEach(peer => found.push({ text: h.unreached(report.name, names.get(peer.id) || peer.id), href: `${ROOT}/nodes` }));
  }
  const late = schedules.filter(each => each.enabled && !each.paused && each.overdue > 0 && each.lateSeconds > LATE_SECONDS);
  late.length > 0 && found.push({ text: h.overdue(late.length), href: `${ROOT}/schedules` });
  const dead = queues.reduce((sum, queue) => sum + (queue.counts.dead || 0), 0);
  dead > 0 && found.push({ text: h.dead(dead), href: `${ROOT}/jobs${query({ state: 'dead' })}` });
  const failed = queues.reduce((sum, queue) => sum + (queue.perMinute.failed || 0), 0);
  failed > 0 && found.push({ text: h.failed(failed), href: `${ROOT}/jobs` });
  for (const { name, paused, enabled, oldestReadyAt } of queues) {
    const waited = oldestReadyAt && enabled ? Date.now() - Date.parse(oldestReadyAt) : 0;
    paused ? found.push({ text: h.paused(name), href: `${ROOT}/jobs${query({ queue: name })}` })
      : waited > LATE_MILLIS && found.push({ text: h.waits(name, w.millis(waited)), href: `${ROOT}/jobs${query({ queue: name, state: 'ready' })}` });
  }
  return found;
}

/** `around` has the nodes and schedules; it is null while they are not read. */
export function Health({ queues, around }) {
  const found = troubles(queues, around);
  const slow = slowest(queues);
  const well = found.length === 0;
  return html`<section class="col s" id="health" aria-label=${h.title}><${Note} kind=${well ? '' : 'bad'} icon=${well ? 'check' : 'alert'}><p class="large strong" role="status">${well ? h.well : h.unwell(found.length)}</p>
    <p>${slow ? h.p95(w.millis(slow.wait95Millis), slow.name) : h.quiet}</p>${!well && html`<ul class="bullets">${found.map(each => html`<li><a href=${each.href}>${each.text}</a></li>`)}</ul>`}<//></section>`;
}
