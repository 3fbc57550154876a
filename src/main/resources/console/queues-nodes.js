// The nodes of the board: what each runs, how much it holds, and how it reaches the others.
import { element, get, number, time } from '/console/console.js';

const SECONDS = 3;
const megabytes = bytes => `${number(Math.round(bytes / 2 ** 20))} MB`;

export async function nodesPage(page) {
  const list = element('div');
  page.append(element('h2', {}, 'Nodes'), list);
  let shown = '';
  let last = 0;
  async function draw() {
    last = Date.now();
    const { items } = await get('/api/admin/nodes');
    const now = JSON.stringify(items);
    if (now !== shown) {
      shown = now;
      const open = new Set([...list.querySelectorAll('details[open]')].map(details => details.dataset.node));
      const names = new Map(items.map(node => [node.report.id, node.report.name]));
      list.replaceChildren(...items.map(node => card(node, names, open)));
    }
  }
  await draw();
  return () => Date.now() - last > SECONDS * 1000 && !document.hidden && !list.contains(document.activeElement)
    && draw().catch(() => {});
}

function card({ up, seenAt, report }, names, open) {
  const used = Math.round(100 * report.heapUsed / report.heapMax);
  const fact = (name, ...value) => element('div', {}, element('dt', {}, name), element('dd', {}, value));
  return element('section', { class: 'card node', 'aria-label': `Node ${report.name}` },
    element('h3', {}, report.name, ' ', element('span', { class: up ? 'pill running' : 'pill dead' }, up ? 'up' : 'away')),
    !up && element('p', { class: 'bad' }, 'Last heard of ', time(seenAt)),
    element('dl', { class: 'facts' },
      fact('Up since', time(report.startedAt)),
      fact('Heap', `${megabytes(report.heapUsed)} of ${megabytes(report.heapMax)}`,
        element('progress', { max: 100, value: used, 'aria-label': `Heap of ${report.name}` }, `${used} %`)),
      fact('Threads', number(report.threads)),
      fact('Load', report.load === undefined ? 'not known' : `${number(report.load)} on ${report.cores} cores`),
      fact('HTTP', report.port ? `port ${report.port}` : 'not on this node')),
    report.bus && bus(report.bus, names),
    element('details', { 'data-node': report.name, open: open.has(report.name) },
      element('summary', {}, `${report.roles.length} verticles and their pools`), roles(report.roles)));
}

function bus(view, names) {
  return element('div', {}, element('h4', {}, 'Bus'),
    element('p', { class: 'soft' }, `${number(view.addresses)} addresses here · ${number(view.reasserted)} put back · `
      + `${number(view.ghosts)} ghosts removed · ${number(view.undelivered)} checks without an answer`),
    element('ul', { class: 'peers' }, view.peers.map(peer => element('li', { class: peer.trouble || peer.stale.length > 0 ? 'bad' : 'good' },
      `${names.get(peer.id) || peer.id}: `, peer.trouble || `${number(peer.millis)} ms`,
      peer.stale.length > 0 ? `; does not answer ${peer.stale.join(', ')}` : ''))));
}

function roles(list) {
  return element('table', { class: 'stack' },
    element('thead', {}, element('tr', {}, ['Verticle', 'Instances', 'Held', 'Pool', 'Refused', 'Expired'].map(name =>
      element('th', {}, name)))),
    element('tbody', {}, list.map(role => element('tr', {},
      element('td', {}, element('strong', {}, role.role)),
      element('td', { 'data-name': 'Instances', class: 'count' }, number(role.instances)),
      element('td', { 'data-name': 'Held', class: 'count' }, `${number(role.held)} of ${number(role.inHand * role.instances)}`),
      element('td', { 'data-name': 'Pool', class: 'count' }, `${number(role.busy)} of ${number(role.pool)}`),
      element('td', { 'data-name': 'Refused', class: role.refused > 0 ? 'count warn' : 'count' }, number(role.refused)),
      element('td', { 'data-name': 'Expired', class: role.expired > 0 ? 'count warn' : 'count' }, number(role.expired))))));
}
