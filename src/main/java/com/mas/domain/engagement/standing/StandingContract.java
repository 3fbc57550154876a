package com.mas.domain.engagement.standing;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.AtLeastOne;
import com.mas.bus.Change;
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
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Requests about how students stand. Everything is about the call's tenant. {@code userId} is the student's. */
@NullMarked
public final class StandingContract {
  public static final Reason NOT_YOUR_STUDENT = Reason.of(Failure.FORBIDDEN, "not_your_student",
      "This student is not in your batches or among your mentees.");
  public static final Reason STUDENT_UNKNOWN = Reason.of(Failure.NOT_FOUND, "student_unknown",
      "There is no such student.");
  public static final Reason WARNING_UNKNOWN = Reason.of(Failure.NOT_FOUND, "warning_unknown",
      "There is no such warning.");

  /** Active warnings at which a student is escalated. */
  public static final int STRIKES = 3;

  /** Shows the SQL of other domains a row for each warning that there ever was. */
  public static final View WARNINGS =
      View.of("standing.shared_warnings", "student_id, tenant, type, severity, active, created_at");
  /** Shows the SQL of other domains the present metric of each student who has one. */
  public static final View METRICS = View.of("standing.shared_metrics", "student_id, tenant, eval_test, "
      + "learn_progress, super_mentor, communication, attendance, mock_interview, overall, calculated_at, "
      + "told_eval_test");

  private StandingContract() {}

  // --- warnings ----------------------------------------------------------------------------------------------------

  public enum WarningType implements Word {
    ATTENDANCE, PERFORMANCE, PAYMENT, BEHAVIOR, SUBMISSION
  }

  public enum Severity implements Word {
    LOW, MEDIUM, HIGH, CRITICAL
  }

  /**
   * @param absentOn the day that the product itself warned of; null when a person did
   * @param escalatedToBatchLead whether it was the student's third active one
   * @param createdBy null: the product itself
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Warning(UUID id, UUID studentId, WarningType type, Severity severity, String description,
      @Nullable LocalDate absentOn, boolean isActive, boolean escalatedToBatchLead, @Nullable UUID createdBy,
      Instant createdAt, @Nullable UUID resolvedBy, @Nullable Instant resolvedAt) {}

  /** @param active null: all */
  public record ListWarnings(UUID userId, @Nullable Boolean active, @Nullable Integer limit,
      @Nullable Long offset) implements Listing {}

  public record CreateWarning(UUID userId, WarningType type, Severity severity,
      @Visible @Size(max = 500) String description) {}

  public record ResolveWarning(UUID warningId) {}

  public record ListEscalated(@Nullable Integer limit, @Nullable Long offset) implements Listing {}

  /** @param name null when the account is closed */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record EscalatedStudent(UUID studentId, @Nullable String name, int activeWarnings, Instant escalatedAt) {}

  public record ListLed(@Nullable Integer limit, @Nullable Long offset) implements Listing {}

  /** @param name null when the account is closed */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record LedStudent(UUID studentId, @Nullable String name, UUID batchId, String batchName) {}

  public record MyWarnings(@Nullable Boolean active, @Nullable Integer limit,
      @Nullable Long offset) implements Listing {}

  /**
   * Warns those who were absent. Without a day: yesterday in Asia/Kolkata, and up to six days before it that were
   * missed since the last time; for the tenant of a signed-in caller, or for all when the product itself asks.
   * Idempotent: a student is warned of a day once, also when that warning is resolved by now.
   */
  public static final Request<IssueWarnings, WarningsIssued> ISSUE_WARNINGS = Request.of("standing.warnings.issue",
      IssueWarnings.class, WarningsIssued.class, Duration.ofMinutes(10));

  public record IssueWarnings(@Nullable LocalDate day) {}

  /**
   * @param processed students who were absent, each day for itself
   * @param skipped of them, who had been warned of that day, or had three active warnings
   */
  public record WarningsIssued(List<LocalDate> days, int processed, int warningsCreated, int studentsEscalated,
      int skipped) {}

  /** Lists who has a seat in one of the caller's own batches, by name. */
  public static final Request<ListLed, Page<LedStudent>> LED_STUDENTS =
      Request.list("standing.led_student.list", ListLed.class, LedStudent.class);

