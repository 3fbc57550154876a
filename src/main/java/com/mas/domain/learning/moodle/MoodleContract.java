package com.mas.domain.learning.moodle;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.DurableEvent;
import com.mas.bus.Failure;
import com.mas.bus.Listing;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Visible;
import com.mas.bus.Word;
import com.mas.db.View;
import com.mas.domain.people.identity.LoginContract;
import com.mas.domain.people.identity.LoginContract.CheckLogin;
import com.mas.domain.people.identity.LoginContract.CheckedLogin;
import com.mas.runs.RunsContract;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Declares the mirror of a Moodle, logging in with its accounts, and what can be asked of it directly. */
@NullMarked
public final class MoodleContract {
  public static final Reason MOODLE_MISSING = Reason.of(Failure.NOT_CONFIGURED, "moodle_missing",
      "No Moodle is configured; set MOODLE_BASE_URL and the service account.");
  public static final Reason SYNC_UNDER_WAY = Reason.of(Failure.ALREADY_RUNNING, "sync_under_way",
      "A sync of Moodle is waiting or running; please wait until it is over.");
  public static final Reason SYNC_UNKNOWN = Reason.of(Failure.NOT_FOUND, "sync_unknown",
      "There is no sync of Moodle with this id.");
  public static final Reason NOT_AT_MOODLE = Reason.of(Failure.NOT_FOUND, "not_at_moodle",
      "Moodle does not know this course or person.");
  public static final Reason MOODLE_UNREADABLE = Reason.of(Failure.PROVIDER_FAILED, "moodle_unreadable",
      "Moodle's answer could not be read.");
  public static final Reason HOLDER_UNKNOWN = Reason.of(Failure.NOT_FOUND, "holder_unknown",
      "There is no account with this id.");
  public static final Reason CATEGORY_UNKNOWN = Reason.of(Failure.NOT_FOUND, "category_unknown",
      "The mirror has no such category; run a sync if it is new in Moodle.");
  public static final Reason CATEGORY_UNFIT = Reason.of(Failure.UNPROCESSABLE, "category_unfit",
      "A dean has a department (depth 3), a chairperson a programme (depth 4) of the mirrored categories.");
  public static final Reason ROLE_UNKNOWN = Reason.of(Failure.NOT_FOUND, "role_unknown", "There is no such role.");
  public static final Reason WRONG_MOODLE_LOGIN = Reason.of(Failure.UNPROCESSABLE, "wrong_moodle_login",
      "Moodle refused the user name or the password.");
  public static final Reason TOO_MANY_LOGINS = Reason.of(Failure.TOO_MANY_REQUESTS, "too_many_logins",
      "At most five of these logins a minute; please wait.");

  /** The queue that touches Moodle: one job at a time over the whole cluster. */
  static final String QUEUE = "moodleSyncQueue";
  static final Duration SLICE_LIMIT = Duration.ofMinutes(15);
  /** Names the kind of its runs. */
  public static final String KIND = "moodle.sync";

  private static final Duration QUICK = Duration.ofSeconds(5);
  private static final Duration PROVIDER = Duration.ofSeconds(25);

  private MoodleContract() {}

  // --- sync ---------------------------------------------------------------------------------------------------------

  /** Stores a sync, which begins at once. Fails with ALREADY_RUNNING, NOT_CONFIGURED. */
  public static final Request<StartSync, SyncStarted> START =
      Request.of("moodle.sync.start", StartSync.class, SyncStarted.class, QUICK);

  public record StartSync() {}

  public record SyncStarted(UUID runId, UUID jobId) {}

  public static final Request<GetSync, SyncStatus> STATUS =
      Request.of("moodle.sync.status", GetSync.class, SyncStatus.class, QUICK);

  public record GetSync() {}

  public enum Activity implements Word { IDLE, QUEUED, ACTIVE }

  /** @param run the present one, or the last one the engine knows */
  public record SyncStatus(Activity status, boolean configured, RunsContract.@Nullable Run run) {}

  /** Newest first. */
  public static final Request<ListSyncs, Page<SyncLog>> HISTORY =
      Request.list("moodle.sync.history", ListSyncs.class, SyncLog.class, QUICK);

  public record ListSyncs(Integer limit, Long offset) implements Listing {}

