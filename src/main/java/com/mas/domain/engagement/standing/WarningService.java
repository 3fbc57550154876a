package com.mas.domain.engagement.standing;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException.FieldError;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Tx;
import com.mas.db.UuidV7;
import com.mas.domain.engagement.standing.StandingContract.CreateWarning;
import com.mas.domain.engagement.standing.StandingContract.EscalatedStudent;
import com.mas.domain.engagement.standing.StandingContract.IssueWarnings;
import com.mas.domain.engagement.standing.StandingContract.LedStudent;
import com.mas.domain.engagement.standing.StandingContract.ListEscalated;
import com.mas.domain.engagement.standing.StandingContract.ListLed;
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
import com.mas.domain.learning.education.EducationContract.AttendanceMarked;
import com.mas.runs.About;
import com.mas.runs.Budget;
import com.mas.runs.Counts;
import com.mas.runs.Move;
import com.mas.runs.Phases;
import com.mas.runs.Runs;
import com.mas.runs.Slice;
import com.mas.runs.Step;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/** Warns students. Before {@link #warn} and {@link #list} it must be checked that the student is the caller's. */
final class WarningService {
  /** Students in one transaction of the daily run. */
  private static final int PAGE = 1_000;
  private static final String ESCALATED = "escalated";
  private static final int CORRECTED_WITHIN_DAYS = 60;
  private static final ZoneId IST = ZoneId.of("Asia/Kolkata");

  private final Database db;
  private final Runs runs;
  private final WarningRepository warnings;
  private final WarningNotices notices;
  private final UuidV7 ids;
  private final Clock clock;

  WarningService(Database db, Runs runs, WarningNotices notices, UuidV7 ids, Clock clock) {
    this.db = db;
    this.runs = runs;
    this.warnings = new WarningRepository(db);
    this.notices = notices;
    this.ids = ids;
    this.clock = clock;
  }

  WarningsIssued issue(Call call, IssueWarnings ask, BooleanSupplier stopping) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), IST);
    if (ask.day() != null && ask.day().isAfter(today)) {
      throw Failure.INVALID.with("The day must not be in the future.")
          .errors(List.of(new FieldError("/day", "is after " + today)));
    }
    boolean everybody = call.principal() == null && ask.day() == null;
    List<LocalDate> days = ask.day() != null ? List.of(ask.day())
        : WarningRules.dueDays(everybody ? warnings.lastDay(today) : null, today);
    if (everybody) {
      withdraw(null); // a correction may not have been heard of
    }
    if (days.isEmpty()) {
      return new WarningsIssued(days, 0, 0, 0, 0);
    }
    String tenant = call.principal() == null ? null : call.tenant();
    Issuing issuing = new Issuing(call, tenant, everybody);
    About about = new About("standing.warnings", tenant, ask.day() == null ? "" : ask.day().toString());
    Counts counts = runs.work(call, about,
        Phases.from(new Due(days, 0, Due.NOBODY)).then("students", issuing),
        Budget.of(StandingContract.ISSUE_WARNINGS.timeout(), stopping)).sums();
    return new WarningsIssued(issuing.days, (int) counts.get(Counts.READ), (int) counts.get(Counts.WRITTEN),
        (int) counts.get(ESCALATED), (int) counts.get(Counts.SKIPPED));
  }

  /**
   * Says where the daily run goes on.
   *
   * @param days whose absences it goes through, of which {@code at} are done
   * @param last student of the present day who is done
   */
  record Due(List<LocalDate> days, int at, UUID last) {
    static final UUID NOBODY = new UUID(0, 0);
  }

  /** A page of a day's absent students at a time. */
  private final class Issuing implements Step<Due> {
    private final Call call;
    private final String tenant;
    private final boolean everybody;
    private List<LocalDate> days = List.of();

    Issuing(Call call, String tenant, boolean everybody) {
      this.call = call;
      this.tenant = tenant;
      this.everybody = everybody;
    }

    @Override
    public Move<Due> next(Slice slice, Due from) {
      days = from.days(); // a run that was cut off goes on with those that were due when it began
      LocalDate day = days.get(from.at());
      List<Student> page = warnings.absent(day, tenant, from.last(), PAGE);
      boolean lastOfDay = page.size() < PAGE;
      return slice.write(tx -> {
        List<Strike> issued = page.isEmpty() ? List.of() : issue(call, tx, day, page);
        if (lastOfDay && everybody) {
          warnings.dayDone(tx, day, clock.instant());
        }
        Due next = lastOfDay ? new Due(days, from.at() + 1, Due.NOBODY)
            : new Due(days, from.at(), page.getLast().id());
        return (next.at() == days.size() ? Move.done(next) : Move.to(next)).count(Counts.READ, page.size())
            .count(Counts.WRITTEN, issued.size()).count(Counts.SKIPPED, page.size() - issued.size())
            .count(ESCALATED, issued.stream().filter(Strike::escalates).count());
      });
    }
  }

  private List<Strike> issue(Call call, Tx tx, LocalDate day, List<Student> absent) {
    Text text = new Text(WarningType.ATTENDANCE, Severity.MEDIUM, WarningRules.absence(day), day, null);
    Map<UUID, Integer> active = warnings.lock(tx, absent);
    List<Strike> due = absent.stream().filter(student -> WarningRules.isIssuedByItself(active.get(student.id())))
        .map(student -> strike(student, active.get(student.id()))).toList();
    return store(call, tx, text, due);
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
        .orElseThrow(StandingContract.WARNING_UNKNOWN::refusal);
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

  /** Takes back what was issued for absences that are none any more. */
  Void attendanceMarked(AttendanceMarked marked) {
    withdraw(marked.userIds());
    return null;
  }

  private void withdraw(List<UUID> students) {
    LocalDate since = LocalDate.ofInstant(clock.instant(), IST).minusDays(CORRECTED_WITHIN_DAYS);
    for (Strike strike : warnings.groundless(since, students)) {
      db.transaction(tx -> {
        int active = warnings.lock(tx, List.of(new Student(strike.tenant(), strike.student()))).get(strike.student());
        if (warnings.resolve(tx, strike.id(), null, clock.instant())) {
          warnings.countDown(tx, strike.student(), active - 1, WarningRules.isEscalated(active - 1));
        }
        return null;
      });
    }
  }

  Page<Warning> list(Call call, ListWarnings ask) {
    return warnings.list(call.tenant(), ask.userId(), ask.active(), PageWindow.of(ask));
  }

  Page<Warning> mine(Call call, MyWarnings ask) {
    return warnings.list(call.tenant(), call.userId(), ask.active(), PageWindow.of(ask));
  }

  Page<EscalatedStudent> escalated(Call call, ListEscalated ask) {
    return warnings.escalated(call.tenant(), call.userId(), PageWindow.of(ask));
  }

  Page<LedStudent> led(Call call, ListLed ask) {
    return warnings.led(call.tenant(), call.userId(), PageWindow.of(ask));
  }
}
