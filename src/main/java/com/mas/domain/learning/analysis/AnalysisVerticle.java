package com.mas.domain.learning.analysis;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.db.Database;
import com.mas.db.UuidV7;
import com.mas.jobs.Jobs;
import java.util.Map;

/** Answers for analyses: one line for each address. */
public final class AnalysisVerticle extends DomainVerticle {
  private final PipelineService pipelines;
  private final StageService stages;
  private final TierService tiers;

  /** @param workers for those stages that have one */
  AnalysisVerticle(Bus bus, Capacity capacity, Database db, Jobs jobs, UuidV7 ids, Map<Stage, Worker> workers) {
    super(bus, capacity);
    PipelineRepository rows = new PipelineRepository(db);
    ItemRepository items = new ItemRepository(db);
    Works works = new Works(bus, items, workers);
    stages = new StageService(bus, db, rows, works, jobs);
    pipelines = new PipelineService(db, rows, items, stages, works.has(Stage.SENTIMENT), ids, bus.clock());
    tiers = new TierService(bus, db, new TierRepository(db), pipelines, jobs, works.has(Stage.SENTIMENT));
  }

  @Override
  protected void open() {
    answer(AnalysisContract.CREATE, pipelines::create);
    answer(AnalysisContract.LIST, pipelines::list);
    answer(AnalysisContract.GET, (call, ask) -> pipelines.mustHave(call, ask.id()));
    answer(AnalysisContract.STATUS, pipelines::status);
    answer(AnalysisContract.CONFIRM, pipelines::confirm);
    answer(AnalysisContract.CANCEL, pipelines::cancel);
    answer(AnalysisContract.TOPICS, pipelines::topics);
    answer(AnalysisContract.RECOMMENDATIONS, pipelines::recommendations);
    answer(AnalysisContract.COMMENTS, pipelines::comments);
    answer(AnalysisContract.SCOPES, pipelines::scopes);
    answer(AnalysisContract.TIERS, (call, ask) -> tiers.list(call));
    answer(AnalysisContract.RUN_TIER, tiers::run);
    answer(AnalysisContract.WORK, stages::work);
    answer(AnalysisContract.SWEEP, (call, ask) -> stages.sweep(ask));
  }
}
