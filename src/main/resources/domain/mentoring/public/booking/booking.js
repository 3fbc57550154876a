// Shows what the link of an e-mail would do with a meeting, and does it when its button is pressed.
const BUTTONS = { approve: 'Approve the meeting', decline: 'Decline the meeting', cancel: 'Cancel the meeting' };
const ASKED = { decline: 'Why? The student reads it (optional).', cancel: 'Why? The other person reads it (optional).' };
const AWAY = 'The server cannot be reached; please try again.';
const found = document.getElementById('found');
const token = new URLSearchParams(location.hash.slice(1)).get('token') || '';

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => value != null && element.setAttribute(name, value));
  element.append(...children.filter(child => child != null && child !== false));
  return element;
}

const time = (text, style) => make('time', { datetime: text }, new Date(text).toLocaleString('en-IN', style));
const when = one => make('p', {}, time(one.startsAt, { dateStyle: 'full', timeStyle: 'short' }), ' to ', time(one.endsAt, { hour: 'numeric', minute: '2-digit', timeZoneName: 'short' }));

function show(...parts) {
  found.replaceChildren(make('section', { class: 'card' }, ...parts));
  found.setAttribute('aria-busy', 'false');
}

/** Answers the data, or throws what a person can read. */
async function post(path, body) {
  const answer = await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }).catch(() => {
    throw new Error(AWAY);
  });
  const read = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    throw Object.assign(new Error(read.message || read.detail || AWAY), { status: answer.status });
  }
  return read.data;
}

function meeting(one, kind) {
  document.title = `${one.title} – your meeting`;
  return [make('h1', {}, one.title), one.other && make('p', { class: 'soft' }, `With ${one.other}`), when(one), make('p', { class: `message ${kind}`, id: 'message', role: 'status' }, one.message)];
}

function ready(one) {
  const button = make('button', { type: 'submit', id: 'act', class: one.act === 'approve' ? null : 'danger' }, BUTTONS[one.act]);
  const reason = ASKED[one.act] && make('textarea', { id: 'reason', maxlength: '500' });
  const wrong = make('p', { class: 'bad', role: 'alert', id: 'wrong' });
  const form = make('form', {}, reason && make('label', { for: 'reason' }, ASKED[one.act]), reason, button, wrong);
  form.addEventListener('submit', async event => {
    event.preventDefault();
    button.disabled = true;
    wrong.textContent = '';
    try {
      done(await post('/api/meeting-actions', { token, reason: reason?.value.trim() || undefined }));
    } catch (problem) {
      wrong.textContent = problem.message;
      button.disabled = false;
    }
  });
  show(...meeting(one, ''), form);
}

const done = one => show(...meeting(one, one.standing === 'done' ? 'good' : 'bad'));

async function start() {
  if (!token) {
    show(make('h1', {}, 'Nothing to do here'), make('p', { class: 'message bad', id: 'message' }, 'This address is not complete. Open the link from the e-mail again.'));
    return;
  }
  try {
    const one = await post('/api/meeting-actions/look', { token });
    one.standing === 'ready' ? ready(one) : done(one);
  } catch (problem) {
    show(make('h1', {}, 'Nothing was changed'), make('p', { class: 'message bad', id: 'message', role: 'status' }, problem.message));
  }
}

start();

addEventListener('hashchange', () => location.reload()); // another link was opened in this tab
