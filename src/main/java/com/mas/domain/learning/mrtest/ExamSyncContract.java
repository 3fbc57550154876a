package com.mas.domain.learning.mrtest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.AtLeastOne;
import com.mas.bus.Change;
import com.mas.bus.Default;
import com.mas.bus.DurableEvent;
import com.mas.bus.Failure;
import com.mas.bus.Listing;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Visible;
import com.mas.bus.Word;
import com.mas.db.View;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Declares which exams are mirrored and how often, the runs, and what they have brought. All is of the tenant. */
@NullMarked
public final class ExamSyncContract {
  public static final Reason EXAM_NOT_LISTED = Reason.of(Failure.UNPROCESSABLE, "exam_not_listed",
      "Mr. Test has no such exam; GET /api/ezexam/online-exams lists them.");
  public static final Reason ONE_SCOPE = Reason.of(Failure.UNPROCESSABLE, "one_scope",
      "Give one of examId, batchId and tag.");
  public static final Reason EXAMS_SYNCED = Reason.of(Failure.CONFLICT, "exams_synced",
      "This exam, batch or tag is synced already.");
  public static final Reason CONFIG_UNKNOWN = Reason.of(Failure.NOT_FOUND, "config_unknown",
      "There is no such sync config.");
  public static final Reason RUN_UNKNOWN = Reason.of(Failure.NOT_FOUND, "run_unknown", "There is no such run.");
  public static final Reason RUN_UNDER_WAY = Reason.of(Failure.ALREADY_RUNNING, "run_under_way",
      "A run of this config is under way; please wait until it is over.");
  public static final Reason SUBMISSION_UNKNOWN = Reason.of(Failure.NOT_FOUND, "submission_unknown",
      "There is no such submission.");
  public static final Reason NOT_ANALYSED = Reason.of(Failure.NOT_FOUND, "not_analysed",
      "The analysis of this submission was not read yet.");

  /** The queue that touches Mr. Test: one job at a time over the whole cluster. */
  static final String QUEUE = "mrtestSyncQueue";
  /** Names the kind of its runs. */
  public static final String KIND = "mrtest.sync";
  static final Duration SLICE_LIMIT = Duration.ofMinutes(15);
  static final String EXAM_ID = "^[A-Za-z0-9_-]{1,64}$";

  private ExamSyncContract() {}

  // --- configs ------------------------------------------------------------------------------------------------------

  public enum Scope implements Word { EXAM, BATCH, TAG }

  public enum SyncState implements Word { IDLE, RUNNING, SUCCESS, INCOMPLETE, FAILED, UNAUTHENTICATED }

  /**
   * @param examId of one exam; {@code batchId} of all exams of a batch; {@code tag} of all exams with it
   * @param includeAnalysis whether what came of each question is read, too
   * @param runId of the run under way
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SyncConfig(UUID id, Scope scope, @Nullable String examId, @Nullable UUID batchId, @Nullable String tag,
      String title, boolean enabled, int intervalHours, boolean includeAnalysis, SyncState lastSyncStatus,
      @Nullable Instant lastSyncedAt, @Nullable Instant nextSyncAt, @Nullable UUID runId, Instant createdAt,
      Instant updatedAt) {}

  /** Newest first. */
  public static final Request<ListConfigs, Page<SyncConfig>> LIST_CONFIGS =
      Request.list("mrtest.configs.list", ListConfigs.class, SyncConfig.class);

  public record ListConfigs(@Nullable Integer limit, @Nullable Long offset) implements Listing {}

  /** An enabled config is scheduled and runs at once. CONFLICT with the config that there is. */
  public static final Request<CreateConfig, SyncConfig> CREATE_CONFIG =
      Request.of("mrtest.configs.create", CreateConfig.class, SyncConfig.class, MrTestContract.PROVIDER);

  /** @param title default: of the exam or the batch, or the tag */
  public record CreateConfig(@Nullable @Pattern(regexp = EXAM_ID) @Size(max = 64) String examId,
      @Nullable UUID batchId, @Nullable @Visible @Size(max = 100) String tag,
      @Nullable @Visible @Size(max = 200) String title,
      @Nullable @Min(1) @Max(720) @Default("24") Integer intervalHours, @Nullable @Default("true") Boolean enabled,
      @Nullable @Default("true") Boolean includeAnalysis) {}

