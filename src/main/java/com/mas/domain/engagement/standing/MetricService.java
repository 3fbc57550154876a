package com.mas.domain.engagement.standing;

import com.mas.bus.Call;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.Slice;
import com.mas.db.Tx;
import com.mas.domain.engagement.standing.StandingContract.ChangeMetric;
import com.mas.domain.engagement.standing.StandingContract.MetricsRefreshed;
import com.mas.domain.engagement.standing.StandingContract.OfStudent;
import com.mas.domain.engagement.standing.StandingContract.PerformanceMetric;
import com.mas.domain.engagement.standing.StandingContract.RefreshMetrics;
import com.mas.domain.engagement.standing.WarningRepository.Student;
import com.mas.domain.learning.education.EducationContract.AttendanceMarked;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Reads and updates metrics. Before {@link #get} and {@link #history} the caller's right to see the student must be
 * checked.
 */
final class MetricService {
  /** Students in one transaction of the nightly run. */
  private static final int PAGE = 1_000;

  private final Database db;
  private final MetricRepository metrics;
  private final MetricConfig config;
  private final Clock clock;

  MetricService(Database db, MetricConfig config, Clock clock) {
    this.db = db;
    this.metrics = new MetricRepository(db);
    this.config = config;
    this.clock = clock;
  }

  MetricsRefreshed refreshAll(Call call, RefreshMetrics ask) {
    int students = 0;
    int changed = 0;
    List<Student> page;
    UUID last = new UUID(0, 0);
    do {
      page = metrics.students(last, PAGE);
      if (!page.isEmpty()) {
        List<Student> these = page;
        students += page.size();
        changed += db.transaction(tx -> refresh(tx, these));
        last = page.getLast().id();
      }
    } while (page.size() == PAGE);
    return new MetricsRefreshed(students, changed);
  }

  Void attendanceMarked(Call call, AttendanceMarked marked) {
    List<Student> students = marked.userIds().stream().map(id -> new Student(call.tenant(), id)).toList();
    db.transaction(tx -> refresh(tx, students));
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
    return metrics.history(call.tenant(), ask.userId(), Slice.of(ask));
  }

  private static PerformanceMetric unmeasured(UUID student) {
    return new PerformanceMetric(student, null, null, null, null, null, null, MetricRules.ZERO, null);
  }
}
