// The media connection to one other person: the pattern "perfect negotiation" over the meeting's events.

const PATIENCE_MS = 4_000;
const CONNECTED_WITHIN_MS = 20_000;

/**
 * `link` names this connection to both sides: whoever begins one makes it, and a signal of another link is of a page
 * that is gone. The one who begins (`begins`) brings the two transceivers, the other one takes them over. `host` has
 * send(event, body), outgoing(kind), changed(peer) and lost(peer); lost: try again with a new connection.
 */
export class Peer {
  remote = new MediaStream();
  quality = { level: 'none', bytesReceived: 0, rttMs: null, lossPercent: 0 };
  #making = false;
  #ignoring = false;
  #queue = Promise.resolve();
  #said = 0;
  #begun = Date.now();
  #restarted = false;
  #counted = { received: 0, lost: 0 };

  constructor({ link, polite, begins, iceServers, host }) {
    this.link = link;
    this.polite = polite;
    this.host = host;
    this.pc = new RTCPeerConnection({ iceServers, bundlePolicy: 'max-bundle' });
    this.pc.addEventListener('negotiationneeded', () => this.#offer());
    this.pc.addEventListener('icecandidate', ({ candidate }) =>
      candidate && this.#send('ice-candidate', { candidate }));
    this.pc.addEventListener('track', ({ track }) => this.#show(track));
    this.pc.addEventListener('connectionstatechange', () => this.#look());
    if (begins) {
      for (const kind of ['audio', 'video']) {
        this.pc.addTransceiver(host.outgoing(kind) ?? kind, { direction: 'sendrecv' });
      }
    }
  }

  get isConnected() {
    return this.pc.connectionState === 'connected';
  }

  /** An offer of this side is out and nothing has come back yet, not even once. */
  get isOnlyOffered() {
    return this.pc.signalingState === 'have-local-offer' && !this.pc.currentRemoteDescription;
  }

  #send(event, body) {
    this.host.send(event, { ...body, link: this.link });
  }

  async #offer() {
    try {
      this.#making = true;
      await this.pc.setLocalDescription();
      this.#describe();
    } catch (error) {
      this.#complain(error);
    } finally {
      this.#making = false;
    }
  }

  #describe() {
    this.#said = Date.now();
    this.#send(this.pc.localDescription.type, { description: this.pc.localDescription });
  }

  /** A signal of the other side; they are taken one after the other. */
  hear(message) {
    this.#queue = this.#queue.then(() => this.#take(message)).catch(error => this.#complain(error));
  }

  async #take({ description, candidate }) {
    if (this.pc.signalingState === 'closed') {
      return;
    }
    if (description?.type === 'answer') {
      if (this.pc.signalingState === 'have-local-offer') { // otherwise it answers what was offered twice
        await this.pc.setRemoteDescription(description);
      }
    } else if (description) {
      const collision = this.#making || this.pc.signalingState !== 'stable';
      this.#ignoring = collision && !this.polite;
      if (!this.#ignoring) {
        await this.pc.setRemoteDescription(description);
        await this.#adopt();
        await this.pc.setLocalDescription();
        this.#describe();
      }
    } else if (candidate) {
      try {
        await this.pc.addIceCandidate(candidate);
      } catch (error) {
        if (!this.#ignoring) {
          throw error;
        }
      }
    }
  }

  /** Uses what the other side brought for our own media, too. */
  async #adopt() {
    for (const transceiver of this.pc.getTransceivers()) {
      const track = this.host.outgoing(transceiver.receiver.track.kind);
      transceiver.direction = 'sendrecv';
      if (transceiver.sender.track !== track) {
        await transceiver.sender.replaceTrack(track);
      }
    }
  }

  /** Another camera, the screen, or nothing, without a new negotiation. */
  async use(kind) {
    const track = this.host.outgoing(kind);
    await Promise.all(this.pc.getTransceivers().filter(each => each.receiver.track.kind === kind)
      .map(each => each.sender.replaceTrack(track))).catch(error => this.#complain(error));
  }

  #show(track) {
    this.remote.getTracks().filter(old => old.kind === track.kind).forEach(old => this.remote.removeTrack(old));
    this.remote.addTrack(track);
    this.host.changed(this);
  }

  #look() {
    if (this.isConnected) {
      this.#restarted = false;
    }
    if (this.pc.connectionState === 'failed') {
      if (this.#restarted) {
        this.host.lost(this);
        return;
      }
      this.#restarted = true;
      this.pc.restartIce();
    }
    this.host.changed(this);
  }

  /** The other side has another address now, or nothing came back for too long: what is unanswered is said again. */
  repeat() {
    if (this.pc.signalingState === 'have-local-offer') {
      this.#describe();
    }
  }

  /** Every two seconds: how good it is, and whether it is stuck. */
  async watch() {
    if (this.pc.signalingState === 'have-local-offer' && Date.now() - this.#said > PATIENCE_MS) {
      this.repeat();
    }
    if (this.isConnected) {
      this.#begun = Date.now();
    } else if (Date.now() - this.#begun > CONNECTED_WITHIN_MS) {
      this.host.lost(this);
      return;
    }
    let [bytesReceived, received, lost, rttMs] = [0, 0, 0, null];
    (await this.pc.getStats()).forEach(each => {
      if (each.type === 'inbound-rtp') {
        bytesReceived += each.bytesReceived ?? 0;
        received += each.packetsReceived ?? 0;
        lost += each.packetsLost ?? 0;
      } else if (each.type === 'candidate-pair' && each.nominated && each.currentRoundTripTime !== undefined) {
        rttMs = Math.round(each.currentRoundTripTime * 1000);
      }
    });
    const missed = Math.max(0, lost - this.#counted.lost);
    const came = Math.max(0, received - this.#counted.received);
    const lossPercent = missed + came === 0 ? 0 : Math.round(1000 * missed / (missed + came)) / 10;
    this.#counted = { received, lost };
    this.quality = { level: this.#level(lossPercent, rttMs ?? 0), bytesReceived, rttMs, lossPercent };
    this.host.changed(this);
  }

  #level(lossPercent, rttMs) {
    if (!this.isConnected) {
      return 'none';
    }
    return lossPercent < 2 && rttMs < 200 ? 'good' : lossPercent < 8 && rttMs < 500 ? 'fair' : 'poor';
  }

  close() {
    this.pc.close();
  }

  /** Writes to the log of the browser: a person is told by the state of the connection. */
  #complain(error) {
    if (this.pc.signalingState !== 'closed') {
      console.warn('negotiation:', error);
    }
  }
}
