package com.mas.domain.learning.mentoring;

import com.mas.domain.learning.mentoring.PriceContract.FreeCalls;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decides which batch of a student grants a call, and in which month it counts. */
final class GrantRules {
  private static final ZoneId INDIA = ZoneId.of("Asia/Kolkata");
  /** The batch with most left first; an unlimited one before all. Of equals the same one, always. */
  private static final Comparator<FreeCalls> MOST_LEFT = Comparator
      .<FreeCalls>comparingInt(calls -> calls.left() == null ? Integer.MAX_VALUE : calls.left()).reversed()
      .thenComparing(FreeCalls::batchId);

  private GrantRules() {}

  /** Returns the first day of the month in which a call counts. */
  static LocalDate month(Instant startsAt) {
    return startsAt.atZone(INDIA).toLocalDate().withDayOfMonth(1);
  }

  /**
   * Returns how a student stands in a batch that grants calls.
   *
   * @param perMonth null: as many as the student likes
   */
  static FreeCalls standing(UUID batch, String name, @Nullable Integer perMonth, int used) {
    return new FreeCalls(batch, name, perMonth, used, perMonth == null ? null : Math.max(0, perMonth - used));
  }

  /** Returns the batch to be shown: the one that grants the next call, else one whose calls are used up. */
  static Optional<FreeCalls> best(List<FreeCalls> all) {
    return all.stream().min(MOST_LEFT);
  }

  static boolean isLeft(FreeCalls calls) {
    return calls.left() == null || calls.left() > 0;
  }
}
