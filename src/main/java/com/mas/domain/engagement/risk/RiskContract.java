package com.mas.domain.engagement.risk;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Default;
import com.mas.bus.Failure;
import com.mas.bus.Limit;
import com.mas.bus.OneOf;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Visible;
import com.mas.bus.Word;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Requests about students at risk. {@code id} in the batch lead's requests is the student's. */
@NullMarked
public final class RiskContract {
  public static final Reason VOICE_MISSING = Reason.of(Failure.NOT_CONFIGURED, "voice_missing",
      "Voice calls are not configured.");
  public static final Reason STUDENT_UNKNOWN = Reason.of(Failure.NOT_FOUND, "student_unknown",
      "There is no such student.");
  public static final Reason NOT_YOUR_STUDENT = Reason.of(Failure.FORBIDDEN, "not_your_student",
      "This student is not in your batches or among your mentees.");
  public static final Reason NO_SCORE = Reason.of(Failure.NOT_FOUND, "no_score",
      "This student has no risk score yet; recompute, or wait for the daily run.");

  public static final String QUEUE = "studentRiskComputationQueue";
  public static final int DEFAULT_LIMIT = 5;
  public static final int MAX_LIMIT = 20;

  private RiskContract() {}

  public enum Signal implements Word {
    INACTIVITY, LEARNING_PROGRESS, TESTS, WARNINGS, PLACEMENT
  }

  public enum Tier implements Word {
    LOW, MEDIUM, HIGH
  }

  /** Origin of the sentence. */
  public enum ReasonSource implements Word {
    AI, TEMPLATE
  }

  /**
   * One signal of a score.
   *
   * @param value 0 to 100; null when nothing is known of it
   * @param weight in percent, of those that are known: together 100
   * @param points what it adds to the score
   * @param words what was seen
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Part(Signal signal, @Nullable Double value, double weight, double points, String words) {}

  /** One way to the next lower tier: all of its signals together. */
  public record Way(List<Signal> signals, String words) {}

  /**
   * @param id the student's, as in the requests below
   * @param name null when the account is closed
   * @param score 0 to 100, the sum of the parts' points
   * @param parts the one that adds most first
   * @param nextTier which the ways lead to; null when the tier is low
   * @param reviewedBy null on a review that a call made, and when there was none
   * @param reviewedUntil when the row is back on the list, if it is still at risk; null without a review
   * @param classroomRequestedAt of the newest open request; null when there is none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RiskStudent(UUID id, @Nullable String name, UUID batchId, String batchName,
      @Min(0) @Max(100) double score, Tier tier, List<Part> parts, @Nullable Tier nextTier, List<Way> ways,
      String reason, ReasonSource reasonSource, @Nullable UUID reviewedBy, @Nullable Instant reviewedAt,
      @Nullable Instant reviewedUntil, @Nullable String lastCallSummary, @Nullable Instant classroomRequestedAt,
      Instant computedAt) {}

  /**
   * The head of the list only, since a sentence is asked of the language model for each row.
   *
   * @param limit 1 to {@value #MAX_LIMIT}; null: {@value #DEFAULT_LIMIT}
   */
  public record ListRisk(@Nullable @Limit(max = 20, standard = 5) Integer limit) {}

  public record Recompute() {}

  /** @param jobId null when the caller leads no active batch, so that there was nothing to ask for */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Recomputation(@Nullable UUID jobId, int batches) {}

  public record OfStudent(UUID userId) {}

  /** @param days how far the trend goes back */
  public record AskTrend(UUID userId, @Nullable @Min(1) @Max(365) @Default("90") Integer days) {}

  /** @param score the last one of the day */
  public record RiskDay(LocalDate day, @Min(0) @Max(100) double score, Tier tier) {}

  /** @param days oldest first, without those on which no score was computed */
  public record RiskTrend(List<RiskDay> days) {}

  public record AskClassroom(UUID userId, @Nullable @Size(max = 500) String note) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ClassroomRequest(UUID id, UUID studentId, UUID batchId, UUID requestedBy, @Nullable String note,
      Instant createdAt) {}

  /** @param state {@code scheduled} */
  public record CheckInCall(UUID studentId, @OneOf({"scheduled"}) String state) {}

  /** @param batchIds null: every active batch of every tenant */
  public record ComputeScores(@Nullable List<UUID> batchIds) {}

  /** @param flagged of the processed, those at medium or high risk */
  public record ScoresComputed(int batchesProcessed, int studentsProcessed, int flagged) {}

  public record WriteReasons(UUID batchId) {}

  /** @param written by the language model; the others keep their template */
  public record ReasonsWritten(int asked, int written) {}

  /** @param calledAt when the call was over: a summary of an older call than the newest changes nothing */
  public record AttachCallSummary(UUID studentId, UUID batchId, @Visible @Size(max = 2000) String summary,
      Instant calledAt) {}

  public record CallSummaryAttached(boolean attached) {}

  /**
   * Lists the students of the caller's batches at medium or high risk, the highest score first; the total counts all
   * that wait.
   */
  public static final Request<ListRisk, Page<RiskStudent>> LED_LIST =
      Request.list("risk.led_student.list", ListRisk.class, RiskStudent.class);
  /** Stores the computation of the caller's active batches; while one waits or runs, answers that one. */
  public static final Request<Recompute, Recomputation> LED_RECOMPUTE =
      Request.of("risk.led_student.recompute", Recompute.class, Recomputation.class);
  /**
   * Takes the student off the list for a while. NOT_FOUND before the first computation, FORBIDDEN for others'
   * students.
   */
  public static final Request<OfStudent, RiskStudent> LED_REVIEW =
      Request.of("risk.led_student.review", OfStudent.class, RiskStudent.class);
  /** Reads the score of each day. FORBIDDEN for others' students. */
  public static final Request<AskTrend, RiskTrend> LED_TREND =
      Request.of("risk.led_student.trend", AskTrend.class, RiskTrend.class);
  /** Files the request once: while one is open it is answered again. */
  public static final Request<AskClassroom, ClassroomRequest> LED_CLASSROOM =
      Request.of("risk.led_student.ai_classroom", AskClassroom.class, ClassroomRequest.class);
  /** NOT_CONFIGURED as long as nobody makes calls. */
  public static final Request<OfStudent, CheckInCall> LED_CALL =
      Request.of("risk.led_student.miss_ozone", OfStudent.class, CheckInCall.class);

  /** The daily computation. Idempotent: repeated, it computes anew. */
  public static final Request<ComputeScores, ScoresComputed> COMPUTE =
      Request.of("risk.scores.compute", ComputeScores.class, ScoresComputed.class, Duration.ofMinutes(10));
  /** Asks the language model for the reasons of the rows of a batch that are shown. */
  public static final Request<WriteReasons, ReasonsWritten> WRITE_REASONS =
      Request.of("risk.reasons.write", WriteReasons.class, ReasonsWritten.class, Duration.ofMinutes(5));
  /**
   * Keeps the summary of a call and marks the row as reviewed without a reviewer. For the service that makes the calls.
   * Idempotent.
   */
  public static final Request<AttachCallSummary, CallSummaryAttached> ATTACH_CALL_SUMMARY =
      Request.of("risk.call_summary.attach", AttachCallSummary.class, CallSummaryAttached.class);
}
