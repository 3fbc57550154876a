// The meeting's events: the unmodified Socket.IO client, with our tokens and our acknowledgements.
import { accessToken } from './dom.js';
import { words } from '../words.js';

/* global io */

const ANSWER_MS = 10_000;
const MOST_REFUSALS = 3;
const FOR_NOW = ['overloaded', 'unavailable', 'timeout', 'internal', 'too_many_requests'];

/** Refusal of an event by the server; `outcome` and `code` as it sent them. */
export class Refusal extends Error {
  constructor(answer) {
    super(answer.error);
    this.outcome = answer.outcome;
    this.code = answer.code;
    this.isFinal = !FOR_NOW.includes(answer.code);
  }
}

/**
 * `heard` has a function for each event of the server's; `connected(recovered)` is called each time that the server is
 * there (again), `lost()` when it is not, `refused(words)` when it will not have us any more.
 */
export class Signal {
  #token = null;
  #refusals = 0;
  #wanted = true;

  constructor(roomId, heard, { connected, lost, refused }) {
    this.roomId = roomId;
    this.refused = refused;
    this.socket = io({
      transports: ['websocket', 'polling'], tryAllTransports: true, autoConnect: false,
      reconnectionDelay: 200, reconnectionDelayMax: 3_000, auth: give => this.#admit(give),
    });
    for (const [event, listener] of Object.entries(heard)) {
      this.socket.on(event, listener);
    }
    this.socket.on('connect', () => {
      this.#refusals = 0;
      connected(this.socket.recovered);
    });
    this.socket.on('disconnect', () => {
      lost();
      this.#again();
    });
    this.socket.on('connect_error', () => {
      lost();
      if (!this.socket.active) {
        this.#refuse();
      }
    });
    this.socket.on('token-expiring', () => this.#renew());
    this.socket.connect();
  }

  get id() {
    return this.socket.id;
  }

  get isThere() {
    return this.socket.connected;
  }

  #admit(give) {
    accessToken().then(token => {
      this.#token = token;
      give({ token: token ?? '' });
    }).catch(() => give({ token: this.#token ?? '' })); // no answer: the server says what it thinks of the old one
  }

  /** The client comes back by itself, unless the server ended it: an expired token does. */
  #again() {
    if (this.#wanted && !this.socket.active) {
      this.socket.connect();
    }
  }

  async #refuse() {
    this.#refusals += 1;
    const fresh = this.#refusals > MOST_REFUSALS ? null : await accessToken(this.#token).catch(() => null);
    if (fresh) {
      this.#again();
    } else if (this.#wanted) {
      this.refused(words.call.sessionEnded);
    }
  }

  async #renew() {
    const token = await accessToken(this.#token).catch(() => null);
    if (token) {
      this.#token = token;
      await this.ask('renew-token', { token }).catch(() => {}); // then the connection ends, and comes back with it
    }
  }

  /** Answers what was acknowledged; fails with a Refusal, or with words when no answer came. */
  async ask(event, body = {}) {
    let answer;
    try {
      answer = await this.socket.timeout(ANSWER_MS).emitWithAck(event, { roomId: this.roomId, ...body });
    } catch {
      throw new Error(words.call.noAnswer);
    }
    if (!answer.ok) {
      throw new Refusal(answer);
    }
    return answer;
  }

  close() {
    this.#wanted = false;
    this.socket.disconnect();
  }
}