  public enum Trigger implements Word { STARTUP, SCHEDULED, MANUAL }

  public enum SyncState implements Word { RUNNING, COMPLETED, PARTIAL, FAILED }

  public enum PhaseState implements Word { PENDING, RUNNING, SUCCESS, FAILED, SKIPPED }

  /** @param errors pages that could not be had */
  public record PhaseLog(PhaseState status, long durationMs, long fetched, long inserted, long updated,
      long deactivated, long errors) {}

  /**
   * @param phases by name, in the order in which they are worked on
   * @param errorMessage why it failed, or what it lacks
   * @param intervalMinutes of the schedule at that time
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SyncLog(UUID id, Trigger trigger, @Nullable UUID triggeredBy, SyncState status, Instant startedAt,
      @Nullable Instant endedAt, @Nullable Long durationMs, List<NamedPhase> phases, @Nullable String errorMessage,
      @Nullable UUID jobId, @Nullable Integer intervalMinutes) {}

  public record NamedPhase(String name, PhaseLog log) {}

  /** Lists what a sync could not read, the first 200. Fails with NOT_FOUND. */
  public static final Request<ListSyncErrors, Page<SyncError>> ERRORS =
      Request.list("moodle.sync.errors", ListSyncErrors.class, SyncError.class, QUICK);

  public record ListSyncErrors(UUID id, Integer limit, Long offset) implements Listing {}

  /**
   * @param place ids of the course and the person, and where the page begins
   * @param excerpt of an answer that could not be read
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SyncError(Instant at, String phase, String place, String message, @Nullable String excerpt) {}

  public static final Request<GetSchedule, SyncSchedule> SCHEDULE =
      Request.of("moodle.schedule.get", GetSchedule.class, SyncSchedule.class, QUICK);

  public record GetSchedule() {}

  public enum Source implements Word { DATABASE, ENVIRONMENT, STANDARD }

  /** @param source says who has set the interval */
  public record SyncSchedule(int intervalMinutes, Source source, @Nullable Instant nextRunAt) {}

  /** Changes the interval at once; the first sync comes after one. */
  public static final Request<ChangeSchedule, SyncSchedule> CHANGE_SCHEDULE =
      Request.of("moodle.schedule.change", ChangeSchedule.class, SyncSchedule.class, QUICK);

  public record ChangeSchedule(@Min(30) @Max(43_200) int intervalMinutes) {}

  /** Starts a sync on behalf of the schedule, or of a start of the server. Does nothing while one is under way. */
  public static final Request<Tick, Void> TICK =
      Request.of("moodle.sync.tick", Tick.class, Void.class, Duration.ofSeconds(20));

  public record Tick(Trigger trigger) {}

  /** Works on one slice of a sync. Idempotent. */
  public static final Request<Advance, Void> ADVANCE =
      Request.of("moodle.sync.advance", Advance.class, Void.class, SLICE_LIMIT);

  public record Advance(UUID runId, int slice) {}

  // --- what others hear ---------------------------------------------------------------------------------------------

  /** Shows the SQL of other domains the people of Moodle; user names are in lower case, and addresses too. */
  public static final View PEOPLE = View.of("moodle.shared_people", "tenant, id, username, full_name, email, "
      + "campus, department, program");
  /** The courses with the names of their places, and how many students each has, which is counted when it is read. */
  public static final View MIRRORED_COURSES = View.of("moodle.shared_courses",
      "tenant, id, short_name, full_name, department, campus, semester, students, program");
  /** A row for each enrolment of a student with an account; who is suspended or gone too. */
  public static final View PROGRESS = View.of("moodle.shared_progress", "tenant, account_id, user_id, course_id, "
      + "short_name, full_name, progress_percent, grade_percent, is_completed, last_access_at, suspended, gone, "
      + "visible");
  /**
   * Activities that students with an account have handed in or done, grades of a day, and courses that they completed.
   * The number tells two of a course and kind apart; the percent is that of a grade.
   */
  public static final View HAPPENINGS = View.of("moodle.shared_happenings", "tenant, account_id, course_id, title, "
      + "number, what, percent, at");
  /** The time at which the mirror was complete last. */
  public static final View SYNCS = View.of("moodle.shared_syncs", "tenant, completed_at");

