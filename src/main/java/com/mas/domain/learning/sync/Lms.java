package com.mas.domain.learning.sync;

import com.mas.bus.Text;
import com.mas.domain.learning.sync.ProgressMerge.Progress;
import com.mas.phone.PhoneRules;
import com.mas.sources.Ask;
import com.mas.sources.Batch;
import com.mas.sources.Stage;
import com.mas.sources.Stage.Paging;
import com.mas.sources.Stage.Whole;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Declares what a learning system gives, as the phases of a {@link com.mas.sources.Connector}, and its rows. */
@NullMarked
public final class Lms {
  /** Rows of a page at the most; the provider's own limit. */
  public static final int PAGE_SIZE = 100;

  public static final Stage<CourseRow> COURSES =
      Stage.list("courses", "courses", CourseRow.class, Paging.ROWS, Whole.COUNTED);
  /** Newest enrolment first; the order is not strict. */
  public static final Stage<LearnerPage.Row> LEARNERS = Stage.list("learners", "learners of a course",
      LearnerPage.Row.class, Paging.ROWS, Whole.COUNTED).each(COURSES);
  public static final Stage<LearnerReport> REPORTS =
      Stage.detail("reports", "detailed reports", LearnerReport.class, LEARNERS);
  /** All who have an account at the provider, in whatever order; empty where it has no such list. */
  public static final Stage<Student> STUDENTS =
      Stage.list("students", "people with an account", Student.class, Paging.ROWS, Whole.ENDED).dispensable();
  public static final List<Stage<?>> STAGES = List.of(COURSES, LEARNERS, REPORTS, STUDENTS);

  /** Ids are keys of indexes, which hold no text of any length. */
  private static final int MOST_ID = 255;
  private static final int MOST_NAME = 200;
  private static final int MOST_EMAIL = 254;
  private static final int MOST_STATUS = 100;

  private Lms() {}

  /** Returns whether it can name a thing: a row without an id that can be kept is no row. */
  public static boolean isId(@Nullable String id) {
    return id != null && id.length() <= MOST_ID && !id.isBlank() && Text.isStorable(id);
  }

  /** @param raw the provider's own JSON object */
  public record CourseRow(String id, String title, @Nullable String publisher, boolean published,
      @Nullable String url, int usersCount, String raw) {}

  /** @param mobile as the provider writes it; null when it has none that could be a number */
  public record Student(String userId, @Nullable String name, @Nullable String email, @Nullable String mobile) {
    public Student {
      mobile = PhoneRules.isLikeNumber(mobile) ? mobile : null;
    }
  }

  /**
   * @param raw the provider's own JSON
   * @param percent clamped to 0..100; 0 when the provider says nothing
   * @param modules and {@code items}: JSON arrays as the learner row keeps them, ids unique
   */
  public record LearnerReport(String userId, @Nullable String mobile, double percent, int seconds, boolean completed,
      String modules, String items, List<String> completedModules, String raw) {
    public LearnerReport {
      mobile = PhoneRules.isLikeNumber(mobile) ? mobile : null;
    }
  }

  /**
   * A page of the provider's listing. A learner that stands twice on it is one row, merged. Filled by the vendor's
   * parser, read once by the repository as columns, since the page is written by one statement.
   */
  public static final class LearnerPage {
    private final List<Row> rows = new ArrayList<>(PAGE_SIZE);
    private final Map<String, Integer> positions = new HashMap<>();
    private final List<Integer> unread = new ArrayList<>(0);
    private int taken;
    private @Nullable Integer total;

    /** @param enrolmentStatus the provider's own word, or null */
    public record Row(String userId, @Nullable String name, @Nullable String email, @Nullable String mobile,
        @Nullable String enrolmentStatus, double percent, int seconds, boolean completed, @Nullable Instant enrolledAt,
        @Nullable Instant startedAt, @Nullable Instant lastAccessedAt, @Nullable Instant completedAt) {
      Progress progress() {
        return new Progress(percent, seconds, completed, enrolledAt, startedAt, lastAccessedAt, completedAt);
      }
    }

    /**
     * Text is stripped of NUL, which PostgreSQL cannot hold, and of blanks; what shows nothing, and a mobile that can
     * be no number, are none, as is an address that is longer than any. Percent and seconds are brought into their
     * ranges. Fails with {@link IllegalArgumentException} for what is no id.
     */
    public void add(Row row) {
      if (!isId(row.userId)) {
        throw new IllegalArgumentException("no id: tell the row as unread");
      }
      String mobile = clean(row.mobile, MOST_NAME);
      String email = clean(row.email, Integer.MAX_VALUE);
      Row clean = new Row(row.userId, clean(row.name, MOST_NAME),
          email == null || email.length() > MOST_EMAIL ? null : email.toLowerCase(Locale.ROOT),
          PhoneRules.isLikeNumber(mobile) ? mobile : null, clean(row.enrolmentStatus, MOST_STATUS),
          SyncRules.percent(row.percent),
          Math.max(0, row.seconds), row.completed, row.enrolledAt, row.startedAt, row.lastAccessedAt, row.completedAt);
      taken++;
      Integer known = positions.putIfAbsent(row.userId, rows.size());
      if (known == null) {
        rows.add(clean);
      } else {
        rows.set(known, merged(rows.get(known), clean));
      }
    }

    /** Takes note that the next row of the page cannot be read, or names nobody. */
    public void unread() {
      unread.add(taken++);
    }

    /** Sets how many learners the provider says the course has. */
    public void total(int atSource) {
      total = atSource;
    }

    /** Null when the provider does not tell. */
    public @Nullable Integer total() {
      return total;
    }

    public List<Row> rows() {
      return List.copyOf(rows);
    }

    /** Returns it as the page that was asked for. */
    public Batch<Row> batch(Ask ask) {
      return Batch.loosely(rows, unread, ask, total);
    }

    private static Row merged(Row a, Row b) {
      Progress p = ProgressMerge.merge(a.progress(), b.progress());
      return new Row(a.userId, b.name == null ? a.name : b.name, b.email == null ? a.email : b.email,
          b.mobile == null ? a.mobile : b.mobile, b.enrolmentStatus == null ? a.enrolmentStatus : b.enrolmentStatus,
          p.percent(), p.seconds(), p.completed(), p.enrolledAt(), p.startedAt(), p.lastAccessedAt(), p.completedAt());
    }

    private static @Nullable String clean(@Nullable String text, int most) {
      String clean = Text.stripped(text == null || text.indexOf('\0') < 0 ? text : text.replace("\0", ""));
      return Text.isVisible(clean) ? Text.cut(clean, most) : null;
    }
  }
}
