package com.mas.domain.learning.mrtest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Default;
import com.mas.bus.Failure;
import com.mas.bus.Listing;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Visible;
import com.mas.bus.Word;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Declares the exams of batches, with what must be done before, and what students see and open of them. */
@NullMarked
public final class ExamCardContract {
  public static final Reason EXAM_UNKNOWN = Reason.of(Failure.NOT_FOUND, "exam_unknown",
      "There is no such exam in a batch of yours.");
  public static final Reason EXAM_NOT_MIRRORED = Reason.of(Failure.UNPROCESSABLE, "exam_not_mirrored",
      "The mirror has no such exam; sync it first.");
  public static final Reason BATCH_EXAM_UNKNOWN = Reason.of(Failure.NOT_FOUND, "batch_exam_unknown",
      "This exam is not set for this batch.");
  public static final Reason EXAM_LOCKED = Reason.of(Failure.CONFLICT, "exam_locked",
      "Something else must be done before this exam opens.");
  public static final Reason EXAM_CLOSED = Reason.of(Failure.CONFLICT, "exam_closed", "This exam is not open now.");

  private static final String PRINTABLE = "^[!-~]+$";
  private static final String URL = "^https?://[!-~]+$";

  private ExamCardContract() {}

  // --- exams of batches ---------------------------------------------------------------------------------------------

  /**
   * @param takeUrl at which students take it; absent: Mr. Test's own
   * @param prerequisiteCourseId course of Mr. Learn that must be done before; absent: nothing
   * @param prerequisiteThreshold progress in percent from which the exam opens
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record BatchExam(UUID id, UUID batchId, String mrTestExamId, String title, @Nullable String roadmapItemId,
      @Nullable String takeUrl, @Nullable String prerequisiteCourseId, BigDecimal prerequisiteThreshold,
      boolean mandatory, Instant createdAt) {}

  /** Lists them by title. */
  public static final Request<ListBatchExams, Page<BatchExam>> LIST_BATCH_EXAMS =
      Request.list("mrtest.batch_exams.list", ListBatchExams.class, BatchExam.class);

  public record ListBatchExams(UUID batchId, @Nullable Integer limit, @Nullable Long offset) implements Listing {}

  /** Gives an exam to a batch, or changes how it has it. Idempotent. The exam is mapped to the batch, too. */
  public static final Request<PutBatchExam, BatchExam> PUT_BATCH_EXAM =
      Request.of("mrtest.batch_exams.put", PutBatchExam.class, BatchExam.class);

  public record PutBatchExam(UUID batchId, @Pattern(regexp = ExamSyncContract.EXAM_ID) @Size(max = 64) String examId,
      @Nullable @Size(min = 1, max = 100) @Pattern(regexp = PRINTABLE) String roadmapItemId,
      @Nullable @Size(max = 500) @Pattern(regexp = URL) String takeUrl,
      @Nullable @Visible @Size(max = 200) String prerequisiteCourseId,
      @Nullable @Min(0) @Max(100) @Default("75") Double prerequisiteThreshold,
      @Nullable @Default("false") Boolean mandatory) {}

  /** Takes an exam from a batch, with its mapping. */
  public static final Request<RemoveBatchExam, BatchExamRemoved> REMOVE_BATCH_EXAM =
      Request.of("mrtest.batch_exams.remove", RemoveBatchExam.class, BatchExamRemoved.class);

  public record RemoveBatchExam(UUID batchId,
      @Pattern(regexp = ExamSyncContract.EXAM_ID) @Size(max = 64) String examId) {}

  public record BatchExamRemoved(UUID batchId, String examId) {}

  // --- what students see --------------------------------------------------------------------------------------------

  public enum CardState implements Word { LIVE, LOCKED, UPCOMING, MISSED, COMPLETED, UNDER_EVALUATION }

  /** Lists the exams of the caller's batches: those that are open first, then by when they end. */
  public static final Request<MyExams, Page<Card>> MY_EXAMS =
      Request.list("mrtest.cards.mine", MyExams.class, Card.class);

  public record MyExams(@Nullable Integer limit, @Nullable Long offset) implements Listing {}

  /**
   * @param lockedReason what must be done before
   * @param canLaunch whether it opens now
   * @param percentage of the best attempt; absent until it is marked, as {@code passed}
   * @param submissionId of the best attempt
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Card(String examId, String title, UUID batchId, boolean mandatory, CardState state,
      @Nullable String lockedReason, boolean canLaunch, @Nullable Instant startsAt, @Nullable Instant endsAt,
      @Nullable Integer minutes, @Nullable BigDecimal totalMarks, int attempts, @Nullable BigDecimal percentage,
      @Nullable Boolean passed, @Nullable String submissionId) {}

  /** Returns where the caller takes the exam. CONFLICT while it is locked or not open. */
  public static final Request<Launch, Launched> LAUNCH =
      Request.of("mrtest.cards.launch", Launch.class, Launched.class);

  public record Launch(@Pattern(regexp = ExamSyncContract.EXAM_ID) @Size(max = 64) String id) {}

  public record Launched(String examId, String takeUrl, Instant launchedAt) {}

  /** Returns what came of each question of one of the caller's own submissions. */
  public static final Request<MyReport, ExamSyncContract.Report> MY_REPORT =
      Request.of("mrtest.cards.report", MyReport.class, ExamSyncContract.Report.class);

  public record MyReport(@Pattern(regexp = ExamSyncContract.EXAM_ID) @Size(max = 64) String id) {}
}
