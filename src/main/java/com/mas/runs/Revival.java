package com.mas.runs;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.FailureException;
import com.mas.db.Database;
import com.mas.jobs.JobsContract;
import com.mas.jobs.JobsContract.Job;
import com.mas.jobs.JobsContract.JobId;
import com.mas.runs.RunRepository.Lost;
import com.mas.runs.RunRules.Rescue;
import com.mas.runs.RunsContract.Revived;
import com.mas.runs.RunsContract.State;
import java.util.Optional;

/** Finds runs on which nobody works any more, has their stored requests tried again, and ends what is beyond that. */
final class Revival {
  private static final int AT_ONCE = 100;

  private final Bus bus;
  private final Database db;
  private final RunRepository runs;

  Revival(Bus bus, Database db, RunRepository runs) {
    this.bus = bus;
    this.db = db;
    this.runs = runs;
  }

  Revived revive(Call call) {
    int revived = 0;
    int failed = 0;
    for (Lost lost : runs.lost(AT_ONCE)) {
      Optional<Job> job = lost.jobId() == null ? Optional.empty() : job(call, lost);
      Rescue rescue = RunRules.rescue(job.map(Job::state).orElse(null), lost.revived());
      if (rescue == Rescue.FAIL || !retried(call, lost, rescue == Rescue.END)) {
        failed += ended(lost, job) ? 1 : 0;
      } else {
        revived++;
      }
    }
    return new Revived(revived, failed);
  }

  private Optional<Job> job(Call call, Lost lost) {
    try {
      return Optional.of(Database.await(bus.send(call, JobsContract.SEE, new JobId(lost.jobId()))).job());
    } catch (FailureException e) {
      if (e.failure().retryable()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** The domain's own code goes on with the run, or ends it, so that what the domain keeps of the run is told, too. */
  private boolean retried(Call call, Lost lost, boolean ends) {
    if (runs.revive(lost.id(), ends).isEmpty()) {
      return true; // over meanwhile
    }
    try {
      Database.await(bus.send(call, JobsContract.RETRY, new JobId(lost.jobId())));
      return true;
    } catch (FailureException e) {
      if (e.failure().retryable()) {
        throw e;
      }
      return false;
    }
  }

  private boolean ended(Lost lost, Optional<Job> job) {
    String why = job.map(Job::error).map(error -> "Its stored request failed for good: " + error)
        .orElse("The work on it was given up; please start it again.");
    return db.transaction(tx -> runs.end(tx, lost.id(), null, State.FAILED, RunRules.shown(why), bus.clock().instant()))
        .isPresent();
  }
}
