package com.mas.domain.learning.education;

import static com.mas.domain.learning.education.EducationContract.ATTENDANCE_DAY;
import static com.mas.domain.learning.education.EducationContract.ATTENDANCE_LIST;
import static com.mas.domain.learning.education.EducationContract.ATTENDANCE_PUT;
import static com.mas.domain.learning.education.EducationContract.ATTENDANCE_TOTALS;
import static com.mas.domain.learning.education.EducationContract.BATCHES_CREATE;
import static com.mas.domain.learning.education.LedBatchContract.LED_DAY;
import static com.mas.domain.learning.education.School.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Asked;
import com.mas.bus.Failure;
import com.mas.bus.Json;
import com.mas.domain.learning.education.EducationContract.ApplicationState;
import com.mas.domain.learning.education.EducationContract.AskDays;
import com.mas.domain.learning.education.EducationContract.AttendanceByDay;
import com.mas.domain.learning.education.EducationContract.AttendanceMark;
import com.mas.domain.learning.education.EducationContract.AttendanceOfDay;
import com.mas.domain.learning.education.EducationContract.AttendanceSource;
import com.mas.domain.learning.education.EducationContract.AttendanceState;
import com.mas.domain.learning.education.EducationContract.AttendanceTotals;
import com.mas.domain.learning.education.EducationContract.Batch;
import com.mas.domain.learning.education.EducationContract.BatchState;
import com.mas.domain.learning.education.EducationContract.CreateBatch;
import com.mas.domain.learning.education.EducationContract.DayOfAttendance;
import com.mas.domain.learning.education.EducationContract.ListAttendance;
import com.mas.domain.learning.education.EducationContract.Mark;
import com.mas.domain.learning.education.EducationContract.Marked;
import com.mas.domain.learning.education.EducationContract.PutAttendance;
import com.mas.domain.learning.education.EducationContract.SheetRow;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class AttendanceIT {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 2);
  /** The order of PostgreSQL's uuid. */
  private static final Comparator<UUID> BY_ID = Comparator.comparing(UUID::toString);

  @AutoClose private static final School school = new School();
  private static final List<UUID> STUDENTS = Stream.generate(UUID::randomUUID).limit(3).sorted(BY_ID).toList();

  @Test
  void markingTwiceIsMarkingOnce() {
    Batch batch = full("TWICE");
    List<Mark> marks = marks(AttendanceState.PRESENT, AttendanceState.ABSENT, AttendanceState.LATE);
    assertEquals(new Marked(3, 0, 0), put(batch, DAY, marks));
    var first = sheet(batch);
    school.clock.advance(Duration.ofMinutes(5));
    assertEquals(new Marked(0, 0, 3), put(batch, DAY, marks));
    assertEquals(first, sheet(batch));
    assertEquals(new Marked(0, 1, 2),
        put(batch, DAY, marks(AttendanceState.PRESENT, AttendanceState.EXCUSED, AttendanceState.LATE)));
    assertEquals(school.clock.instant(), sheet(batch).get(1).markedAt());
    assertEquals(first.get(0), sheet(batch).get(0));
  }

  @Test
  void aDayIsCountedAndOnlyTheOwnLeadSeesIt() {
    UUID lead = UUID.randomUUID();
    Batch batch = school.batch("DAYS", lead);
    STUDENTS.forEach(student -> school.application(batch, student, ApplicationState.ENROLLED));
    put(batch, DAY, marks(AttendanceState.PRESENT, AttendanceState.ABSENT, AttendanceState.EXCUSED));
    put(batch, DAY.minusDays(3), marks(AttendanceState.PRESENT, AttendanceState.LATE, AttendanceState.PRESENT));
    AttendanceByDay days = school.ask(EducationContract.ATTENDANCE_BY_DAY, new AskDays(batch.id(), null, null));
    assertEquals(List.of(new AttendanceOfDay(DAY.minusDays(3), 2, 1, 0, 0, 100.0),
        new AttendanceOfDay(DAY, 1, 0, 1, 1, 50.0)), days.days());
    assertEquals(days, school.ask(lead, LedBatchContract.LED_ATTENDANCE_BY_DAY, new AskDays(batch.id(), null, null)));
    assertEquals(1, school.ask(EducationContract.ATTENDANCE_BY_DAY, new AskDays(batch.id(), DAY, null)).days().size());
    school.refused(Failure.NOT_FOUND, UUID.randomUUID(), LedBatchContract.LED_ATTENDANCE_BY_DAY,
        new AskDays(batch.id(), null, null));
    school.refused(Failure.INVALID, EducationContract.ATTENDANCE_BY_DAY,
        new AskDays(batch.id(), DAY, DAY.minusDays(1)));
  }

  @Test
  void theSheetShowsEverybodyWithASeatMarkedOrNot() {
    Batch batch = full("SHEET");
    school.application(batch, UUID.randomUUID(), ApplicationState.ACCEPTED);
    put(batch, DAY, List.of(new Mark(STUDENTS.get(1), AttendanceState.ABSENT)));
    List<SheetRow> sheet = sheet(batch);
    assertEquals(STUDENTS, sheet.stream().map(SheetRow::userId).toList());
    assertNull(sheet.getFirst().state());
    assertEquals(AttendanceState.ABSENT, sheet.get(1).state());
    assertEquals(AttendanceSource.MANUAL, sheet.get(1).source());
    assertEquals(school.admin, sheet.get(1).markedBy());
  }

  @Test
  void withAStrangerAmongThemNobodyIsMarked() {
    Batch batch = full("STRANGER");
    UUID stranger = UUID.randomUUID();
    var refused = school.refused(Failure.UNPROCESSABLE, ATTENDANCE_PUT, new PutAttendance(batch.id(), DAY, null,
        List.of(new Mark(STUDENTS.getFirst(), AttendanceState.PRESENT), new Mark(stranger, AttendanceState.PRESENT))));
    assertEquals("{\"userIds\":[\"" + stranger + "\"]}", Json.write(refused.detail().data()));
    assertTrue(sheet(batch).stream().allMatch(row -> row.state() == null));
  }

  @Test
  void aPersonIsNotMarkedTwiceInOneRequest() {
    Batch batch = full("DOUBLE");
    Mark mark = new Mark(STUDENTS.getFirst(), AttendanceState.PRESENT);
    var refused = school.refused(Failure.INVALID, ATTENDANCE_PUT,
        new PutAttendance(batch.id(), DAY, null, List.of(mark, mark)));
    assertEquals("/marks/1/userId", refused.detail().errors().getFirst().path());
    school.refused(Failure.INVALID, ATTENDANCE_PUT, new PutAttendance(batch.id(), DAY, null, List.of()));
  }

  @Test
  void todayIsTheDayInKolkata() {
    Batch batch = full("TODAY");
    school.clock.set(java.time.Instant.parse("2026-03-09T18:29:59Z")); // 23:59:59 there
    LocalDate tenth = LocalDate.of(2026, 3, 10);
    List<Mark> marks = marks(AttendanceState.PRESENT, AttendanceState.PRESENT, AttendanceState.PRESENT);
    school.refused(Failure.UNPROCESSABLE, ATTENDANCE_PUT, new PutAttendance(batch.id(), tenth, null, marks));
    school.clock.advance(Duration.ofSeconds(1));
    assertEquals(3, put(batch, tenth, marks).added());
    school.refused(Failure.UNPROCESSABLE, ATTENDANCE_PUT,
        new PutAttendance(batch.id(), School.START.minusDays(1), null, marks));
  }

  @Test
  void listAndTotalsAnswerForARangeOfDaysAndAPerson() {
    Batch batch = full("TOTALS");
    put(batch, DAY, marks(AttendanceState.PRESENT, AttendanceState.ABSENT, AttendanceState.EXCUSED));
    put(batch, DAY.plusDays(1), marks(AttendanceState.LATE, AttendanceState.ABSENT, AttendanceState.EXCUSED));
    put(batch, DAY.plusDays(2), marks(AttendanceState.ABSENT, AttendanceState.PRESENT, AttendanceState.EXCUSED));

    assertEquals(List.of(
        new AttendanceTotals(STUDENTS.get(0), 1, 1, 1, 0, 66.7),
        new AttendanceTotals(STUDENTS.get(1), 1, 0, 2, 0, 33.3),
        new AttendanceTotals(STUDENTS.get(2), 0, 0, 0, 3, null)),
        school.ask(ATTENDANCE_TOTALS, range(batch, null, null, null)).items());
    assertEquals(List.of(new AttendanceTotals(STUDENTS.get(0), 0, 1, 1, 0, 50.0)),
        school.ask(ATTENDANCE_TOTALS, range(batch, DAY.plusDays(1), null, STUDENTS.get(0))).items());

    var list = school.ask(ATTENDANCE_LIST, range(batch, DAY, DAY.plusDays(1), null));
    assertEquals(6L, list.total());
    assertEquals(DAY.plusDays(1), list.items().getFirst().date());
    assertEquals(STUDENTS, list.items().subList(0, 3).stream().map(AttendanceMark::userId).toList());
    school.refused(Failure.INVALID, ATTENDANCE_LIST, range(batch, DAY, DAY.minusDays(1), null));
  }

  @Test
  void anotherTenantCanNeitherReadNorMark() {
    Batch batch = full("FOREIGN");
    School.refused(Failure.NOT_FOUND, school.send("other", school.admin, ATTENDANCE_PUT,
        new PutAttendance(batch.id(), DAY, null, List.of(new Mark(STUDENTS.getFirst(), AttendanceState.PRESENT)))));
    School.refused(Failure.NOT_FOUND,
        school.send("other", school.admin, ATTENDANCE_DAY, new DayOfAttendance(batch.id(), DAY, null, null)));
    School.refused(Failure.NOT_FOUND,
        school.send("other", school.admin, ATTENDANCE_LIST, range(batch, null, null, null)));
    School.refused(Failure.NOT_FOUND,
        school.send("other", school.admin, ATTENDANCE_TOTALS, range(batch, null, null, null)));
  }

  @Test
  void aBatchLeadReadsTheSheetOfHisOwnBatch() {
    UUID lead = UUID.randomUUID();
    Batch batch = school.batch("LED", lead);
    STUDENTS.forEach(student -> school.application(batch, student, ApplicationState.BATCH_ALLOCATED));
    DayOfAttendance ask = new DayOfAttendance(batch.id(), DAY, null, null);
    assertEquals(3L, await(school.send("mas", lead, LED_DAY, ask)).total());
    School.refused(Failure.NOT_FOUND, school.send("mas", UUID.randomUUID(), LED_DAY, ask));
  }

  @Test
  void aBatchWithoutAnEndTakesMarksOfAnyPastDay() {
    Batch batch = school.ask(BATCHES_CREATE,
        Asked.with(CreateBatch.class, "code", "ENDLESS", "name", "Endless", "state", BatchState.ACTIVE,
            "startsOn", LocalDate.of(2020, 2, 29)));
    school.application(batch, STUDENTS.getFirst(), ApplicationState.PAID);
    assertEquals(1, put(batch, LocalDate.of(2020, 2, 29),
        List.of(new Mark(STUDENTS.getFirst(), AttendanceState.PRESENT))).added());
  }

  /** A batch in which the three students have a seat. */
  private static Batch full(String code) {
    Batch batch = school.batch(code);
    STUDENTS.forEach(student -> school.application(batch, student, ApplicationState.ENROLLED));
    return batch;
  }

  private static List<Mark> marks(AttendanceState... states) {
    return Stream.of(0, 1, 2).map(i -> new Mark(STUDENTS.get(i), states[i])).toList();
  }

  private static Marked put(Batch batch, LocalDate day, List<Mark> marks) {
    return school.ask(ATTENDANCE_PUT, new PutAttendance(batch.id(), day, null, marks));
  }

  private static List<SheetRow> sheet(Batch batch) {
    return school.ask(ATTENDANCE_DAY, new DayOfAttendance(batch.id(), DAY, null, null)).items();
  }

  private static ListAttendance range(Batch batch, LocalDate from, LocalDate to, UUID user) {
    return new ListAttendance(batch.id(), from, to, user, null, null);
  }
}
