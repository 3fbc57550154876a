package com.mas.realtime.meeting;

import com.mas.realtime.meeting.MeetingContract.*;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Tracks who is in the meetings that this node has sockets in, as the events tell it: for screens, and to decide to
 * whom a signal may go. The database is the truth; each join brings the whole list again.
 */
final class Presence {
  private final Map<UUID, Map<String, Participant>> rooms = new ConcurrentHashMap<>();

  /** @param here false for one who has gone since the list was made */
  void set(Room room, Predicate<Participant> here) {
    rooms.compute(room.id(), (id, old) -> {
      Map<String, Participant> all = new LinkedHashMap<>();
      room.participants().stream().filter(here).forEach(each -> all.put(each.socketId(), each));
      return all;
    });
  }

  void add(UUID meeting, Participant participant) {
    rooms.computeIfPresent(meeting, (id, old) -> {
      Map<String, Participant> all = new LinkedHashMap<>(old);
      all.put(participant.socketId(), participant);
      return all;
    });
  }

  void remove(UUID meeting, String socketId) {
    rooms.computeIfPresent(meeting, (id, old) -> {
      Map<String, Participant> all = new LinkedHashMap<>(old);
      all.remove(socketId);
      return all;
    });
  }

  /** This node has nobody there any more. */
  void forget(UUID meeting) {
    rooms.remove(meeting);
  }

  boolean isIn(UUID meeting, String socketId) {
    return rooms.getOrDefault(meeting, Map.of()).containsKey(socketId);
  }

  /** Returns the people of a meeting in the form that clients know. */
  List<Map<String, Object>> users(UUID meeting) {
    List<Map<String, Object>> users = new ArrayList<>();
    rooms.getOrDefault(meeting, Map.of()).values().forEach(each -> users.add(Map.of("socketId", each.socketId(),
        "userId", each.userId(), "userName", each.name(), "joinedAt", each.joinedAt())));
    return users;
  }
}
