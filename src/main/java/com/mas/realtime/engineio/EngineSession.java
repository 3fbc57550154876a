package com.mas.realtime.engineio;

import io.vertx.core.Context;

/**
 * One client, whichever transport it uses at the moment. Lives on one event loop: the listener is called there, and
 * there all methods must be called, which {@link #execute} is for; {@link #send}, {@link #execute} and {@link #close}
 * may be called from anywhere.
 */
public final class EngineSession extends Wheel.Timer {
  private static final Message PING = Message.packet('2', "");
  private static final Message NOOP = Message.packet('6', "");
  private static final Message CLOSE = Message.packet('1', "");
  private static final int SHORT_LINGER_MS = 1_000;
  private static final int LINGER_MS = 30_000;
  private static final int LAST_POLL_MS = 100;
  /** Written in this turn of the loop, mostly; more is a client that does not keep up. */
  private static final int MAY_WAIT = 16 << 10;
  private static final int NORMAL = 1000;

  private enum State { OPEN, CLOSING, CLOSED }

  private final EngineServer server;
  private final Loop loop;
  private final String sid;
  private final Runnable leave;
  private EngineListener listener;
  private State state = State.OPEN;
  private boolean awaitsPong;
  private Transport websocket; // null: long-polling
  private Transport probing;
  private Polling polling; // null: never, or no more
  private Message farewell = CLOSE; // to who polls
  private final PacketRate rate = new PacketRate();

  EngineSession(EngineServer server, Loop loop, String sid, Transport websocket, Polling polling, Runnable leave) {
    this.server = server;
    this.loop = loop;
    this.sid = sid;
    this.leave = leave;
    this.websocket = websocket;
    this.polling = polling;
  }

  void open(Handshake handshake, String hello) {
    deliver(Message.packet('0', hello));
    loop.wheel().set(this, Loop.now() + server.config().pingIntervalMs());
    listener = server.handler().opened(this, handshake);
  }

  /** A secret: whoever has it can read and write as this client. Never tell it to other clients, or log it. */
  public String sid() {
    return sid;
  }

  public boolean isOpen() {
    return state == State.OPEN;
  }

  public boolean isWebSocket() {
    return websocket != null;
  }

  Loop loop() {
    return loop;
  }

  /** Returns the context of its event loop. */
  public Context context() {
    return loop.context();
  }

  /** Runs it on the session's event loop: at once, if this is its thread. */
  public void execute(Runnable task) {
    loop.execute(task);
  }

  public boolean isOnItsLoop() {
    return loop.isHere();
  }

  /** Returns whether two sessions share their loop. */
  public boolean sharesLoop(EngineSession other) {
    return loop == other.loop;
  }

  /** Returns whether a message sent now leaves at once; otherwise messages that may be lost are dropped. */
  public boolean isWritable() {
    return state == State.OPEN
        && (websocket != null ? websocket.pendingBytes() < MAY_WAIT : polling.hasGet() && polling.bytes() == 0);
  }

  public void send(Message message) {
    if (!loop.isHere()) {
      loop.execute(() -> send(message));
    } else if (state == State.OPEN) {
      deliver(message);
      if (buffered() > server.config().maxBufferedBytes()) {
        end(CloseReason.SLOW_CONSUMER);
      }
    }
  }

  /** Ends the session, telling the client; what was sent before still goes out. */
  public void close(CloseReason reason) {
    loop.execute(() -> end(reason));
  }

  /** Runs the task in so many milliseconds, on this loop, unless it is cancelled; it outlives the session. */
  public Delay after(int milliseconds, Runnable task) {
    Delay delay = new Delay(loop.wheel(), task);
    loop.wheel().set(delay, Loop.now() + milliseconds);
    return delay;
  }

  private long buffered() {
    return websocket != null ? websocket.pendingBytes() : polling == null ? 0 : polling.bytes();
  }

  private void deliver(Message message) {
    if (websocket != null) {
      websocket.send(message);
      return;
    }
    polling.add(message);
    if (polling.hasGet()) {
      loop.answerLater(this);
    }
  }

  @Override
  void expired(long now) {
    if (state == State.CLOSING) {
      forget();
    } else if (awaitsPong) {
      end(CloseReason.PING_TIMEOUT);
    } else {
      awaitsPong = true;
      deliver(PING);
      // the client's time begins when the ping was due, unless this process itself was held up
      long since = now - due() <= 2L * loop.wheel().tickMs() ? due() : now;
      loop.wheel().set(this, since + server.config().pingTimeoutMs());
    }
  }

  // ---- long-polling

  /**
   * A GET.
   *
   * @param stamp another one for each GET of the client's, or null
   */
  void poll(PollAnswer answer, String stamp) {
    if (state == State.OPEN && awaitsPong && due() <= Loop.now()) {
      end(CloseReason.PING_TIMEOUT); // the wheel's next turn would find it
    }
    if (state == State.CLOSED || websocket != null) {
      answer.refused(state == State.CLOSED ? EngineError.UNKNOWN_SESSION : EngineError.BAD_REQUEST);
    } else if (polling.hasGet() || polling.isRepeated(stamp)) {
      answer.refused(EngineError.BAD_REQUEST);
      end(CloseReason.TRANSPORT_ERROR);
    } else {
      polling.get(answer);
      endPollSoon();
      answerPoll();
    }
  }

  /** The GET's connection is gone. */
  void pollDropped(PollAnswer answer) {
    if (polling != null && polling.drop(answer)) {
      end(CloseReason.TRANSPORT_ERROR);
    }
  }