  public static final Request<ChangeConfig, SyncConfig> CHANGE_CONFIG =
      Request.of("mrtest.configs.change", ChangeConfig.class, SyncConfig.class);

  /** A changed interval counts from now. */
  @AtLeastOne
  public record ChangeConfig(UUID id, Change<@Visible @Size(max = 200) String> title,
      Change<@Min(1) @Max(720) Integer> intervalHours, Change<Boolean> enabled, Change<Boolean> includeAnalysis) {}

  /** Ends the config and its run. What was mirrored stays. */
  public static final Request<DeleteConfig, ConfigDeleted> DELETE_CONFIG =
      Request.of("mrtest.configs.delete", DeleteConfig.class, ConfigDeleted.class);

  public record DeleteConfig(UUID id) {}

  public record ConfigDeleted(UUID id) {}

  // --- runs ---------------------------------------------------------------------------------------------------------

  public static final Request<RunConfig, RunAccepted> RUN_CONFIG =
      Request.of("mrtest.configs.run", RunConfig.class, RunAccepted.class);

  public record RunConfig(UUID id) {}

  /** @param runId null when a tick found nothing to do */
  public record RunAccepted(@Nullable UUID runId, @Nullable UUID jobId) {}

  /** Newest first. */
  public static final Request<ListRuns, Page<SyncRun>> LIST_RUNS =
      Request.list("mrtest.configs.runs", ListRuns.class, SyncRun.class);

  public record ListRuns(UUID id, @Nullable Integer limit, @Nullable Long offset) implements Listing {}

  public static final Request<GetRun, SyncRun> GET_RUN =
      Request.of("mrtest.runs.get", GetRun.class, SyncRun.class);

  public record GetRun(UUID id) {}

  public enum Trigger implements Word { SCHEDULED, MANUAL }

  /**
   * @param counts by name, and by phase and name
   * @param balanced whether read = written + skipped + failed
   * @param blocked pages that could not be read
   * @param errors at most the first 50, in the answer for one run only
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SyncRun(UUID id, UUID configId, SyncState status, Trigger triggeredBy, @Nullable UUID startedBy,
      Instant startedAt, @Nullable Instant endedAt, @Nullable String phase, Map<String, Long> counts, boolean balanced,
      long blocked, @Nullable String error, @Nullable UUID jobId, List<RunError> errors) {}

  /**
   * @param place phase and keys of the page
   * @param excerpt beginning of a page that could not be read
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RunError(Instant at, String phase, String place, String message, @Nullable String excerpt) {}

  /** Runs a config, on behalf of its schedule. Does nothing when it is gone, disabled or running already. */
  public static final Request<Tick, RunAccepted> TICK =
      Request.of("mrtest.configs.tick", Tick.class, RunAccepted.class, Duration.ofSeconds(20));

  public record Tick(UUID configId) {}

  /** Works on one slice of a run. Idempotent. */
  public static final Request<Advance, Void> ADVANCE =
      Request.of("mrtest.runs.advance", Advance.class, Void.class, SLICE_LIMIT);

  public record Advance(UUID runId, int slice) {}

  // --- what was mirrored --------------------------------------------------------------------------------------------

  /** Newest start first. */
  public static final Request<ListExams, Page<MirroredExam>> LIST_EXAMS =
      Request.list("mrtest.exams.list", ListExams.class, MirroredExam.class);

  /** @param search part of a title or tag */
  public record ListExams(@Nullable @Size(min = 1, max = 200) String search, @Nullable Integer limit,
      @Nullable Long offset) implements Listing {}

  /**
   * @param passed submissions at 50 % or more
   * @param underEvaluation submissions that are not marked yet
   * @param gone whether Mr. Test no longer lists it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record MirroredExam(String id, String title, List<String> tags, @Nullable Instant startsAt,
      @Nullable Instant endsAt, @Nullable Integer minutes, @Nullable BigDecimal totalMarks, boolean published,
      boolean gone, int submissions, int passed, int underEvaluation, int blocked,
      @Nullable BigDecimal meanPercentage) {}

  /** Lists attempts, the best of an exam first. */
  public static final Request<ListSubmissions, Page<Submission>> LIST_SUBMISSIONS =
      Request.list("mrtest.submissions.list", ListSubmissions.class, Submission.class);

