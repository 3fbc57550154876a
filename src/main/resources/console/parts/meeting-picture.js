// The picture of a recording: the people who agreed, side by side; what one of them shares is large, the others beside it.
const WIDTH = 960;
const HEIGHT = 540;
const FRAMES_PER_SECOND = 12;
const STRIP = 200;
const GAP = 6;
const NAME_PX = 16;

/** Places so many tiles; one that is large comes first. Answers [{x, y, width, height}]. */
export function places(count, isLarge) {
  if (isLarge && count > 1) {
    const height = Math.min(STRIP * 9 / 16, HEIGHT / (count - 1));
    return [{ x: 0, y: 0, width: WIDTH - STRIP, height: HEIGHT },
      ...Array.from({ length: count - 1 }, (none, at) => ({ x: WIDTH - STRIP, y: at * height, width: STRIP, height }))];
  }
  const columns = Math.ceil(Math.sqrt(count));
  const rows = Math.ceil(count / columns);
  return Array.from({ length: count }, (none, at) => ({ x: at % columns * WIDTH / columns, y: Math.floor(at / columns) * HEIGHT / rows,
    width: WIDTH / columns, height: HEIGHT / rows }));
}

export class Picture {
  #canvas = Object.assign(document.createElement('canvas'), { width: WIDTH, height: HEIGHT });
  #pen = this.#canvas.getContext('2d', { alpha: false });
  #people = [];
  #videos = new Map(); // by user id: {track, video}
  #timer = setInterval(() => this.#draw(), 1000 / FRAMES_PER_SECOND);
  stream = this.#canvas.captureStream(FRAMES_PER_SECOND);

  static isPossible() {
    return 'captureStream' in HTMLCanvasElement.prototype;
  }

  /** Exactly these are seen from now on: [{userId, name, video, sharing}], video a track or null. */
  see(agreed) {
    this.#people = [...agreed].sort((one, other) => Number(other.sharing) - Number(one.sharing));
    const wanted = new Map(agreed.filter(each => each.video).map(each => [each.userId, each.video]));
    for (const [userId, { track, video }] of this.#videos) {
      if (wanted.get(userId) !== track) {
        video.srcObject = null;
        this.#videos.delete(userId);
      }
    }
    for (const [userId, track] of wanted) {
      if (!this.#videos.has(userId)) {
        const video = Object.assign(document.createElement('video'), { muted: true, playsInline: true, srcObject: new MediaStream([track]) });
        video.play().catch(() => {}); // it is drawn once it plays
        this.#videos.set(userId, { track, video });
      }
    }
    this.#draw();
  }

  #draw() {
    this.#pen.fillStyle = '#111';
    this.#pen.fillRect(0, 0, WIDTH, HEIGHT);
    const all = places(this.#people.length, this.#people[0]?.sharing === true);
    this.#people.forEach((person, at) => this.#drawOne(person, all[at]));
  }

  #drawOne({ userId, name }, { x, y, width, height }) {
    const video = this.#videos.get(userId)?.video;
    const [left, top, wide, high] = [x + GAP / 2, y + GAP / 2, width - GAP, height - GAP];
    this.#pen.fillStyle = '#2a2a2a';
    this.#pen.fillRect(left, top, wide, high);
    if (video?.videoWidth > 0) {
      const scale = Math.min(wide / video.videoWidth, high / video.videoHeight);
      const [shownWide, shownHigh] = [video.videoWidth * scale, video.videoHeight * scale];
      this.#pen.drawImage(video, left + (wide - shownWide) / 2, top + (high - shownHigh) / 2, shownWide, shownHigh);
    }
    this.#pen.font = `${NAME_PX}px sans-serif`;
    const long = Math.min(this.#pen.measureText(name).width, wide - 2 * GAP);
    this.#pen.fillStyle = '#000a';
    this.#pen.fillRect(left, top + high - NAME_PX - 2 * GAP, long + 2 * GAP, NAME_PX + 2 * GAP);
    this.#pen.fillStyle = '#fff';
    this.#pen.fillText(name, left + GAP, top + high - GAP - 3, wide - 2 * GAP);
  }

  stop() {
    clearInterval(this.#timer);
    this.stream.getTracks().forEach(track => track.stop());
    this.see([]);
  }
}
