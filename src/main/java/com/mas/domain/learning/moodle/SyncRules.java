package com.mas.domain.learning.moodle;

import com.mas.domain.learning.moodle.MoodleContract.NamedPhase;
import com.mas.domain.learning.moodle.MoodleContract.PhaseLog;
import com.mas.domain.learning.moodle.MoodleContract.PhaseState;
import com.mas.domain.learning.moodle.MoodleContract.SyncState;
import com.mas.runs.RunsContract.Run;
import com.mas.runs.RunsContract.State;
import java.util.ArrayList;
import java.util.List;

/** Decides about syncs, as functions of values. */
final class SyncRules {
  static final String INSERTED = "inserted";
  static final String UPDATED = "updated";
  static final String GONE = "deactivated";
  static final int LEAST_MINUTES = 30;
  static final int MOST_MINUTES = 43_200;

  private SyncRules() {}

  /** Returns the usual interval of an environment, in minutes. */
  static int usualMinutes(String environment) {
    return switch (environment) {
      case "production" -> 180;
      case "staging" -> 360;
      default -> 60;
    };
  }

  static SyncState state(Run run) {
    if (!run.state().isOver()) {
      return SyncState.RUNNING;
    }
    return run.state() != State.COMPLETED ? SyncState.FAILED
        : run.error() == null ? SyncState.COMPLETED : SyncState.PARTIAL;
  }

  /** Returns what a run says of its phases, in their order. */
  static List<NamedPhase> phases(Run run) {
    int present = Math.max(0, run.phases().indexOf(run.phase()));
    List<NamedPhase> all = new ArrayList<>();
    for (int i = 0; i < run.phases().size(); i++) {
      all.add(new NamedPhase(run.phases().get(i), log(run, run.phases().get(i), i - present)));
    }
    return all;
  }

  private static PhaseLog log(Run run, String phase, int behind) {
    long errors = count(run, phase, "pagesFailed");
    PhaseState state;
    if (behind < 0 || behind == 0 && run.state() == State.COMPLETED) {
      state = errors > 0 ? PhaseState.FAILED : PhaseState.SUCCESS;
    } else if (behind == 0) {
      state = run.state().isOver() ? PhaseState.FAILED : PhaseState.RUNNING;
    } else {
      state = run.state().isOver() ? PhaseState.SKIPPED : PhaseState.PENDING;
    }
    return new PhaseLog(state, count(run, phase, "millis"), count(run, phase, "read"), count(run, phase, INSERTED),
        count(run, phase, UPDATED), count(run, phase, GONE), errors);
  }

  private static long count(Run run, String phase, String name) {
    return run.counts().getOrDefault(phase + "." + name, 0L);
  }
}
