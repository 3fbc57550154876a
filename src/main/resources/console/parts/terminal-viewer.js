// Watches a session, and types into it while the host lets us.
import { Act, html, render } from '../ui.js';
import { api, element, get, say } from './dom.js';
import { resize, screen } from './terminal-screen.js';
import { words } from '../words.js';

const w = words.shell;

const LAST_WORDS = w.lastWords;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 2000;
const NEVER_AGAIN = [4401, 4403, 4408, 4410];

/**
 * @param name that the host sees
 * @param account signed in, or null: the session's owner and administrators decide here about the keyboard
 */
export function view(main, session, token, name, account) {
  const status = element('p', { role: 'status' }, w.connecting);
  const node = element('div', { class: 'shared-terminal', role: 'application', 'aria-label': w.sharedTerminal });
  const button = (text, click) => element('button', { class: 'btn', type: 'button', hidden: true, on: { click } }, text);
  const ask = button(w.askKeyboard, () => tell({ type: 'ask' }));
  const giveBack = button(w.giveBack, () => tell({ type: 'release' }));
  const hint = element('p', { class: 'muted', hidden: true },
    w.hint);
  const watchers = element('ul', { class: 'watchers' });
  main.append(status, node, element('div', { class: 'row' }, ask, giveBack), hint,
    element('h2', {}, w.watching), watchers);

  const terminal = screen(node, 80, 24);
  let socket;
  let me = {};
  let typing = false;
  let pause = FIRST_PAUSE_MS;
  let decides = false;
  let last = null;
  let askedBefore = [];
  let decided = Promise.resolve();
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
      status.textContent = w.connected;
    }
    if (message.columns && (message.columns !== terminal.cols || message.lines !== terminal.rows)) {
      resize(terminal, node, message.columns, message.lines);
    }
    if (message.type === 'state') {
      state(message);
    }
  }

  /** Sends one decision after the other: a "no" that came late would take back what was given after it. */
  function send(method, path, body) {
    const sent = decided.then(() => api(method, `/api/terminal-sessions/${session}/keyboard${path}`, body));
    decided = sent.catch(() => {});
    return sent;
  }

  const decide = (text, method, path, body) => html`<${Act} kind="quiet" on=${() => send(method, path, body)}>${text}<//>`;

  /** Controls by which a viewer decides about another one. */
  function decisions({ id, mode, name: who }, { holder, asking }) {
    const mayHave = mode === 'ask' && id !== holder;
    if (decides) {
      return [
        mayHave && decide(w.give(who), 'PUT', '', { viewer: id }),
        asking.includes(id) && decide(w.sayNo, 'DELETE', `?viewer=${id}`),
        id === holder && decide(w.takeBack, 'DELETE', '')];
    }
    return holder === me.you && mayHave && html`<${Act} kind="quiet" on=${() => tell({ type: 'pass', viewer: id })}>
      ${w.handOver(who)}<//>`;
  }

  /** Changes only what is new: a button that somebody is pressing stays. */
  function list(now) {
    const { watchers: all, holder, asking } = now;
    render(all.map(each => html`<li key=${each.id}><span>${each.name || w.unnamed}${each.id === me.you && w.you}
      ${each.id === holder && html`<strong> ${w.hasKeyboard}</strong>`}${asking.includes(each.id) && ` ${w.asksKeyboard}`}
      ${each.mode === 'write' && ` ${w.mayType}`}</span>${decisions(each, now)}</li>`), watchers);
    if (decides) {
      all.filter(({ id }) => asking.includes(id) && !askedBefore.includes(id))
        .forEach(({ name: who }) => say(w.asks(who || w.unnamed)));
      askedBefore = asking;
    }
  }

  function state(now) {
    last = now;
    const { host, holder, asking } = now;
    node.classList.toggle('away', host === 'away');
    status.textContent = (host === 'away' ? w.hostAway : w.connected)
      + (now.recordingStopped ? w.notRecorded(now.recordingStopped)
        : me.recording ? w.isRecorded(now.recordingGaps ?? '') : '');
    const mine = holder === me.you;
    if (mine && !typing) {
      say(w.youHave, 'good');
    }
    may(mine || me.mode === 'write');
    ask.hidden = me.mode !== 'ask' || mine;
    ask.disabled = asking.includes(me.you);
    ask.textContent = ask.disabled ? w.youAsked : w.askKeyboard;
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
        || (code === 4403 ? w.revoked : w.noSession);
      return;
    }
    status.textContent = code === 4429 ? w.full
      : w.lost;
    setTimeout(connect, pause);
    pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
  }

  connect();
}
