package com.mas.domain.learning.mrtest;

import com.mas.domain.learning.mrtest.ExamSyncContract.SyncState;
import com.mas.runs.RunsContract.Run;
import com.mas.runs.RunsContract.State;
import java.util.Map;

/** Decides about runs, as functions of values. */
final class SyncRules {
  static final String INSERTED = "inserted";
  static final String UPDATED = "updated";
  static final String GONE = "deactivated";
  static final String AMBIGUOUS = "ambiguous";
  static final String TIED = "tied";
  private static final String BLOCKED = ".pagesFailed";

  private SyncRules() {}

  /** @param refused whether the site wants a login that there is not */
  static SyncState state(Run run, boolean refused) {
    if (!run.state().isOver()) {
      return SyncState.RUNNING;
    }
    return refused ? SyncState.UNAUTHENTICATED : run.state() != State.COMPLETED ? SyncState.FAILED
        : run.error() == null ? SyncState.SUCCESS : SyncState.INCOMPLETE;
  }

  /** Returns how many pages could not be read, over all phases. */
  static long blocked(Map<String, Long> counts) {
    return counts.entrySet().stream().filter(count -> count.getKey().endsWith(BLOCKED))
        .mapToLong(Map.Entry::getValue).sum();
  }
}
