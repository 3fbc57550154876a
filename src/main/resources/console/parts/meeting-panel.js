// Beside the pictures: the chat, who is there, and who waits to be let in. Whatever people wrote is text, never markup.
import { html, render } from '../ui.js';
import { element, time } from './dom.js';
import { words } from '../words.js';

const w = words.call;

const LONGEST = 4000;

/** `send(text)` answers a promise; the text stays in the field when it fails. */
export function chat(send) {
  const list = element('ol');
  const log = element('div', { class: 'messages', role: 'log', 'aria-label': w.messages, tabindex: '0' }, list);
  const input = element('input', { class: 'in', id: 'message', maxlength: LONGEST, autocomplete: 'off', placeholder: w.writeToAll,
    'aria-label': w.messageToAll });
  const form = element('form', {}, input, element('button', { class: 'btn pri' }, w.send));
  form.addEventListener('submit', async event => {
    event.preventDefault();
    const text = input.value.trim();
    if (text) {
      input.value = '';
      await send(text).catch(() => { input.value ||= text; });
    }
  });
  const line = ({ name, text, sentAt, mine }) => element('li', { class: mine && 'own' },
    element('small', {}, element('strong', {}, name), ' ', sentAt && time(sentAt)), element('p', {}, text));
  const atEnd = () => log.scrollTo({ top: log.scrollHeight });
  return {
    node: element('section', { class: 'chat', 'aria-label': w.chat }, log, form), input,
    replace(messages) {
      list.replaceChildren(...messages.map(line));
      atEnd();
    },
    add(message) {
      list.append(line(message));
      atEnd();
    },
  };
}

/** `decide(userId, admit)`; `deputise(userId or null)`; `remove(userId, name)`. */
export function people({ decide, deputise, remove }) {
  const present = element('ul', { class: 'present' });
  const waiting = element('ul', { class: 'waiting' });
  const lobby = element('section', { class: 'lobby', 'aria-label': w.waitingRoom, hidden: true },
    element('h2', {}, w.waitingRoom), waiting);
  const button = (words, about, quiet, work) => html`<button type="button" class=${quiet ? 'btn quiet s' : 'btn s'}
    aria-label=${`${words} ${about}`} onClick=${event => work(event.currentTarget)}>${words}</button>`;
  return {
    lobby,
    node: element('section', { class: 'people', 'aria-label': w.people }, element('h2', {}, w.inMeeting), present),
    /** [{userId, name, roles: [words]}]; `mayName`: whether a deputy may be named; `mayRemove(userId)`. */
    show(everybody, mayName, deputyId, mayRemove) {
      render(everybody.map(({ userId, name, roles }) => html`<li key=${userId}>
        <span>${name}${roles.length > 0 && html`<small class="muted"> ${roles.join(', ')}</small>`}</span>
        ${mayName && !roles.includes(w.mentor) && (userId === deputyId
          ? button(w.removeCoHost, name, true, node => deputise(null, node))
          : button(w.makeCoHost, name, true, node => deputise(userId, node)))}
        ${mayRemove(userId) && button(w.remove, name, true, node => remove(userId, name, node))}</li>`), present);
    },
    /** [{userId, name}] in the order in which they asked. */
    wait(all) {
      lobby.hidden = all.length === 0;
      render(all.map(({ userId, name }) => html`<li key=${userId}><span>${name}</span>
        ${button(w.admit, name, false, node => decide(userId, true, node))}
        ${button(w.refuse, name, true, node => decide(userId, false, node))}</li>`), waiting);
    },
  };
}
