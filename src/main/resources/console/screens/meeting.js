// Shows a meeting before, during and after it when its id stands behind the #; else my meetings.
import { instant, post, script, style } from '../core.js';
import { leaveByLoading } from '../nav.js';
import { Feedback } from '../parts/feedback.js';
import { Meetings } from '../parts/meeting-list.js';
import { doing, element, get, time } from '../parts/dom.js';
import { Load, html, useData, useEffect, useRef } from '../ui.js';
import { words } from '../words.js';

const w = words.meeting;

export default function Meeting({ at, user }) {
  const id = at.hash.get('id') || at.query.get('id');
  const feedback = at.query.get('feedback');
  return feedback ? html`<${Feedback} id=${feedback} />` : id ? html`<${Call} id=${id} user=${user} />` : html`<${Meetings} user=${user} />`;
}

/** The call draws itself; leaving it is leaving the page. */
function Call({ id, user }) {
  const node = useRef();
  const ready = useData(async () => {
    leaveByLoading();
    const [, , { room }, { Media }, { devicesForm }] = await Promise.all([script('./vendor/socket.io.js'), style('./parts/meeting.css'),
      import('../parts/meeting-room.js'), import('../parts/meeting-media.js'), import('../parts/meeting-view.js')]);
    return { room, Media, devicesForm };
  });
  useEffect(() => { ready.data && before(node.current, user, id, ready.data).catch(problem => {
    node.current.append(element('p', { class: 'note bad', role: 'alert' }, problem.message));
  }); }, [ready.data]);
  return html`<div class="call" ref=${node}><h1 tabindex="-1">${w.title}</h1></div><${Load} of=${ready}>${() => ''}<//>`;
}

/** Tells ten times a second how loud the microphone is, from 0 to 1; answers how to stop. */
function listenTo(media, tell) {
  let context;
  let track;
  let analyser;
  const timer = setInterval(() => {
    const now = media.on.audio ? media.tracks.audio : null;
    if (now !== track) {
      track = now;
      context?.close();
      context = track && new AudioContext();
      analyser = context?.createAnalyser();
      context?.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    }
    if (!analyser) {
      tell(0);
      return;
    }
    const samples = new Float32Array(analyser.fftSize);
    analyser.getFloatTimeDomainData(samples);
    tell(Math.min(1, 4 * Math.sqrt(samples.reduce((sum, each) => sum + each * each, 0) / samples.length)));
  }, 100);
  return () => {
    clearInterval(timer);
    context?.close();
  };
}

/** Plays a short tone. */
async function chime() {
  const context = new AudioContext();
  const tone = context.createOscillator();
  const volume = context.createGain();
  volume.gain.setValueAtTime(0.2, context.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, context.currentTime + 0.8);
  tone.connect(volume).connect(context.destination);
  tone.start();
  tone.stop(context.currentTime + 0.8);
  await new Promise(resolve => { tone.onended = resolve; });
  await context.close();
}

/** Looks and sounds are tried first; nobody sees or hears them yet. */
async function before(main, user, meetingId, { room, Media, devicesForm }) {
  const known = await get(`/api/meetings/${encodeURIComponent(meetingId)}`).catch(problem => {
    if (problem.status !== 404) {
      throw problem;
    }
    return null; // one who must ask in the lobby
  });
  if (known) {
    main.querySelector('h1').textContent = known.title;
    document.title = known.title;
    if (known.state === 'ended') {
      await after(main, meetingId, w.over, true, null);
      return;
    }
  }
  const media = new Media();
  const video = element('video', { autoplay: true, playsinline: true, class: 'mirrored', 'aria-label': w.yourCamera });
  video.muted = true;
  const refused = element('p', { class: 'bad', role: 'alert' });
  const toggle = (kind, name) => {
    const button = element('button', { class: 'btn', type: 'button', id: `before-${kind}` });
    const show = () => {
      button.textContent = name(media.on[kind]);
      button.setAttribute('aria-pressed', String(media.on[kind]));
    };
    button.addEventListener('click', () => doing(button, () => media.toggle(kind)));
    media.addEventListener('change', show);
    show();
    return button;
  };
  const devices = element('div');
  const level = element('meter', { class: 'mic', min: '0', max: '1', 'aria-label': w.micLevel });
  const speaker = element('button', { class: 'btn', type: 'button' }, w.testSpeaker);
  speaker.addEventListener('click', () => doing(speaker, () => chime()));
  const quiet = listenTo(media, heard => { level.value = heard; });
  const join = element('button', { class: 'btn pri big', type: 'button', id: 'join' }, w.join);
  const preview = element('div', { class: 'before' },
    element('p', { class: 'muted' }, known ? [time(known.startsAt), ` ${w.to} `, time(known.endsAt)] : w.stranger),
    element('div', { class: 'looks' }, video), refused,
    element('div', { class: 'row wrap' }, toggle('audio', w.microphone), toggle('video', w.camera), speaker, join), element('p', { class: 'small muted', 'aria-hidden': 'true' }, w.micLevel), level, devices);
  media.addEventListener('change', () => {
    video.srcObject = media.tracks.video && new MediaStream([media.tracks.video]);
  });
  join.addEventListener('click', () => {
    quiet();
    preview.remove();
    document.body.classList.add('in-meeting');
    room(main, { user, meetingId, media, left: (text, over, file) => {
      document.body.classList.remove('in-meeting');
      main.querySelector('.room').remove();
      main.dataset.state = 'over';
      after(main, meetingId, text, over, file);
    } });
  });
  main.append(preview);
  media.begin().then(async problems => {
    refused.textContent = problems.join(' ');
    devices.replaceChildren(await devicesForm(media, (kind, id) => media.choose(kind, id)));
  });
}

