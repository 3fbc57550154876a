package com.mas.domain.sync.graphy;

import com.mas.bus.Page;
import com.mas.bus.Request;
import com.mas.domain.sync.SyncContract.Course;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The Graphy session of a platform, and what can be asked of Graphy directly; for administrators. */
public final class GraphyContract {
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
  /** What is stored; Graphy is not asked. */
  public static final Request<GetStatus, SessionStatus> STATUS =
      Request.of("mrlearn.session.status", GetStatus.class, SessionStatus.class, READ);
  /** Asks Graphy. {@code limit} 1 to 100, default 50. */
  public static final Request<LiveCourses, Page<Course>> LIVE_COURSES =
      Request.of("mrlearn.courses.live", LiveCourses.class, Page.type(), PROVIDER);

  public static final List<Request<?, ?>> REQUESTS = List.of(LOG_IN, LOG_OUT, STATUS, LIVE_COURSES);

  private GraphyContract() {}

  public record LogIn(String email, String password) {
    @Override
    public String toString() {
      return "LogIn[" + email + "]";
    }
  }

  public record LogOut() {}

  public record GetStatus() {}

  public record LiveCourses(Integer limit, Long offset) {}

  /**
   * @param reason null when authenticated, otherwise what an administrator should know and do
   * @param expiresAt when Graphy's session ends by itself, null when it does not tell; a new one is made as needed
   */
  public record SessionStatus(boolean authenticated, String email, Instant authenticatedAt, Instant expiresAt,
      String reason) {}
}
