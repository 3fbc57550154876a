package com.mas.domain.engagement.risk;

import com.mas.bus.Call;
import com.mas.bus.Page;
import com.mas.bus.Text;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.UuidV7;
import com.mas.domain.engagement.risk.RiskContract.AskClassroom;
import com.mas.domain.engagement.risk.RiskContract.AskTrend;
import com.mas.domain.engagement.risk.RiskContract.AttachCallSummary;
import com.mas.domain.engagement.risk.RiskContract.CallSummaryAttached;
import com.mas.domain.engagement.risk.RiskContract.CheckInCall;
import com.mas.domain.engagement.risk.RiskContract.ClassroomRequest;
import com.mas.domain.engagement.risk.RiskContract.ComputeScores;
import com.mas.domain.engagement.risk.RiskContract.ListRisk;
import com.mas.domain.engagement.risk.RiskContract.OfStudent;
import com.mas.domain.engagement.risk.RiskContract.Recomputation;
import com.mas.domain.engagement.risk.RiskContract.Recompute;
import com.mas.domain.engagement.risk.RiskContract.RiskStudent;
import com.mas.domain.engagement.risk.RiskContract.RiskTrend;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;

/** Lets a batch lead see and act on students at risk in the own batches. */
final class LeadService {
  private static final ZoneId IST = ZoneId.of("Asia/Kolkata");
  private static final int STANDARD_DAYS = 90;

  private final Database db;
  private final Jobs jobs;
  private final UuidV7 ids;
  private final RiskRepository scores;
  private final TrendRepository trends;
  private final Duration reviewed;
  private final Clock clock;

  LeadService(Database db, Jobs jobs, UuidV7 ids, RiskConfig config, Clock clock) {
    this.db = db;
    this.jobs = jobs;
    this.ids = ids;
    this.scores = new RiskRepository(db);
    this.trends = new TrendRepository(db);
    this.reviewed = Duration.ofHours(config.reviewHours());
    this.clock = clock;
  }

  Page<RiskStudent> list(Call call, ListRisk ask) {
    return scores.led(call.tenant(), call.userId(), clock.instant(),
        PageWindow.of(ask.limit(), null, RiskContract.DEFAULT_LIMIT, RiskContract.MAX_LIMIT));
  }

  Recomputation recompute(Call call, Recompute ask) {
    List<UUID> batches = scores.ledBatches(call.tenant(), call.userId());
    if (batches.isEmpty()) {
      return new Recomputation(null, 0);
    }
    UUID job = Database.await(jobs.store(db, RiskContract.COMPUTE, new ComputeScores(batches),
        JobOptions.on(RiskContract.QUEUE).unique("lead:" + call.userId()).because(call)));
    return new Recomputation(job, batches.size());
  }

  RiskStudent review(Call call, OfStudent ask) {
    mustBeScored(call, ask.userId());
    Instant now = clock.instant();
    scores.review(call.tenant(), call.userId(), ask.userId(), now, now.plus(reviewed));
    return mustBeScored(call, ask.userId());
  }

  RiskTrend trend(Call call, AskTrend ask) {
    mustLead(call, ask.userId());
    int days = ask.days() == null ? STANDARD_DAYS : ask.days();
    LocalDate since = LocalDate.ofInstant(clock.instant(), IST).minusDays(days - 1L);
    return new RiskTrend(trends.read(call.tenant(), call.userId(), ask.userId(), since));
  }

  ClassroomRequest askForClassroom(Call call, AskClassroom ask) {
    RiskStudent row = mustBeScored(call, ask.userId());
    ClassroomRequest request = new ClassroomRequest(ids.next(), row.id(), row.batchId(), call.userId(),
        Text.isVisible(ask.note()) ? Text.stripped(ask.note()) : null, clock.instant());
    return db.transaction(tx -> scores.file(tx, request, call.tenant()));
  }

  CheckInCall call(Call call, OfStudent ask) {
    mustBeScored(call, ask.userId());
    throw RiskContract.VOICE_MISSING.refusal();
  }

  CallSummaryAttached attach(Call call, AttachCallSummary ask) {
    return new CallSummaryAttached(scores.attach(ask.studentId(), ask.batchId(), Text.stripped(ask.summary()),
        ask.calledAt(), ask.calledAt().plus(reviewed)));
  }

  /** Checks in this order, so that a lead learns nothing of others' students but that they are others'. */
  private RiskStudent mustBeScored(Call call, UUID student) {
    mustLead(call, student);
    return scores.led(call.tenant(), call.userId(), student).orElseThrow(RiskContract.NO_SCORE::refusal);
  }

  private void mustLead(Call call, UUID student) {
    List<UUID> leads = scores.leadsOf(call.tenant(), student);
    if (leads.isEmpty()) {
      throw RiskContract.STUDENT_UNKNOWN.refusal();
    }
    if (!leads.contains(call.userId())) {
      throw RiskContract.NOT_YOUR_STUDENT.refusal();
    }
  }
}
