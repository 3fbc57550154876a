package com.mas.domain.engagement.standing;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException.FieldError;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.Slice;
import com.mas.db.Tx;
import com.mas.db.UuidV7;
import com.mas.domain.engagement.standing.StandingContract.CreateWarning;
import com.mas.domain.engagement.standing.StandingContract.EscalatedStudent;
import com.mas.domain.engagement.standing.StandingContract.IssueWarnings;
import com.mas.domain.engagement.standing.StandingContract.ListEscalated;
import com.mas.domain.engagement.standing.StandingContract.ListWarnings;
import com.mas.domain.engagement.standing.StandingContract.MyWarnings;
import com.mas.domain.engagement.standing.StandingContract.ResolveWarning;
import com.mas.domain.engagement.standing.StandingContract.Severity;
import com.mas.domain.engagement.standing.StandingContract.Warning;
import com.mas.domain.engagement.standing.StandingContract.WarningType;
import com.mas.domain.engagement.standing.StandingContract.WarningsIssued;
import com.mas.domain.engagement.standing.WarningRepository.Strike;
import com.mas.domain.engagement.standing.WarningRepository.Student;
import com.mas.domain.engagement.standing.WarningRepository.Text;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;

/** Whoever calls {@link #warn} or {@link #list} has made sure that the student is the caller's. */
final class WarningService {
  /** Students in one transaction of the daily run. */
  private static final int PAGE = 1_000;
  private static final ZoneId IST = ZoneId.of("Asia/Kolkata");

  private final Database db;
  private final WarningRepository warnings;
  private final WarningNotices notices;
  private final UuidV7 ids;
  private final Clock clock;

  WarningService(Database db, WarningNotices notices, UuidV7 ids, Clock clock) {
    this.db = db;
    this.warnings = new WarningRepository(db);
    this.notices = notices;
    this.ids = ids;
    this.clock = clock;
  }

  WarningsIssued issue(Call call, IssueWarnings ask) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), IST);
    if (ask.day() != null && ask.day().isAfter(today)) {
      throw Failure.INVALID.with("Nobody was absent on a day to come.")
          .errors(List.of(new FieldError("/day", "is after " + today)));
    }
    boolean everybody = call.principal() == null && ask.day() == null;
    List<LocalDate> days = ask.day() != null ? List.of(ask.day())
        : WarningRules.dueDays(everybody ? warnings.lastDay() : null, today);
    WarningsIssued sum = new WarningsIssued(days, 0, 0, 0, 0);
    for (LocalDate day : days) {
      Student last = null;
      List<Student> page;
      do {
        page = warnings.absent(day, call.principal() == null ? null : call.tenant(), last, PAGE);
        if (!page.isEmpty()) {
          sum = plus(sum, page.size(), issue(call, day, page));
          last = page.getLast();
        }
      } while (page.size() == PAGE);
      if (everybody) {
        warnings.dayDone(day, clock.instant());
      }
    }
    return sum;
  }

  private static WarningsIssued plus(WarningsIssued sum, int processed, List<Strike> issued) {
    return new WarningsIssued(sum.days(), sum.processed() + processed, sum.warningsCreated() + issued.size(),
        sum.studentsEscalated() + (int) issued.stream().filter(Strike::escalates).count(),
        sum.skipped() + processed - issued.size());
  }

  private List<Strike> issue(Call call, LocalDate day, List<Student> absent) {
    Text text = new Text(WarningType.ATTENDANCE, Severity.MEDIUM, WarningRules.absence(day), day, null);
    return db.transaction(tx -> {
      Map<UUID, Integer> active = warnings.lock(tx, absent);
      List<Strike> due = absent.stream().filter(student -> WarningRules.isIssuedByItself(active.get(student.id())))
          .map(student -> strike(student, active.get(student.id()))).toList();
      return store(call, tx, text, due);
    });
  }

  private Strike strike(Student student, int active) {
    return new Strike(ids.next(), student.tenant(), student.id(), WarningRules.escalates(active));
  }

  private List<Strike> store(Call call, Tx tx, Text text, List<Strike> strikes) {
    var now = clock.instant();
    List<Strike> issued = warnings.issue(tx, text, strikes, now);
    LocalDate about = text.day() == null ? LocalDate.ofInstant(now, IST) : text.day();
    notices.warned(call, tx, issued, text.description(), about);
    List<UUID> escalated = issued.stream().filter(Strike::escalates).map(Strike::student).toList();
    if (!escalated.isEmpty()) {
      notices.escalated(call, tx, warnings.leads(tx, escalated), now);
    }
    return issued;
  }

  Warning warn(Call call, CreateWarning ask) {
    Student student = new Student(call.tenant(), ask.userId());
    Text text = new Text(ask.type(), ask.severity(), ask.description().strip(), null, call.userId());
    return db.transaction(tx -> {
      Strike strike = strike(student, warnings.lock(tx, List.of(student)).get(student.id()));
      store(call, tx, text, List.of(strike));
      return warnings.get(tx, call.tenant(), strike.id());
    });
  }

  /** @param mustCare for the warned student, refuses who may not */
  Warning resolve(Call call, ResolveWarning ask, BiConsumer<Call, UUID> mustCare) {
    Warning warning = warnings.get(call.tenant(), ask.warningId())
        .orElseThrow(() -> Failure.NOT_FOUND.with("There is no such warning."));
    mustCare.accept(call, warning.studentId());
    return db.transaction(tx -> {
      Student student = new Student(call.tenant(), warning.studentId());
      int active = warnings.lock(tx, List.of(student)).get(student.id());
      if (warnings.resolve(tx, warning.id(), call.userId(), clock.instant())) {
        warnings.countDown(tx, student.id(), active - 1, WarningRules.isEscalated(active - 1));
      }
      return warnings.get(tx, call.tenant(), warning.id());
    });
  }

  Page<Warning> list(Call call, ListWarnings ask) {
    return warnings.list(call.tenant(), ask.userId(), ask.active(), Slice.of(ask));
  }

  Page<Warning> mine(Call call, MyWarnings ask) {
    return warnings.list(call.tenant(), call.userId(), ask.active(), Slice.of(ask));
  }

  Page<EscalatedStudent> escalated(Call call, ListEscalated ask) {
    return warnings.escalated(call.tenant(), call.userId(), Slice.of(ask));
  }
}
