package com.mas.realtime.meeting;

import java.time.Instant;
import java.util.UUID;

/**
 * A socket of this node that sits in a meeting. A recovered one finds its seat by the socket's data.
 *
 * @param name the account's
 * @param turns of what it does that has to stay in order
 */
record Member(UUID meetingId, UUID seatId, String name, Instant joinedAt, Turns turns) {
  /** Returns the socket server's room of all who are in a meeting. */
  static String room(UUID meeting) {
    return "meeting:" + meeting;
  }

  /** Returns the socket server's room of those who may decide about the lobby. */
  static String chair(UUID meeting) {
    return "chair:" + meeting;
  }

  /** One who waits, or was sent away. */
  static String lobby(UUID meeting, UUID user) {
    return "lobby:" + meeting + ":" + user;
  }
}