  void answerPoll() {
    if (polling == null || !polling.hasGet()) {
      return;
    }
    // in an answer of its own: the reference's client would take what came beside it again after its recovery
    boolean last = state == State.CLOSING && polling.bytes() == 0;
    if (last) {
      polling.add(farewell);
    }
    if (polling.answer() && last) {
      forget();
    }
  }

  /** A POST's body is about to be read. */
  boolean beginPost(PollAnswer answer) {
    if (state != State.OPEN || websocket != null) {
      answer.refused(state == State.OPEN ? EngineError.BAD_REQUEST : EngineError.UNKNOWN_SESSION);
      return false;
    }
    if (!polling.beginPost()) {
      answer.refused(EngineError.BAD_REQUEST);
      end(CloseReason.TRANSPORT_ERROR);
      return false;
    }
    return true;
  }

  void postFailed(CloseReason reason) {
    endPost();
    end(reason);
  }

  private void endPost() {
    if (polling != null) {
      polling.endPost();
    }
  }

  void post(byte[] body, PollAnswer answer) {
    endPost();
    if (!Utf8.isValid(body, 0, body.length)) {
      answer.refused(EngineError.BAD_REQUEST);
      end(CloseReason.PARSE_ERROR);
      return;
    }
    answer.taken();
    Payload.split(body, this::packet);
  }

  /** One packet of a payload; false ends the batch. */
  private boolean packet(byte[] body, int from, int to) {
    if (state != State.OPEN) {
      return false;
    }
    if (from < to && body[from] == 'b') {
      byte[] content = Payload.decode(body, from + 1, to);
      if (content == null) {
        end(CloseReason.PARSE_ERROR);
      } else {
        binary(content);
      }
    } else {
      text(body, from, to);
    }
    return state == State.OPEN;
  }

  // ---- both

  void text(byte[] packet, int from, int to) {
    if (state != State.OPEN || isFlood()) {
      return;
    }
    switch (from < to ? packet[from] : 0) {
      case '4' -> listener.text(packet, from + 1, to);
      case '3' -> {
        awaitsPong = false;
        loop.wheel().set(this, Loop.now() + server.config().pingIntervalMs());
      }
      case '1' -> clientClosed();
      default -> end(CloseReason.PARSE_ERROR);
    }
  }

  void binary(byte[] content) {
    if (state == State.OPEN && !isFlood()) {
      listener.binary(content);
    }
  }

  private boolean isFlood() {
    if (!rate.isExceeded(server.config().packetsPerSecond())) {
      return false;
    }
    end(CloseReason.FLOOD);
    return true;
  }

  private void clientClosed() {
    finish(CloseReason.TRANSPORT_CLOSE);
    if (websocket != null) {
      websocket.close(NORMAL, "");
      forget();
      return;
    }
    farewell = NOOP;
    polling.clear();
    answerPoll();
    if (state == State.CLOSING) {
      loop.wheel().set(this, Loop.now() + SHORT_LINGER_MS); // its poll may be on another connection, just behind
    }
  }

  // ---- upgrade

  /** Returns whether a WebSocket may begin to take over. */
  boolean mayUpgrade() {
    return state == State.OPEN && websocket == null && probing == null;
  }

  void probe(Transport candidate) {
    probing = candidate;
  }

  /**
   * Answers a poll while a WebSocket probes: the client changes over when its poll has ended. It is not answered at
   * once, as a message may be about to end it; the reference waits as long.
   */
  void endPollSoon() {
    Transport candidate = probing;
    if (candidate != null) {
      after(LAST_POLL_MS, () -> {
        if (isProbing(candidate) && polling.hasGet() && polling.bytes() == 0) {
          deliver(NOOP);
          answerPoll();
        }
      });
    }
  }

  /** The client's "5". False if it comes too late. */
  boolean upgraded(Transport candidate) {
    if (state != State.OPEN || probing != candidate) {
      return false;
    }
    if (polling.hasGet()) {
      deliver(NOOP);
      answerPoll();
    }
    probing = null;
    websocket = candidate;
    polling.moveTo(candidate);
    polling = null;
    return true;
  }

  boolean isProbing(Transport candidate) {
    return state == State.OPEN && probing == candidate;
  }

  void probeFailed(Transport candidate) {
    if (probing == candidate) {
      probing = null;
    }
  }

  void websocketGone(Transport gone, CloseReason reason) {
    if (websocket == gone) {
      finish(reason);
      forget();
    } else {
      probeFailed(gone);
    }
  }

  // ---- the end

  private void end(CloseReason reason) {
    if (state != State.OPEN) {
      return;
    }
    finish(reason);
    if (probing != null) {
      probing.close(NORMAL, "");
      probing = null;
    }
    if (websocket != null) {
      websocket.close(reason.code(), reason.words());
      forget();
      return;
    }
    if (reason == CloseReason.SLOW_CONSUMER) {
      polling.clear();
    }
    answerPoll();
    if (state == State.CLOSING && reason.lingers()) {
      loop.wheel().set(this, Loop.now() + LINGER_MS); // its next poll gets the rest
    } else if (state == State.CLOSING) {
      forget();
    }
  }

  private void finish(CloseReason reason) {
    if (state != State.OPEN) {
      return;
    }
    state = State.CLOSING;
    loop.wheel().clear(this);
    server.ended(reason, leave);
    if (listener != null) {
      listener.closed(reason);
    }
  }

  private void forget() {
    state = State.CLOSED;
    loop.wheel().clear(this);
    server.forget(this);
    if (polling != null) {
      polling.forget();
      polling = null;
    }
  }
}
