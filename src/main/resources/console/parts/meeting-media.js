// One's own camera, microphone and screen: what the browser is asked for, and what is said when it refuses.
import { words } from '../words.js';

const w = words.call;

const NAMES = w.kinds;
const WISHES = {
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  video: { width: { ideal: 960 }, height: { ideal: 540 }, frameRate: { ideal: 24, max: 30 }, facingMode: 'user' },
};

/** Says why a device cannot be had, for a person. */
function reason(kind, error) {
  const name = NAMES[kind];
  switch (error.name) {
    case 'NotAllowedError':
      return w.notAllowed(name);
    case 'NotFoundError':
    case 'OverconstrainedError':
      return w.notFound(name);
    case 'NotReadableError':
    case 'AbortError':
      return w.notReadable(name);
    default:
      return w.notStarted(name, error.message);
  }
}

export class Media extends EventTarget {
  /** Media that others may get; null while there is none. A microphone that is off is there, but silent. */
  tracks = { audio: null, video: null };
  on = { audio: false, video: false };
  chosen = { audio: '', video: '', speaker: '' };
  screen = null;

  /** Both at once, so that the browser asks once; answers the words for what could not be had. */
  async begin() {
    if (!navigator.mediaDevices?.getUserMedia) {
      return [w.needHttpsStill];
    }
    try {
      const stream = await navigator.mediaDevices.getUserMedia(WISHES);
      stream.getTracks().forEach(track => this.#take(track.kind, track));
      return [];
    } catch {
      const refused = await Promise.all(['audio', 'video']
        .map(kind => this.open(kind).then(() => null, problem => problem.message)));
      return refused.filter(Boolean);
    }
  }

  /** Fails with words for a person. */
  async open(kind) {
    if (!navigator.mediaDevices?.getUserMedia) {
      throw new Error(w.needHttps);
    }
    const device = this.chosen[kind] ? { deviceId: { exact: this.chosen[kind] } } : {};
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ [kind]: { ...WISHES[kind], ...device } });
      this.#take(kind, stream.getTracks()[0]);
    } catch (error) {
      throw new Error(reason(kind, error));
    }
  }

  #take(kind, track) {
    this.tracks[kind]?.stop();
    this.tracks[kind] = track;
    this.on[kind] = true;
    track.addEventListener('ended', () => this.tracks[kind] === track && this.#lose(kind));
    this.#changed(kind);
  }

  #lose(kind) {
    this.tracks[kind] = null;
    this.on[kind] = false;
    this.#changed(kind);
    this.dispatchEvent(new CustomEvent('lost', { detail: w.hasStopped(NAMES[kind]) }));
  }

  /** A camera that is off is let go of, so that its light goes out. Fails with words for a person. */
  async toggle(kind) {
    if (this.on[kind] && kind === 'video') {
      this.tracks.video.stop();
      this.tracks.video = null;
      this.on.video = false;
    } else if (this.tracks[kind]) {
      this.on[kind] = !this.on[kind];
      this.tracks[kind].enabled = this.on[kind];
    } else {
      await this.open(kind);
      return;
    }
    this.#changed(kind);
  }

  async choose(kind, device) {
    this.chosen[kind] = device;
    if (kind !== 'speaker' && this.on[kind]) {
      await this.open(kind);
    }
  }

  /** [{kind: audio|video|speaker, id, name}], with names once the browser allows them. */
  async devices() {
    const kinds = { audioinput: 'audio', videoinput: 'video', audiooutput: 'speaker' };
    const all = await navigator.mediaDevices?.enumerateDevices?.() ?? [];
    return all.filter(each => each.deviceId).map((each, index) =>
      ({ kind: kinds[each.kind], id: each.deviceId, name: each.label || w.device(index + 1) }));
  }

  /** Begins or ends sharing the screen. Nothing happens when the person thinks better of it. */
  async toggleScreen() {
    if (this.screen) {
      this.screen.stop();
      this.#endScreen();
      return;
    }
    if (!navigator.mediaDevices?.getDisplayMedia) {
      throw new Error(w.noScreen);
    }
    let stream;
    try {
      stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { max: 15 } } });
    } catch (error) {
      if (error.name === 'NotAllowedError') {
        return;
      }
      throw new Error(w.screenFailed(error.message));
    }
    this.screen = stream.getVideoTracks()[0];
    this.screen.contentHint = 'detail';
    const shared = this.screen;
    shared.addEventListener('ended', () => this.screen === shared && this.#endScreen());
    this.#changed('video');
  }

  #endScreen() {
    this.screen = null;
    this.#changed('video');
  }

  /** Media that the others shall see or hear now. */
  outgoing(kind) {
    return kind === 'video' && this.screen ? this.screen : this.tracks[kind];
  }

  get state() {
    return { audio: this.on.audio, video: this.on.video, screen: this.screen !== null };
  }

  stop() {
    [this.tracks.audio, this.tracks.video, this.screen].forEach(track => track?.stop());
    this.tracks = { audio: null, video: null };
    this.on = { audio: false, video: false };
    this.screen = null;
  }

  #changed(kind) {
    this.dispatchEvent(new CustomEvent('change', { detail: kind }));
  }
}
