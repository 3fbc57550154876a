// Watches a session, and types into it while the host lets us.
import { Act, html, render } from '../ui.js';
import { api, element, get, say } from './dom.js';
import { resize, screen } from './terminal-screen.js';

const LAST_WORDS = {
  closed: 'The session was closed.', host_left: 'The host has ended the session.',
  host_gone: 'The host did not come back.', expired: 'The session has expired.',
};
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 2000;
const NEVER_AGAIN = [4401, 4403, 4408, 4410];

/**
 * @param name that the host sees
 * @param account signed in, or null: the session's owner and administrators decide here about the keyboard
 */
export function view(main, session, token, name, account) {
  const status = element('p', { role: 'status' }, 'Connecting …');
  const node = element('div', { class: 'shared-terminal', role: 'application', 'aria-label': 'The shared terminal' });
  const button = (text, click) => element('button', { class: 'btn', type: 'button', hidden: true, on: { click } }, text);
  const ask = button('Ask for the keyboard', () => tell({ type: 'ask' }));
  const giveBack = button('Give it back', () => tell({ type: 'release' }));
  const hint = element('p', { class: 'muted', hidden: true },
    'What you type goes to the host. Shift + Escape leaves the terminal.');
  const watchers = element('ul', { class: 'watchers' });
  main.append(status, node, element('div', { class: 'row' }, ask, giveBack), hint,
    element('h2', {}, 'Watching'), watchers);

  const terminal = screen(node, 80, 24);
  let socket;
  let me = {};
  let typing = false;
  let pause = FIRST_PAUSE_MS;
  let decides = false;
  let last = null;
  let askedBefore = [];
  if (account) {
    get(`/api/terminal-sessions/${session}`).then(() => {
      decides = true;
      last && state(last);
    }, () => {}); // somebody else's session: not a word about it
  }

  const tell = message => socket?.readyState === WebSocket.OPEN && socket.send(JSON.stringify(message));
  const type = bytes => typing && socket.readyState === WebSocket.OPEN && socket.send(bytes);
  const encoder = new TextEncoder();
  terminal.onData(text => type(encoder.encode(text)));
  terminal.onBinary(text => type(Uint8Array.from(text, character => character.charCodeAt(0))));
  terminal.attachCustomKeyEventHandler(event => {
    if (event.key === 'Escape' && event.shiftKey) {
      giveBack.focus();
      return false;
    }
    return typing; // the keys of who only watches stay the browser's
  });

  function connect() {
    const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
    socket = new WebSocket(`${scheme}//${location.host}/ws/terminal?session=${session}`, ['terminal.v1']);
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => socket.send(JSON.stringify({ token, name })));
    socket.addEventListener('message', ({ data }) => {
      if (typeof data === 'string') {
        terminal.write('', () => hear(JSON.parse(data))); // in its place among what is written
      } else {
        terminal.write(new Uint8Array(data));
      }
    });
    socket.addEventListener('close', lost);
  }

  function hear(message) {
    if (message.type === 'hello') {
      me = message;
      pause = FIRST_PAUSE_MS;
      document.title = message.title;
      main.querySelector('h1').textContent = message.title;
      status.textContent = 'Connected.';
    }
    if (message.columns && (message.columns !== terminal.cols || message.lines !== terminal.rows)) {
      resize(terminal, node, message.columns, message.lines);
    }
    if (message.type === 'state') {
      state(message);
    }
  }

  const decide = (text, method, path, body) =>
    html`<${Act} kind="quiet" on=${() => api(method, `/api/terminal-sessions/${session}/keyboard${path}`, body)}>${text}<//>`;

  /** Controls by which a viewer decides about another one. */
  function decisions({ id, mode, name: who }, { holder, asking }) {
    const mayHave = mode === 'ask' && id !== holder;
    if (decides) {
      return [
        mayHave && decide(`Give ${who || 'them'} the keyboard`, 'PUT', '', { viewer: id }),
        asking.includes(id) && decide('Say no', 'DELETE', `?viewer=${id}`),
        id === holder && decide('Take it back', 'DELETE', '')];
    }
    return holder === me.you && mayHave && html`<${Act} kind="quiet" on=${() => tell({ type: 'pass', viewer: id })}>
      ${`Hand it over to ${who || 'them'}`}<//>`;
  }

  /** Changes only what is new: a button that somebody is pressing stays. */
  function list(now) {
    const { watchers: all, holder, asking } = now;
    render(all.map(each => html`<li key=${each.id}><span>${each.name || 'Somebody'}${each.id === me.you && ' (you)'}
      ${each.id === holder && html`<strong> has the keyboard</strong>`}${asking.includes(each.id) && ' asks for the keyboard'}
      ${each.mode === 'write' && ' may type'}</span>${decisions(each, now)}</li>`), watchers);
    if (decides) {
      all.filter(({ id }) => asking.includes(id) && !askedBefore.includes(id))
        .forEach(({ name: who }) => say(`${who || 'Somebody'} asks for the keyboard.`));
      askedBefore = asking;
    }
  }

  function state(now) {
    last = now;
    const { host, holder, asking } = now;
    node.classList.toggle('away', host === 'away');
    status.textContent = (host === 'away' ? 'The host is away; it may come back.' : 'Connected.')
      + (now.recordingStopped ? ` It is not recorded any more: ${now.recordingStopped}`
        : me.recording ? ` This session is recorded. ${now.recordingGaps ?? ''}` : '');
    const mine = holder === me.you;
    if (mine && !typing) {
      say('You have the keyboard.', 'good');
    }
    may(mine || me.mode === 'write');
    ask.hidden = me.mode !== 'ask' || mine;
    ask.disabled = asking.includes(me.you);
    ask.textContent = ask.disabled ? 'You have asked for the keyboard' : 'Ask for the keyboard';
    giveBack.hidden = !mine;
    list(now);
  }

  function may(now) {
    if (now !== typing) {
      typing = now;
      terminal.options.disableStdin = !now;
      node.classList.toggle('typing', now);
      hint.hidden = !now;
      if (now) {
        terminal.focus();
      }
    }
  }

  function lost({ code, reason }) {
    may(false);
    node.classList.add('away');
    ask.hidden = true;
    giveBack.hidden = true;
    if (NEVER_AGAIN.includes(code)) {
      status.textContent = LAST_WORDS[reason]
        || (code === 4403 ? 'This link was revoked.' : 'This link does not open a session.');
      return;
    }
    status.textContent = code === 4429 ? 'There are as many viewers as there may be; trying again …'
      : 'Connection lost; trying again …';
    setTimeout(connect, pause);
    pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
  }

  connect();
}
