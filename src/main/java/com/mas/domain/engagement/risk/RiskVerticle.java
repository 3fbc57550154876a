package com.mas.domain.engagement.risk;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.db.Database;
import com.mas.db.UuidV7;
import com.mas.jobs.Jobs;
import java.nio.file.Path;

/** Risk on the bus: one line for each address. Holds nothing between two requests; any number of instances. */
public final class RiskVerticle extends DomainVerticle {
  private final ScoreService scores;
  private final LeadService leads;

  /**
   * @param rules {@code conf/rules/risk.yaml}
   * @throws IllegalArgumentException that says what is wrong in the rules
   */
  public RiskVerticle(Bus bus, Capacity capacity, Database db, Jobs jobs, UuidV7 ids, Path rules) {
    super(bus, capacity);
    RiskConfig config = RiskConfig.read(rules);
    this.scores = new ScoreService(bus, db, jobs, config);
    this.leads = new LeadService(db, jobs, ids, config, bus.clock());
  }

  @Override
  protected void open() {
    answer(RiskContract.COMPUTE, (call, ask) -> scores.compute(call, ask, this::isStopping));
    answer(RiskContract.WRITE_REASONS, scores::word);
    answer(RiskContract.LED_LIST, leads::list);
    answer(RiskContract.LED_RECOMPUTE, leads::recompute);
    answer(RiskContract.LED_REVIEW, leads::review);
    answer(RiskContract.LED_TREND, leads::trend);
    answer(RiskContract.LED_CLASSROOM, leads::askForClassroom);
    answer(RiskContract.LED_CALL, leads::call);
    answer(RiskContract.ATTACH_CALL_SUMMARY, leads::attach);
  }
}