  /** Newest first, as the three below. */
  public static final Request<MyWarnings, Page<Warning>> MY_WARNINGS =
      Request.list("standing.warning.mine", MyWarnings.class, Warning.class);
  public static final Request<ListWarnings, Page<Warning>> LED_WARNINGS =
      Request.list("standing.led_warning.list", ListWarnings.class, Warning.class);
  public static final Request<ListEscalated, Page<EscalatedStudent>> LED_ESCALATED =
      Request.list("standing.led_warning.escalated", ListEscalated.class, EscalatedStudent.class);
  public static final Request<CreateWarning, Warning> LED_WARN =
      Request.of("standing.led_warning.create", CreateWarning.class, Warning.class);
  /** Twice is as once, and answers the first one's time; so the mentor's below. */
  public static final Request<ResolveWarning, Warning> LED_RESOLVE =
      Request.of("standing.led_warning.resolve", ResolveWarning.class, Warning.class);
  public static final Request<CreateWarning, Warning> MENTEE_WARN =
      Request.of("standing.mentee_warning.create", CreateWarning.class, Warning.class);
  public static final Request<ResolveWarning, Warning> MENTEE_RESOLVE =
      Request.of("standing.mentee_warning.resolve", ResolveWarning.class, Warning.class);

  // --- ratings ------------------------------------------------------------------------------------------------------

  /** About one of the caller's students; anybody else's is FORBIDDEN. */
  public record OfStudent(UUID userId, @Nullable Integer limit, @Nullable Long offset) implements Listing {}

  /**
   * Rating of one ISO week; its days are those of Asia/Kolkata. All 0-5.
   *
   * @param year the ISO year, to which the week belongs
   * @param superMentorId who rated last
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record WeeklyRating(UUID id, UUID studentId, UUID superMentorId, int year, int weekNumber,
      @Min(0) @Max(5) BigDecimal communication, @Min(0) @Max(5) BigDecimal technical,
      @Min(0) @Max(5) BigDecimal problemSolving, @Min(0) @Max(5) BigDecimal participation,
      @Min(0) @Max(5) BigDecimal discipline, @Min(0) @Max(5) BigDecimal overallAverage, @Nullable String comment,
      Instant createdAt, Instant updatedAt) {}

  /** The mentees of the caller, each with the week's rating; by name. Nulls: the current week. */
  public static final Request<WeekOfMentees, Page<MenteeWeek>> MENTEES_WEEK =
      Request.list("standing.mentee_rating.week", WeekOfMentees.class, MenteeWeek.class);

  public record WeekOfMentees(@Nullable @Min(2000) @Max(2200) Integer year,
      @Nullable @Min(1) @Max(53) Integer weekNumber, @Nullable Integer limit,
      @Nullable Long offset) implements Listing {}

  /** @param rating null: not rated (yet) */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record MenteeWeek(UUID studentId, @Nullable String name, @Nullable WeeklyRating rating) {}

  public static final Request<GetWeekly, CurrentWeekly> MENTEE_WEEKLY =
      Request.of("standing.mentee_rating.get", GetWeekly.class, CurrentWeekly.class);

  public record GetWeekly(UUID userId) {}

  /** @param rating null: not rated (yet) */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record CurrentWeekly(int year, int weekNumber, @Nullable WeeklyRating rating) {}

  /** Newest week first. */
  public static final Request<OfStudent, Page<WeeklyRating>> MENTEE_WEEKLIES =
      Request.list("standing.mentee_rating.history", OfStudent.class, WeeklyRating.class);

  /** Saves the one rating of a week: a second one replaces the first. The week must not be in the future. */
  public static final Request<SaveWeekly, WeeklyRating> SAVE_WEEKLY =
      Request.of("standing.mentee_rating.save", SaveWeekly.class, WeeklyRating.class);

  /** @param year with {@code weekNumber}, or both null: the current week */
  public record SaveWeekly(UUID userId, @Nullable @Min(2000) @Max(2200) Integer year,
      @Nullable @Min(1) @Max(53) Integer weekNumber, @Min(0) @Max(5) Double communication,
      @Min(0) @Max(5) Double technical, @Min(0) @Max(5) Double problemSolving, @Min(0) @Max(5) Double participation,
      @Min(0) @Max(5) Double discipline, @Nullable @Size(max = 1000) String comment) {}

  /**
   * One person's opinion of a student's skill.
   *
   * @param beginner mastery of that level, 0-100, as the two below; null: not said
   * @param overallRating 0-100
   * @param smRating impression, 0-5; null: not said
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SkillRating(UUID studentId, UUID raterId, @Visible @Size(max = 80) String skillName,
      @Nullable @Min(0) @Max(100) BigDecimal beginner, @Nullable @Min(0) @Max(100) BigDecimal intermediate,
      @Nullable @Min(0) @Max(100) BigDecimal advanced, @Min(0) @Max(100) BigDecimal overallRating,
      @Nullable @Min(0) @Max(5) BigDecimal smRating, Instant ratedAt) {}

  /** @param overallRating null: the mean of the levels that are given, else the impression times 20 */
  public record Skill(@Visible @Size(max = 80) String skillName, @Nullable @Min(0) @Max(100) Double beginner,
      @Nullable @Min(0) @Max(100) Double intermediate, @Nullable @Min(0) @Max(100) Double advanced,
      @Nullable @Min(0) @Max(100) Double overallRating, @Nullable @Min(0) @Max(5) Double smRating) {}

