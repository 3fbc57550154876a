package com.mas.domain.learning.analysis;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.UuidV7;
import com.mas.domain.learning.analysis.AnalysisContract.ConfirmPipeline;
import com.mas.domain.learning.analysis.AnalysisContract.CreatePipeline;
import com.mas.domain.learning.analysis.AnalysisContract.Pipeline;
import com.mas.domain.learning.analysis.AnalysisContract.PipelineState;
import com.mas.domain.learning.analysis.AnalysisContract.RunTier;
import com.mas.domain.learning.analysis.AnalysisContract.Scope;
import com.mas.domain.learning.analysis.AnalysisContract.Tier;
import com.mas.domain.learning.analysis.AnalysisContract.TierPlace;
import com.mas.domain.learning.analysis.TierRepository.Due;
import com.mas.domain.learning.analysis.TierRepository.Ran;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import com.mas.jobs.JobsContract;
import com.mas.jobs.JobsContract.Nothing;
import com.mas.jobs.JobsContract.ScheduleRow;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins analyses by the schedule: of each scope with comments that its last finished analysis was not about. One that
 * a person has prepared is the person's to confirm.
 */
final class TierService {
  private static final Logger LOG = LoggerFactory.getLogger(TierService.class);

  /** Says what a run did about one scope. */
  private enum Done { BEGUN, UNCHANGED, UNDER_WAY, AWAITING, FAILED }

  private final Bus bus;
  private final Database db;
  private final TierRepository tiers;
  private final PipelineService pipelines;
  private final Jobs jobs;
  private final boolean configured;

  /** @param configured whether comments can be analysed at all */
  TierService(Bus bus, Database db, TierRepository tiers, PipelineService pipelines, Jobs jobs, boolean configured) {
    this.bus = bus;
    this.db = db;
    this.tiers = tiers;
    this.pipelines = pipelines;
    this.jobs = jobs;
    this.configured = configured;
  }

  /**
   * Works on one page of scopes; one that fails keeps none of the others back. Done again after a kill it finds those
   * that it has begun, goes on with the others, and counts all as the first time.
   */
  Void run(Call call, RunTier ask) {
    if (!configured) {
      return null;
    }
    TierPlace from = ask.from() == null ? new TierPlace(begunAt(call), "", "") : ask.from();
    List<Due> page = tiers.scopes(ask.scope(), from);
    Map<String, Ran> did = new TreeMap<>();
    Map<String, String> last = new TreeMap<>();
    for (Due each : page) {
      did.merge(each.tenant(), one(call, ask.scope(), from.runAt(), each), TierService::sum);
      last.put(each.tenant(), each.scopeId());
    }
    db.transaction(tx -> {
      did.forEach((tenant, ran) -> tiers.ran(tx, tenant, ran, last.get(tenant)));
      if (page.size() == TierRules.MOST_SCOPES) {
        TierPlace next = new TierPlace(from.runAt(), page.getLast().tenant(), page.getLast().scopeId());
        jobs.store(tx, AnalysisContract.RUN_TIER, new RunTier(ask.scope(), next), JobOptions.on(TierRules.QUEUE)
            .unique(TierRules.key(ask.scope()) + ' ' + next.tenant() + ' ' + next.scopeId()).because(call));
      }
      return null;
    });
    return null;
  }

  /** Returns when the run was stored, which is the same whenever its first page is worked on again. */
  private Instant begunAt(Call call) {
    UUID stored = call.cause();
    return stored == null || stored.version() != 7 ? bus.clock().instant() : UuidV7.timeOf(stored);
  }

  private Ran one(Call call, Scope scope, Instant runAt, Due due) {
    return switch (done(call, scope, due)) {
      case BEGUN -> new Ran(scope, runAt, 1, 0, 0, 0, 0);
      case UNCHANGED -> new Ran(scope, runAt, 0, 1, 0, 0, 0);
      case UNDER_WAY -> new Ran(scope, runAt, 0, 0, 1, 0, 0);
      case AWAITING -> new Ran(scope, runAt, 0, 0, 0, 1, 0);
      case FAILED -> new Ran(scope, runAt, 0, 0, 0, 0, 1);
    };
  }

  private Done done(Call call, Scope scope, Due due) {
    if (due.begun() || due.underWay() || !due.hasNew()) {
      return due.begun() ? Done.BEGUN : due.underWay() ? Done.UNDER_WAY : Done.UNCHANGED;
    }
    try {
      return begin(call.asProduct(due.tenant()), scope, due.scopeId());
    } catch (RuntimeException e) {
      LOG.error("an analysis of one {} of {} could not be begun; the run goes on", scope.wire(), due.tenant(), e);
      return Done.FAILED;
    }
  }

  private Done begin(Call call, Scope scope, String scopeId) {
    try {
      Pipeline whole = pipelines.create(call, new CreatePipeline(scope, scopeId, null, null));
      if (whole.createdBy() != null && whole.state() == PipelineState.AWAITING_CONFIRMATION) {
        return Done.AWAITING;
      }
      pipelines.confirm(call, new ConfirmPipeline(whole.id()));
      return Done.BEGUN;
    } catch (FailureException e) {
      if (e.failure() == Failure.UNPROCESSABLE || e.failure() == Failure.CONFLICT) {
        return Done.UNCHANGED; // its comments were deleted, or it was cancelled meanwhile
      }
      throw e;
    }
  }

  private static Ran sum(Ran one, Ran other) {
    return new Ran(one.scope(), one.ranAt(), one.begun() + other.begun(), one.unchanged() + other.unchanged(),
        one.underWay() + other.underWay(), one.awaiting() + other.awaiting(), one.failed() + other.failed());
  }

  Page<Tier> list(Call call) {
    Map<String, ScheduleRow> schedules = Database.await(bus.send(call, JobsContract.SCHEDULES, new Nothing())).items()
        .stream().collect(Collectors.toMap(ScheduleRow::key, Function.identity()));
    Map<Scope, Ran> ran = tiers.list(call.tenant()).stream().collect(Collectors.toMap(Ran::scope, each -> each));
    List<Tier> all = Arrays.stream(Scope.values())
        .map(scope -> tier(scope, schedules.get(TierRules.key(scope)), ran.get(scope))).toList();
    return new Page<>(all, all.size(), 0, (long) all.size());
  }

  private Tier tier(Scope scope, ScheduleRow schedule, Ran ran) {
    boolean comes = configured && schedule != null && schedule.enabled() && !schedule.paused();
    Instant last = ran != null ? ran.ranAt() : schedule == null ? null : schedule.lastAt();
    return new Tier(scope, comes ? schedule.nextAt() : null, last, ran == null ? 0 : ran.begun(),
        ran == null ? 0 : ran.unchanged(), ran == null ? 0 : ran.underWay(), ran == null ? 0 : ran.awaiting(),
        ran == null ? 0 : ran.failed());
  }
}
