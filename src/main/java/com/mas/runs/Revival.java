package com.mas.runs;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.FailureException;
import com.mas.db.Database;
import com.mas.jobs.Jobs;
import com.mas.jobs.JobsContract;
import com.mas.jobs.JobsContract.Job;
import com.mas.jobs.JobsContract.JobId;
import com.mas.runs.RunEngineRepository.Held;
import com.mas.runs.RunEngineRepository.Lost;
import com.mas.runs.RunRules.Rescue;
import com.mas.runs.RunsContract.GivenUp;
import com.mas.runs.RunsContract.Revived;
import com.mas.runs.RunsContract.Run;
import java.util.Optional;

/** Finds runs on which nobody works any more, has their stored requests tried again, and ends what is beyond that. */
final class Revival {
  private static final int AT_ONCE = 100;

  private final Bus bus;
  private final Database db;
  private final Jobs jobs;
  private final RunEngineRepository runs;

  Revival(Bus bus, Database db, Jobs jobs, RunEngineRepository runs) {
    this.bus = bus;
    this.db = db;
    this.jobs = jobs;
    this.runs = runs;
  }

  Revived revive(Call call) {
    int revived = 0;
    int failed = 0;
    for (Lost lost : runs.lost(AT_ONCE)) {
      Optional<Job> job = lost.jobId() == null ? Optional.empty() : job(call, lost);
      Rescue rescue = RunRules.rescue(job.map(Job::state).orElse(null), lost.revived());
      if (rescue == Rescue.FAIL || !retried(call, lost, rescue == Rescue.END)) {
        failed += isGivenUp(call, lost, job) ? 1 : 0;
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

  /** Returns false for a run that is over meanwhile. Its domain is told in the transaction that ends it. */
  private boolean isGivenUp(Call call, Lost lost, Optional<Job> job) {
    String why = job.map(Job::error).map(error -> "Its stored request failed for good: " + error)
        .orElse("The work on it was given up; please start it again.");
    Optional<Run> over = db.transaction(tx -> {
      Optional<Run> ended = runs.giveUp(tx, lost.id(), RunRules.shown(why), bus.clock().instant()).map(Held::run);
      ended.ifPresent(run -> jobs.publish(tx, RunsContract.GIVEN_UP,
          new GivenUp(run.id(), run.kind(), run.tenant(), run.subject()), run.id().toString(),
          call.asProduct(run.tenant())));
      return ended;
    });
    over.ifPresent(run -> {
      Slice.counted(run);
      bus.publish(call, RunsContract.PROGRESSED, run);
    });
    return over.isPresent();
  }
}
