package com.mas.domain.learning.mrtest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Failure;
import com.mas.bus.Listing;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Visible;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Declares the session at Mr. Test, and what is read from it directly. All is of the caller's tenant. */
@NullMarked
public final class MrTestContract {
  public static final Reason MR_TEST_MISSING = Reason.of(Failure.NOT_CONFIGURED, "mr_test_missing",
      "Mr. Test is not configured; set EZEXAM_BASE_URL.");
  public static final Reason NOT_AT_SITE = Reason.of(Failure.NOT_FOUND, "not_at_site",
      "Mr. Test does not know this exam, submission or page.");
  public static final Reason PAGE_UNREADABLE = Reason.of(Failure.PROVIDER_FAILED, "page_unreadable",
      "Mr. Test's page could not be read.");

  static final Duration READ = Duration.ofSeconds(5);
  static final Duration PROVIDER = Duration.ofSeconds(40);

  private MrTestContract() {}

  /** Logs in and keeps the credentials, sealed. Fails with {@code provider_unauthenticated} when they are refused. */
  public static final Request<LogIn, SessionStatus> LOG_IN =
      Request.of("mrtest.session.login", LogIn.class, SessionStatus.class, PROVIDER);

  public record LogIn(@Visible @Size(max = 254) String username, @Size(min = 1, max = 200) String password) {
    @Override
    public String toString() {
      return "LogIn[" + username + "]";
    }
  }

  /** @param reason why there is no session, and what to do */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SessionStatus(boolean authenticated, @Nullable String username, @Nullable Instant authenticatedAt,
      @Nullable String reason) {}

  /** Forgets the credentials. Idempotent. Configs stay; their next run ends as unauthenticated. */
  public static final Request<LogOut, SessionStatus> LOG_OUT =
      Request.of("mrtest.session.logout", LogOut.class, SessionStatus.class, READ);

  public record LogOut() {}

  /** Returns the stored status; Mr. Test is not asked. */
  public static final Request<GetStatus, SessionStatus> STATUS =
      Request.of("mrtest.session.status", GetStatus.class, SessionStatus.class, READ);

  public record GetStatus() {}

  /** Asks Mr. Test, in the order of its catalogue. */
  public static final Request<LiveExams, Page<OnlineExam>> LIVE_EXAMS =
      Request.list("mrtest.exams.live", LiveExams.class, OnlineExam.class, PROVIDER);

  public record LiveExams(@Nullable Integer limit, @Nullable Long offset) implements Listing {}

  /** @param minutes that a student has */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record OnlineExam(String id, String title, List<String> tags, @Nullable Instant startsAt,
      @Nullable Instant endsAt, @Nullable Integer minutes, @Nullable BigDecimal totalMarks, boolean published) {}
}
