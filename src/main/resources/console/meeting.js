// Shows a meeting before, during and after it when its id stands behind the #; else shows my meetings.
import { doing, element, get, number, start, time } from '/console/console.js';
import { list } from '/console/meeting-list.js';
import { Media } from '/console/meeting-media.js';
import { room } from '/console/meeting-room.js';
import { devicesForm } from '/console/meeting-view.js';

const meetingId = new URLSearchParams(location.hash.slice(1)).get('id');
addEventListener('hashchange', () => /^#(id=|$)/.test(location.hash) && location.reload());

start(meetingId ? 'A meeting' : 'Meetings', (main, user) => meetingId ? before(main, user) : list(main, user));

/** Looks and sounds are tried first; nobody sees or hears them yet. */
async function before(main, user) {
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
      await after(main, 'The meeting is over.', true, null);
      return;
    }
  }
  const media = new Media();
  const video = element('video', { autoplay: true, playsinline: true, class: 'mirrored', 'aria-label': 'Your camera' });
  video.muted = true;
  const refused = element('p', { class: 'bad', role: 'alert' });
  const toggle = (kind, name) => {
    const button = element('button', { class: 'quiet', type: 'button', id: `before-${kind}` });
    const show = () => { button.textContent = `${name} ${media.on[kind] ? 'on' : 'off'}`; };
    button.addEventListener('click', () => doing(button, () => media.toggle(kind)));
    media.addEventListener('change', show);
    show();
    return button;
  };
  const devices = element('div');
  const join = element('button', { type: 'button', id: 'join' }, 'Join');
  const preview = element('div', { class: 'before' },
    element('p', { class: 'soft' }, known ? [time(known.startsAt), ' to ', time(known.endsAt)]
      : 'If you are not of this meeting, its host is asked to let you in.'),
    element('div', { class: 'looks' }, video), refused,
    element('div', { class: 'row' }, toggle('audio', 'Microphone'), toggle('video', 'Camera'), join), devices);
  media.addEventListener('change', () => {
    video.srcObject = media.tracks.video && new MediaStream([media.tracks.video]);
  });
  join.addEventListener('click', () => {
    preview.remove();
    document.body.classList.add('in-meeting');
    room(main, { user, meetingId, media, left: (words, over, file) => {
      document.body.classList.remove('in-meeting');
      main.querySelector('.room').remove();
      main.dataset.state = 'over';
      after(main, words, over, file);
    } });
  });
  main.append(preview);
  media.begin().then(async problems => {
    refused.textContent = problems.join(' ');
    devices.replaceChildren(await devicesForm(media, (kind, id) => media.choose(kind, id)));
  });
}

async function after(main, words, over, file) {
  main.append(element('p', { id: 'over' }, words), element('p', { class: 'row' }, file,
    !over && element('button', { type: 'button', on: { click: () => location.reload() } }, 'Join again'),
    element('a', { href: '/console/meeting' }, 'My meetings')));
  const attendance = await get(`/api/meetings/${encodeURIComponent(meetingId)}/attendance`).catch(() => null);
  if (attendance?.attendees.length) {
    main.append(element('h2', {}, 'Who was there'), element('ul', { class: 'attendance' },
      ...attendance.attendees.map(({ name, seconds, reconnects }) => element('li', {}, element('strong', {}, name),
        ` ${Math.floor(seconds / 60)} min ${seconds % 60} s`,
        reconnects > 0 && `, ${number(reconnects)} times reconnected`))));
  }
}
