package com.mas.domain.engagement.gamification;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import java.time.LocalDate;

/**
 * A student's row of {@code student_progress}.
 *
 * @param tenant null when there is no row yet
 * @param version grows with each change of the ledger; 0 when there is no row yet
 * @param lastActionDay IST day of the newest meaningful action, null before the first
 */
record StudentProgress(String tenant, long version, Snapshot snapshot, LocalDate lastActionDay) {
  static final StudentProgress NONE = new StudentProgress(null, 0, Snapshot.ZERO, null);

  /** Returns whether the standing has days that have not come yet, left by a clock that once was ahead of time. */
  boolean isAhead(LocalDate today) {
    LocalDate lastActive = snapshot.streak().lastActive();
    return lastActive != null && lastActive.isAfter(today) || lastActionDay != null && lastActionDay.isAfter(today);
  }

  StudentProgress with(Snapshot next) {
    return new StudentProgress(tenant, version, next, lastActionDay);
  }

  /**
   * The standing as the caller may see it; a new one becomes the caller's tenant's.
   *
   * @throws FailureException NOT_FOUND for a student of another tenant, INVALID when a new one would have none
   */
  StudentProgress of(Call call) {
    if (tenant != null && (call.tenant() == null || tenant.equals(call.tenant()))) {
      return this;
    }
    if (tenant != null) {
      throw GamificationContract.STUDENT_UNKNOWN.refusal();
    }
    if (call.tenant() == null) {
      throw Failure.INVALID.with("The first award of a student must name a tenant.");
    }
    return new StudentProgress(call.tenant(), version, snapshot, lastActionDay);
  }
}
