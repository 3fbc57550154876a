package com.mas.realtime.meeting;

import com.mas.realtime.meeting.MeetingContract.RoomState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Who may come in, when, and who has the chair. */
final class RoomRules {
  /** Minutes before the end at which all are told. */
  static final List<Integer> WARNINGS = List.of(10, 5, 1, 0);
  /** After the planned end a meeting may go on for this long. */
  static final Duration OVERTIME = Duration.ofMinutes(10);
  static final Duration LONGEST_CREDENTIALS = Duration.ofHours(12);

  /** @param bufferMinutes before the start from which people may come; early: whenever they like */
  record Early(boolean allowed, int bufferMinutes) {}

  /** Why a seat was given up for another connection of the same person. */
  static final String TAKEN_OVER = "taken over";

  private RoomRules() {}

  /** Why nobody may come in now; empty when people may. */
  static Optional<String> closed(RoomState state, Instant startsAt, Instant endsAt, Early early, Instant now) {
    if (state == RoomState.ENDED || now.isAfter(endsAt.plus(OVERTIME))) {
      return Optional.of("The meeting is over.");
    }
    if (!early.allowed() && now.isBefore(startsAt.minus(Duration.ofMinutes(early.bufferMinutes())))) {
      return Optional.of("The meeting begins at " + startsAt + "; it opens " + early.bufferMinutes()
          + " minutes before.");
    }
    return Optional.empty();
  }

  /** The two parties and admins come in; everybody else asks in the lobby. */
  static boolean isInvited(UUID user, boolean admin, UUID mentor, UUID student) {
    return admin || user.equals(mentor) || user.equals(student);
  }

  static boolean isChair(UUID user, boolean admin, UUID mentor, UUID deputy) {
    return admin || user.equals(mentor) || user.equals(deputy);
  }

  /** Whether a seat's connection may be believed to be there. */
  static boolean isAlive(Instant seenAt, Instant now) {
    return now.isBefore(seenAt.plusSeconds(MeetingContract.LOST_SECONDS));
  }
}
