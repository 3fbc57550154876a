package com.mas.domain.sync;

import com.mas.domain.sync.ProgressMerge.Progress;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A page of the provider's listing. A learner that stands twice on it is one row, merged. Filled by the vendor's parser,
 * read once by the repository as columns, since the page is written by one statement.
 */
public final class LearnerPage {
  private final List<Row> rows = new ArrayList<>(LmsConnector.PAGE_SIZE);
  private final Map<String, Integer> positions = new HashMap<>();
  private int received;
  private Integer total;

  /** @param enrolmentStatus the provider's own word, or null */
  public record Row(String userId, String name, String email, String mobile, String enrolmentStatus, double percent,
      int seconds, boolean completed, Instant enrolledAt, Instant startedAt, Instant lastAccessedAt, Instant completedAt) {
    Progress progress() {
      return new Progress(percent, seconds, completed, enrolledAt, startedAt, lastAccessedAt, completedAt);
    }
  }

  /** Text is stripped of NUL, which PostgreSQL cannot hold; percent and seconds are brought into their ranges. */
  public void add(Row row) {
    received++;
    Row clean = new Row(row.userId, clean(row.name), lower(clean(row.email)), clean(row.mobile), clean(row.enrolmentStatus),
        SyncRules.percent(row.percent), Math.max(0, row.seconds), row.completed, row.enrolledAt, row.startedAt,
        row.lastAccessedAt, row.completedAt);
    Integer known = positions.putIfAbsent(row.userId, rows.size());
    if (known == null) {
      rows.add(clean);
    } else {
      rows.set(known, merged(rows.get(known), clean));
    }
  }

  /** How many learners the provider says the course has. */
  public void total(int atSource) {
    total = atSource;
  }

  /** Null when the provider does not tell. */
  public Integer total() {
    return total;
  }

  /** Rows as the provider sent them, doubles included: the next page starts so many rows later. */
  public int received() {
    return received;
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
    String clean = text == null ? "" : text.indexOf('\0') < 0 ? text.strip() : text.replace("\0", "").strip();
    return clean.isEmpty() ? null : clean;
  }

  private static String lower(String text) {
    return text == null ? null : text.toLowerCase(Locale.ROOT);
  }

  /** The columns of the merge statement, in its order. */
  Columns columns(Supplier<UUID> ids) {
    Columns c = new Columns(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      c.id[i] = ids.get();
      c.userId[i] = row.userId;
      c.name[i] = row.name;
      c.email[i] = row.email;
      c.emailStripped[i] = SyncRules.stripOrgPrefix(row.email);
      c.mobile[i] = row.mobile;
      c.enrolmentStatus[i] = row.enrolmentStatus;
      c.percent[i] = row.percent;
      c.seconds[i] = row.seconds;
      c.completed[i] = row.completed;
      c.enrolledAt[i] = at(row.enrolledAt);
      c.startedAt[i] = at(row.startedAt);
      c.lastAccessedAt[i] = at(row.lastAccessedAt);
      c.completedAt[i] = at(row.completedAt);
    }
    return c;
  }

  private static OffsetDateTime at(Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  static final class Columns {
    final UUID[] id;
    final String[] userId;
    final String[] name;
    final String[] email;
    final String[] emailStripped;
    final String[] mobile;
    final String[] enrolmentStatus;
    final Double[] percent;
    final Integer[] seconds;
    final Boolean[] completed;
    final OffsetDateTime[] enrolledAt;
    final OffsetDateTime[] startedAt;
    final OffsetDateTime[] lastAccessedAt;
    final OffsetDateTime[] completedAt;

    private Columns(int size) {
      id = new UUID[size];
      userId = new String[size];
      name = new String[size];
      email = new String[size];
      emailStripped = new String[size];
      mobile = new String[size];
      enrolmentStatus = new String[size];
      percent = new Double[size];
      seconds = new Integer[size];
      completed = new Boolean[size];
      enrolledAt = new OffsetDateTime[size];
      startedAt = new OffsetDateTime[size];
      lastAccessedAt = new OffsetDateTime[size];
      completedAt = new OffsetDateTime[size];
    }
  }
}
