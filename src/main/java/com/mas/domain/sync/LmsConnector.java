package com.mas.domain.sync;

import java.util.List;

/**
 * A learning system, as the engine sees it. An implementation knows the provider's session, paths and field names; it
 * holds no state of runs, does not pause and writes nothing but its own session.
 *
 * <p>All methods may wait: call them on a virtual thread. They fail with {@code provider_unauthenticated} when the
 * provider wants a login that we do not have (after one new login with the stored password),
 * {@code provider_failed}, {@code too_many_requests} or {@code timeout} when it cannot answer, and
 * {@link UnreadableAnswer} when it answered with something else than was agreed.
 */
public interface LmsConnector {
  /** Rows of a page at the most; the provider's own limit. */
  int PAGE_SIZE = 100;

  /** Restores the platform's stored session, or logs in again. */
  Session open(String tenant);

  interface Session {
    CoursePage courses(int start, int size);

    /** @param start row offset, newest enrolment first; the provider's order is not strict */
    LearnerPage learners(String courseId, int start, int size);

    LearnerReport report(String courseId, String userId);
  }

  /** @param total at the provider, or null when it does not tell */
  record CoursePage(List<CourseRow> rows, Integer total) {}

  /** @param raw the provider's own JSON object */
  record CourseRow(String id, String title, String publisher, boolean published, String url, int usersCount, String raw) {}

  /**
   * @param raw the provider's own JSON
   * @param percent clamped to 0..100; 0 when the provider says nothing
   * @param modules and {@code items}: JSON arrays as the learner row keeps them, ids unique
   */
  record LearnerReport(String userId, String mobile, double percent, int seconds, boolean completed, String modules,
      String items, List<String> completedModules, String raw) {}

  /** The answer cannot be read: truncated, or of another shape. Never a matter of logging in. */
  final class UnreadableAnswer extends RuntimeException {
    private static final int EXCERPT_CHARACTERS = 2_000;
    private final String excerpt;

    public UnreadableAnswer(String what, String answer) {
      super(what, null, false, false);
      this.excerpt = answer.substring(0, Math.min(EXCERPT_CHARACTERS, answer.length())).replace("\0", "");
    }

    String excerpt() {
      return excerpt;
    }
  }
}
