package com.mas.seed;

import com.mas.bus.Asked;
import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Change;
import com.mas.bus.Principal;
import com.mas.bus.Principal.Role;
import com.mas.bus.Request;
import com.mas.domain.engagement.dailycards.DailyCardsContract;
import com.mas.domain.engagement.dailycards.DailyCardsContract.MakeDay;
import com.mas.domain.engagement.gamification.GamificationContract;
import com.mas.domain.engagement.gamification.GamificationContract.AwardAll;
import com.mas.domain.engagement.gamification.GamificationContract.AwardXp;
import com.mas.domain.engagement.risk.RiskContract;
import com.mas.domain.engagement.risk.RiskContract.ComputeScores;
import com.mas.domain.engagement.standing.StandingContract;
import com.mas.domain.engagement.standing.StandingContract.ChangeMetric;
import com.mas.domain.engagement.standing.StandingContract.IssueWarnings;
import com.mas.domain.engagement.standing.StandingContract.SaveWeekly;
import com.mas.domain.learning.education.EducationContract;
import com.mas.domain.learning.education.EducationContract.ApplicationState;
import com.mas.domain.learning.education.EducationContract.AttendanceSource;
import com.mas.domain.learning.education.EducationContract.AttendanceState;
import com.mas.domain.learning.education.EducationContract.Batch;
import com.mas.domain.learning.education.EducationContract.BatchState;
import com.mas.domain.learning.education.EducationContract.CreateApplication;
import com.mas.domain.learning.education.EducationContract.CreateBatch;
import com.mas.domain.learning.education.EducationContract.Mark;
import com.mas.domain.learning.education.EducationContract.OnboardingChange;
import com.mas.domain.learning.education.EducationContract.PutAttendance;
import com.mas.domain.learning.education.EducationContract.UpdateBatch;
import com.mas.domain.people.identity.DirectoryContract;
import com.mas.domain.people.identity.DirectoryContract.EnsureStudent;
import com.mas.domain.people.identity.DirectoryContract.FindUsers;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.domain.people.identity.IdentityContract.ChangePassword;
import com.mas.domain.people.identity.IdentityContract.CreateUser;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;

/**
 * A batch with a past, so that its lead's, its super mentor's and its students' pages have something to show on a first
 * start. Every step is idempotent; that the batch has its super mentor says that all but the ratings are there.
 */
public final class DemoBatch {
  public static final String LEAD = "batch.lead@mas.example";
  public static final String LEAD_PASSWORD = "lead-password-1";
  public static final String MENTOR = "super.mentor@mas.example";
  public static final String MENTOR_PASSWORD = "mentor-password-1";

  private static final String CODE = "DA-01";
  private static final ZoneId IST = ZoneId.of("Asia/Kolkata");
  private static final int WEEKS = 8;
  private static final int SESSIONS = 8;
  /** Sessions whose absences are warned of, so that one student has the three that escalate. */
  private static final int[] WARNED_OF = {0, 2, 6};
  private static final int RATED = 9;
  private static final List<String> ACTS =
      List.of("assignment_submitted", "test_taken", "module_completed", "mentor_call_completed");

  /**
   * @param perWeek days a week with something done, {@code quietFor} so many days ago
   * @param testMean null: not tested yet
   * @param missed of the last sessions
   * @param open how much of agreement, payment and diagnostic is not settled
   */
  private record Student(String name, int perWeek, int quietFor, Double testMean, int missed, int open) {
    String email() {
      return name.toLowerCase(Locale.ROOT).replace(' ', '.') + "@learner.example";
    }

    /**
     * Returns whether the learner misses a session, 0 being the last one. A learner who has fallen silent misses the
     * latest sessions, the others early ones.
     */
    boolean misses(int session) {
      return quietFor > 7 ? session < missed : session >= SESSIONS - missed;
    }
  }

  private static final List<Student> STUDENTS = List.of(
      new Student("Rutuja Deshpande", 5, 0, 91.0, 0, 0), new Student("Mohit Saxena", 4, 1, 78.0, 0, 0),
      new Student("Jasleen Sandhu", 4, 0, 84.0, 1, 0), new Student("Arnab Chatterjee", 3, 2, 69.0, 1, 0),
      new Student("Lavanya Reddy", 5, 0, 95.0, 0, 0), new Student("Karthik Naidu", 3, 1, 72.0, 0, 0),
      new Student("Gayathri Iyer", 4, 1, 81.0, 1, 0), new Student("Shubham Tiwari", 2, 4, 58.0, 2, 0),
      new Student("Moumita Ghosh", 3, 2, 66.0, 1, 0), new Student("Harman Gill", 2, 9, 47.0, 3, 1),
      new Student("Prachi Verma", 1, 16, 38.0, 4, 1), new Student("Sai Pothula", 2, 12, 52.0, 2, 0),
      new Student("Vignesh Palani", 1, 24, null, 6, 2), new Student("Swapnil More", 0, 40, 29.0, 8, 3));

  private final Bus bus;
  private final Call admin;
  private final LocalDate today;

  /** @param admin who acts */
  DemoBatch(Bus bus, Call admin) {
    this.bus = bus;
    this.admin = admin;
    this.today = LocalDate.ofInstant(bus.clock().instant(), IST);
  }

