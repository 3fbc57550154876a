package com.mas.runs;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.jobs.Jobs;
import com.mas.jobs.Subscriptions;
import com.mas.runs.RunEngineRepository.Held;
import com.mas.runs.RunsContract.CancelRun;
import com.mas.runs.RunsContract.GetRun;
import com.mas.runs.RunsContract.ListRuns;
import com.mas.runs.RunsContract.Run;
import java.util.List;
import java.util.UUID;

/** Shows administrators the long work of all domains. Any number of instances. */
public final class RunsVerticle extends DomainVerticle {
  private final RunEngineRepository runs;
  private final Revival revival;

  /** Serves a build in which no domain does anything at the ends of runs. */
  public RunsVerticle(Bus bus, Capacity capacity, Database db) {
    this(bus, capacity, db, new Jobs(bus.clock(), Subscriptions.of(List.of(RunsContract.GIVEN_UP), List.of())));
  }

  public RunsVerticle(Bus bus, Capacity capacity, Database db, Jobs jobs) {
    super(bus, capacity);
    runs = new RunEngineRepository(db);
    revival = new Revival(bus, db, jobs, runs);
  }

  @Override
  protected void open() {
    answer(RunsContract.LIST, this::list);
    answer(RunsContract.GET, this::get);
    answer(RunsContract.CANCEL, this::cancel);
    answer(RunsContract.REVIVE, (call, ask) -> revival.revive(call));
  }

  private Page<Run> list(Call call, ListRuns ask) {
    return runs.list(call.tenant(), ask.kind(), ask.state(), PageWindow.of(ask));
  }

  private Run get(Call call, GetRun ask) {
    return find(call, ask.id());
  }

  private Run cancel(Call call, CancelRun ask) {
    find(call, ask.id());
    return runs.cancel(ask.id()).map(Held::run)
        .orElseThrow(RunsContract.RUN_OVER::refusal);
  }

  private Run find(Call call, UUID id) {
    return runs.find(id).map(Held::run)
        .filter(run -> run.tenant() == null || run.tenant().equals(call.tenant()))
        .orElseThrow(RunsContract.RUN_UNKNOWN::refusal);
  }
}
