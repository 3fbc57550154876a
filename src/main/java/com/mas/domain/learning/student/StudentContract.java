package com.mas.domain.learning.student;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.mas.bus.Default;
import com.mas.bus.Failure;
import com.mas.bus.Listing;
import com.mas.bus.OneOf;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Word;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Students over all mirrored courses, for administrators and for themselves. All is of the caller's tenant. */
@NullMarked
public final class StudentContract {
  public static final Reason LEARNER_UNKNOWN = Reason.of(Failure.NOT_FOUND, "learner_unknown",
      "No learner has this address.");
  public static final Reason DEMO_REFUSED = Reason.of(Failure.UNPROCESSABLE, "demo_refused",
      "Enrolments for demonstration are not made in production.");
  public static final Reason PASSWORD_MISSING = Reason.of(Failure.NOT_CONFIGURED, "password_missing",
      "There is no default password: enter one, or set DEFAULT_STUDENT_PASSWORD.");
  public static final Reason ACCOUNT_UNDECIDED = Reason.of(Failure.CONFLICT, "account_undecided",
      "Decide by hand which account this learner has.");

  /** Queue of the work that goes over many students; the name is the one of the seeds. */
  public static final String QUEUE = "databaseQueue";

  private static final Duration LONG = Duration.ofMinutes(14);

  public static final Request<ListStudents, Page<Student>> LIST =
      Request.list("student.student.list", ListStudents.class, Student.class);

  /** Lists the courses that the mirrors tie to the caller's account, the one used last first. */
  public static final Request<MyCourses, Page<MyCourse>> MY_COURSES =
      Request.list("student.course.mine", MyCourses.class, MyCourse.class);

  /**
   * Makes an account of a learner, or keeps the one there is; with a batch, also an application that asks for nothing
   * more. Idempotent, also when sent twice at once. NOT_FOUND for a key that no learner has or an unknown batch;
   * UNPROCESSABLE for a batch that takes nobody any more; CONFLICT when it is for a person to
   * decide whose account the learner has; NOT_CONFIGURED when no password is given and none is set;
   * FORBIDDEN for the password of somebody who ranks higher.
   */
  public static final Request<CreateAccount, CreatedAccount> CREATE_ACCOUNT =
      Request.of("student.account.create", CreateAccount.class, CreatedAccount.class, Duration.ofSeconds(30));

  /** Removes the enrolments that were made for demonstration. Idempotent. */
  public static final Request<RemoveDemo, DemoRemoved> REMOVE_DEMO =
      Request.of("student.demo.remove", RemoveDemo.class, DemoRemoved.class, Duration.ofSeconds(30));

  /** Stores {@link #SEED_DEMO} for the tenant; while one is under way, answers that one. */
  public static final Request<SeedAllMissing, Accepted> SEED_ALL_MISSING =
      Request.of("student.demo.start", SeedAllMissing.class, Accepted.class);

  /** Stores {@link #ROLL_UP} for everybody of the tenant; while one is under way, answers that one. */
  public static final Request<Rebuild, Accepted> REBUILD =
      Request.of("student.roll_up.rebuild", Rebuild.class, Accepted.class);

  // --- stored requests ---

  /** Gives demo enrolments to those accounts of students that have none. Idempotent; goes on where it was cut off. */
  public static final Request<SeedDemo, DemoSeeded> SEED_DEMO =
      Request.of("student.demo.seed", SeedDemo.class, DemoSeeded.class, LONG);

  /** Makes the rows again of whose enrolments or account changed; with {@code everybody}, of all. Idempotent. */
  public static final Request<CatchUp, RolledUp> ROLL_UP =
      Request.of("student.roll_up.run", CatchUp.class, RolledUp.class, LONG);

  /** Names the provider of courses of Moodle. */
  static final String MOODLE = "moodle";

  private StudentContract() {}

  public enum Sort {
    @JsonProperty("name") NAME,
    @JsonProperty("email") EMAIL,
    @JsonProperty("averageProgress") AVERAGE_PROGRESS,
    @JsonProperty("lowestProgress") LOWEST_PROGRESS,
    @JsonProperty("courses") COURSES,
    @JsonProperty("totalTime") TOTAL_TIME,
    @JsonProperty("enrolledAt") ENROLLED_AT,
    @JsonProperty("lastAccessedAt") LAST_ACCESSED_AT
  }

  public enum Order implements Word { ASC, DESC }

  /**
   * @param search part of a name, an address, a phone number (in any writing) or the title of a mirrored course, in any
   *     case
   * @param batchId students of a course whose config has this batch
   * @param minProgress percent, of the average; both ends included
   * @param sort default: name; what is unknown comes last
   */
  public record ListStudents(@Nullable @Size(min = 1, max = 200) String search, @Nullable UUID batchId,
      @Nullable @Size(min = 1, max = 200) String courseId, @Nullable Boolean hasAccount, @Nullable Boolean hasPhone,
      @Nullable @Min(0) @Max(100) Double minProgress, @Nullable @Min(0) @Max(100) Double maxProgress,
      @Nullable @Default("name") Sort sort, @Nullable @Default("asc") Order order, @Nullable Integer limit,
      @Nullable Long offset) implements Listing {}

