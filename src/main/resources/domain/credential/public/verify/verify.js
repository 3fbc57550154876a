// Shows what was found about the certificate that the address names, or about a PDF that is dropped here.
const NAMES = {
  signature: 'Signature', content: 'Data', status: 'Not revoked', inclusion: 'In the log', log: 'Log unbroken', chain: 'On the chain', file: 'Certificate file', store: 'Content store', issuer: 'Issuer',
};
const WORDS = { passed: 'passed', failed: 'failed', not_checked: 'not checked yet' };
const KINDS = { passed: 'good', failed: 'bad', not_checked: 'wait' };
const PATHS = { good: 'M4 12.5l5.2 5L20 6.5', bad: 'M6 6l12 12M18 6L6 18', wait: 'M12 6v6.5l4 2.5' };
const LARGEST = 10 * 1024 * 1024;
const found = document.getElementById('found');
const SVG = 'http://www.w3.org/2000/svg';

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => value != null && element.setAttribute(name, value));
  element.append(...children.filter(child => child != null && child !== false));
  return element;
}

function icon(kind, size) {
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  Object.entries({ viewBox: '0 0 24 24', width: size, height: size, 'aria-hidden': 'true', class: kind }).forEach(([name, value]) => svg.setAttribute(name, value));
  Object.entries({ d: PATHS[kind], fill: 'none', stroke: 'currentColor', 'stroke-width': 2.6, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' })
    .forEach(([name, value]) => path.setAttribute(name, value));
  svg.append(path);
  return svg;
}

const day = text => new Date(text.length === 10 ? `${text}T12:00:00Z` : text).toLocaleDateString('en-IN', { day: 'numeric', month: 'long', year: 'numeric' });
const moment = text => `${new Date(text).toLocaleString('en-IN', { timeZone: 'Asia/Kolkata', dateStyle: 'medium', timeStyle: 'medium' })} IST`;
const hours = number => `${number} ${number === 1 ? 'hour' : 'hours'}`;

function verdict(one) {
  const waits = one.checks.filter(check => check.verdict === 'not_checked').length;
  const kind = one.valid ? 'good' : 'bad';
  const strong = one.revoked ? 'This certificate was revoked.' : one.valid ? 'This certificate is genuine.' : 'Do not trust this certificate.';
  const why = one.revoked ? `${day(one.revokedAt)}${one.revokedReason ? `: ${one.revokedReason}` : ''}`
    : one.valid ? waits ? `All that can be checked by now is right; ${waits} of ${one.checks.length} checks cannot be made yet.` : `All ${one.checks.length} checks passed.`
      : one.checks.filter(check => check.verdict === 'failed').map(check => check.detail).join(' ');
  return make('div', { class: `verdict ${kind}`, role: 'status' }, icon(kind, 34), make('p', {}, make('strong', { class: kind }, strong), why));
}

function certificate(one) {
  const facts = [one.hours && hours(one.hours), one.completedOn && `completed on ${day(one.completedOn)}`].filter(Boolean).join(' · ');
  const issuer = one.issuerUrl ? make('a', { href: one.issuerUrl, rel: 'noreferrer' }, one.issuer) : one.issuer;
  return make('article', { class: 'card certificate', 'aria-labelledby': 'title' }, make('p', { class: 'issuer' }, issuer), make('p', { class: 'small' }, 'certifies that'),
    make('p', { class: 'who' }, one.recipient), make('p', { class: 'small' }, 'has completed'), make('h2', { id: 'title' }, one.title),
    one.description && make('p', { class: 'about' }, one.description), facts && make('p', { class: 'facts' }, facts),
    make('p', { class: 'facts' }, `Issued on ${day(one.issuedAt)}`), make('p', { class: 'id' }, `Certificate ${one.id}`),
    one.hasFile && make('p', { class: 'actions' }, make('a', { class: 'button', href: `/api/credentials/public/${one.id}/certificate`, type: 'application/pdf' }, 'Open the PDF')));
}

function checks(one) {
  return make('section', { class: 'card', 'aria-labelledby': 'checks' }, make('h2', { id: 'checks' }, 'What was checked'), make('ul', { class: 'checks' }, ...one.checks.map(check =>
    make('li', {}, icon(KINDS[check.verdict], 22), make('span', { class: 'name' }, `${NAMES[check.name] || check.name}: `, make('span', { class: `word ${KINDS[check.verdict]}` }, WORDS[check.verdict])),
      make('span', { class: 'detail' }, `${check.detail} `, make('time', { datetime: check.at }, moment(check.at)))))));
}

function technical(one) {
  const rows = [['File (CID)', one.cid], ['Leaf', one.anchor?.proof.targetHash], ['Root', one.anchor?.proof.merkleRoot],
    ['Entry of the log', one.anchor && `${one.anchor.number}, place ${one.anchor.index + 1} of ${one.anchor.size}`],
    ['Transaction', one.anchor?.chain?.transaction && `${one.anchor.chain.network}, block ${one.anchor.chain.block}: ${one.anchor.chain.transaction}`], ['Signed by', one.anchor?.head.key]].filter(([, value]) => value != null);
  return rows.length > 0 && make('details', { class: 'card' }, make('summary', {}, 'For those who check by themselves'),
    make('dl', {}, ...rows.flatMap(([name, value]) => [make('dt', {}, name), make('dd', {}, String(value))])));
}

function show(...parts) {
  found.replaceChildren(...parts.filter(Boolean));
  found.setAttribute('aria-busy', 'false');
}

function fail(message) {
  show(make('div', { class: 'verdict bad', role: 'status' }, icon('bad', 34), make('p', {}, make('strong', { class: 'bad' }, 'Nothing was found.'), message)));
}

async function ask(path, options) {
  found.setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch(path, options);
    const body = await answer.json();
    if (!answer.ok) {
      fail(body.detail || body.message || 'Please try again in a minute.');
      return;
    }
    document.title = `${body.data.title} – certificate`;
    show(verdict(body.data), certificate(body.data), checks(body.data), technical(body.data));
  } catch {
    fail('The server cannot be reached; please try again.');
  }
}

const byNumber = number => ask(`/api/credentials/public/${encodeURIComponent(number)}`);

function byFile(file) {
  if (!file) {
    return;
  }
  if (file.size > LARGEST) {
    fail('The file is larger than 10 MB; a certificate of ours never is.');
    return;
  }
  ask('/api/credentials/verify-file', { method: 'POST', headers: { 'Content-Type': 'application/pdf' }, body: file });
}

const drop = document.getElementById('drop');
const chooser = document.getElementById('file');
chooser.addEventListener('change', () => byFile(chooser.files[0]));
for (const name of ['dragover', 'dragleave', 'drop']) {
  drop.addEventListener(name, event => {
    event.preventDefault();
    drop.classList.toggle('over', name === 'dragover');
    name === 'drop' && byFile(event.dataTransfer.files[0]);
  });
}
document.getElementById('byNumber').addEventListener('submit', event => {
  event.preventDefault();
  const number = document.getElementById('number').value.trim();
  if (number) {
    history.pushState(null, '', `/verify/${encodeURIComponent(number)}`);
    byNumber(number);
  }
});

function start() {
  const number = decodeURIComponent(location.pathname.split('/')[2] || '');
  number ? byNumber(number) : show(make('p', { class: 'note' }, 'Certificates carry a QR code that leads to their own page here.'));
}

addEventListener('popstate', start);
start();
