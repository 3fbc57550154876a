package com.mas.domain.people.notification;

import com.mas.domain.people.notification.NotificationContract.*;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/** Decides whether a person may be disturbed now, and what news of a message mean. */
final class NotificationRules {
  enum Action { SEND, HOLD, SKIP }

  /** @param from equal to {@code to}: never quiet */
  record Quiet(ZoneId zone, LocalTime from, LocalTime to) {}

  /**
   * @param optedOut by phone, for WhatsApp
   * @param off the person has switched this category off on this channel
   * @param taken messages that took this person's attention today, on all channels
   */
  record Facts(boolean optedOut, boolean off, Quiet quiet, int taken) {}

  /** @param until for HOLD */
  record Decision(Action action, String reason, Instant until) {
    private static final Decision SEND = new Decision(Action.SEND, null, null);

    static Decision skip(String reason) {
      return new Decision(Action.SKIP, reason, null);
    }
  }

  private NotificationRules() {}

  /**
   * A wish comes before the hour, the hour before the budget: what is held back is judged again when it is due. An
   * opt-out by phone stands against everything; a critical message passes all the rest.
   */
  static Decision decide(boolean critical, Facts facts, int perDay, Instant now) {
    if (facts.optedOut()) {
      return Decision.skip("opted_out");
    }
    if (critical) {
      return Decision.SEND;
    }
    if (facts.off()) {
      return Decision.skip("switched_off");
    }
    Optional<Instant> quiet = quietUntil(now, facts.quiet());
    if (quiet.isPresent()) {
      return new Decision(Action.HOLD, "quiet_hours", quiet.get());
    }
    return facts.taken() >= perDay ? Decision.skip("attention_budget") : Decision.SEND;
  }

  /** Returns when the quiet hours end that {@code now} lies in; always later than {@code now}, and not quiet itself. */
  static Optional<Instant> quietUntil(Instant now, Quiet quiet) {
    if (!isQuiet(now, quiet)) {
      return Optional.empty();
    }
    ZonedDateTime local = now.atZone(quiet.zone());
    ZonedDateTime end = ZonedDateTime.of(local.toLocalDate(), quiet.to(), quiet.zone());
    if (!local.toLocalTime().isBefore(quiet.to())) {
      end = ZonedDateTime.of(local.toLocalDate().plusDays(1), quiet.to(), quiet.zone());
    }
    if (!end.toInstant().isAfter(now)) {
      end = end.withLaterOffsetAtOverlap(); // the hour that comes twice in autumn
    }
    // it is quiet once more if the clock jumps back over the end
    return isQuiet(end.toInstant(), quiet) ? quietUntil(end.toInstant(), quiet) : Optional.of(end.toInstant());
  }

  private static boolean isQuiet(Instant now, Quiet quiet) {
    LocalTime time = now.atZone(quiet.zone()).toLocalTime();
    boolean afterFrom = !time.isBefore(quiet.from());
    boolean beforeTo = time.isBefore(quiet.to());
    return quiet.from().isBefore(quiet.to()) ? afterFrom && beforeTo
        : !quiet.from().equals(quiet.to()) && (afterFrom || beforeTo);
  }

  /**
   * News come in any order, twice, or not at all, so the state is the furthest that anybody told: a message that is
   * said to have failed and later to be delivered was delivered. Commutative, associative, idempotent.
   */
  static DeliveryState fold(DeliveryState known, DeliveryState told) {
    return known.compareTo(told) >= 0 ? known : told;
  }
}
