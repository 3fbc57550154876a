package com.mas.domain.engagement.gamification;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.FailureException.FieldError;
import com.mas.domain.engagement.gamification.GamificationContract.AwardXp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides which awards may be asked for. */
final class AwardRules {
  /** Time by which another machine's clock may be ahead of ours. */
  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  /** Nothing that can be mirrored here is older. */
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final int LONGEST_SOURCE = 200;
  /** A milestone is given by the rules, and a badge's XP with the badge. */
  private static final Set<XpType> TYPES = EnumSet.complementOf(
      EnumSet.of(XpType.STREAK_MILESTONE, XpType.ACTION_MILESTONE, XpType.BADGE_UNLOCKED));
  private static final String TYPE_NAMES = TYPES.stream().map(XpType::wire).collect(Collectors.joining(", "));

  private AwardRules() {}

  /** @throws FailureException INVALID, with each field that is wrong */
  static Grant grant(AwardXp ask, Instant now) {
    List<FieldError> wrong = new ArrayList<>(0);
    XpType type = ask.type() == null ? null : XpType.of(ask.type());
    if (ask.userId() == null) {
      wrong.add(new FieldError("/userId", "is missing"));
    }
    if (type == null || !TYPES.contains(type)) {
      wrong.add(new FieldError("/type", "must be one of " + TYPE_NAMES));
    }
    String source = ask.sourceId();
    if (source == null || source.isBlank() || source.length() > LONGEST_SOURCE || source.indexOf('\0') >= 0) {
      wrong.add(new FieldError("/sourceId", "must have 1 to " + LONGEST_SOURCE + " characters"));
    }
    Instant occurredAt = occurredAt(ask.occurredAt(), now);
    if (occurredAt == null) {
      wrong.add(new FieldError("/occurredAt", "must not be in the future, nor before 2000"));
    }
    if (ask.score() != null && !(ask.score() >= 0 && ask.score() <= 100)) {
      wrong.add(new FieldError("/score", "must be within 0 and 100"));
    }
    Timing timing = timing(ask.timing());
    if (ask.timing() != null && timing == null) {
      wrong.add(new FieldError("/timing", "must be early, on_time or late"));
    }
    if (!wrong.isEmpty()) {
      throw Failure.INVALID.with("This cannot be awarded.").errors(wrong);
    }
    return new Grant(type, source, occurredAt, ask.score(), timing, null, ask.skipStreakUpdate());
  }

  /**
   * Returns the time in microseconds, as the ledger keeps it, since rounding there could move it to another day. Null
   * when out of range.
   */
  private static Instant occurredAt(Instant asked, Instant now) {
    if (asked == null || asked.isAfter(now) && !asked.isAfter(now.plus(TOLERANCE))) {
      return now.truncatedTo(ChronoUnit.MICROS);
    }
    return asked.isAfter(now) || asked.isBefore(EARLIEST) ? null : asked.truncatedTo(ChronoUnit.MICROS);
  }

  private static Timing timing(String wire) {
    return switch (wire) {
      case "early" -> Timing.EARLY;
      case "on_time" -> Timing.ON_TIME;
      case "late" -> Timing.LATE;
      case null, default -> null;
    };
  }
}
