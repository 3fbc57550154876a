// The recording: sound only, of those who agreed, made by the browser of the one who began it; it stays there.

const TYPES = ['audio/webm;codecs=opus', 'audio/mp4'];

export class Recorder {
  #context = new AudioContext();
  #mixed = this.#context.createMediaStreamDestination();
  #sources = new Map();
  #chunks = [];
  #recorder;

  static isPossible() {
    return 'MediaRecorder' in window && 'AudioContext' in window;
  }

  constructor() {
    const mimeType = TYPES.find(type => MediaRecorder.isTypeSupported(type));
    this.#recorder = new MediaRecorder(this.#mixed.stream, { mimeType });
    this.#recorder.addEventListener('dataavailable', ({ data }) => data.size > 0 && this.#chunks.push(data));
    this.#recorder.start(5_000);
  }

  /** Exactly these are heard from now on: [{userId, track}], a track of sound or null. */
  hear(agreed) {
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

  /** Returns the recording. */
  async stop() {
    if (this.#recorder.state !== 'inactive') {
      const stopped = new Promise(resolve => this.#recorder.addEventListener('stop', resolve, { once: true }));
      this.#recorder.stop();
      await stopped;
    }
    await this.#context.close();
    return new Blob(this.#chunks, { type: this.#recorder.mimeType });
  }
}
