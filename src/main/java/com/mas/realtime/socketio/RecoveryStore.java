package com.mas.realtime.socketio;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Keeps what clients that come back need, for a limited time: the sessions, and the last packets of each room. */
interface RecoveryStore {
  /** @param at when it was kept, in the store's time; grows within a room */
  record Kept(long at, Published packet) {}

  /** Done when it may be asked for much at once; whatever is asked before is answered too. */
  Future<Void> open();

  /** Adds to the logs of the rooms; the oldest of each go. Calls are done in their order. */
  Future<Void> append(List<String> keys, Buffer packet);

  /** Returns the store's time; packets that are kept later have a later one. */
  Future<Long> now();

  /** Oldest first; what is older than that is left out. */
  Future<List<Kept>> read(String key, int milliseconds);

  Future<Void> save(String pid, String session, int milliseconds);

  /**
   * Takes it out: it can be used once. Null if there is none. One that somebody else has taken is waited for, until it
   * is {@link #save saved} or dropped; whoever took it and did neither in some seconds has lost it again.
   */
  Future<String> take(String pid);

  void drop(String pid);
}
