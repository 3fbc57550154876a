// Draws a meeting: icons, buttons of the bar, a person's tile, dialogs.
import { doing, element, time } from './dom.js';
import { words } from '../words.js';

const w = words.call;

const SVG = 'http://www.w3.org/2000/svg';
const ICONS = {
  audio: 'M12 3a3 3 0 0 0-3 3v6a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3zM5 11a7 7 0 0 0 14 0M12 18v3',
  video: 'M3 7h11v10H3zM14 11l7-4v10l-7-4',
  screen: 'M3 4h18v12H3zM8 20h8M12 16v4M12 13V8M9.5 10 12 7.5l2.5 2.5',
  hand: 'M8 12V6.5a1.5 1.5 0 0 1 3 0V11 4.5a1.5 1.5 0 0 1 3 0V11 6a1.5 1.5 0 0 1 3 0v6-3a1.5 1.5 0 0 1 3 0v5.5'
    + 'a6.5 6.5 0 0 1-6.5 6.5H13c-2 0-3.6-1-4.6-2.6L5.3 14.5A1.5 1.5 0 0 1 8 12.8z',
  chat: 'M4 5h16v11H9l-5 4z',
  people: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 20a6 6 0 0 1 12 0'
    + 'M16 4.2a3.5 3.5 0 0 1 0 6.6M17.5 14.5A6 6 0 0 1 21 20',
  record: 'M12 5a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z',
  devices: 'M4 7h9M19 7h1M4 17h1M11 17h9M16 4.5v5M8 14.5v5',
  leave: 'M3 14c5-5 13-5 18 0l-2.5 2.5-4-1.5v-2.8a12 12 0 0 0-5 0V15l-4 1.5z',
  end: 'M6 6l12 12M18 6 6 18',
};

function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}

/** A button of the bar; `keys` is the letter that works with Alt. `label(words)` and `press(on)` change it. */
export function control(name, words, keys, click) {
  const text = element('span', {}, words);
  const node = element('button', { class: 'control', type: 'button', id: `do-${name}`,
    title: keys && `Alt+${keys}`, 'aria-keyshortcuts': keys && `Alt+${keys}` }, icon(name), text);
  node.addEventListener('click', () => click(node));
  return {
    node, keys,
    label: words => { text.textContent = words; },
    press: on => node.setAttribute('aria-pressed', String(on)),
  };
}

const initials = name => name.split(/\s+/).map(word => [...word][0]).join('').slice(0, 2).toUpperCase() || '?';
const LEVELS = { none: w.quality_none, good: w.quality_good, fair: w.quality_fair, poor: w.quality_poor };

/** One person's picture. `show` is given the whole state each time; `quality` is missing for oneself. */
export function tile(userId, mine) {
  const video = element('video', { autoplay: true, playsinline: true });
  video.muted = mine;
  const avatar = element('div', { class: 'avatar', 'aria-hidden': 'true' });
  const name = element('span', { class: 'name' });
  const hand = element('span', { class: 'mark hand', title: w.handRaisedMark }, icon('hand'),
    element('span', { class: 'vh' }, w.hasRaisedHand));
  const silent = element('span', { class: 'mark silent', title: w.microphoneOff }, icon('audio'),
    element('span', { class: 'vh' }, w.microphoneOffShort));
  const level = element('span', { class: 'level' }, element('i'), element('i'), element('i'),
    element('span', { class: 'vh' }));
  const node = element('li', { class: mine ? 'tile mine' : 'tile', 'data-user': userId }, video, avatar,
    element('div', { class: 'caption' }, name, hand, silent, level));
  level.hidden = mine;

  return {
    node, video,
    show({ called, stream, state, quality }) {
      name.textContent = mine ? `${called} (you)` : called;
      avatar.textContent = initials(called);
      if (video.srcObject !== stream) {
        video.srcObject = stream;
      }
      const seen = state.video || state.screen;
      node.classList.toggle('dark', !seen);
      node.classList.toggle('sharing', state.screen && !mine);
      video.classList.toggle('mirrored', mine && !state.screen);
      silent.hidden = state.audio;
      hand.hidden = !state.hand;
      if (quality) {
        level.dataset.level = quality.level;
        level.title = quality.rttMs === null ? LEVELS[quality.level]
          : w.qualityOf(LEVELS[quality.level], quality.rttMs, quality.lossPercent);
        level.lastChild.textContent = LEVELS[quality.level];
        Object.assign(node.dataset, { level: quality.level, bytesReceived: quality.bytesReceived,
          rtt: quality.rttMs ?? '', loss: quality.lossPercent });
      }
    },
  };
}

/** A field for each of camera, microphone and, where the browser can, the speaker; `choose(kind, id)` may fail. */
export async function devicesForm(media, choose) {
  const names = { video: w.camera, audio: w.microphone, speaker: w.speaker };
  const all = await media.devices();
  const kinds = 'setSinkId' in HTMLMediaElement.prototype ? ['video', 'audio', 'speaker'] : ['video', 'audio'];
  return element('div', { class: 'devices' }, ...kinds.map(kind => {
    const options = all.filter(each => each.kind === kind);
    const select = element('select', { class: 'in', id: `choose-${kind}`, disabled: options.length === 0 },
      options.length === 0 && element('option', {}, w.noDevice(names[kind].toLowerCase())),
      ...options.map(each => element('option', { value: each.id }, each.name)));
    const current = media.tracks[kind]?.getSettings().deviceId ?? media.chosen[kind];
    if (options.some(each => each.id === current)) {
      select.value = current;
    }
    select.addEventListener('change', () => doing(select, () => choose(kind, select.value)));
    return element('label', { class: 'field' }, names[kind], select);
  }));
}

export async function devicesDialog(media, choose) {
  const dialog = element('dialog', { class: 'modal', 'aria-labelledby': 'devices' }, element('h2', { id: 'devices' }, w.devices),
    await devicesForm(media, choose), element('form', { method: 'dialog', class: 'acts' }, element('button', { class: 'btn pri' }, w.done)));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** Instants in the server's words, as this person's clock shows them. */
export function localised(words) {
  return words.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, instant => time(instant).textContent);
}