  /**
   * The caller's own ratings of these skills are replaced, others are left; whatever the case of their names.
   *
   * @param skills at most 50
   */
  public record SaveSkills(UUID userId, @Size(min = 1, max = 50) List<Skill> skills) {}

  /** Lists the ratings of all raters by skill, then the newest first. */
  public static final Request<OfStudent, Page<SkillRating>> LED_SKILLS =
      Request.list("standing.led_skill.list", OfStudent.class, SkillRating.class);
  /** Answers as the list does, its first page; so the mentor's below. */
  public static final Request<SaveSkills, Page<SkillRating>> SAVE_LED_SKILLS =
      Request.list("standing.led_skill.save", SaveSkills.class, SkillRating.class);
  /** Every value there ever was, newest first; so the mentor's below. */
  public static final Request<OfStudent, Page<SkillRating>> LED_SKILL_HISTORY =
      Request.list("standing.led_skill.history", OfStudent.class, SkillRating.class);
  public static final Request<OfStudent, Page<SkillRating>> MENTEE_SKILLS =
      Request.list("standing.mentee_skill.list", OfStudent.class, SkillRating.class);
  public static final Request<SaveSkills, Page<SkillRating>> SAVE_MENTEE_SKILLS =
      Request.list("standing.mentee_skill.save", SaveSkills.class, SkillRating.class);
  public static final Request<OfStudent, Page<SkillRating>> MENTEE_SKILL_HISTORY =
      Request.list("standing.mentee_skill.history", OfStudent.class, SkillRating.class);

  // --- performance metrics ------------------------------------------------------------------------------------------

  /**
   * All 0-100, but the super mentor's 0-5. A component is null until there is something to measure, and counts as 0.
   *
   * @param evalTestScore what a person entered, else the mean of the evaluation tests that were imported, else of the
   *     tests that the ledger has the scores of
   * @param superMentorRating latest weekly rating and mean of the skills, half and half
   * @param communicationScore mean of what the weekly ratings say of it, times 20
   * @param overallScore weighted sum, the super mentor's times 20
   * @param calculatedAt when it last became what it is; null before anything was measured
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record PerformanceMetric(UUID studentId, @Nullable @Min(0) @Max(100) BigDecimal evalTestScore,
      @Nullable @Min(0) @Max(100) BigDecimal learnProgressScore, @Nullable @Min(0) @Max(5) BigDecimal superMentorRating,
      @Nullable @Min(0) @Max(100) BigDecimal communicationScore, @Nullable @Min(0) @Max(100) BigDecimal attendanceScore,
      @Nullable @Min(0) @Max(100) BigDecimal mockInterviewScore, @Min(0) @Max(100) BigDecimal overallScore,
      @Nullable Instant calculatedAt) {}

  public record GetMetric(UUID userId) {}

  public record MyMetric() {}

  public static final Request<MyMetric, PerformanceMetric> MY_METRIC =
      Request.of("standing.metric.mine", MyMetric.class, PerformanceMetric.class);
  public static final Request<GetMetric, PerformanceMetric> LED_METRIC =
      Request.of("standing.led_metric.get", GetMetric.class, PerformanceMetric.class);
  public static final Request<GetMetric, PerformanceMetric> MENTEE_METRIC =
      Request.of("standing.mentee_metric.get", GetMetric.class, PerformanceMetric.class);
  /** Returns any student's metric, for admins; so do the two below. */
  public static final Request<GetMetric, PerformanceMetric> GET_METRIC =
      Request.of("standing.metric.get", GetMetric.class, PerformanceMetric.class);
  /** Lists the metric's history, newest first; the first is the present one. */
  public static final Request<OfStudent, Page<PerformanceMetric>> METRIC_HISTORY =
      Request.list("standing.metric.history", OfStudent.class, PerformanceMetric.class);
  /** Tells scores; the others follow from their sources by themselves, as the evaluation test does until it is told. */
  public static final Request<ChangeMetric, PerformanceMetric> CHANGE_METRIC =
      Request.of("standing.metric.change", ChangeMetric.class, PerformanceMetric.class);

  /** One of the scores has to be given; a null clears it, as before it was first told. */
  @AtLeastOne
  public record ChangeMetric(UUID userId, Change<@Nullable @Min(0) @Max(100) Double> evalTestScore,
      Change<@Nullable @Min(0) @Max(100) Double> mockInterviewScore) {}

  /** Takes up, for everybody who has a seat in any tenant, what the sources say; made for a schedule. Idempotent. */
  public static final Request<RefreshMetrics, MetricsRefreshed> REFRESH_METRICS = Request.of(
      "standing.metrics.refresh", RefreshMetrics.class, MetricsRefreshed.class, Duration.ofMinutes(10));

  public record RefreshMetrics() {}

  /** @param changed metrics that became others */
  public record MetricsRefreshed(int students, int changed) {}
}
