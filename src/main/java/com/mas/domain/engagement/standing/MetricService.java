package com.mas.domain.engagement.standing;

import com.mas.bus.Call;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Tx;
import com.mas.domain.engagement.standing.StandingContract.ChangeMetric;
import com.mas.domain.engagement.standing.StandingContract.MetricsRefreshed;
import com.mas.domain.engagement.standing.StandingContract.OfStudent;
import com.mas.domain.engagement.standing.StandingContract.PerformanceMetric;
import com.mas.domain.engagement.standing.StandingContract.RefreshMetrics;
import com.mas.domain.engagement.standing.WarningRepository.Student;
import com.mas.domain.learning.education.EducationContract.AttendanceMarked;
import com.mas.domain.learning.mrtest.WriteBackContract.EvalScored;
import com.mas.runs.About;
import com.mas.runs.Budget;
import com.mas.runs.Counts;
import com.mas.runs.Move;
import com.mas.runs.Phases;
import com.mas.runs.Runs;
import com.mas.runs.Slice;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * Reads and updates metrics. Before {@link #get} and {@link #history} the caller's right to see the student must be
 * checked.
 */
final class MetricService {
  /** Students in one transaction of the nightly run. */
  private static final int PAGE = 1_000;

  private final Database db;
  private final Runs runs;
  private final MetricRepository metrics;
  private final MetricConfig config;
  private final Clock clock;

  MetricService(Database db, Runs runs, MetricConfig config, Clock clock) {
    this.db = db;
    this.runs = runs;
    this.metrics = new MetricRepository(db);
    this.config = config;
    this.clock = clock;
  }

  /** Says where the nightly run goes on: behind this student. */
  record After(UUID student) {
    static final After NOBODY = new After(new UUID(0, 0));
  }

  MetricsRefreshed refreshAll(Call call, RefreshMetrics ask, BooleanSupplier stopping) {
    Counts counts = runs.work(call, new About("standing.metrics", null, ""),
        Phases.from(After.NOBODY).then("students", this::page),
        Budget.of(StandingContract.REFRESH_METRICS.timeout(), stopping)).sums();
    return new MetricsRefreshed((int) counts.get(Counts.READ), (int) counts.get(Counts.WRITTEN));
  }

  private Move<After> page(Slice slice, After from) {
    List<Student> page = metrics.students(from.student(), PAGE);
    return slice.write(tx -> {
      int changed = page.isEmpty() ? 0 : refresh(tx, page);
      return (page.size() < PAGE ? Move.done(from) : Move.to(new After(page.getLast().id())))
          .count(Counts.READ, page.size()).count(Counts.WRITTEN, changed).count(Counts.SKIPPED, page.size() - changed);
    });
  }

  Void attendanceMarked(Call call, AttendanceMarked marked) {
    List<Student> students = marked.userIds().stream().map(id -> new Student(call.tenant(), id)).toList();
    db.transaction(tx -> refresh(tx, students));
    return null;
  }

  /** Takes up scores of a sheet, which stand before what the ledger says of tests. */
  Void evalScored(Call call, EvalScored event) {
    db.transaction(tx -> refresh(tx, List.of(new Student(call.tenant(), event.accountId()))));
    return null;
  }

  /**
   * Takes up what the sources say, in the transaction that changed one of them.
   *
   * @return how many metrics became others
   */
  int refresh(Tx tx, List<Student> students) {
    Instant now = clock.instant();
    Map<UUID, Metric> before = metrics.lock(tx, students, now);
    Map<UUID, Sources> sources = metrics.sources(tx, students);
    Map<UUID, Metric> changed = new HashMap<>();
    before.forEach((student, metric) -> {
      Metric after = MetricRules.refreshed(metric, sources.get(student), config);
      if (!after.equals(metric)) {
        changed.put(student, after);
      }
    });
    store(tx, changed, now);
    return changed.size();
  }

  PerformanceMetric change(Call call, ChangeMetric ask) {
    Instant now = clock.instant();
    Student student = new Student(call.tenant(), ask.userId());
    db.transaction(tx -> {
      Metric before = metrics.lock(tx, List.of(student), now).get(student.id());
      Sources sources = metrics.sources(tx, List.of(student)).get(student.id());
      Metric after = MetricRules.told(before, ask.evalTestScore(), ask.mockInterviewScore(), sources, config);
      store(tx, after.equals(before) ? Map.of() : Map.of(student.id(), after), now);
      return after;
    });
    return get(call, ask.userId());
  }

  private void store(Tx tx, Map<UUID, Metric> changed, Instant now) {
    if (!changed.isEmpty()) {
      metrics.store(tx, changed, now);
    }
  }

  PerformanceMetric get(Call call, UUID student) {
    return metrics.get(call.tenant(), student).orElse(unmeasured(student));
  }

  Page<PerformanceMetric> history(Call call, OfStudent ask) {
    return metrics.history(call.tenant(), ask.userId(), PageWindow.of(ask));
  }

  private static PerformanceMetric unmeasured(UUID student) {
    return new PerformanceMetric(student, null, null, null, null, null, null, MetricRules.ZERO, null);
  }
}
