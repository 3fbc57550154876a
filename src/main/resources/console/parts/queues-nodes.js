// The nodes of the board: what each runs, how much it holds, and how it reaches the others.
import { get, number } from '../core.js';
import { Bar, Facts, Load, Table, Time, html, useData, useEvery } from '../ui.js';
import { History } from './history.js';
import { words } from '../words.js';

const w = words.queues;
const SECONDS = 3;
const CHARTS = [{ title: w.heapChart, series: [[w.heap, 'heap', 'd1']] }, { title: w.threadsChart, series: [[w.threads, 'threads', 'd3']] },
  { title: w.loadChart, series: [[w.load, 'load', 'd2']] }, { title: w.heldChart, series: [[w.held, 'held', 'd4']] },
  { title: w.answersChart, series: [[w.answersAll, 'answers', 'd1'], [w.failed, 'answersFailed', 'bad']] }, { title: w.answers95Chart, series: [[w.p95Short, 'answers95', 'd2']], format: w.millis }];

export function Nodes() {
  const nodes = useData(() => get('/api/admin/nodes'));
  useEvery(SECONDS, nodes.reload);
  return html`<h2>${w.tabs.nodes}</h2><${Load} of=${nodes}>${({ items }) => {
    const names = new Map(items.map(node => [node.report.id, node.report.name]));
    return items.map(node => html`<${Node} key=${node.report.id} node=${node} names=${names} />`);
  }}<//><section class="col"><h3>${w.history}</h3><${History} path="/api/admin/history/nodes">${({ lines, charts }) => lines.length === 0
    ? html`<p class="muted">${words.noData}</p>` : lines.map(line => html`<div class="col s" key=${line.subject}><h4>${line.subject}</h4><div class="grid charts">${charts(line.subject, CHARTS, 'h5')}</div></div>`)}<//></section>`;
}

function Node({ node: { up, seenAt, report }, names }) {
  const used = Math.round(100 * report.heapUsed / report.heapMax);
  return html`<section class="card node col" aria-label=${w.nodeName(report.name)}><h3>${report.name} <span class=${up ? 'pill running' : 'pill dead'}>${up ? w.up : w.away}</span></h3>
    ${!up && html`<p class="down">${w.lastHeard} <${Time} at=${seenAt} /></p>`}
    <${Facts} of=${[[w.upSince, html`<${Time} at=${report.startedAt} />`], [w.heap, html`${w.heapOf(report.heapUsed, report.heapMax)}<${Bar} value=${used}
      kind=${used > 85 ? 'bad' : ''} label=${w.heapName(report.name)} />`], [w.threads, number(report.threads)], [w.load, report.load === undefined ? w.unknown
      : w.loadOf(report.load, report.cores)], [w.http, report.port ? w.port(report.port) : w.noHttp],
      report.http && [w.answers, w.answersOf(report.http)]].filter(Boolean)} />
    ${report.bus && html`<div><h4>${w.bus}</h4><p class="small muted">${w.busFigures(report.bus)}</p><ul class="peers">${report.bus.peers.map(peer => html`
      <li class=${peer.trouble || peer.stale.length > 0 ? 'down' : 'up'}>${names.get(peer.id) || peer.id}: ${peer.trouble || w.millis(peer.millis)}
      ${peer.stale.length > 0 && w.stale(peer.stale)}</li>`)}</ul></div>`}
    <details><summary>${w.verticles(report.roles.length)}</summary><${Table} label=${w.verticles(report.roles.length)} rows=${report.roles} keyOf=${role => role.role} columns=${[
    [w.verticle, role => html`<strong>${role.role}</strong>`], [w.instances, role => number(role.instances), 'n'],
    [w.held, role => w.of(role.held, role.inHand * role.instances), 'n'], [w.pool, role => w.of(role.busy, role.pool), 'n'],
    [w.refused, role => number(role.refused), 'n'], [w.expired, role => number(role.expired), 'n']]} /></details></section>`;
}
