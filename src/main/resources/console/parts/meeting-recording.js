// Recording and everybody's consent: what is asked, what is shown, and the file in the end.
import { element, get, question, say } from './dom.js';
import { Recorder } from './meeting-recorder.js';
import { words } from '../words.js';

const w = words.call;

/**
 * `tracks()` answers [{userId, name, track, video, sharing}] of all who are here; `ask(event, body)` the meeting's server.
 */
export function recording({ meetingId, userId, control, ask, tracks, nameOf }) {
  const node = element('p', { class: 'recording', role: 'status', hidden: true });
  let running = null; // {recordingId, startedBy, consents}
  let recorder = null;
  let asking = null; // ends the question that is open

  const called = id => id === userId ? 'you' : nameOf(id);

  function show() {
    node.hidden = running === null && node.childElementCount === 0;
    control.press(running !== null);
    control.label(running ? w.stopRecording : w.record);
    if (running) {
      const said = new Map(running.consents.map(each => [each.userId, each.given]));
      const list = given => tracks().map(each => each.userId).filter(id => (said.get(id) ?? null) === given)
        .map(called);
      const [agreed, asked] = [list(true), list(null)];
      node.classList.toggle('asking', asked.length > 0);
      node.textContent = [asked.length > 0 ? w.asksConsent : w.recording, agreed.length > 0 && w.agreed(agreed),
        asked.length > 0 && w.asked(asked)].filter(Boolean).join(' · ');
      recorder?.take(tracks().filter(each => said.get(each.userId) === true));
    }
  }

  async function consent(id) {
    asking = new AbortController();
    const { signal } = asking;
    const given = await question(w.recordAsk, w.recordBody(nameOf(running.startedBy)), [['yes', w.agree], ['', w.disagree]], signal) === 'yes';
    if (running?.recordingId === id && !signal.aborted) {
      await ask('recording-consent', { given }).catch(error => say(error.message, 'bad'));
    }
  }

  function changed(message) {
    const isNew = running?.recordingId !== message.recordingId;
    running = message;
    if (isNew && message.startedBy === userId && Recorder.isPossible()) {
      recorder = new Recorder(message.recordingId);
    }
    show();
    if (isNew && message.consents.every(each => each.userId !== userId)) {
      consent(message.recordingId);
    }
  }

  /** Says that what was recorded here is kept, or has a link to save it; null when nothing was. */
  async function file() {
    const done = recorder && await recorder.stop();
    recorder = null;
    if (!done || done.all.size === 0) {
      return null;
    }
    return done.isKept ? element('span', { class: 'kept' }, w.recordingKept)
      : element('span', {}, `${w.recordingNotKept} `, element('a', { class: 'btn', href: URL.createObjectURL(done.all),
        download: `meeting-${meetingId}.${{ 'audio/mp4': 'm4a', 'video/mp4': 'mp4' }[done.all.type.split(';')[0]] ?? 'webm'}` }, w.saveRecording));
  }

  return {
    node, changed,
    update: show,
    toggle: () => ask(running ? 'stop-recording' : 'start-recording'),
    async stopped(message) {
      asking?.abort();
      running = null;
      show();
      const against = message.consents.find(each => !each.given);
      say(against ? w.notAgreed(called(against.userId)) : w.recordingStopped);
      const link = await file();
      if (link) {
        node.replaceChildren(link);
        node.hidden = false;
      }
    },
    /** After coming in: what runs was begun before. One that this person began ended with the page that made it. */
    async look(isRunning) {
      if (isRunning && !running) {
        const { recordings } = await get(`/api/meetings/${meetingId}/recordings`);
        const now = recordings.find(each => !each.stoppedAt);
        if (now && now.startedBy === userId) {
          await ask('stop-recording').catch(error => say(error.message, 'bad'));
          say(w.recordingBroke);
        } else if (now) {
          changed({ recordingId: now.id, startedBy: now.startedBy, consents: now.consents });
        }
      } else if (!isRunning && running) {
        asking?.abort();
        running = null;
        show();
      }
    },
    finish() {
      asking?.abort(); // nobody waits for the answer any more
      running = null;
      return file();
    },
  };
}
