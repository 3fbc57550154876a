package com.mas.domain.learning.education;

import static com.mas.domain.learning.education.EducationContract.BatchState.*;

import com.mas.bus.FailureException.FieldError;
import com.mas.domain.learning.education.EducationContract.BatchState;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Decides what may become of a batch. */
final class BatchRules {
  private BatchRules() {}

  /**
   * An active batch is not archived directly: its students would silently fall out of scoring. It is completed first,
   * and what was completed or archived by mistake can be taken back one step.
   */
  static List<BatchState> next(BatchState from) {
    return switch (from) {
      case PLANNED -> List.of(ACTIVE, ARCHIVED);
      case ACTIVE -> List.of(COMPLETED);
      case COMPLETED -> List.of(ARCHIVED, ACTIVE);
      case ARCHIVED -> List.of(COMPLETED);
    };
  }

  /** Staying is allowed, so that a repeated request changes nothing and does no harm. */
  static boolean mayBecome(BatchState from, BatchState to) {
    return from == to || next(from).contains(to);
  }

  /** New people come into batches that are still to come or running. */
  static boolean takesApplications(BatchState state) {
    return state == PLANNED || state == ACTIVE;
  }

  /** Returns why the days cannot be. */
  static Optional<FieldError> wrongDays(LocalDate startsOn, LocalDate endsOn) {
    String path = endsOn == null ? "/startsOn" : "/endsOn";
    if (startsOn.getYear() < 2000 || startsOn.getYear() > 2100 || endsOn != null && endsOn.getYear() > 2100) {
      return Optional.of(new FieldError(path, "A batch starts and ends between the years 2000 and 2100."));
    }
    return endsOn != null && endsOn.isBefore(startsOn)
        ? Optional.of(new FieldError(path, "A batch cannot end on " + endsOn + ", before it starts on " + startsOn
            + "."))
        : Optional.empty();
  }
}