const LOGGED = 500;
const SOON_MS = 600_000;

/** The log of the meeting: what happened, in order; read when somebody wants it. */
function log(meetingId, names) {
  const list = element('ol', { class: 'log' });
  const line = ({ at, userId, what, detail }) => element('li', {}, time(at), ' ', element('strong', {}, names.get(userId) ?? (userId ? ['asked', 'joined'].includes(what) && detail || w.somebody : '')),
    ` ${w.logged(what, names.get(detail) ?? detail, userId)}`);
  const details = element('details', {}, element('summary', {}, w.log), list);
  details.addEventListener('toggle', async () => {
    if (details.open && list.childElementCount === 0) {
      const entries = await get(`/api/meetings/${encodeURIComponent(meetingId)}/log?limit=${LOGGED}`).then(({ items }) => items.map(line),
        problem => [element('li', { class: 'bad' }, problem.message)]);
      list.replaceChildren(...entries);
    }
  });
  return details;
}

/** Lists the recordings; the address of one is asked for when somebody wants to watch, since it is good for minutes. */
async function recorded(meetingId) {
  const { recordings } = await get(`/api/meetings/${encodeURIComponent(meetingId)}/recordings`).catch(() => ({ recordings: [] }));
  const kept = recordings.filter(each => each.fileId || each.stoppedAt && Date.now() - Date.parse(each.stoppedAt) < SOON_MS);
  const line = recording => {
    const item = element('li', { class: 'row wrap' }, time(recording.startedAt));
    const play = element('button', { class: 'btn s', type: 'button', 'aria-label': w.watchIt(instant(recording.startedAt)) }, w.watch);
    play.addEventListener('click', () => doing(play, async () => {
      const { url } = await post(`/api/recordings/${recording.id}/play`);
      const player = element('video', { class: 'recorded', controls: true, playsinline: true, autoplay: true, src: url, 'aria-label': w.watchIt(instant(recording.startedAt)) });
      const isHere = new URL(url, location.href).origin === location.origin; // the page plays nothing from elsewhere
      isHere ? play.replaceWith(player) : location.assign(url);
    }));
    item.append(recording.fileId ? play : element('span', { class: 'muted' }, w.putTogether));
    return item;
  };
  return kept.length > 0 ? [element('h2', {}, w.recordings), element('ul', { class: 'recordings' }, ...kept.map(line))] : [];
}

async function after(main, meetingId, text, over, file) {
  main.append(element('p', { id: 'over', class: 'large' }, text), element('p', { class: 'row wrap' }, file,
    !over && element('button', { class: 'btn pri', type: 'button', on: { click: () => location.reload() } }, w.joinAgain),
    element('a', { class: 'btn', href: '/console/meeting' }, w.mine)));
  const attendance = await get(`/api/meetings/${encodeURIComponent(meetingId)}/attendance`).catch(() => null);
  const names = new Map((attendance?.attendees || []).map(({ userId, name }) => [userId, name]));
  if (attendance?.attendees.length) {
    main.append(element('h2', {}, w.attendance), element('ul', { class: 'attendance' },
      ...attendance.attendees.map(({ name, seconds, reconnects }) => element('li', {}, element('strong', {}, name), w.was(seconds, reconnects)))));
  }
  main.append(...await recorded(meetingId));
  attendance && main.append(log(meetingId, names));
}