  /** Tells that a person with an account here has completed activities of Moodle's courses. */
  public static final DurableEvent<ActivitiesCompleted> ACTIVITIES_COMPLETED =
      DurableEvent.of("moodle.activities.completed", ActivitiesCompleted.class);

  public record ActivitiesCompleted(UUID accountId, UUID runId,
      @Size(max = 1_000) List<CompletedActivity> activities) {}

  /** @param id names the activity among all, once and for all */
  public record CompletedActivity(String id, long courseId, long activityId, Instant at) {}

  // --- logging in ---------------------------------------------------------------------------------------------------

  /** Checks a password at Moodle, for identity. Tokens of people are not kept. */
  public static final Request<CheckLogin, CheckedLogin> CHECK_LOGIN =
      Request.of("moodle.login.check", CheckLogin.class, CheckedLogin.class, Duration.ofSeconds(20));

  public static final LoginContract.Outside LOGIN = new LoginContract.Outside(100, CHECK_LOGIN);

  // --- asking Moodle ------------------------------------------------------------------------------------------------

  /** Tells whom Moodle lets in with this password; nothing begins by that. Five a minute and administrator. */
  public static final Request<TryLogin, MoodlePerson> TRY_LOGIN =
      Request.of("moodle.login.try", TryLogin.class, MoodlePerson.class, PROVIDER);

  public record TryLogin(@Visible @Size(max = 100) String username, @Size(min = 1, max = 200) String password) {
    @Override
    public String toString() {
      return "TryLogin[hidden]";
    }
  }

  public record MoodlePerson(long id, String username, String fullName) {}

  /** Answers in Moodle's own words; fails with PROVIDER_FAILED, PROVIDER_UNAUTHENTICATED, NOT_FOUND, NOT_CONFIGURED. */
  public static final Request<GetSiteInfo, FromMoodle> SITE_INFO =
      Request.of("moodle.site.info", GetSiteInfo.class, FromMoodle.class, PROVIDER);

  public record GetSiteInfo() {}

  public record FromMoodle(JsonNode answer) {}

  public static final Request<CoursesOf, FromMoodle> COURSES_OF =
      Request.of("moodle.courses.of", CoursesOf.class, FromMoodle.class, PROVIDER);

  public record CoursesOf(@Min(1) long userId) {}

  public static final Request<PeopleOf, FromMoodle> PEOPLE_OF =
      Request.of("moodle.people.of", PeopleOf.class, FromMoodle.class, PROVIDER);

  public record PeopleOf(@Min(1) long courseId, @Nullable @Min(1) @Max(500) Integer limit,
      @Nullable @Min(0) Integer offset) {}

  public static final Request<ProfilesOf, FromMoodle> PROFILES_OF =
      Request.of("moodle.profiles.of", ProfilesOf.class, FromMoodle.class, PROVIDER);

  public record ProfilesOf(@Min(1) long courseId, @Size(min = 1, max = 50) List<Long> userIds) {}

  public static final Request<AllCourses, FromMoodle> ALL_COURSES =
      Request.of("moodle.courses.all", AllCourses.class, FromMoodle.class, PROVIDER);

  public record AllCourses() {}

  public static final Request<AllCategories, FromMoodle> ALL_CATEGORIES =
      Request.of("moodle.categories.all", AllCategories.class, FromMoodle.class, PROVIDER);

  public record AllCategories() {}

  // --- provisioning -------------------------------------------------------------------------------------------------

  public static final int MOST_ROWS = 200;

  /** Says what of it is there already; nothing is made. */
  public static final Request<MakeCategories, Made> PREVIEW_CATEGORIES =
      Request.of("moodle.provision.preview_categories", MakeCategories.class, Made.class, PROVIDER);
  /** Makes what is not there yet, one by one; what is there stays as it is. Sent again it makes the rest. */
  public static final Request<MakeCategories, Made> MAKE_CATEGORIES =
      Request.of("moodle.provision.categories", MakeCategories.class, Made.class, Duration.ofMinutes(2));

  public record MakeCategories(@Size(min = 1, max = MOST_ROWS) List<NewCategory> rows) {}

  /** @param parentId null at the top */
  public record NewCategory(@Size(min = 1, max = 255) String name, @Size(min = 1, max = 100) String idNumber,
      @Nullable @Min(1) Long parentId) {}

