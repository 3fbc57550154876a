package com.mas.realtime.socketio;

import java.util.Arrays;

/**
 * The sockets of this node in one room. Reading is free of locks, since broadcasts read far more often than people
 * join.
 */
final class Room {
  private static final Socket[] NOBODY = {};
  private volatile Socket[] members = NOBODY;

  Socket[] members() {
    return members;
  }

  /** Requires that the room's entry in its map is held. */
  Room plus(Socket socket) {
    Socket[] old = members;
    Socket[] now = Arrays.copyOf(old, old.length + 1);
    now[old.length] = socket;
    members = now;
    return this;
  }

  /** Requires that the room's entry in its map is held; null when nobody is left. */
  Room minus(Socket socket) {
    Socket[] old = members;
    for (int i = 0; i < old.length; i++) {
      if (old[i] == socket) {
        Socket[] now = Arrays.copyOf(old, old.length - 1);
        System.arraycopy(old, i + 1, now, i, now.length - i);
        members = now;
        break;
      }
    }
    return members.length == 0 ? null : this;
  }
}
