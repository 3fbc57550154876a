// Plays a recording: asciicast v2, with its sizes and marks.
import { element } from './dom.js';
import { resize, screen } from './terminal-screen.js';
import { words } from '../words.js';

const w = words.shell;

const LONGEST_PAUSE = 2;
const STEP_MS = 50;

/** Events with the time they are played at: pauses are no longer than two seconds. */
function events(lines) {
  let at = 0;
  let before = 0;
  return lines.map(line => JSON.parse(line)).map(([time, kind, data]) => {
    at += Math.min(time - before, LONGEST_PAUSE);
    before = time;
    return { at, kind, data };
  });
}

export function player(main, text) {
  const [head, ...lines] = text.trimEnd().split('\n');
  const header = JSON.parse(head);
  const all = events(lines);
  const length = all.length ? all[all.length - 1].at : 0;
  const node = element('div', { class: 'shared-terminal', role: 'group', 'aria-label': w.recordedTerminal });
  const button = element('button', { class: 'btn pri', type: 'button' }, w.start);
  const place = element('input',
    { type: 'range', min: 0, max: length, step: 0.1, value: 0, 'aria-label': w.position });
  const clock = element('span', { class: 'muted' });
  const speed = element('select', { class: 'in', 'aria-label': w.speed },
    ...[1, 2, 4, 8].map(times => element('option', { value: times }, `${times} ×`)));
  const marks = element('ol', { class: 'watchers' }, ...all.filter(event => event.kind === 'm').map(event =>
    element('li', {}, element('button', { class: 'btn quiet', type: 'button', on: { click: () => seek(event.at) } },
      w.mark(Math.round(event.at), event.data)))));
  main.append(node, element('div', { class: 'row player' }, button, place, clock, speed));
  if (marks.children.length) {
    main.append(element('h2', {}, w.marks), marks);
  }
  const terminal = screen(node, header.width, header.height);
  let next = 0;
  let now = 0;
  let timer = null;

  function show() {
    for (; next < all.length && all[next].at <= now; next++) {
      const { kind, data } = all[next];
      if (kind === 'o') {
        terminal.write(data);
      } else if (kind === 'r') {
        // in its place among what is written
        const [columns, rows] = data.split('x').map(Number);
        terminal.write('', () => resize(terminal, node, columns, rows));
      }
    }
    place.value = now;
    clock.textContent = w.played(Math.round(now), Math.round(length));
  }

  function seek(to) {
    if (to < now) {
      terminal.reset();
      resize(terminal, node, header.width, header.height);
      next = 0;
    }
    now = to;
    show();
  }

  function stop() {
    clearInterval(timer);
    timer = null;
    button.textContent = w.start;
  }

  button.addEventListener('click', () => {
    if (timer !== null) {
      stop();
      return;
    }
    if (now >= length) {
      seek(0);
    }
    button.textContent = w.pause;
    timer = setInterval(() => {
      now = Math.min(length, now + STEP_MS / 1000 * Number(speed.value));
      show();
      if (now >= length) {
        stop();
      }
    }, STEP_MS);
  });
  place.addEventListener('input', () => seek(Number(place.value)));
  show();
}