  public static final Request<MakeCourses, Made> PREVIEW_COURSES =
      Request.of("moodle.provision.preview_courses", MakeCourses.class, Made.class, PROVIDER);
  public static final Request<MakeCourses, Made> MAKE_COURSES =
      Request.of("moodle.provision.courses", MakeCourses.class, Made.class, Duration.ofMinutes(2));

  public record MakeCourses(@Size(min = 1, max = MOST_ROWS) List<NewCourse> rows) {}

  public record NewCourse(@Size(min = 1, max = 255) String fullName, @Size(min = 1, max = 100) String shortName,
      @Min(1) long categoryId, @Nullable @Size(max = 100) String idNumber) {}

  public static final Request<MakePeople, Made> PREVIEW_PEOPLE =
      Request.of("moodle.provision.preview_users", MakePeople.class, Made.class, PROVIDER);
  public static final Request<MakePeople, Made> MAKE_PEOPLE =
      Request.of("moodle.provision.users", MakePeople.class, Made.class, Duration.ofMinutes(2));

  public record MakePeople(@Size(min = 1, max = MOST_ROWS) List<NewPerson> rows) {}

  /** @param courseId in which the person is enrolled as a student, too; null: in none */
  public record NewPerson(@Size(min = 1, max = 100) String username, @Size(min = 8, max = 72) String password,
      @Size(min = 1, max = 100) String firstName, @Size(min = 1, max = 100) String lastName,
      @Size(min = 3, max = 254) String email, @Nullable @Min(1) Long courseId) {
    @Override
    public String toString() {
      return "NewPerson[" + username + "]";
    }
  }

  /** {@code UNDONE} was not tried, or Moodle went away over it. */
  public enum Making implements Word { MISSING, THERE, MADE, REFUSED, UNDONE }

  /** @param rows in the order of the request */
  public record Made(boolean preview, List<MadeRow> rows) {}

  /** @param reason of a refusal, in Moodle's words */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record MadeRow(String key, Making state, @Nullable Long id, @Nullable String reason) {}

  public static final Request<GetTree, Tree> TREE = Request.of("moodle.tree.get", GetTree.class, Tree.class, QUICK);

  public record GetTree() {}

  /** @param categories that are there, each behind its parent */
  public record Tree(List<CategoryRow> categories) {}

  public record CategoryRow(long id, String name, long parentId, int depth, @Nullable String idNumber, long courses) {}

  /** Lists them by name. */
  public static final Request<ListCourses, Page<CourseRow>> COURSES =
      Request.list("moodle.tree.courses", ListCourses.class, CourseRow.class, QUICK);

  public record ListCourses(@Min(1) long categoryId, Integer limit, Long offset) implements Listing {}

  /** @param people enrolled now, suspended ones too */
  public record CourseRow(long id, String shortName, String fullName, boolean visible, long people, long suspended) {}

  // --- institutional roles ------------------------------------------------------------------------------------------

  public enum Office implements Word {
    DEAN, CHAIRPERSON;

    @Override
    public String wire() {
      return name();
    }
  }

  /** Gives an account an office by hand; below a dean's department the account chairs nothing. Twice is as once. */
  public static final Request<GiveRole, InstitutionalRole> GIVE_ROLE =
      Request.of("moodle.roles.give", GiveRole.class, InstitutionalRole.class, QUICK);

  public record GiveRole(UUID userId, Office role, @Min(1) long moodleCategoryId) {}

  /** @param byHand whether an administrator has given it; else it follows from Moodle */
  public record InstitutionalRole(UUID id, UUID userId, Office role, long moodleCategoryId, String categoryName,
      boolean byHand, Instant givenAt) {}

  /** Lists them by category. */
  public static final Request<ListRoles, Page<InstitutionalRole>> ROLES =
      Request.list("moodle.roles.list", ListRoles.class, InstitutionalRole.class, QUICK);

  public record ListRoles(Integer limit, Long offset) implements Listing {}

  /** Takes an office away; one that follows from Moodle comes again with the next sync. */
  public static final Request<TakeRole, RoleTaken> TAKE_ROLE =
      Request.of("moodle.roles.take", TakeRole.class, RoleTaken.class, QUICK);

  public record TakeRole(UUID id) {}

  public record RoleTaken(UUID id) {}
}