  /** @param learner who has a seat too, as a newcomer */
  void plant(UUID learner) {
    UUID lead = person(LEAD, LEAD_PASSWORD, "Meera Krishnan", "batch_lead");
    LocalDate start = today.minusWeeks(WEEKS).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    Batch batch = ask(admin, EducationContract.BATCHES_ENSURE, Asked.with(CreateBatch.class, "code", CODE,
        "name", "Data Analytics, morning batch", "state", BatchState.ACTIVE, "startsOn", start,
        "endsOn", today.plusWeeks(10), "batchLeadId", lead));
    if (batch.superMentorId() != null) {
      return;
    }
    Map<Student, UUID> students = new LinkedHashMap<>();
    STUDENTS.forEach(student -> students.put(student, ask(admin, DirectoryContract.ENSURE_STUDENT,
        new EnsureStudent(student.email(), null, student.name(), null, null, false)).id()));
    Instant began = start.atTime(9, 0).atZone(IST).toInstant();
    students.forEach((student, id) -> seat(batch, id, student.open(), began));
    seat(batch, learner, 0, null);
    List<AwardXp> past = new ArrayList<>();
    students.forEach((student, id) -> past.addAll(past(student, id, start)));
    ask(system(admin.tenant()), GamificationContract.AWARD_ALL, new AwardAll(past));
    attend(batch, students);
    students.forEach((student, id) -> {
      if (student.testMean() != null) {
        ask(admin, StandingContract.CHANGE_METRIC, new ChangeMetric(id, Change.to(student.testMean()), Change.none()));
      }
    });
    ask(system(null), RiskContract.COMPUTE, new ComputeScores(List.of(batch.id())));
    ask(admin, DailyCardsContract.MAKE_DAY, new MakeDay());
    UUID mentor = person(MENTOR, MENTOR_PASSWORD, "Rohan Bhattacharya", "super_mentor");
    ask(admin, EducationContract.BATCHES_UPDATE,
        Asked.with(UpdateBatch.class, "id", batch.id(), "superMentorId", mentor));
    students.entrySet().stream().limit(RATED).forEach(each -> rate(mentor, each.getKey(), each.getValue()));
  }

  /** An admin's password is a temporary one; the person has changed it. */
  private UUID person(String email, String password, String name, String capability) {
    try {
      UUID id = ask(admin, IdentityContract.CREATE_USER,
          new CreateUser(email, Seeds.FIRST_PASSWORD, name, null, Role.EXPERT, Set.of(capability))).id();
      ask(as(id, Role.EXPERT), IdentityContract.CHANGE_PASSWORD,
          new ChangePassword(Seeds.FIRST_PASSWORD, password, null));
      return id;
    } catch (CompletionException e) {
      Seeds.ifItIsThere(e);
      return ask(admin, DirectoryContract.FIND_USERS, new FindUsers(null, List.of(email))).users().getFirst().id();
    }
  }

  private void seat(Batch batch, UUID student, int open, Instant since) {
    Seeds.orFindIt(() -> ask(admin, EducationContract.APPLICATIONS_CREATE, new CreateApplication(batch.id(), student,
        null, ApplicationState.ENROLLED, new OnboardingChange(open < 3, open < 2, open < 1), since)));
  }

  /** One act on each of so many days a week, until the student fell silent. */
  private List<AwardXp> past(Student student, UUID id, LocalDate start) {
    List<AwardXp> past = new ArrayList<>();
    Instant now = bus.clock().instant();
    for (int day = student.quietFor(); day <= WEEKS * 7; day++) {
      LocalDate date = today.minusDays(day);
      if (!date.isBefore(start) && day * student.perWeek() / 7 != (day + 1) * student.perWeek() / 7) {
        String type = ACTS.get(past.size() % ACTS.size());
        Instant at = date.atTime(11, 0).atZone(IST).toInstant();
        past.add(new AwardXp(id, type, CODE + ":" + date, at.isAfter(now) ? now : at,
            type.equals("test_taken") ? student.testMean() : null, null, false, null));
      }
    }
    return past;
  }

  private void attend(Batch batch, Map<Student, UUID> students) {
    List<LocalDate> sessions = today.minusDays(1).datesUntil(today.minusWeeks(WEEKS - 2), Period.ofDays(-1))
        .filter(day -> day.getDayOfWeek() == DayOfWeek.TUESDAY || day.getDayOfWeek() == DayOfWeek.FRIDAY)
        .limit(SESSIONS).toList();
    for (int i = 0; i < sessions.size(); i++) {
      int session = i;
      List<Mark> marks = students.entrySet().stream().map(each -> new Mark(each.getValue(),
          each.getKey().misses(session) ? AttendanceState.ABSENT : AttendanceState.PRESENT)).toList();
      ask(admin, EducationContract.ATTENDANCE_PUT,
          new PutAttendance(batch.id(), sessions.get(i), AttendanceSource.IMPORT, marks));
    }
    for (int session : WARNED_OF) {
      ask(admin, StandingContract.ISSUE_WARNINGS, new IssueWarnings(sessions.get(session)));
    }
  }

  private void rate(UUID mentor, Student student, UUID id) {
    double rating = Math.round(student.testMean() / 10) / 2.0;
    ask(as(mentor, Role.EXPERT, "super_mentor"), StandingContract.SAVE_WEEKLY, new SaveWeekly(id, null, null,
        Math.max(0, rating - 0.5), rating, rating, Math.min(5, rating + 0.5), rating, null));
  }

  private Call as(UUID user, Role role, String... capabilities) {
    return new Call("seeds", null, admin.tenant(), new Principal(user, role, Set.of(capabilities), admin.tenant()),
        admin.deadline(), null, null);
  }

  private Call system(String tenant) {
    return bus.systemCall(tenant, Duration.ofSeconds(30));
  }

  private <Q, A> A ask(Call call, Request<Q, A> request, Q body) {
    return Seeds.await(bus.send(call, request, body));
  }
}
