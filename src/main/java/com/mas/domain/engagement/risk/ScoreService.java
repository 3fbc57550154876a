package com.mas.domain.engagement.risk;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.db.Database;
import com.mas.domain.ai.model.ModelContract;
import com.mas.domain.ai.model.ModelContract.Completion;
import com.mas.domain.engagement.risk.FactRepository.Batch;
import com.mas.domain.engagement.risk.FactRepository.Student;
import com.mas.domain.engagement.risk.RiskContract.ComputeScores;
import com.mas.domain.engagement.risk.RiskContract.ReasonsWritten;
import com.mas.domain.engagement.risk.RiskContract.ScoresComputed;
import com.mas.domain.engagement.risk.RiskContract.Tier;
import com.mas.domain.engagement.risk.RiskContract.WriteReasons;
import com.mas.domain.engagement.risk.RiskRepository.Scored;
import com.mas.domain.engagement.risk.RiskRepository.Unworded;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import com.mas.runs.About;
import com.mas.runs.Budget;
import com.mas.runs.Counts;
import com.mas.runs.Move;
import com.mas.runs.Phases;
import com.mas.runs.Runs;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** Computes the scores, batch by batch, and has the reasons of those that are shown worded. */
final class ScoreService {
  /** Rows in one statement. */
  private static final int PAGE = 1_000;
  private static final String BATCHES = "batches";
  private static final String FLAGGED = "flagged";
  /** Sentences asked for at a time. */
  private static final int AT_ONCE = 4;

  /** Time for one sentence of the language model; when it is over, the template's sentence stays. */
  private static final long PATIENCE_MS = 4_500;

  private final Bus bus;
  private final Database db;
  private final Runs runs;
  private final Jobs jobs;
  private final RiskConfig config;
  private final RiskRules rules;
  private final LowerTier lower;
  private final FactRepository facts;
  private final RiskRepository scores;
  private final TrendRepository trends;
  private final Clock clock;

  ScoreService(Bus bus, Database db, Jobs jobs, RiskConfig config) {
    this.bus = bus;
    this.db = db;
    this.runs = new Runs(bus, db);
    this.jobs = jobs;
    this.config = config;
    this.rules = new RiskRules(config);
    this.lower = new LowerTier(rules);
    this.facts = new FactRepository(db);
    this.scores = new RiskRepository(db);
    this.trends = new TrendRepository(db);
    this.clock = bus.clock();
  }

  /** Says where the nightly run goes on: behind this batch. */
  record After(UUID batch) {
    static final After NONE = new After(new UUID(0, 0));
  }

  /** Everybody's scores are a run, which goes on where it was cut off; those of a few batches are computed at once. */
  ScoresComputed compute(Call call, ComputeScores ask, BooleanSupplier stopping) {
    Counts counts = Counts.NONE;
    if (ask.batchIds() == null) {
      counts = runs.work(call, new About("risk.scores", null, ""),
          Phases.from(After.NONE).then(BATCHES, (slice, from) -> next(call, from)),
          Budget.of(RiskContract.COMPUTE.timeout(), stopping)).sums();
      scores.forgetOldBatches();
    } else {
      for (Batch batch : facts.batches(After.NONE.batch(), ask.batchIds(), ask.batchIds().size())) {
        counts = counts.plus(counted(compute(call, batch)));
      }
    }
    return new ScoresComputed((int) counts.get(BATCHES), (int) counts.get(Counts.READ), (int) counts.get(FLAGGED));
  }

  private Move<After> next(Call call, After from) {
    List<Batch> next = facts.batches(from.batch(), null, 1);
    return next.isEmpty() ? Move.done(from)
        : Move.to(new After(next.getFirst().id())).count(counted(compute(call, next.getFirst())));
  }

  private static Counts counted(List<Tier> tiers) {
    return Counts.NONE.plus(BATCHES, 1).plus(Counts.READ, tiers.size()).plus(Counts.WRITTEN, tiers.size())
        .plus(FLAGGED, tiers.stream().filter(tier -> tier != Tier.LOW).count());
  }

  private List<Tier> compute(Call call, Batch batch) {
    Instant now = clock.instant();
    List<Student> students = facts.students(batch, now.minus(Duration.ofDays(config.graceDays())),
        Duration.ofDays(config.windowDays()), now, config.leastCohort());
    Cohort cohort = Cohort.of(students.stream().map(Student::facts).toList());
    List<Tier> tiers = new ArrayList<>(students.size());
    for (int from = 0; from < students.size(); from += PAGE) {
      List<Scored> scored = students.subList(from, Math.min(students.size(), from + PAGE)).stream()
          .map(student -> score(student, cohort)).toList();
      scores.upsert(batch, now, scored);
      scored.forEach(each -> tiers.add(each.is().tier()));
    }
    scores.forget(batch.id(), now);
    trends.keep(batch.id());
    if (tiers.stream().anyMatch(tier -> tier != Tier.LOW)) {
      Call cause = call.asProduct(batch.tenant());
      Database.await(jobs.store(db, RiskContract.WRITE_REASONS, new WriteReasons(batch.id()),
          JobOptions.on(RiskContract.QUEUE).unique("reasons:" + batch.id()).group("llm").because(cause)));
    }
    return tiers;
  }

  private Scored score(Student student, Cohort cohort) {
    RiskRules.Assessment is = rules.assess(student.facts(), cohort);
    return new Scored(student.id(), is, lower.ways(student.facts(), cohort, is), RiskWords.reason(is.parts()));
  }

  ReasonsWritten word(Call call, WriteReasons ask) {
    List<Unworded> rows = scores.toWord(ask.batchId(), RiskContract.MAX_LIMIT, clock.instant());
    int written = 0;
    for (int from = 0; from < rows.size(); from += AT_ONCE) {
      List<Unworded> some = rows.subList(from, Math.min(rows.size(), from + AT_ONCE));
      List<Future<Completion>> asked = some.stream().map(row -> ask(call, row)).toList();
      for (int i = 0; i < some.size(); i++) {
        Unworded row = some.get(i);
        try {
          Optional<String> reason =
              ReasonRules.answered(Database.await(asked.get(i)).text(), ReasonRules.facts(row.parts()));
          written += reason.isPresent()
              && scores.word(row.student(), ask.batchId(), row.template(), reason.get()) ? 1 : 0;
        } catch (FailureException e) {
          if (e.failure() == Failure.NOT_CONFIGURED) {
            return new ReasonsWritten(rows.size(), written);
          }
        }
      }
    }
    return new ReasonsWritten(rows.size(), written);
  }

  private Future<Completion> ask(Call call, Unworded row) {
    return bus.send(call.until(clock.millis() + PATIENCE_MS), ModelContract.COMPLETE,
        ReasonRules.prompt(ReasonRules.facts(row.parts())));
  }
}
