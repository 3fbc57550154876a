package com.mas.realtime.meeting;

import com.mas.bus.FailureException;
import com.mas.realtime.meeting.MeetingContract.*;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Decides who may come in, when, and who has the chair. */
final class RoomRules {
  /** Minutes before the end at which all are told. */
  static final List<Integer> WARNINGS = List.of(10, 5, 1, 0);
  /** After the planned end a meeting may go on for this long. */
  static final Duration OVERTIME = Duration.ofMinutes(10);
  static final Duration LONGEST_CREDENTIALS = Duration.ofHours(12);

  /** @param bufferMinutes before the start from which people may come; early: whenever they like */
  record Early(boolean allowed, int bufferMinutes) {}

  /** Says why a seat was given up for another connection of the same person. */
  static final String TAKEN_OVER = "taken over";
  /** Says why a seat was given up when the chair sent its person away. */
  static final String REMOVED = "removed";
  /** Says why it was given up when the account's session had ended. */
  static final String SIGNED_OUT = "signed out";
  /** The chair is told no more often that the same person waits. */
  static final Duration ANNOUNCED_EVERY = Duration.ofSeconds(5);
  static final int MOST_WAITING = 200;
  /** Messages of one meeting, of 4000 characters each: talking must not fill the disk. */
  static final int MOST_MESSAGES = 10_000;

  /** Messages of one person within {@link #SPEAKING}, over all meetings. */
  static final int MOST_SAID = 50;
  static final Duration SPEAKING = Duration.ofSeconds(10);
  /** People in one meeting at a time. */
  static final int MOST_SEATED = 250;
  /** Seats that one person takes in one meeting, one after the other: each coming and going is kept. */
  static final int MOST_SEATS = 500;
  /** Entries of one meeting's log; what comes after is not kept. */
  static final int MOST_LOGGED = 20_000;

  private RoomRules() {}

  /** Returns whether a meeting ends for that reason now: one that was moved to a later time meanwhile does not. */
  static boolean endsNow(Because because, Instant startsAt, Instant endsAt, Instant now) {
    return switch (because) {
      case TIME -> !endsAt.isAfter(now);
      case CHAIR -> !startsAt.isAfter(now);
      default -> true;
    };
  }

  /** Says why nobody may come in now; empty when people may. */
  static Optional<FailureException> closed(RoomState state, Instant startsAt, Instant endsAt,
      Early early, Instant now) {
    if (state == RoomState.ENDED || now.isAfter(endsAt.plus(OVERTIME))) {
      return Optional.of(MeetingContract.MEETING_OVER.with("The meeting is over."));
    }
    if (!early.allowed() && now.isBefore(startsAt.minus(Duration.ofMinutes(early.bufferMinutes())))) {
      return Optional.of(MeetingContract.MEETING_EARLY.with(
          "The meeting begins at " + startsAt + "; it opens " + early.bufferMinutes()
              + " minutes before."));
    }
    return Optional.empty();
  }

  /** The mentor and admins always come in; the student unless sent away; everybody else asks in the lobby. */
  static boolean isAlwaysIn(UUID user, boolean admin, UUID mentor) {
    return admin || user.equals(mentor);
  }

  /**
   * Returns whether the person may be in.
   *
   * @param admitted the chair's decision; null: none yet
   */
  static boolean isIn(UUID user, UUID student, Boolean admitted) {
    return user.equals(student) ? !Boolean.FALSE.equals(admitted) : Boolean.TRUE.equals(admitted);
  }

  /** Says why somebody cannot be sent away by that chair; empty when they can. */
  static Optional<FailureException> unremovable(UUID user, UUID mentor, UUID student, UUID by, boolean admin) {
    if (user.equals(mentor)) {
      return Optional.of(MeetingContract.MENTOR_STAYS.with(
          "The mentor of a meeting cannot be removed; end the meeting instead."));
    }
    return user.equals(student) && !isAlwaysIn(by, admin, mentor)
        ? Optional.of(MeetingContract.STUDENT_STAYS.with("Only the mentor can remove the student."))
        : Optional.empty();
  }

  /** Returns whether the chair is told again that a person waits. */
  static boolean isAnnounced(Instant announcedAt, Instant now) {
    return announcedAt == null || !now.isBefore(announcedAt.plus(ANNOUNCED_EVERY));
  }

  static boolean isChair(UUID user, boolean admin, UUID mentor, UUID deputy) {
    return admin || user.equals(mentor) || user.equals(deputy);
  }

  /** Returns whether a seat's connection may be believed to be there. */
  static boolean isAlive(Instant seenAt, Instant now) {
    return now.isBefore(seenAt.plusSeconds(MeetingContract.LOST_SECONDS));
  }
}
