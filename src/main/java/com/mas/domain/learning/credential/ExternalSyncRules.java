package com.mas.domain.learning.credential;

import com.mas.domain.learning.credential.ExternalSyncContract.SyncEnd;
import com.mas.domain.learning.credential.ExternalSyncContract.Tally;
import com.mas.domain.learning.credential.OutsideRow.Skip;
import com.mas.runs.Counts;
import com.mas.runs.RunsContract.Run;
import com.mas.runs.RunsContract.State;
import java.time.Duration;
import java.time.Instant;

/** Decides about syncs of outside issuers, as functions of values. */
final class ExternalSyncRules {
  /** Certificates that cannot be had for so long are done without. */
  static final Duration PATIENCE = Duration.ofDays(1);

  private ExternalSyncRules() {}

  /** @param heldAt since when something is left for later; null: nothing is */
  static boolean isPatient(Instant heldAt, Instant now) {
    return heldAt == null || now.isBefore(heldAt.plus(PATIENCE));
  }

  static Tally tally(Run run) {
    Counts counts = run.sums();
    return new Tally(counts.get(Counts.READ), counts.get(Counts.WRITTEN), counts.get(Skip.DUPLICATE.count()),
        counts.get(Skip.NO_EMAIL.count()), counts.get(Skip.HOURS.count()), counts.get(Skip.UNVERIFIED.count()),
        counts.get(Skip.UNREADABLE.count()), counts.get(Skip.LATER.count()), counts.get(OutsideSink.WITHOUT_FILE));
  }

  /** Says why a run ended, or what it lacks; null: it lacks nothing. */
  static String error(Run run) {
    long later = run.sums().get(Skip.LATER.count());
    return run.error() != null ? run.error() : run.state() == State.CANCELLED ? "It was cancelled."
        : later > 0 ? later + " certificate(s) could not be had yet; the next sync tries again." : null;
  }

  static SyncEnd end(Run run) {
    return switch (run.state()) {
      case COMPLETED -> error(run) == null ? SyncEnd.COMPLETED : SyncEnd.PARTIAL;
      case FAILED -> SyncEnd.FAILED;
      case CANCELLED -> SyncEnd.CANCELLED;
      default -> SyncEnd.RUNNING;
    };
  }
}
