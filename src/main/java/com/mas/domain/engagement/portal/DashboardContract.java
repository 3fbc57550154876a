package com.mas.domain.engagement.portal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Request;
import com.mas.bus.Word;
import com.mas.domain.engagement.dailycards.DailyCardsContract.CardType;
import com.mas.domain.engagement.gamification.GamificationContract.Progress;
import com.mas.domain.engagement.portal.ProfileContract.Completion;
import com.mas.domain.engagement.standing.StandingContract.Severity;
import com.mas.domain.engagement.standing.StandingContract.WarningType;
import com.mas.domain.learning.education.MyApplicationContract.MyApplication;
import com.mas.domain.learning.mrtest.ExamCardContract.CardState;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Declares the first page of the student portal: one answer of many sections, each of which is asked from the domain
 * that knows it. A section whose domain fails or is late is marked, and the others stand.
 */
@NullMarked
public final class DashboardContract {
  private static final Duration TIME = Duration.ofSeconds(5);

  private DashboardContract() {}

  public enum State implements Word {
    READY,
    /** Some of what the section is made of is missing. */
    PARTIAL,
    /** The domain did not answer; the reason is beside it. Ask again later. */
    MISSING,
    /** The tenant does without it. */
    OFF
  }

  /** Says why a section is missing: no answer in time, no node that answers or a full one, or a failure. */
  public enum Why implements Word { LATE, AWAY, FAILED }

  /** Returns what the caller's first page shows. All sections are asked at once; the slowest is waited for a while. */
  public static final Request<GetDashboard, Dashboard> GET =
      Request.of("portal.dashboard.get", GetDashboard.class, Dashboard.class, TIME);

  public record GetDashboard() {}

  /**
   * @param missing names of the sections that are missing or partial; empty when the page is whole
   * @param meetings of the next 14 days, with one that is going on
   * @param deadlines the nearest first
   * @param pending work that waits for the student, the most urgent first
   */
  public record Dashboard(Instant asOf, List<String> missing, Part<Progress> progress, Lines<Today> today,
      Lines<Course> courses, Lines<Exam> exams, Lines<Meeting> meetings, Lines<Deadline> deadlines,
      Lines<Todo> pending, Part<Badges> badges, Lines<Certificate> certificates, Lines<Activity> activity,
      Lines<Notice> notices, Lines<MyApplication> applications, Lines<ActiveWarning> warnings,
      Part<Performance> performance, Part<Completion> profile) {}

  /**
   * Section that is one thing.
   *
   * @param why it is missing
   * @param content null unless it is ready
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Part<T>(State state, @Nullable Why why, @Nullable T content) {}

  /**
   * Section that is the beginning of a list.
   *
   * @param why it is missing
   * @param total items of the whole list; absent where they are not counted
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Lines<T>(State state, @Nullable Why why, List<T> items, @Nullable Long total) {
    public Lines {
      items = List.copyOf(items);
    }
  }

  /** One of today's cards. */
  public record Today(UUID id, CardType cardType, String title, String body, String ctaLabel, String ctaLink) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Course(String provider, String courseId, @Nullable String courseTitle, @Nullable String courseUrl,
      @Min(0) @Max(100) double progressPercent, String status, @Nullable Instant lastAccessedAt) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Exam(String examId, String title, CardState state, boolean mandatory, boolean canLaunch,
      @Nullable String lockedReason, @Nullable Instant startsAt, @Nullable Instant endsAt,
      @Nullable BigDecimal percentage) {}

  /** A booked meeting that has not ended; {@code withName} is null when the other's account is disabled. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Meeting(UUID id, String title, @Nullable String withName, boolean isMentor, Instant startsAt,
      Instant endsAt) {}

  public enum DeadlineKind implements Word { EXAM_CLOSES, MEETING_STARTS, BATCH_ENDS }

  /** @param id of the exam, the meeting or the batch */
  public record Deadline(DeadlineKind kind, String id, String title, Instant at) {}

  public enum TodoKind implements Word { EXAM, AGREEMENT, PAYMENT, DIAGNOSTIC, WARNINGS, COURSE, PROFILE }

  /**
   * @param id of the exam, the course or the batch; absent for the others
   * @param until when it can be done; absent where there is no end
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Todo(TodoKind kind, @Nullable String id, String title, @Nullable Instant until) {}

  /** @param newest those that were unlocked last */
  public record Badges(int unlocked, int all, List<BadgeLine> newest) {}

  public record BadgeLine(String id, String name, String about, Instant unlockedAt) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Certificate(UUID id, String title, String issuer, @Nullable LocalDate completedOn, Instant issuedAt,
      String verifyUrl) {}

  /** @param amount XP that it brought; below zero: taken back */
  public record Activity(String type, String title, int amount, Instant at) {}

  /** Unread notification. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Notice(UUID id, String category, String title, String body, @Nullable String link,
      Instant createdAt) {}

  public record ActiveWarning(UUID id, WarningType type, Severity severity, String description, Instant createdAt) {}

  /** @param calculatedAt null before anything was measured */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Performance(BigDecimal overallScore, @Nullable BigDecimal attendanceScore,
      @Nullable Instant calculatedAt) {}
}
