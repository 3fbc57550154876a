// The recording: picture and sound of those who agreed, made by the browser of the one who began it; sound alone where the
// browser records no picture. It is sent piece by piece while it goes on: a tab that crashes loses the last seconds.
import { Problem, post } from '../core.js';
import { Picture } from './meeting-picture.js';

const PICTURE_TYPES = ['video/webm;codecs=vp8,opus', 'video/webm', 'video/mp4'];
const SOUND_TYPES = ['audio/webm;codecs=opus', 'audio/mp4'];
const PIECE_MS = 5_000;
const PIECE_BYTES = 100_000;
const SOUND_BITS_PER_SECOND = 32_000;
const PICTURE_BITS_PER_SECOND = 600_000; // an hour has about 290 MB: 6 hours fit into the largest file
const typeOf = types => types.find(type => MediaRecorder.isTypeSupported(type));
const TRIES = 60;
const PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;
const REST_MS = 20_000;
const pause = ms => new Promise(done => setTimeout(done, ms));

const base64 = async blob => {
  const reader = new FileReader();
  const read = new Promise(done => reader.addEventListener('load', done, { once: true }));
  reader.readAsDataURL(blob);
  await read;
  return reader.result.slice(reader.result.indexOf(',') + 1);
};

export class Recorder {
  #id;
  #context = new AudioContext();
  #mixed = this.#context.createMediaStreamDestination();
  #sources = new Map();
  #chunks = [];
  #picture = null;
  #recorder;
  #at = 0;
  #sent = Promise.resolve();
  #isKept = true;

  static isPossible() {
    return 'MediaRecorder' in window && 'AudioContext' in window;
  }

  constructor(id) {
    this.#id = id;
    const seen = Picture.isPossible() ? typeOf(PICTURE_TYPES) : undefined;
    if (seen) {
      this.#picture = new Picture();
    }
    this.#recorder = new MediaRecorder(new MediaStream([...this.#mixed.stream.getTracks(), ...this.#picture?.stream.getTracks() ?? []]),
      { mimeType: seen ?? typeOf(SOUND_TYPES), audioBitsPerSecond: SOUND_BITS_PER_SECOND, videoBitsPerSecond: PICTURE_BITS_PER_SECOND });
    this.#recorder.addEventListener('dataavailable', ({ data }) => data.size > 0 && this.#add(data));
    this.#recorder.start(PIECE_MS);
  }

  #add(chunk) {
    this.#chunks.push(chunk);
    for (let from = 0; from < chunk.size; from += PIECE_BYTES) {
      const piece = chunk.slice(from, from + PIECE_BYTES);
      this.#sent = this.#sent.then(() => this.#send(piece, false));
    }
  }

  /** Sends a piece behind those before it, again while the server cannot be reached. */
  async #send(chunk, last) {
    for (let attempt = 1; this.#isKept; attempt++) {
      try {
        await post(`/api/recordings/${this.#id}/pieces`, { at: this.#at, bytes: await base64(chunk), last });
        this.#at += chunk.size;
        return;
      } catch (problem) {
        const isLater = problem instanceof Problem && (problem.status === 0 || problem.status === 429 || problem.status >= 500);
        this.#isKept = isLater && attempt < TRIES;
        await pause(Math.min(PAUSE_MS * attempt, LONGEST_PAUSE_MS));
      }
    }
  }

  /** Exactly these are heard and seen from now on: [{userId, name, track, video, sharing}], tracks of sound and picture or null. */
  take(agreed) {
    this.#picture?.see(agreed);
    const wanted = new Map(agreed.filter(each => each.track).map(each => [each.userId, each.track]));
    for (const [userId, { track, node }] of this.#sources) {
      if (wanted.get(userId) !== track) {
        node.disconnect();
        this.#sources.delete(userId);
      }
    }
    for (const [userId, track] of wanted) {
      if (!this.#sources.has(userId)) {
        const node = this.#context.createMediaStreamSource(new MediaStream([track]));
        node.connect(this.#mixed);
        this.#sources.set(userId, { track, node });
      }
    }
  }

  /** Answers the recording, and whether the server keeps it. */
  async stop() {
    if (this.#recorder.state !== 'inactive') {
      const stopped = new Promise(resolve => this.#recorder.addEventListener('stop', resolve, { once: true }));
      this.#recorder.stop();
      await stopped;
    }
    this.#picture?.stop();
    await this.#context.close();
    const all = new Blob(this.#chunks, { type: this.#recorder.mimeType });
    if (all.size === 0) {
      return { all, isKept: false };
    }
    this.#sent = this.#sent.then(() => this.#send(new Blob([]), true));
    await Promise.race([this.#sent, pause(REST_MS)]);
    return { all, isKept: this.#isKept && this.#at === all.size };
  }
}
