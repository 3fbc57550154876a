// Beside the pictures: the chat, who is there, and who waits to be let in. Whatever people wrote is text, never markup.
import { html, render } from '../ui.js';
import { element, time } from './dom.js';

const LONGEST = 4000;

/** `send(text)` answers a promise; the text stays in the field when it fails. */
export function chat(send) {
  const list = element('ol');
  const log = element('div', { class: 'messages', role: 'log', 'aria-label': 'Messages', tabindex: '0' }, list);
  const input = element('input', { class: 'in', id: 'message', maxlength: LONGEST, autocomplete: 'off', placeholder: 'Write to all',
    'aria-label': 'Message to all' });
  const form = element('form', {}, input, element('button', { class: 'btn pri' }, 'Send'));
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
    node: element('section', { class: 'chat', 'aria-label': 'Chat' }, log, form), input,
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
  const lobby = element('section', { class: 'lobby', 'aria-label': 'Waiting room', hidden: true },
    element('h2', {}, 'Waiting room'), waiting);
  const button = (words, about, quiet, work) => html`<button type="button" class=${quiet ? 'btn quiet s' : 'btn s'}
    aria-label=${`${words} ${about}`} onClick=${event => work(event.currentTarget)}>${words}</button>`;
  return {
    lobby,
    node: element('section', { class: 'people', 'aria-label': 'People' }, element('h2', {}, 'In the meeting'), present),
    /** [{userId, name, roles: [words]}]; `mayName`: whether a deputy may be named; `mayRemove(userId)`. */
    show(everybody, mayName, deputyId, mayRemove) {
      render(everybody.map(({ userId, name, roles }) => html`<li key=${userId}>
        <span>${name}${roles.length > 0 && html`<small class="muted"> ${roles.join(', ')}</small>`}</span>
        ${mayName && !roles.includes('mentor') && (userId === deputyId
          ? button('Remove co-host', name, true, node => deputise(null, node))
          : button('Make co-host', name, true, node => deputise(userId, node)))}
        ${mayRemove(userId) && button('Remove', name, true, node => remove(userId, name, node))}</li>`), present);
    },
    /** [{userId, name}] in the order in which they asked. */
    wait(all) {
      lobby.hidden = all.length === 0;
      render(all.map(({ userId, name }) => html`<li key=${userId}><span>${name}</span>
        ${button('Admit', name, false, node => decide(userId, true, node))}
        ${button('Refuse', name, true, node => decide(userId, false, node))}</li>`), waiting);
    },
  };
}
