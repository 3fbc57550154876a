// The other people in a meeting: a tile and a media connection for each, by the list that the server keeps.
import { Peer } from './meeting-peer.js';
import { tile } from './meeting-view.js';
import { words } from '../words.js';

const w = words.call;

const GONE_AFTER_MS = 3_000;
const MOST_EARLY = 200;
const UNKNOWN = { level: 'none', bytesReceived: 0, rttMs: null, lossPercent: 0 };

/**
 * `tiles` is the list that they are shown in. `host` has media, myState(), send(event, body), which is only called with
 * somebody to send to, and changed(), when anything about anybody has.
 */
export class Others {
  iceServers = [];
  #people = new Map(); // by user id
  #early = []; // signals that came before the list which has their sender
  #myId;
  #tiles;
  #host;

  constructor(myId, tiles, host) {
    this.#myId = myId;
    this.#tiles = tiles;
    this.#host = host;
  }

  /** [{userId, name, socketId, state, peer}] */
  all() {
    return [...this.#people.values()];
  }

  find(socketId) {
    return this.all().find(person => person.socketId === socketId);
  }

  nameOf(userId) {
    return this.#people.get(userId)?.name ?? w.unnamed;
  }

  /** @param again whether this page has just come in, and so begins with those whom it is not connected with */
  arrive(users, again) {
    const here = users.filter(each => each.userId !== this.#myId);
    here.forEach(each => this.#see(each, again));
    const ids = new Set(here.map(each => each.userId));
    this.all().filter(person => !ids.has(person.userId) && !person.goneAt).forEach(person => {
      const goneAt = person.goneAt = Date.now(); // a new connection of a person comes right after the old one went
      setTimeout(() => person.goneAt === goneAt && this.#remove(person), GONE_AFTER_MS);
    });
    this.#host.changed();
  }

  /** Removes a person who may not see or hear anything more, without waiting for a new connection. */
  expel(userId) {
    const person = this.#people.get(userId);
    if (person) {
      this.#remove(person);
    }
  }

  #see({ userId, socketId, userName }, again) {
    let person = this.#people.get(userId);
    if (!person) {
      person = { userId, tile: tile(userId, false), state: { audio: true, video: true, screen: false, hand: false } };
      this.#people.set(userId, person);
      this.#tiles.append(person.tile.node);
      this.#speak(person);
    }
    const moved = person.socketId !== socketId;
    Object.assign(person, { socketId, name: userName, goneAt: null });
    if (again && !person.peer?.isConnected) {
      this.#connect(person, true);
    } else if (moved) {
      person.peer?.repeat();
    }
    this.#show(person);
    const waited = this.#early.filter(message => message.fromSocketId === socketId);
    this.#early = this.#early.filter(message => message.fromSocketId !== socketId);
    waited.forEach(message => this.hear(message));
  }

  #remove(person) {
    person.peer?.close();
    person.peer = null;
    person.tile.node.remove();
    this.#people.delete(person.userId);
    this.#host.changed();
  }

  /** Begins anew with somebody, or takes up what they began: then `link` is theirs. */
  #connect(person, begins, link = Math.random().toString(36).slice(2)) {
    person.peer?.close();
    const peer = person.peer = new Peer({ link, begins, iceServers: this.iceServers,
      polite: this.#myId < person.userId, host: {
        outgoing: kind => this.#host.media.outgoing(kind),
        changed: () => person.peer === peer && this.#show(person),
        lost: () => person.peer === peer && this.#connect(person, true),
        send: (event, body) => this.#host.send(event, { ...body, targetSocketId: person.socketId,
          ...(body.description && { first: peer.pc.currentRemoteDescription === null, state: this.#host.myState() }) }),
      } });
    this.#show(person);
  }

  /** An offer, an answer or a candidate. */
  hear(message) {
    const person = this.find(message.fromSocketId);
    if (!person) {
      this.#early = [...this.#early, message].slice(-MOST_EARLY);
      return;
    }
    Object.assign(person.state, message.state);
    if (message.description?.type === 'offer' && person.peer?.link !== message.link) {
      if (person.peer?.isOnlyOffered && !person.peer.polite) {
        return; // both began at once: mine holds
      }
      if (message.first) {
        this.#connect(person, false, message.link);
      } else {
        this.#connect(person, true); // it goes on with something that is over here
      }
    }
    if (person.peer?.link === message.link) {
      person.peer.hear(message);
    }
    this.#show(person);
    this.#host.changed();
  }

  /** Shows what a person says of itself: microphone, camera, screen, hand. */
  change(socketId, state) {
    const person = this.find(socketId);
    if (person) {
      Object.assign(person.state, state);
      this.#show(person);
      this.#host.changed();
    }
  }

  /** One's own camera, microphone or screen has changed. */
  use(kind) {
    this.all().forEach(person => person.peer?.use(kind));
  }

  useSpeaker() {
    this.all().forEach(person => this.#speak(person));
  }

  #speak(person) {
    if (this.#host.media.chosen.speaker) {
      person.tile.video.setSinkId?.(this.#host.media.chosen.speaker).catch(error => console.warn(error));
    }
  }

  /** Every two seconds; answers the worst quality of those that have one, or undefined. */
  async watch() {
    await Promise.all(this.all().map(person => person.peer?.watch()));
    return this.all().map(person => person.peer?.quality).filter(quality => quality && quality.rttMs !== null)
      .sort((a, b) => b.lossPercent - a.lossPercent || b.rttMs - a.rttMs)[0];
  }

  #show(person) {
    person.tile.show({ called: person.name, stream: person.peer?.remote ?? null, state: person.state,
      quality: person.peer?.quality ?? UNKNOWN });
  }

  close() {
    this.all().forEach(person => person.peer?.close());
  }
}
