package com.mas.domain.learning.mentoring;

import com.mas.bus.FailureException;
import com.mas.domain.learning.mentoring.MentoringContract.SlotState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides what may be offered, and what becomes of a slot. */
final class MentoringRules {
  static final Duration SHORTEST = Duration.ofMinutes(10);
  static final Duration LONGEST = Duration.ofHours(4);
  /** Longest time that one request may offer. */
  static final Duration LONGEST_OFFER = Duration.ofHours(24);
  static final Duration FURTHEST = Duration.ofDays(180);
  /** Before the start, when both are reminded. */
  static final Duration NOTICE = Duration.ofMinutes(15);
  /** After the end, when a booking that nobody closed counts as missed. */
  static final Duration CLOSING = Duration.ofHours(24);

  record Period(Instant startsAt, Instant endsAt) {}

  private MentoringRules() {}

  /** Says why this cannot be offered; empty when it can. */
  static Optional<FailureException> refusal(Instant startsAt, Instant endsAt, Integer minutes, Instant now) {
    Duration each = minutes == null ? Duration.between(startsAt, endsAt) : Duration.ofMinutes(minutes);
    if (!startsAt.isAfter(now)) {
      return Optional.of(MentoringContract.SLOT_REFUSED.with("A slot starts in the future."));
    }
    if (startsAt.isAfter(now.plus(FURTHEST))) {
      return Optional.of(MentoringContract.SLOT_REFUSED.with("A slot starts within " + FURTHEST.toDays() + " days."));
    }
    if (Duration.between(startsAt, endsAt).compareTo(LONGEST_OFFER) > 0) {
      return Optional.of(MentoringContract.SLOT_REFUSED.with(
          "At most " + LONGEST_OFFER.toHours() + " hours can be offered at once."));
    }
    if (each.compareTo(SHORTEST) < 0 || each.compareTo(LONGEST) > 0) {
      return Optional.of(MentoringContract.SLOT_REFUSED.with(
          "A slot has " + SHORTEST.toMinutes() + " to " + LONGEST.toMinutes() + " minutes."));
    }
    return endsAt.isBefore(startsAt.plus(each)) ? Optional.of(MentoringContract.SLOT_REFUSED.with(
        "The time is shorter than one slot.")) : Optional.empty();
  }

  /** Cuts an offer that is not refused into slots: one after the other, as many as fit. */
  static List<Period> split(Instant startsAt, Instant endsAt, Integer minutes) {
    Duration each = minutes == null ? Duration.between(startsAt, endsAt) : Duration.ofMinutes(minutes);
    List<Period> periods = new ArrayList<>();
    for (Instant at = startsAt; !at.plus(each).isAfter(endsAt); at = at.plus(each)) {
      periods.add(new Period(at, at.plus(each)));
    }
    return periods;
  }

  /** Returns what a slot becomes when its booking is cancelled. */
  static SlotState afterCancelling(boolean byItsStudent, Instant startsAt, Instant now) {
    return byItsStudent && startsAt.isAfter(now) ? SlotState.OPEN : SlotState.CANCELLED;
  }
}
