package com.mas.domain.engagement.risk;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.db.Database;
import com.mas.db.UuidV7;
import com.mas.jobs.Jobs;
import com.mas.outbound.HttpCaller;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/** Risk on the bus: one line for each address. Holds nothing between two requests; any number of instances. */
public final class RiskVerticle extends DomainVerticle {
  /** How long one sentence may take: the template is at hand. */
  private static final Duration PATIENCE = Duration.ofMillis(4_500);
  private static final int LONGEST_ANSWER = 64 << 10;

  /** @param rules {@code conf/risk.yaml} */
  public record Config(Path rules, Llm llm) {}

  /** @param key empty: reasons are the template's */
  public record Llm(String baseUrl, String key, String model) {
    @Override
    public String toString() {
      return "Llm[" + baseUrl + ", " + model + "]";
    }
  }

  private final Database db;
  private final Jobs jobs;
  private final Config config;
  private final RiskConfig rules;
  private final LeadService leads;
  private LlmClient llm;

  /** @throws IllegalArgumentException that says what is wrong in the rules */
  public RiskVerticle(Bus bus, Capacity capacity, Database db, Jobs jobs, UuidV7 ids, Config config) {
    super(bus, capacity);
    this.db = db;
    this.jobs = jobs;
    this.config = config;
    this.rules = RiskConfig.read(config.rules());
    this.leads = new LeadService(db, jobs, ids, rules, bus.clock());
  }

  @Override
  protected void open() {
    if (!config.llm().key().isEmpty()) {
      llm = new LlmClient(new HttpCaller(vertx, bus().clock(), new Random(), new HttpCaller.Config("language model",
          config.llm().baseUrl(), PATIENCE, 1, Duration.ofSeconds(1), Duration.ofSeconds(1), LONGEST_ANSWER, 8,
          Duration.ofSeconds(30))), config.llm().key(), config.llm().model());
    }
    ScoreService scores = new ScoreService(db, jobs, rules, Optional.ofNullable(llm), bus().clock());
    answer(RiskContract.COMPUTE, scores::compute);
    answer(RiskContract.WRITE_REASONS, scores::word);
    answer(RiskContract.LED_LIST, leads::list);
    answer(RiskContract.LED_RECOMPUTE, leads::recompute);
    answer(RiskContract.LED_REVIEW, leads::review);
    answer(RiskContract.LED_CLASSROOM, leads::askForClassroom);
    answer(RiskContract.LED_CALL, leads::call);
    answer(RiskContract.ATTACH_CALL_SUMMARY, leads::attach);
  }

  @Override
  protected void close() {
    if (llm != null) {
      Database.await(llm.close());
    }
  }
}
