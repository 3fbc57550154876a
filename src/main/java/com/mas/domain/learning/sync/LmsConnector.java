package com.mas.domain.learning.sync;

import com.mas.bus.Text;
import com.mas.domain.learning.sync.ProgressMerge.Progress;
import com.mas.phone.PhoneRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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

  /** Restores the tenant's stored session, or logs in again. */
  Session open(String tenant);

  interface Session {
    CoursePage courses(int start, int size);

    /** @param start row offset, newest enrolment first; the provider's order is not strict */
    LearnerPage learners(String courseId, int start, int size);

    LearnerReport report(String courseId, String userId);

    /** All who have an account at the provider, in whatever order; empty where it has no such list. */
    StudentPage students(int start, int size);
  }

  /** @param total at the provider, or null when it does not tell */
  record CoursePage(List<CourseRow> rows, Integer total) {}

  /** @param raw the provider's own JSON object */
  record CourseRow(String id, String title, String publisher, boolean published, String url, int usersCount,
      String raw) {}

  /** @param total at the provider, or null when it does not tell */
  record StudentPage(List<Student> rows, Integer total) {}

  /** @param mobile as the provider writes it; null when it has none that could be a number */
  record Student(String userId, String name, String email, String mobile) {
    public Student {
      mobile = PhoneRules.isLikeNumber(mobile) ? mobile : null;
    }
  }

  /**
   * @param raw the provider's own JSON
   * @param percent clamped to 0..100; 0 when the provider says nothing
   * @param modules and {@code items}: JSON arrays as the learner row keeps them, ids unique
   */
  record LearnerReport(String userId, String mobile, double percent, int seconds, boolean completed, String modules,
      String items, List<String> completedModules, String raw) {
    public LearnerReport {
      mobile = PhoneRules.isLikeNumber(mobile) ? mobile : null;
    }
  }

  /** The answer cannot be read: truncated, or of another shape. Never a matter of logging in. */
  final class UnreadableAnswer extends RuntimeException {
    private static final int EXCERPT_CHARACTERS = 2_000;
    private final String excerpt;

    public UnreadableAnswer(String what, String answer) {
      super(what, null, false, false);
      this.excerpt = Text.cut(answer, EXCERPT_CHARACTERS).replace("\0", "");
    }

    String excerpt() {
      return excerpt;
    }
  }

  /**
   * A page of the provider's listing. A learner that stands twice on it is one row, merged. Filled by the vendor's
   * parser, read once by the repository as columns, since the page is written by one statement.
   */
  final class LearnerPage {
    private final List<Row> rows = new ArrayList<>(PAGE_SIZE);
    private final Map<String, Integer> positions = new HashMap<>();
    private Integer total;

    /** @param enrolmentStatus the provider's own word, or null */
    public record Row(String userId, String name, String email, String mobile, String enrolmentStatus, double percent,
        int seconds, boolean completed, Instant enrolledAt, Instant startedAt, Instant lastAccessedAt,
            Instant completedAt) {
      Progress progress() {
        return new Progress(percent, seconds, completed, enrolledAt, startedAt, lastAccessedAt, completedAt);
      }
    }

    /**
     * Text is stripped of NUL, which PostgreSQL cannot hold, and of blanks; what shows nothing, and a mobile that can
     * be no number, are none. Percent and seconds are brought into their ranges.
     */
    public void add(Row row) {
      String mobile = clean(row.mobile);
      Row clean = new Row(row.userId, clean(row.name), lower(clean(row.email)),
          PhoneRules.isLikeNumber(mobile) ? mobile : null, clean(row.enrolmentStatus), SyncRules.percent(row.percent),
          Math.max(0, row.seconds), row.completed, row.enrolledAt, row.startedAt, row.lastAccessedAt, row.completedAt);
      Integer known = positions.putIfAbsent(row.userId, rows.size());
      if (known == null) {
        rows.add(clean);
      } else {
        rows.set(known, merged(rows.get(known), clean));
      }
    }

    /** Sets how many learners the provider says the course has. */
    public void total(int atSource) {
      total = atSource;
    }

    /** Null when the provider does not tell. */
    public Integer total() {
      return total;
    }

    public List<Row> rows() {
      return List.copyOf(rows);
    }

    private static Row merged(Row a, Row b) {
      Progress p = ProgressMerge.merge(a.progress(), b.progress());
      return new Row(a.userId, b.name == null ? a.name : b.name, b.email == null ? a.email : b.email,
          b.mobile == null ? a.mobile : b.mobile, b.enrolmentStatus == null ? a.enrolmentStatus : b.enrolmentStatus,
          p.percent(), p.seconds(), p.completed(), p.enrolledAt(), p.startedAt(), p.lastAccessedAt(), p.completedAt());
    }

    private static String clean(String text) {
      String clean = Text.stripped(text == null || text.indexOf('\0') < 0 ? text : text.replace("\0", ""));
      return Text.isVisible(clean) ? clean : null;
    }

    private static String lower(String text) {
      return text == null ? null : text.toLowerCase(Locale.ROOT);
    }
  }
}
