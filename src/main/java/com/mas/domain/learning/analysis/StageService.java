package com.mas.domain.learning.analysis;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.domain.learning.analysis.AnalysisContract.Pipeline;
import com.mas.domain.learning.analysis.AnalysisContract.PipelineState;
import com.mas.domain.learning.analysis.AnalysisContract.Sweep;
import com.mas.domain.learning.analysis.AnalysisContract.Swept;
import com.mas.domain.learning.analysis.AnalysisContract.Warning;
import com.mas.domain.learning.analysis.AnalysisContract.WorkOn;
import com.mas.domain.learning.analysis.PipelineRepository.Left;
import com.mas.domain.learning.analysis.PipelineRepository.Piece;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import com.mas.meters.Meters;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Works on the pieces of pipelines, and moves these from stage to stage. */
final class StageService {
  /** A piece is given up by its own count of failures; kills of nodes are not among them. */
  private static final int ATTEMPTS = 20;
  private static final int AGAIN_SECONDS = 5;
  private static final Duration SWEEP = Duration.ofSeconds(50);

  private final Bus bus;
  private final Database db;
  private final PipelineRepository pipelines;
  private final Works works;
  private final Jobs jobs;
  private final Clock clock;

  StageService(Bus bus, Database db, PipelineRepository pipelines, Works works, Jobs jobs) {
    this.bus = bus;
    this.db = db;
    this.pipelines = pipelines;
    this.works = works;
    this.jobs = jobs;
    this.clock = bus.clock();
  }

  /** Begins the first stage that has anything to do, from this one on, in the caller's transaction under its lock. */
  void begin(Tx tx, Call call, UUID pipeline, Stage first) {
    for (Optional<Stage> next = Optional.of(first); next.isPresent(); next = next.flatMap(PipelineRules::after)) {
      Stage stage = next.get();
      Optional<Warning> missing =
          PipelineRules.missing(stage, works.has(Stage.EMBEDDING), works.has(Stage.TOPICS));
      if (missing.isPresent()) {
        pipelines.warn(tx, pipeline, missing.get());
      } else {
        List<Integer> pieces = pipelines.divide(tx, pipeline, stage);
        if (!pieces.isEmpty()) {
          pipelines.move(tx, pipeline, stage.state, null, clock.instant());
          pieces.forEach(piece -> store(tx, call, pipeline, stage, piece));
          return;
        }
      }
    }
    pipelines.move(tx, pipeline, PipelineState.COMPLETED, null, clock.instant());
    count(PipelineState.COMPLETED);
  }

  private void store(Tx tx, Call call, UUID pipeline, Stage stage, int piece) {
    jobs.store(tx, AnalysisContract.WORK, new WorkOn(pipeline, stage.wire(), piece), JobOptions.on(stage.queue)
        .unique("analysis " + pipeline + ' ' + stage.wire() + ' ' + piece).attempts(ATTEMPTS).because(call));
  }

  Void work(Call call, WorkOn ask) {
    Stage stage = Stage.valueOf(ask.stage().toUpperCase(Locale.ROOT));
    Optional<Pipeline> found = pipelines.find(call.tenant(), ask.pipelineId());
    Optional<Piece> piece = pipelines.piece(ask.pipelineId(), stage, ask.piece());
    if (found.isEmpty() || piece.isEmpty() || piece.get().done() || found.get().state() != stage.state) {
      return null; // done before, or too late
    }
    Works.Found told;
    try {
      told = works.on(call, found.get(), stage, piece.get());
    } catch (Worker.Nobody nobody) {
      throw Failure.UNAVAILABLE.with(nobody.getMessage()).retryAfter(AGAIN_SECONDS);
    } catch (FailureException e) {
      failed(call, ask, stage, e);
      return null;
    }
    if (!write(call, ask, stage, told)) {
      throw Failure.UNAVAILABLE.with("The worker answered in part; the rest is asked again.").retryAfter(AGAIN_SECONDS);
    }
    return null;
  }

  /** Stores what was found out; returns false when the rest is to be asked again. */
  private boolean write(Call call, WorkOn ask, Stage stage, Works.Found told) {
    return db.transaction(tx -> {
      if (!isUnderWay(tx, call, ask, stage)) {
        return true;
      }
      told.write().accept(tx);
      if (told.ignored() > 0) {
        pipelines.ignore(tx, ask.pipelineId(), told.ignored());
      }
      if (told.warning() != null) {
        pipelines.warn(tx, ask.pipelineId(), told.warning());
      }
      if (!told.whole()) {
        int failures = pipelines.failed(tx, ask.pipelineId(), stage, ask.piece());
        if (failures > 0 && failures < PipelineRules.MOST_FAILURES) {
          return false;
        }
        pipelines.warn(tx, ask.pipelineId(), Warning.HALF_ANSWERED);
      }
      if (pipelines.done(tx, ask.pipelineId(), stage, ask.piece(), clock.instant())
          && !pipelines.hasOpen(tx, ask.pipelineId(), stage)) {
        PipelineRules.after(stage).ifPresentOrElse(next -> begin(tx, call, ask.pipelineId(), next), () -> {
          pipelines.move(tx, ask.pipelineId(), PipelineState.COMPLETED, null, clock.instant());
          count(PipelineState.COMPLETED);
        });
      }
      return true;
    });
  }

  private boolean isUnderWay(Tx tx, Call call, WorkOn ask, Stage stage) {
    return pipelines.lock(tx, call.tenant(), ask.pipelineId()).filter(state -> state == stage.state).isPresent();
  }

  /** Counts the failure. The third one, and one that will not pass, fail the pipeline; others are tried again. */
  private void failed(Call call, WorkOn ask, Stage stage, FailureException e) {
    if (e.failure() == Failure.TOO_MANY_REQUESTS) {
      throw e; // the worker asks to wait
    }
    Meters.counter("analysis.failures", "Answers of analysis workers that were none", "stage", stage.wire(),
        "code", e.failure().code()).increment();
    boolean again = db.transaction(tx -> {
      if (!isUnderWay(tx, call, ask, stage)) {
        return false;
      }
      int failures = pipelines.failed(tx, ask.pipelineId(), stage, ask.piece());
      if (e.failure().retryable() && failures < PipelineRules.MOST_FAILURES) {
        return true;
      }
      pipelines.move(tx, ask.pipelineId(), PipelineState.FAILED, e.getMessage(), clock.instant());
      count(PipelineState.FAILED);
      return false;
    });
    if (again) {
      throw e;
    }
  }

  static void count(PipelineState state) {
    Meters.counter("analysis.ended", "Analyses that are over", "state", state.wire()).increment();
  }

  Swept sweep(Sweep ask) {
    List<Left> left = pipelines.left();
    left.forEach(each -> db.transaction(tx -> {
      store(tx, bus.systemCall(each.tenant(), SWEEP), each.id(), each.stage(), each.piece());
      return null;
    }));
    return new Swept(left.size());
  }
}
