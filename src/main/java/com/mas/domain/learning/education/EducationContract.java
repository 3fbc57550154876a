package com.mas.domain.learning.education;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.AtLeastOne;
import com.mas.bus.Change;
import com.mas.bus.Default;
import com.mas.bus.Event;
import com.mas.bus.Failure;
import com.mas.bus.Listing;
import com.mas.bus.OneOf;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Text;
import com.mas.bus.Visible;
import com.mas.bus.Word;
import com.mas.db.View;
import com.mas.imports.ImportKind;
import com.mas.imports.ImportKind.Column;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Declares what can be asked of education. Everything is about the call's tenant; an id of another tenant is
 * {@link com.mas.bus.Failure#NOT_FOUND}.
 */
@NullMarked
public final class EducationContract {
  public static final Reason BATCH_UNKNOWN = Reason.of(Failure.NOT_FOUND, "batch_unknown", "There is no such batch.");
  public static final Reason BATCH_IN_USE = Reason.of(Failure.CONFLICT, "batch_in_use",
      "The batch has applications or attendance and cannot be deleted; archive it instead.");
  public static final Reason BATCH_STEP = Reason.of(Failure.UNPROCESSABLE, "batch_step",
      "A batch in this state cannot become what is asked; the message has what is possible.");
  public static final Reason CODE_TAKEN = Reason.of(Failure.CONFLICT, "code_taken",
      "There is a batch with this code already.");
  public static final Reason BATCH_CLOSED = Reason.of(Failure.UNPROCESSABLE, "batch_closed",
      "This batch is closed for applications.");
  public static final Reason APPLICATION_UNKNOWN = Reason.of(Failure.NOT_FOUND, "application_unknown",
      "There is no such application.");
  public static final Reason APPLIED_ALREADY = Reason.of(Failure.CONFLICT, "applied_already",
      "This person has an application to this batch already.");
  public static final Reason APPLICATION_STEP = Reason.of(Failure.UNPROCESSABLE, "application_step",
      "An application in this state cannot become what is asked; the message has what is possible.");
  public static final Reason COURSE_MAPPED = Reason.of(Failure.CONFLICT, "course_mapped",
      "This course is mapped to the batch already.");
  public static final Reason COURSE_UNKNOWN = Reason.of(Failure.NOT_FOUND, "course_unknown",
      "There is no such course in this batch.");
  public static final Reason USER_UNKNOWN = Reason.of(Failure.NOT_FOUND, "user_unknown", "There is no such user.");
  public static final Reason DAY_REFUSED = Reason.of(Failure.UNPROCESSABLE, "day_refused",
      "The batch has no session on this day, or the day cannot be marked now.");
  public static final Reason NO_SEAT = Reason.of(Failure.UNPROCESSABLE, "no_seat",
      "Nothing was marked: some of these people have no seat in this batch.");

  /** Marks in one request, and ids in one {@link FindBatches}. */
  public static final int MAX_BULK = 1000;
  static final int MAX_FREE_CALLS = 1000;
  /** Looks like DS-2026-01. */
  static final String CODE = "^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$";
  private static final String PRINTABLE = "^[!-~]+$";
  private static final String URL = "^https?://[!-~]+$";

  public enum BatchState implements Word { PLANNED, ACTIVE, COMPLETED, ARCHIVED }

  /**
   * States in the order in which a person goes through them; the last two are the ways out. Paid, allocated and
   * enrolled have a seat.
   */
  public enum ApplicationState implements Word {
    APPLIED, SCREENING, ACCEPTED, PAID, BATCH_ALLOCATED, ENROLLED, COMPLETED, WITHDRAWN, REJECTED
  }

  public enum AttendanceState implements Word { PRESENT, ABSENT, LATE, EXCUSED }

  /** Origin of a mark: a person, a meeting's log, or another system's list. */
  public enum AttendanceSource implements Word { MANUAL, MEETING, IMPORT }

  /** The outside system of a course. */
  public enum Provider implements Word { MRLEARN, MRTEST }

  // --- batches ---

  /**
   * @param code unique in the tenant, whatever the case
   * @param students how many have a seat
   * @param courses how many courses are mapped
   * @param mentoringIncluded whether calls with mentors cost the students of the batch no tokens
   * @param freeCallsPerMonth of one student; null: as many as they like
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Batch(UUID id, @Pattern(regexp = CODE) @Size(max = 40) String code,
      @Visible @Size(max = 200) String name, BatchState state, LocalDate startsOn, @Nullable LocalDate endsOn,
      @Nullable UUID batchLeadId, @Nullable UUID superMentorId, int students, int courses, Instant createdAt,
      Instant updatedAt, boolean mentoringIncluded, @Nullable Integer freeCallsPerMonth) {}

  /** @param search part of name or code, in any case */
  public record ListBatches(@Nullable @Size(min = 1, max = 200) String search, @Nullable BatchState state,
      @Nullable UUID batchLeadId, @Nullable Integer limit, @Nullable Long offset) implements Listing {}

  public record GetBatch(UUID id) {}

  /** @param state null: planned */
  public record CreateBatch(@Pattern(regexp = CODE) @Size(max = 40) String code, @Visible @Size(max = 200) String name,
      @Nullable BatchState state, LocalDate startsOn, @Nullable LocalDate endsOn, @Nullable UUID batchLeadId,
      @Nullable UUID superMentorId, @Nullable @Default("false") Boolean mentoringIncluded,
      @Nullable @Min(1) @Max(MAX_FREE_CALLS) Integer freeCallsPerMonth) {
    public CreateBatch(String code, String name, @Nullable BatchState state, LocalDate startsOn,
        @Nullable LocalDate endsOn, @Nullable UUID batchLeadId, @Nullable UUID superMentorId) {
      this(code, name, state, startsOn, endsOn, batchLeadId, superMentorId, null, null);
    }

    public CreateBatch {
      code = Text.stripped(code);
      name = Text.stripped(name);
      state = state == null ? BatchState.PLANNED : state;
      mentoringIncluded = mentoringIncluded != null && mentoringIncluded;
    }
  }

  /** The end, the two people and the number of calls can be cleared. */
  @AtLeastOne
  public record UpdateBatch(UUID id, Change<@Pattern(regexp = CODE) @Size(max = 40) String> code,
      Change<@Visible @Size(max = 200) String> name, Change<BatchState> state, Change<LocalDate> startsOn,
      Change<@Nullable LocalDate> endsOn, Change<@Nullable UUID> batchLeadId, Change<@Nullable UUID> superMentorId,
      Change<Boolean> mentoringIncluded, Change<@Nullable @Min(1) @Max(MAX_FREE_CALLS) Integer> freeCallsPerMonth) {
    public UpdateBatch {
      code = code.map(Text::stripped);
      name = name.map(Text::stripped);
    }
  }

  public record RemoveBatch(UUID id) {}

  public record Removed(UUID id) {}

  public record FindBatches(@Size(max = MAX_BULK) List<UUID> ids) {}

  public record BatchesOfUser(UUID userId) {}

  public record Batches(List<Batch> batches) {}

  /** Newest start first. */
  public static final Request<ListBatches, Page<Batch>> BATCHES_LIST =
      Request.list("education.batch.list", ListBatches.class, Batch.class);
  public static final Request<GetBatch, Batch> BATCHES_GET =
      Request.of("education.batch.get", GetBatch.class, Batch.class);
  /** CONFLICT with the existing batch when the code is taken; NOT_FOUND for a lead or mentor who is no user. */
  public static final Request<CreateBatch, Batch> BATCHES_CREATE =
      Request.of("education.batch.create", CreateBatch.class, Batch.class);
  /** CONFLICT with the other batch of that code; UNPROCESSABLE, with the batch, for a state that cannot follow. */
  public static final Request<UpdateBatch, Batch> BATCHES_UPDATE =
      Request.of("education.batch.update", UpdateBatch.class, Batch.class);
  /** Its course mappings go with it; CONFLICT when somebody ever applied. */
  public static final Request<RemoveBatch, Removed> BATCHES_REMOVE =
      Request.of("education.batch.remove", RemoveBatch.class, Removed.class);
  /** Finds the batches of the ids that exist, in no order; unknown ones are left out. */
  public static final Request<FindBatches, Batches> BATCHES_FIND =
      Request.of("education.batch.find", FindBatches.class, Batches.class);
  /** The batches in which the user has a seat, oldest seat first. */
  public static final Request<BatchesOfUser, Batches> BATCHES_OF_USER =
      Request.of("education.batch.of_user", BatchesOfUser.class, Batches.class);
  /** Creates a batch unless one has that code, which is then returned unchanged. For seeds. */
  public static final Request<CreateBatch, Batch> BATCHES_ENSURE =
      Request.of("education.batch.ensure", CreateBatch.class, Batch.class);

  // --- courses of batches ---

  /** @param externalCourseId the outside system's; {@code mrLearnCourseId} the same of Mr. Learn, for old clients */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record BatchCourse(UUID id, UUID batchId, Provider provider,
      @Size(min = 1, max = 100) @Pattern(regexp = PRINTABLE) String externalCourseId,
      @Nullable @Size(min = 1, max = 100) @Pattern(regexp = PRINTABLE) String roadmapItemId,
      @Min(1) @Max(10000) int sequence, @Nullable @Size(max = 500) @Pattern(regexp = URL) String courseUrl,
      @Nullable String mrLearnCourseId, Instant createdAt) {}

  public record ListCourses(UUID id, @Nullable Provider provider, @Nullable Integer limit,
      @Nullable Long offset) implements Listing {}

  /** @param sequence null: after the last one */
  public record AddCourse(UUID id, Provider provider,
      @Size(min = 1, max = 100) @Pattern(regexp = PRINTABLE) String externalCourseId,
      @Nullable @Size(min = 1, max = 100) @Pattern(regexp = PRINTABLE) String roadmapItemId,
      @Nullable @Min(1) @Max(10000) Integer sequence,
      @Nullable @Size(max = 500) @Pattern(regexp = URL) String courseUrl) {}

  /** The address can be cleared. */
  @AtLeastOne
  public record UpdateCourse(UUID id, UUID courseId, Change<@Min(1) @Max(10000) Integer> sequence,
      Change<@Nullable @Size(max = 500) @Pattern(regexp = URL) String> courseUrl) {}

  public record RemoveCourse(UUID id, UUID courseId) {}

  /** One of the two is given: the courses of a batch, or of all batches in which a user has a seat. */
  public record MappedCourses(@Nullable UUID batchId, @Nullable UUID userId) {}

  public record Courses(List<BatchCourse> courses) {}

  /** A course's address, as its outside system tells it by now. */
  public record FillCourseUrls(Provider provider, String externalCourseId, @Size(max = 500) String courseUrl) {}

  public record FilledCourseUrls(int filled) {}

  /** Lists the courses by sequence. */
  public static final Request<ListCourses, Page<BatchCourse>> COURSES_LIST =
      Request.list("education.course.list", ListCourses.class, BatchCourse.class);
  /** CONFLICT with the existing mapping of this course and roadmap item. */
  public static final Request<AddCourse, BatchCourse> COURSES_ADD =
      Request.of("education.course.add", AddCourse.class, BatchCourse.class);
  public static final Request<UpdateCourse, BatchCourse> COURSES_UPDATE =
      Request.of("education.course.update", UpdateCourse.class, BatchCourse.class);
  public static final Request<RemoveCourse, Removed> COURSES_REMOVE =
      Request.of("education.course.remove", RemoveCourse.class, Removed.class);
  /** Lists the courses by batch and sequence; a course of two roadmap items is there twice. */
  public static final Request<MappedCourses, Courses> COURSES_MAPPED =
      Request.of("education.batch.courses", MappedCourses.class, Courses.class);

  /** Gives the address to the mappings of this course, in all batches, that have none. Idempotent. */
  public static final Request<FillCourseUrls, FilledCourseUrls> COURSES_FILL_URLS =
      Request.of("education.course.fill_urls", FillCourseUrls.class, FilledCourseUrls.class);

  // --- applications ---

  /** Steps that the student's dashboard no longer asks for. */
  public record Onboarding(boolean mouSigned, boolean paymentDone, boolean diagnosticDone) {}

  @AtLeastOne
  public record OnboardingChange(@Nullable Boolean mouSigned, @Nullable Boolean paymentDone,
      @Nullable Boolean diagnosticDone) {}

  /**
   * @param next the states that can follow, the step forward first; empty when it is final
   * @param enrolledAt when the state first was {@link ApplicationState#ENROLLED}; tenure counts from here
   * @param rollNumber that the person has in the batch
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Application(UUID id, UUID batchId, UUID userId, ApplicationState state, @Nullable String stateReason,
      List<ApplicationState> next, Onboarding onboarding, Instant createdAt, Instant stateChangedAt,
      @Nullable Instant enrolledAt, @Nullable String rollNumber) {}

  public record ListApplications(@Nullable UUID batchId, @Nullable UUID userId, @Nullable ApplicationState state,
      @Nullable Integer limit, @Nullable Long offset) implements Listing {}

  public record ApplicationsOfBatch(UUID id, @Nullable UUID userId, @Nullable ApplicationState state,
      @Nullable Integer limit, @Nullable Long offset) implements Listing {}

  public record GetApplication(UUID id) {}

  /**
   * Creates an application for the account that {@code userId} or {@code email}, its whole address, names; one of the
   * two.
   *
   * @param state null: applied; a final state is INVALID
   * @param appliedAt when it was made, for a batch that began somewhere else; not in the future; null: now. Tenure and
   *     the days that a newcomer is given count from here
   */
  public record CreateApplication(UUID batchId, @Nullable UUID userId, @Nullable @Size(min = 3, max = 254) String email,
      @Nullable @OneOf({"applied", "screening", "accepted", "paid", "batch_allocated",
          "enrolled"}) ApplicationState state,
      @Nullable OnboardingChange onboarding, @Nullable Instant appliedAt) {}

  /**
   * @param reason of the change of state, for people; up to 500 characters; can be cleared
   * @param rollNumber can be cleared; CONFLICT when somebody else of the batch has it
   */
  @AtLeastOne
  public record UpdateApplication(UUID id, Change<ApplicationState> state,
      Change<@Nullable @Visible @Size(max = 500) String> reason, Change<OnboardingChange> onboarding,
      Change<@Nullable @Visible @Size(max = 40) String> rollNumber) {}

  /** Newest first. */
  public static final Request<ListApplications, Page<Application>> APPLICATIONS_LIST =
      Request.list("education.application.list", ListApplications.class, Application.class);
  /** Newest first; NOT_FOUND for an unknown batch. */
  public static final Request<ApplicationsOfBatch, Page<Application>> APPLICATIONS_OF_BATCH =
      Request.list("education.application.of_batch", ApplicationsOfBatch.class, Application.class);
  public static final Request<GetApplication, Application> APPLICATIONS_GET =
      Request.of("education.application.get", GetApplication.class, Application.class);
  /**
   * NOT_FOUND for an unknown person or batch; CONFLICT with the person's live application to this batch; UNPROCESSABLE
   * when the batch takes nobody any more.
   */
  public static final Request<CreateApplication, Application> APPLICATIONS_CREATE =
      Request.of("education.application.create", CreateApplication.class, Application.class);
  /** UNPROCESSABLE, with the application as it is (and its {@code next}) as data, for a state that cannot follow. */
  public static final Request<UpdateApplication, Application> APPLICATIONS_UPDATE =
      Request.of("education.application.update", UpdateApplication.class, Application.class);

  /**
   * People who are brought into a batch as enrolled, by a table. Who has no account gets one. Who has a seat in the
   * batch already keeps it as it is; who left it, or has only applied, is refused: that was somebody's decision.
   */
  public static final ImportKind ENROLMENTS = ImportKind.ofAdmins("education", "enrolments", "People of a batch",
      "batch", Column.required("email", "E-mail", 254, "mail", "e-mail address", "email id"),
      Column.optional("name", "Name", 120, "full name", "student", "student name"),
      Column.optional("phone", "Phone", 40, "mobile", "phone number", "mobile number", "contact number"),
      Column.optional("rollNumber", "Roll number", 40, "roll no", "roll", "enrolment number", "enrollment number"));

  // --- attendance ---

  public record Mark(UUID userId, AttendanceState state) {}

  /** @param source null: manual */
  public record PutAttendance(UUID id, LocalDate date, @Nullable AttendanceSource source,
      @Size(min = 1, max = MAX_BULK) List<Mark> marks) {}

  /** Counts of how the marks compare with what was there. */
  public record Marked(int added, int changed, int unchanged) {}

  public record DayOfAttendance(UUID id, LocalDate date, @Nullable Integer limit,
      @Nullable Long offset) implements Listing {}

  /** @param state null: not marked (yet) */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SheetRow(UUID userId, @Nullable AttendanceState state, @Nullable AttendanceSource source,
      @Nullable UUID markedBy, @Nullable Instant markedAt) {}

  /** @param from and {@code to}: days, both included; null: unbounded */
  public record ListAttendance(UUID id, @Nullable LocalDate from, @Nullable LocalDate to, @Nullable UUID userId,
      @Nullable Integer limit, @Nullable Long offset) implements Listing {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record AttendanceMark(UUID userId, LocalDate date, AttendanceState state, AttendanceSource source,
      @Nullable UUID markedBy, Instant markedAt) {}

  /** @param rate percent of the sessions that count; null when none counts (excused ones do not) */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record AttendanceTotals(UUID userId, int present, int late, int absent, int excused, @Nullable Double rate) {}

  /** @param from and {@code to}: days, both included; null: the last year in which the batch was marked */
  public record AskDays(UUID id, @Nullable LocalDate from, @Nullable LocalDate to) {}

  /** @param rate percent of the people who came, late ones too; null when none counts (excused ones do not) */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record AttendanceOfDay(LocalDate date, int present, int late, int absent, int excused,
      @Nullable Double rate) {}

  /** @param days on which somebody was marked, oldest first; the newest 366 */
  public record AttendanceByDay(List<AttendanceOfDay> days) {}

  /** Idempotent, all or nothing: UNPROCESSABLE when the day cannot be marked or somebody has no seat (data: who). */
  public static final Request<PutAttendance, Marked> ATTENDANCE_PUT =
      Request.of("education.attendance.put", PutAttendance.class, Marked.class);
  /** The people with a seat and whoever else was marked that day, by user id. */
  public static final Request<DayOfAttendance, Page<SheetRow>> ATTENDANCE_DAY =
      Request.list("education.attendance.day", DayOfAttendance.class, SheetRow.class);
  /** Newest day first, then by user id. */
  public static final Request<ListAttendance, Page<AttendanceMark>> ATTENDANCE_LIST =
      Request.list("education.attendance.list", ListAttendance.class, AttendanceMark.class);
  /** One row for each person who was marked in these days, by user id. */
  public static final Request<ListAttendance, Page<AttendanceTotals>> ATTENDANCE_TOTALS =
      Request.list("education.attendance.totals", ListAttendance.class, AttendanceTotals.class);

  /** Counts the marks of each day. */
  public static final Request<AskDays, AttendanceByDay> ATTENDANCE_BY_DAY =
      Request.of("education.attendance.days", AskDays.class, AttendanceByDay.class);

  /** Marks were added or changed; sent after they are stored. */
  public static final Event<AttendanceMarked> ATTENDANCE_MARKED =
      Event.of("education.attendance.marked", AttendanceMarked.class);

  /** @param userIds everybody who was named, changed or not */
  public record AttendanceMarked(UUID batchId, LocalDate date, List<UUID> userIds) {}

  // --- views for the SQL of other domains ---

  /** A row for each seat. */
  public static final View SEATS = View.of("education.shared_students", "tenant, student_id, batch_id, state, "
      + "batch_state, batch_lead_id, super_mentor_id, enrolled_at, batch_name, ends_on");
  /**
   * The same seats, with when they were asked for, how many of agreement, payment and diagnostic are open, and since
   * when the student is expected to learn.
   */
  public static final View PLACEMENTS = View.of("education.shared_placements",
      "tenant, batch_id, batch_state, student_id, created_at, open_steps, begins_at");
  public static final View BATCHES = View.of("education.shared_batches",
      "batch_id, tenant, code, name, state, starts_on, ends_on, batch_lead_id, super_mentor_id");
  /** Seats in running batches that grant mentoring; no number of calls: as many as the student likes. */
  public static final View MENTORING_GRANTS = View.of("education.shared_mentoring_grants",
      "tenant, student_id, batch_id, batch_name, calls_per_month");
  /** Shows the SQL of other domains what a batch follows elsewhere. */
  public static final View BATCH_COURSES =
      View.of("education.shared_batch_courses", "batch_id, provider, external_course_id");
  /** The marks of those who have a seat still. */
  public static final View ATTENDANCE =
      View.of("education.shared_attendance", "tenant, student_id, batch_id, session_on, state");

  private EducationContract() {}
}
