package com.mas.realtime.engineio;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Long-polling of one session: what waits for the client's next GET, the GET that waits for something, and whether a
 * POST is being read. On the session's loop.
 */
final class Polling {
  /** Less is not told: most that is added leaves at once. */
  private static final int TOLD_FROM = 4 << 10;

  private final Deque<Message> outbox = new ArrayDeque<>(4);
  private Waiting.Outbox told = Waiting.Outbox.NONE;
  private int bytes;
  private int toldBytes;
  private PollAnswer waiting;
  private String lastStamp;
  private boolean posting;

  void tell(Waiting.Outbox about) {
    told = about;
  }

  void add(Message message) {
    outbox.add(message);
    holds(bytes + message.size() + Message.HEADROOM);
  }

  private void holds(int now) {
    bytes = now;
    int shown = now < TOLD_FROM ? 0 : now;
    if (shown != toldBytes) {
      toldBytes = shown;
      told.holds(shown);
    }
  }

  /** Returns the size of what waits for a GET, with its overhead. */
  int bytes() {
    return bytes;
  }

  /**
   * Returns whether a browser sends the last GET again of its own accord, as it does when the connection breaks before
   * the answer: what was in that is lost, and the client would not know.
   */
  boolean isRepeated(String stamp) {
    boolean repeated = stamp != null && stamp.equals(lastStamp);
    lastStamp = stamp;
    return repeated;
  }

  boolean hasGet() {
    return waiting != null;
  }

  void get(PollAnswer answer) {
    waiting = answer;
  }

  /** False if it is not the one that waits. */
  boolean drop(PollAnswer answer) {
    if (waiting != answer) {
      return false;
    }
    waiting = null;
    return true;
  }

  /** Everything in one answer. False if there is nothing, or nobody to tell. */
  boolean answer() {
    if (waiting == null || bytes == 0) {
      return false;
    }
    PollAnswer answer = waiting;
    waiting = null;
    byte[] payload = Payload.join(outbox);
    holds(0);
    answer.payload(payload);
    return true;
  }

  /** False if one is being read already. */
  boolean beginPost() {
    if (posting) {
      return false;
    }
    posting = true;
    return true;
  }

  void endPost() {
    posting = false;
  }

  void moveTo(Transport transport) {
    while (!outbox.isEmpty()) {
      transport.send(outbox.poll());
    }
    bytes = 0;
    told.close();
  }

  void clear() {
    outbox.clear();
    holds(0);
  }

  /** The end: there is nothing more to come. */
  void forget() {
    clear();
    told.close();
    if (waiting != null) {
      waiting.refused(EngineError.UNKNOWN_SESSION);
      waiting = null;
    }
  }
}
