// A meeting that one is in: the bar, the panel, the clock, coming and going, and what the server tells.
import { api, doing, element, get, question, say } from './dom.js';
import { Others } from './meeting-others.js';
import { chat, people as peoplePanel } from './meeting-panel.js';
import { recording } from './meeting-recording.js';
import { Signal } from './meeting-signal.js';
import { control, devicesDialog, localised, tile } from './meeting-view.js';
import { words } from '../words.js';

const w = words.call;

const WATCH_MS = 2_000;
const AGAIN_MS = 2_000;
const TELL_EVERY = 5;
const PANEL_FROM_PX = 900;
const ON_MY_STATE = { audio: 'audio-toggle', video: 'video-toggle' };

/** `left` is called once, with words for the person, whether it is over for all, and a link to a recording or null. */
export function room(main, { user, meetingId, media, left }) {
  const waiting = new Map(); // in the lobby, by user id
  const own = new MediaStream();
  let meeting = null;
  let joined = false;
  let hand = false;
  let started = false;
  let finished = false;
  let clockOffset = 0;
  let watched = 0;
  let how = 'join-room';
  let missed = null; // people present, as told while this person was still joining

  const myState = () => ({ ...media.state, hand });
  const tell = (event, body) => joined && signal.ask(event, body).catch(() => {}); // if lost, it is told again

  // --- what is seen ------------------------------------------------------------------------------------------------

  const status = element('p', { class: 'status', role: 'status' }, w.connecting);
  const clock = element('p', { class: 'clock', role: 'timer' });
  const mine = tile(user.id, true);
  const tiles = element('ul', { class: 'people-tiles', 'aria-label': w.people }, mine.node);
  const others = new Others(user.id, tiles, { media, myState, send: tell, changed: showPeople });
  const messages = chat(text => signal.ask('chat-message', { message: text }).catch(error => {
    say(error.message, 'bad');
    throw error;
  }));
  const panel = peoplePanel({
    decide: (userId, admit, node) => doing(node, async () => {
      await signal.ask('admit-user', { userId, admit });
      waiting.delete(userId);
      panel.wait([...waiting.values()]);
    }),
    remove: (userId, name, node) => doing(node, async () => {
      if (await question(w.removeAsk(name), w.removeBody,
        [['remove', w.remove], ['', w.letStay]])) {
        await api('PUT', `/api/meetings/${meetingId}/lobby/${userId}`, { admit: false });
      }
    }),
    deputise: (userId, node) => doing(node, () => api('PUT', `/api/meetings/${meetingId}/deputy`, { userId })),
  });
  const aside = element('aside', { id: 'panel', hidden: innerWidth < PANEL_FROM_PX }, panel.node, messages.node);
  const act = work => async node => {
    await doing(node, work);
    if (document.activeElement === document.body) {
      node.focus(); // which a button loses while it is disabled
    }
  };
  const controls = {
    audio: control('audio', w.mute, 'M', act(() => media.toggle('audio'))),
    video: control('video', w.stopVideo, 'V', act(() => media.toggle('video'))),
    screen: control('screen', w.shareScreen, 'S', act(() => media.toggleScreen())),
    hand: control('hand', w.raiseHand, 'H', act(raise)),
    chat: control('chat', w.chat, 'C', () => showPanel(aside.hidden)),
    record: control('record', w.record, null, act(() => recorder.toggle())),
    devices: control('devices', w.devices, null, () => devicesDialog(media, choose)),
    end: control('end', w.endForAll, null, act(endForAll)),
    leave: control('leave', w.leave, 'L', act(() => finish(w.left, false))),
  };
  const recorder = recording({ meetingId, userId: user.id, control: controls.record,
    ask: (...all) => signal.ask(...all), nameOf: id => others.nameOf(id),
    tracks: () => [{ userId: user.id, name: user.fullName, track: media.tracks.audio, video: media.outgoing('video'), sharing: media.screen !== null },
      ...others.all().map(({ userId, name, peer, state }) => ({ userId, name, track: peer?.remote.getAudioTracks()[0] ?? null,
        video: state.video || state.screen ? peer?.remote.getVideoTracks()[0] ?? null : null, sharing: state.screen === true }))] });
  main.append(element('div', { class: 'room' },
    element('div', { class: 'room-top' }, clock, recorder.node, status),
    element('section', { class: 'waits', 'aria-label': w.waitTitle }, element('h2', {}, w.waitTitle), element('p', { class: 'muted' }, w.waitBody)),
    panel.lobby, element('div', { class: 'stage' }, tiles, aside),
    element('div', { class: 'controls', role: 'group', 'aria-label': w.controls },
      ...Object.values(controls).map(each => each.node))));
  controls.record.node.hidden = controls.end.node.hidden = true;
  controls.screen.node.hidden = !navigator.mediaDevices?.getDisplayMedia; // phones cannot
  controls.chat.press(!aside.hidden);

  function showPanel(show) {
    aside.hidden = !show;
    controls.chat.press(show);
    controls.chat.label(w.chat);
    if (show) {
      messages.input.focus();
    }
  }

  function showMine() {
    const track = media.outgoing('video');
    if (own.getVideoTracks()[0] !== (track ?? undefined)) {
      own.getVideoTracks().forEach(old => own.removeTrack(old));
      if (track) {
        own.addTrack(track);
      }
    }
    mine.show({ called: user.fullName, stream: own, state: myState() });
    const shown = { audio: [media.on.audio, w.mute, w.unmute], video: [media.on.video, w.stopVideo, w.startVideo],
      screen: [media.screen !== null, w.stopSharing, w.shareScreen], hand: [hand, w.lowerHand, w.raiseHand] };
    Object.entries(shown).forEach(([name, [on, whenOn, whenOff]]) => {
      controls[name].press(on);
      controls[name].label(on ? whenOn : whenOff);
    });
  }

  function showPeople() {
    others.all().forEach(({ userId }) => waiting.delete(userId));
    panel.wait([...waiting.values()]);
    const roles = (id, raised) => [id === meeting?.mentorId && w.mentor, id === meeting?.deputyId && w.coHost,
      raised && w.handRaised].filter(Boolean);
    panel.show([{ userId: user.id, name: w.you(user.fullName), roles: roles(user.id, hand) },
      ...others.all().map(({ userId, name, state }) => ({ userId, name, roles: roles(userId, state.hand) }))],
    user.id === meeting?.mentorId, meeting?.deputyId,
    id => id !== user.id && id !== meeting?.mentorId && (boss() || isDeputy() && id !== meeting?.studentId));
    tiles.dataset.count = String(others.all().length + 1);
    recorder.update();
  }

  const boss = () => user.id === meeting?.mentorId || user.role.endsWith('ADMIN');
  const isDeputy = () => meeting && user.id === meeting.deputyId;

  function showChair(chair) {
    controls.record.node.hidden = controls.end.node.hidden = !chair;
  }

  // --- media -------------------------------------------------------------------------------------------------------

  media.addEventListener('change', ({ detail: kind }) => {
    showMine();
    recorder.update();
    others.use(kind);
    tell(ON_MY_STATE[kind], { enabled: media.on[kind] });
    if (kind === 'video') {
      tell('screen-share', { sharing: media.screen !== null });
    }
  });
  media.addEventListener('lost', ({ detail }) => say(detail, 'bad'));

  async function raise() {
    await signal.ask('raise-hand', { raised: !hand });
    hand = !hand;
    showMine();
    showPeople();
  }

  async function choose(kind, id) {
    await media.choose(kind, id);
    others.useSpeaker();
  }

  // --- coming and going --------------------------------------------------------------------------------------------

  async function enter(recovered) {
    try {
      await come(await signal.ask(how, { userId: user.id, userName: user.fullName }), recovered && meeting !== null);
    } catch (problem) {
      if (problem.outcome === 'waiting') {
        main.dataset.state = 'waiting';
        clock.textContent = '';
        status.textContent = w.wait;
      } else if (problem.outcome === 'elsewhere') {
        const go = await question(w.already, w.alreadyBody,
          [['go', w.continueHere], ['', w.stayThere]]);
        how = 'takeover-connection';
        await (go ? enter(false) : finish(w.elsewhere, false));
      } else if (problem.isFinal) {
        await finish(localised(problem.message), false);
      } else { // if the node is gone, another one takes us in
        status.textContent = problem.message;
        setTimeout(() => signal.isThere && !finished && enter(recovered), AGAIN_MS);
      }
    }
  }

  async function come(answer, recovered) {
    missed = null;
    meeting = answer.room;
    clockOffset = Date.parse(answer.now) - Date.now();
    how = 'takeover-connection'; // when the connection before this one still has the seat, it is this person's too
    document.title = meeting.title;
    main.querySelector('h1').textContent = meeting.title;
    others.iceServers = (await get(`/api/meetings/${meetingId}/ice-servers`)).iceServers;
    if (!signal.isThere) {
      return; // lost meanwhile: it comes again
    }
    joined = true;
    if (!recovered) {
      const { messages: kept } = await signal.ask('get-chat-history');
      messages.replace(kept.reverse().map(each => ({ ...each, mine: each.userId === user.id })));
    }
    others.arrive(answer.users, !recovered);
    missed && others.arrive(missed, false);
    missed = null;
    showMine();
    showChair(answer.chair);
    if (answer.chair) {
      await lobby();
      if (!started) {
        started = true;
        tell('initialize-meeting');
      }
    }
    await recorder.look(meeting.recording);
    status.textContent = w.connected;
    main.dataset.state = 'in';
    main.dataset.joins = Number(main.dataset.joins ?? 0) + 1;
  }

  async function lobby() {
    waiting.clear();
    (await get(`/api/meetings/${meetingId}/lobby`)).waiting.forEach(each => waiting.set(each.userId, each));
    panel.wait([...waiting.values()]);
  }

  async function endForAll() {
    const early = Date.parse(meeting.startsAt) > Date.now() + clockOffset;
    if (await question(early ? w.endEarlyAsk : w.endAsk, early ? w.endEarlyBody : w.endBody,
      [['end', w.endForAll], ['', w.keepGoing]])) {
      await signal.ask('end-meeting', { early });
    }
  }

  async function finish(words, over) {
    if (finished) {
      return;
    }
    finished = true;
    timers.forEach(clearInterval);
    removeEventListener('keydown', shortcut);
    if (joined && !over) {
      await signal.ask('leave-room').catch(() => {}); // then it is lost, which is the same a little later
    }
    joined = false;
    signal.close();
    others.close();
    media.stop();
    left(words, over, await recorder.finish());
  }

  // --- what the server tells ---------------------------------------------------------------------------------------

  const heard = {
    'room-users-updated': ({ users }) => {
      missed = joined ? null : users;
      joined && others.arrive(users, false);
    },
    'meeting-started': ({ fromSocketId }) => fromSocketId !== signal.id && say(w.hostHere),
    'user-left': ({ userId, reason }) => reason === 'removed' && joined && others.expel(userId),
    'removed-from-room': ({ reason, message }) => {
      joined = false;
      finish(message, reason === 'over');
    },
    'meeting-ended': ({ message, reason }) => {
      joined = false;
      finish(message, reason !== 'early');
    },
    'connection-taken-over': () => {
      joined = false;
      finish(w.continued, false);
    },
    'chat-message': ({ fromSocketId, userName, sentAt, message, text }) => {
      messages.add({ name: userName, text: message ?? text, sentAt, mine: fromSocketId === signal.id });
      if (aside.hidden) {
        controls.chat.label(w.chatNew);
      }
    },
    'lobby-request': ({ userId, userName }) => {
      waiting.set(userId, { userId, name: userName });
      panel.wait([...waiting.values()]);
      say(w.wantsToJoin(userName));
    },
    'lobby-decision': ({ admitted }) => admitted ? enter(false) : finish(w.notAdmitted, false),
    'deputy-changed': ({ userId }) => {
      meeting.deputyId = userId;
      showChair(boss() || user.id === userId);
      say(userId === user.id ? w.youCoHost : w.coHostChanged);
      showPeople();
    },
    'timer-warning': ({ minutesLeft, endsAt }) => {
      clockOffset = Date.parse(endsAt) - minutesLeft * 60_000 - Date.now();
      say(w.minutesLeft(minutesLeft), 'warn');
    },
    'recording-started': message => recorder.changed(message),
    'recording-stopped': message => recorder.stopped(message),
    'audio-toggle': ({ fromSocketId, enabled }) => others.change(fromSocketId, { audio: enabled === true }),
    'video-toggle': ({ fromSocketId, enabled }) => others.change(fromSocketId, { video: enabled === true }),
    'screen-share': ({ fromSocketId, sharing }) => others.change(fromSocketId, { screen: sharing === true }),
    'raise-hand': ({ fromSocketId, raised }) => others.change(fromSocketId, { hand: raised === true }),
  };
  ['offer', 'answer', 'ice-candidate'].forEach(event => { heard[event] = message => others.hear(message); });

  const signal = new Signal(meetingId, heard, {
    connected: recovered => {
      Object.assign(main.dataset, { signal: 'there', recovered: String(recovered), socket: signal.id });
      if (!finished) {
        enter(recovered);
      }
    },
    lost: () => {
      joined = false;
      main.dataset.signal = 'lost';
      status.textContent = w.lost;
    },
    refused: words => finish(words, false),
  });

  // --- time and keys -----------------------------------------------------------------------------------------------

  function tick() {
    if (meeting) {
      const seconds = Math.round((Date.parse(meeting.endsAt) - Date.now() - clockOffset) / 1000);
      const shown = `${Math.floor(Math.abs(seconds) / 60)}:${String(Math.abs(seconds) % 60).padStart(2, '0')}`;
      clock.textContent = seconds >= 0 ? w.clockLeft(shown) : w.clockOver(shown);
      clock.classList.toggle('warn', seconds < 300);
    }
  }

  async function watch() {
    const worst = await others.watch();
    watched += 1;
    if (worst && watched % TELL_EVERY === 0) {
      tell('connection-quality', { quality: worst.level, rttMs: worst.rttMs, lossPercent: worst.lossPercent });
    }
  }

  function shortcut(event) {
    const pressed = event.altKey && !event.ctrlKey && !event.metaKey
      && Object.values(controls).find(each => each.keys && event.code === `Key${each.keys}`);
    if (pressed && !pressed.node.disabled && !document.querySelector('dialog:modal')) {
      event.preventDefault();
      pressed.node.click();
    }
  }

  const timers = [setInterval(tick, 1000), setInterval(watch, WATCH_MS)];
  addEventListener('keydown', shortcut);
  showMine();
  showPeople();
}
