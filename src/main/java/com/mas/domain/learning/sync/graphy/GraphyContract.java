package com.mas.domain.learning.sync.graphy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Default;
import com.mas.bus.Failure;
import com.mas.bus.Limit;
import com.mas.bus.Offset;
import com.mas.bus.OneOf;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.domain.learning.sync.SyncContract.Course;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** The Graphy session of a tenant, and what can be asked of Graphy directly; for administrators. */
@NullMarked
public final class GraphyContract {
  public static final Reason NOT_AT_PROVIDER = Reason.of(Failure.NOT_FOUND, "not_at_provider",
      "Graphy does not know this course or learner.");
  public static final Reason ANSWER_UNREADABLE = Reason.of(Failure.PROVIDER_FAILED, "answer_unreadable",
      "Graphy's answer could not be read.");
  public static final Reason NOT_PASSED_ON = Reason.of(Failure.FORBIDDEN, "not_passed_on",
      "This method and path are not among those that may be passed on (GRAPHY_PROXY_ALLOW).");
  public static final Reason ANSWER_TOO_LARGE = Reason.of(Failure.TOO_LARGE, "answer_too_large",
      "Graphy's answer is too large; ask for less at once.");

  private static final Duration PROVIDER = Duration.ofSeconds(40);
  private static final Duration READ = Duration.ofSeconds(5);

  /**
   * Logs in and keeps the credentials, sealed. Fails with {@code provider_unauthenticated} when Graphy refuses them.
   */
  public static final Request<LogIn, SessionStatus> LOG_IN =
      Request.of("mrlearn.session.login", LogIn.class, SessionStatus.class, PROVIDER);
  /** Forgets the credentials. Idempotent. Configs stay; their next run ends as unauthenticated. */
  public static final Request<LogOut, SessionStatus> LOG_OUT =
      Request.of("mrlearn.session.logout", LogOut.class, SessionStatus.class, READ);
  /** Returns the stored status; Graphy is not asked. */
  public static final Request<GetStatus, SessionStatus> STATUS =
      Request.of("mrlearn.session.status", GetStatus.class, SessionStatus.class, READ);
  /** Asks Graphy. {@code limit} 1 to 100, default 50. */
  public static final Request<LiveCourses, Page<Course>> LIVE_COURSES =
      Request.list("mrlearn.courses.live", LiveCourses.class, Course.class, PROVIDER);

  /** People with an account at Graphy, as it lists them now. {@code limit} 1 to 100, default 50. */
  public static final Request<LiveUsers, Page<LiveUser>> LIVE_USERS =
      Request.list("mrlearn.users.live", LiveUsers.class, LiveUser.class, PROVIDER);
  /** One learner's report of one course, as Graphy gives it now; NOT_FOUND when it knows no such enrolment. */
  public static final Request<GetReport, JsonNode> LIVE_REPORT =
      Request.of("mrlearn.users.report", GetReport.class, JsonNode.class, PROVIDER);
  /**
   * Passes a request on to Graphy with the tenant's session: to the configured base only, and there only what the
   * settings allow; anything else is FORBIDDEN. Answers whatever status Graphy gave; a redirect is never
   * followed. An answer over 1 MiB fails with TOO_LARGE.
   */
  public static final Request<Forward, Forwarded> FORWARD =
      Request.of("mrlearn.proxy.forward", Forward.class, Forwarded.class, PROVIDER);
  /** Gives demo enrolments to those of at most 500 people who have no enrolment. Idempotent. Not over HTTP. */
  public static final Request<SeedEnrolments, EnrolmentsSeeded> SEED_ENROLMENTS =
      Request.of("mrlearn.demo.seed", SeedEnrolments.class, EnrolmentsSeeded.class, Duration.ofSeconds(20));

  /** Removes the tenant's demo enrolments. Idempotent. Not over HTTP. */
  public static final Request<RemoveEnrolments, EnrolmentsRemoved> REMOVE_ENROLMENTS =
      Request.of("mrlearn.demo.remove", RemoveEnrolments.class, EnrolmentsRemoved.class, Duration.ofSeconds(20));

  private GraphyContract() {}

  public record RemoveEnrolments() {}

  public record EnrolmentsRemoved(int enrolments) {}

  public record LogIn(@Size(min = 3, max = 254) String email, @Size(min = 1, max = 500) String password) {
    @Override
    public String toString() {
      return "LogIn[" + email + "]";
    }
  }

  public record LogOut() {}

  public record GetStatus() {}

  public record LiveCourses(@Nullable @Limit(max = 100) Integer limit, @Nullable @Offset Long offset) {}

  public record LiveUsers(@Nullable @Limit(max = 100) Integer limit, @Nullable @Offset Long offset) {}

  /** @param email as Graphy has it, with an organisation's prefix; what it does not tell is null */
  public record LiveUser(String id, @Nullable String name, @Nullable String email, @Nullable String phone) {}

  public record GetReport(@Size(min = 1, max = 200) String userId, @Size(min = 1, max = 200) String courseId) {}

  /**
   * @param method GET or POST, as allowed
   * @param path from the root, without query; plain, not percent-encoded
   * @param query names and values, not encoded; may be null
   * @param form fields of a POST; may be null
   */
  public record Forward(@Nullable @OneOf({"GET", "POST"}) @Default("GET") String method,
      @Size(min = 1, max = 500) String path, @Nullable @Size(max = 50) Map<String, @Size(max = 2000) String> query,
      @Nullable @Size(max = 50) Map<String, @Size(max = 20000) String> form) {}

  /**
   * @param json the body, when it is JSON
   * @param text the body, when it is not
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Forwarded(int status, String contentType, @Nullable JsonNode json, @Nullable String text) {}

  /** @param userId of the account here */
  public record DemoPerson(UUID userId, String email, String name) {}

  public record SeedEnrolments(@Size(max = 500) List<DemoPerson> people) {}

  public record EnrolmentsSeeded(int enrolments) {}

  /**
   * @param reason null when authenticated, otherwise what an administrator should know and do
   * @param expiresAt when Graphy's session ends by itself, null when it does not tell; a new one is made as needed
   */
  public record SessionStatus(boolean authenticated, @Nullable String email, @Nullable Instant authenticatedAt,
      @Nullable Instant expiresAt, @Nullable String reason) {}
}