  /** @param search part of a name, an address or a roll number */
  public record ListSubmissions(@Nullable @Pattern(regexp = EXAM_ID) @Size(max = 64) String examId,
      @Nullable UUID userId, @Nullable @Size(min = 1, max = 200) String search, @Nullable Integer limit,
      @Nullable Long offset) implements Listing {}

  public enum Marking implements Word { SUBMITTED, UNDER_EVALUATION }

  /** Tells how a row of the site has found its account. */
  public enum Tie implements Word { EMAIL, PHONE, AMBIGUOUS, NONE }

  /**
   * @param percentage absent while it is under evaluation, as {@code passed}
   * @param passed whether it has 50 % or more
   * @param tie how the account was found; ambiguous: several could be meant, so none is
   * @param analysed whether what came of each question is known
   * @param blocked whether the page of that could not be read
   * @param gone whether Mr. Test no longer lists it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Submission(String id, String examId, @Nullable String examTitle, int attempt,
      @Nullable String rollNumber, String name, @Nullable String email, @Nullable String phone,
      @Nullable BigDecimal score, @Nullable BigDecimal total, @Nullable BigDecimal percentage, @Nullable Integer rank,
      @Nullable Boolean passed, Marking state, @Nullable Instant startedAt, @Nullable Instant submittedAt,
      @Nullable UUID userId, Tie tie, boolean analysed, boolean blocked, boolean gone) {}

  /** Returns what came of each question. */
  public static final Request<GetReport, Report> GET_REPORT =
      Request.of("mrtest.submissions.report", GetReport.class, Report.class);

  public record GetReport(@Pattern(regexp = EXAM_ID) @Size(max = 64) String id) {}

  /**
   * @param seconds that the student took
   * @param layout in which the page was read; {@code structure} is the checksum of how it was built
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Report(String submissionId, @Nullable BigDecimal accuracy, @Nullable BigDecimal percentile,
      @Nullable Integer seconds, List<Answer> questions, String layout, String structure, Instant readAt) {}

  public enum Verdict implements Word { CORRECT, WRONG, SKIPPED }

  /** @param key explanation of the right answer */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Answer(int number, @Nullable String topic, @Nullable BigDecimal marks, @Nullable BigDecimal negative,
      Verdict verdict, @Nullable Integer seconds, @Nullable String key) {}

  /** Lists them by name. */
  public static final Request<ListStudents, Page<Student>> LIST_STUDENTS =
      Request.list("mrtest.students.list", ListStudents.class, Student.class);

  /** @param search part of a name, an address or a roll number */
  public record ListStudents(@Nullable @Size(min = 1, max = 200) String search, @Nullable Tie tie,
      @Nullable Integer limit, @Nullable Long offset) implements Listing {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Student(String id, @Nullable String rollNumber, String name, @Nullable String email,
      @Nullable String phone, List<String> tags, @Nullable UUID userId, Tie tie, boolean gone) {}

  // --- what others hear and read ------------------------------------------------------------------------------------

  /**
   * Tells the best score that a person with an account has in exams: the first time that it is known, and each time
   * that it becomes another by a better attempt or a revised marking. Never told while an exam is under evaluation.
   */
  public static final DurableEvent<ExamsScored> EXAMS_SCORED =
      DurableEvent.of("mrtest.exams.scored", ExamsScored.class);

  /** @param toldAt tells which of two statements about the same exam is the newer one */
  public record ExamsScored(UUID accountId, UUID runId, Instant toldAt, @Size(max = 500) List<ScoredExam> exams) {}

  /**
   * @param percentage of the best attempt, 0 to 100
   * @param at when that attempt was handed in
   */
  public record ScoredExam(String examId, String title, double percentage, Instant at) {}

  /**
   * Shows the SQL of other domains a row for each attempt that is mirrored: {@code email_key} is the address without a
   * known prefix of the organisation, {@code phone_digits} the last ten digits.
   */
  public static final View SUBMISSIONS = View.of("mrtest.shared_submissions",
      "tenant, submission_id, exam_id, email_key, phone_digits, roll_number");
}