  /**
   * @param emailKey the address without a known prefix of the organisation
   * @param phone the learner's, else the account's; {@code phoneSource} learner or account
   * @param phoneUnclear the phone could be several numbers or is a wrong one: nobody is written to at it
   * @param phoneShared other students have the same last ten digits
   * @param averageProgress percent, over the enrolments; {@code avgProgress} is the same, as earlier clients read it
   * @param lowestProgressCourse the best one to remind of
   * @param courses by title; a person who is enrolled twice in one course has it twice
   * @param exams null when nothing is known of exams
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Student(String emailKey, @Nullable String name, @Nullable String phone,
      @Nullable @OneOf({"learner", "account"}) String phoneSource, boolean phoneUnclear, boolean phoneShared,
      boolean hasMasAccount, @Nullable UUID accountId, double averageProgress, double avgProgress, int enrolments,
      int completed,
      long totalTimeSeconds, @Nullable Instant enrolledAt, @Nullable Instant lastAccessedAt,
      @Nullable CourseProgress lowestProgressCourse, List<CourseProgress> courses, @Nullable Exams exams) {}

  /**
   * @param syncConfigId null when the course is not mirrored any more
   * @param vanished the provider does not list this learner any more, or never did (demo)
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record CourseProgress(UUID learnerId, @Nullable UUID syncConfigId, @Nullable UUID batchId, String courseId,
      @Nullable String courseTitle, double progressPercent,
      @OneOf({"not_started", "in_progress", "completed"}) String status, @Nullable Instant lastAccessedAt,
      boolean vanished) {}

  public record MyCourses(@Nullable Integer limit, @Nullable Long offset) implements Listing {}

  /**
   * @param provider learning system that it is mirrored from
   * @param courseUrl where the course is opened; null where the provider names none
   * @param gradePercent of the whole course; null where none is known
   * @param modules in the course's order; none until a report was read
   * @param vanished the provider does not list the learner any more, or never did (demo)
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record MyCourse(@OneOf({"mrlearn", MOODLE}) String provider, String courseId, @Nullable String courseTitle,
      @Nullable String courseUrl, double progressPercent, @Nullable Double gradePercent,
      @OneOf({"not_started", "in_progress", "completed"}) String status, long totalTimeSeconds, List<Module> modules,
      @Nullable Instant enrolledAt, @Nullable Instant lastAccessedAt, @Nullable Instant completedAt,
      boolean vanished) {
    MyCourse at(@Nullable String url) {
      return new MyCourse(provider, courseId, courseTitle, url, progressPercent, gradePercent, status, totalTimeSeconds,
          modules, enrolledAt, lastAccessedAt, completedAt, vanished);
    }
  }

  /** @param progress percent */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Module(String id, @Nullable String title, @Nullable Double progress, boolean completed) {}

  /** @param matchedBy email, or phone: the last ten digits, unless another student has them too */
  public record Exams(int submissions, @Nullable List<String> rollNumbers,
      @Nullable @OneOf({"email", "phone"}) String matchedBy) {}

  /**
   * @param password temporary in any case; null: a new account has the default one and an existing one keeps its own
   * @param batchId null: no application
   * @param seedDemo whether an account that no mirrored course knows yet gets demo enrolments
   */
  public record CreateAccount(@Size(min = 3, max = 254) String emailKey, @Nullable UUID batchId,
      @Nullable @Size(min = 8, max = 72) String password, @Nullable @Default("false") Boolean seedDemo) {
    @Override
    public String toString() {
      return "CreateAccount[" + emailKey + "]";
    }
  }

  /**
   * @param applicationId the new application, or the one that was there; null without a batch
   * @param applicationBatchId where that application is: who has one elsewhere stays there
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record CreatedAccount(UUID userId, boolean userCreated, boolean passwordChanged, @Nullable UUID applicationId,
      @Nullable UUID applicationBatchId, boolean applicationCreated, int demoEnrolments) {}

  public record SeedAllMissing() {}

  public record Rebuild() {}

  /** @param jobId its progress is at {@code /api/admin/jobs/{id}} */
  public record Accepted(UUID jobId) {}

  public record RemoveDemo() {}

  public record DemoRemoved(int enrolments) {}

  public record SeedDemo() {}

  public record DemoSeeded(int accounts, int enrolments) {}

  /** @param everybody null: only whose enrolments or account changed */
  public record CatchUp(@Nullable Boolean everybody) {}

  /** @param students whose row was made again */
  public record RolledUp(long students) {}
}
