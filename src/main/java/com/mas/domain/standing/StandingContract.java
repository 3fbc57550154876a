package com.mas.domain.standing;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.mas.bus.Page;
import com.mas.bus.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * What can be asked about how students stand. Everything is about the call's tenant. {@code userId} is the student's.
 * In lists {@code limit} is 1 to {@value #MAX_LIMIT} (null: {@value #DEFAULT_LIMIT}) and {@code offset} 0 or more.
 */
public final class StandingContract {
  public static final int DEFAULT_LIMIT = 50;
  public static final int MAX_LIMIT = 200;
  /** Active warnings at which a student is escalated. */
  public static final int STRIKES = 3;

  private static final Duration TIME = Duration.ofSeconds(10);

  private StandingContract() {}

  // --- warnings ----------------------------------------------------------------------------------------------------

  public enum WarningType {
    ATTENDANCE, PERFORMANCE, PAYMENT, BEHAVIOR, SUBMISSION;

    @JsonValue
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public enum Severity {
    LOW, MEDIUM, HIGH, CRITICAL;

    @JsonValue
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @param absentOn the day that the product itself warned of; null when a person did
   * @param escalatedToBatchLead whether it was the student's third active one
   * @param createdBy null: the product itself
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Warning(UUID id, UUID studentId, WarningType type, Severity severity, String description,
      LocalDate absentOn, boolean isActive, boolean escalatedToBatchLead, UUID createdBy, Instant createdAt,
      UUID resolvedBy, Instant resolvedAt) {}

  /** @param active null: all */
  public record ListWarnings(UUID userId, Boolean active, Integer limit, Long offset) {}

  public record CreateWarning(UUID userId, WarningType type, Severity severity, String description) {}

  public record ResolveWarning(UUID warningId) {}

  public record ListEscalated(Integer limit, Long offset) {}

  /** @param name null when the account is closed */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record EscalatedStudent(UUID studentId, String name, int activeWarnings, Instant escalatedAt) {}

  public record MyWarnings(Boolean active, Integer limit, Long offset) {}

  /**
   * Warns those who were absent. Without a day: yesterday in Asia/Kolkata, and up to six days before it that were
   * missed since the last time; for the tenant of a signed-in caller, or for all when the product itself asks.
   * Idempotent: a student is warned of a day once, also when that warning is resolved by now.
   */
  public static final Request<IssueWarnings, WarningsIssued> ISSUE_WARNINGS = Request.of("standing.warnings.issue",
      IssueWarnings.class, WarningsIssued.class, Duration.ofMinutes(10));

  public record IssueWarnings(LocalDate day) {}

  /**
   * @param processed students who were absent, each day for itself
   * @param skipped of them, who had been warned of that day, or had three active warnings
   */
  public record WarningsIssued(List<LocalDate> days, int processed, int warningsCreated, int studentsEscalated,
      int skipped) {}

  /** Newest first, as the three below. */
  public static final Request<MyWarnings, Page<Warning>> MY_WARNINGS =
      paged("standing.warning.mine", MyWarnings.class);
  public static final Request<ListWarnings, Page<Warning>> LED_WARNINGS =
      paged("standing.led_warning.list", ListWarnings.class);
  public static final Request<ListEscalated, Page<EscalatedStudent>> LED_ESCALATED =
      paged("standing.led_warning.escalated", ListEscalated.class);
  public static final Request<CreateWarning, Warning> LED_WARN =
      request("standing.led_warning.create", CreateWarning.class, Warning.class);
  /** Twice is as once, and answers the first one's time; so the mentor's below. */
  public static final Request<ResolveWarning, Warning> LED_RESOLVE =
      request("standing.led_warning.resolve", ResolveWarning.class, Warning.class);
  public static final Request<CreateWarning, Warning> MENTEE_WARN =
      request("standing.mentee_warning.create", CreateWarning.class, Warning.class);
  public static final Request<ResolveWarning, Warning> MENTEE_RESOLVE =
      request("standing.mentee_warning.resolve", ResolveWarning.class, Warning.class);

  public static final List<Request<?, ?>> REQUESTS = List.of(
      ISSUE_WARNINGS, MY_WARNINGS, LED_WARNINGS, LED_ESCALATED, LED_WARN, LED_RESOLVE, MENTEE_WARN, MENTEE_RESOLVE);

  private static <Q, A> Request<Q, A> request(String address, Class<Q> body, Class<A> answer) {
    return Request.of(address, body, answer, TIME);
  }

  private static <Q, T> Request<Q, Page<T>> paged(String address, Class<Q> body) {
    return Request.of(address, body, Page.type(), TIME);
  }
}
