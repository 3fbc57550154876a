package com.mas.domain.learning.analysis;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.domain.learning.analysis.AnalysisContract.ConfirmPipeline;
import com.mas.domain.learning.analysis.AnalysisContract.CreatePipeline;
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
import java.util.function.Function;
import java.util.stream.Collectors;

/** Begins analyses by the schedule: of each scope with comments that its last finished analysis was not about. */
final class TierService {
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
   * Works on one page of scopes. Done again after a kill it finds those running that it has begun, and goes on with the
   * others.
   */
  Void run(Call call, RunTier ask) {
    if (!configured) {
      return null;
    }
    TierPlace from = ask.from() == null ? new TierPlace(bus.clock().instant(), "", "") : ask.from();
    List<Due> page = tiers.scopes(ask.scope(), from.tenant(), from.scopeId());
    Map<String, Ran> did = new TreeMap<>();
    for (Due each : page) {
      did.merge(each.tenant(), one(call, ask.scope(), from.runAt(), each), TierService::sum);
    }
    db.transaction(tx -> {
      did.forEach((tenant, ran) -> tiers.ran(tx, tenant, ran));
      if (page.size() == TierRules.MOST_SCOPES) {
        TierPlace next = new TierPlace(from.runAt(), page.getLast().tenant(), page.getLast().scopeId());
        jobs.store(tx, AnalysisContract.RUN_TIER, new RunTier(ask.scope(), next), JobOptions.on(TierRules.QUEUE)
            .unique(TierRules.key(ask.scope()) + ' ' + next.tenant() + ' ' + next.scopeId()).because(call));
      }
      return null;
    });
    return null;
  }

  private Ran one(Call call, Scope scope, Instant runAt, Due due) {
    if (due.underWay()) {
      return new Ran(scope, runAt, 0, 0, 1);
    }
    boolean begun = due.hasNew() && begin(call.asProduct(due.tenant()), scope, due.scopeId());
    return new Ran(scope, runAt, begun ? 1 : 0, begun ? 0 : 1, 0);
  }

  /** Begins one, which may be one that a person has prepared; false when there is nothing to analyse any more. */
  private boolean begin(Call call, Scope scope, String scopeId) {
    try {
      CreatePipeline whole = new CreatePipeline(scope, scopeId, null, null);
      pipelines.confirm(call, new ConfirmPipeline(pipelines.create(call, whole).id()));
      return true;
    } catch (FailureException e) {
      if (e.failure() == Failure.UNPROCESSABLE || e.failure() == Failure.CONFLICT) {
        return false; // its comments were deleted, or it was cancelled meanwhile
      }
      throw e;
    }
  }

  private static Ran sum(Ran one, Ran other) {
    return new Ran(one.scope(), one.ranAt(), one.begun() + other.begun(), one.unchanged() + other.unchanged(),
        one.underWay() + other.underWay());
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
        ran == null ? 0 : ran.unchanged(), ran == null ? 0 : ran.underWay());
  }
}
