package com.mas.domain.learning.mentoring;

import com.mas.bus.Page;
import com.mas.db.ComposesSql;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.domain.learning.mentoring.MentorContract.*;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Profiles of mentors, and the search for them: one statement for a page. */
@ComposesSql
final class MentorRepository {
  private static final String COLUMNS = "m.*, m.user_id AS id, m.job AS role, p.full_name AS name";
  private static final String OF = " FROM mentoring.mentors m LEFT JOIN identity.shared_people p ON p.id = m.user_id ";

  private static final String NAME = "(SELECT p.full_name FROM identity.shared_people p WHERE p.id = m.user_id)";

  /**
   * Holds for a mentor with a time, of the hours or of an open slot, that begins between $2 and $3 and clashes with
   * nothing. Mentors are looked at in their order until a page is full; so they are not counted.
   */
  private static final String FREE = """
         AND (EXISTS (
           SELECT FROM generate_series(
               date_trunc('day', greatest($2::timestamptz, $4::timestamptz) AT TIME ZONE m.zone),
               $3::timestamptz AT TIME ZONE m.zone, interval '1 day') d
             CROSS JOIN LATERAL (
               SELECT h.from_minute, h.until_minute FROM mentoring.hours h
                WHERE h.mentor_id = m.user_id AND h.weekday = extract(isodow FROM d)::int AND NOT EXISTS (
                  SELECT FROM mentoring.other_hours o WHERE o.mentor_id = m.user_id AND o.day = d::date)
               UNION ALL
               SELECT o.from_minute, o.until_minute FROM mentoring.other_hours o
                WHERE o.mentor_id = m.user_id AND o.day = d::date AND o.from_minute IS NOT NULL) b
             CROSS JOIN LATERAL generate_series(0, (b.until_minute - b.from_minute) / m.slot_minutes - 1) k
             CROSS JOIN LATERAL (SELECT (d + make_interval(mins => b.from_minute + k * m.slot_minutes))
               AT TIME ZONE m.zone AS starts_at) t
            WHERE t.starts_at >= greatest($2, $4 + make_interval(mins => coalesce(m.notice_minutes, 0)))
              AND t.starts_at < least($3, $4 + make_interval(days => m.horizon_days))
              AND NOT EXISTS (SELECT FROM mentoring.bookings o
                WHERE o.mentor_id = m.user_id AND o.state IN ('requested', 'booked')
                  AND o.starts_at < t.starts_at + make_interval(mins => m.slot_minutes + m.buffer_minutes)
                  AND o.ends_at > t.starts_at - make_interval(mins => m.buffer_minutes))
              AND NOT EXISTS (SELECT FROM mentoring.slots o
                WHERE o.mentor_id = m.user_id AND o.of_hours AND o.state = 'cancelled'
                  AND o.starts_at < t.starts_at + make_interval(mins => m.slot_minutes) AND o.ends_at > t.starts_at))
           OR EXISTS (SELECT FROM mentoring.slots s WHERE s.mentor_id = m.user_id AND s.state = 'open'
             AND s.starts_at >= greatest($2, $4) AND s.starts_at < $3))
      """;

  private static final Map<MentorOrder, String> ORDERS = Map.of(
      MentorOrder.RATING, "m.rating DESC, m.completed DESC, m.user_id",
      MentorOrder.MEETINGS, "m.completed DESC, m.rating DESC, m.user_id",
      MentorOrder.NAME, "m.full_name, m.user_id");
  /** Up to so many are counted: how many more there are is not said. */
  static final int MOST_COUNTED = 1000;
  private static final String COUNT = "SELECT count(*) FROM (SELECT";
  private static final String LISTED = " FROM mentoring.mentors m JOIN identity.shared_people p ON p.id = m.user_id"
      + " WHERE m.tenant = $1 AND m.listed";
  private static final String LISTED_FREE =
      " FROM mentoring.mentors m WHERE m.tenant = $1 AND m.listed AND " + NAME + " IS NOT NULL" + FREE;

  private static final Rows<Mentor> ROWS = Rows.of(Mentor.class);
  private static final String GET = "SELECT " + COLUMNS + OF + " WHERE m.user_id = $1 AND m.tenant = $2";

  private static final Query<Category> CATEGORIES = Query.of(Category.class, "name, mentors", """
      FROM (SELECT c AS name, count(*)::int AS mentors FROM mentoring.mentors m, unnest(m.categories) c
             WHERE m.tenant = $1 AND m.listed GROUP BY c) named
      """, "name");

  private static final String SAVE = """
      INSERT INTO mentoring.mentors AS m (user_id, tenant, job, company, institute, description, skills, categories,
        languages, kinds, photo_id, listed, words, changed_at, completed)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,\s""" + TermsRepository.HELD + ")" + """
       ON CONFLICT (user_id) DO UPDATE SET job = $3, company = $4, institute = $5, description = $6, skills = $7,
        categories = $8, languages = $9, kinds = $10, photo_id = $11, listed = $12, words = $13, changed_at = $14
       WHERE m.tenant = $2
      """;

  private final Database db;

  MentorRepository(Database db) {
    this.db = db;
  }

  Page<Mentor> search(String tenant, ListMentors ask, Instant now) {
    return ask.freeFrom() == null ? listed(tenant, ask) : free(tenant, ask, now);
  }

  /** Follows the order until a page is full. The last page tells the total; others are counted where that ends soon. */
  private Page<Mentor> listed(String tenant, ListMentors ask) {
    PageWindow window = PageWindow.of(ask);
    List<Object> values = new ArrayList<>(List.of(tenant));
    String found = LISTED + filters(ask, "p.full_name", values);
    Object[] asked = values.toArray();
    Future<RowSet<Row>> page = db.send("SELECT " + COLUMNS + found + " ORDER BY "
        + order(ask).replace("m.full_name", "p.full_name") + window(window, values), values.toArray());
    Future<RowSet<Row>> counted = ask.search() == null
        ? db.send(COUNT + found + " LIMIT " + (MOST_COUNTED + 1) + ") found", asked) : null;
    List<Mentor> items = ROWS.all(Database.await(page));
    Long total = null;
    if (items.size() < window.limit() && (!items.isEmpty() || window.offset() == 0)) {
      total = window.offset() + items.size();
    } else if (counted != null) {
      long many = Database.await(counted).iterator().next().getLong(0);
      total = many > MOST_COUNTED ? null : Long.valueOf(many);
    }
    return new Page<>(items, window.limit(), window.offset(), total);
  }

  private Page<Mentor> free(String tenant, ListMentors ask, Instant now) {
    PageWindow window = PageWindow.of(ask);
    List<Object> values = new ArrayList<>(List.of(tenant, ask.freeFrom(), ask.freeUntil(), now));
    String page = "SELECT m.user_id" + LISTED_FREE + filters(ask, NAME, values) + " ORDER BY "
        + order(ask).replace("m.full_name", NAME) + window(window, values);
    RowSet<Row> free = db.query("SELECT " + COLUMNS + " FROM (SELECT m.user_id, row_number() OVER () AS place FROM ("
        + page + ") m) g JOIN mentoring.mentors m ON m.user_id = g.user_id"
        + " JOIN identity.shared_people p ON p.id = g.user_id ORDER BY g.place", values.toArray());
    return new Page<>(ROWS.all(free), window.limit(), window.offset(), null);
  }

  private static String order(ListMentors ask) {
    return ORDERS.get(ask.order() == null ? MentorOrder.RATING : ask.order());
  }

  /** Returns the conditions that are asked for, and adds their values. */
  private static String filters(ListMentors ask, String name, List<Object> values) {
    StringBuilder sql = new StringBuilder();
    if (ask.search() != null) {
      values.add(like(ask.search()));
      sql.append(" AND (m.company ILIKE $").append(values.size()).append(" OR ").append(name).append(" ILIKE $")
          .append(values.size()).append(')');
    }
    filter(sql, " AND m.words @> $", words(ask), values);
    filter(sql, " AND lower(m.company) = $", lower(ask.company()), values);
    filter(sql, " AND m.kinds @> ARRAY[$", ask.kind(), "::text]", values);
    filter(sql, " AND m.rating >= $", ask.minRating(), values);
    return sql.toString();
  }

  private static void filter(StringBuilder sql, String condition, @Nullable Object value, List<Object> values) {
    filter(sql, condition, value, "", values);
  }

  private static void filter(StringBuilder sql, String condition, @Nullable Object value, String after,
      List<Object> values) {
    if (value != null) {
      values.add(value);
      sql.append(condition).append(values.size()).append(after);
    }
  }

  private static String window(PageWindow window, List<Object> values) {
    values.add(window.limit());
    values.add(window.offset());
    return " LIMIT $" + (values.size() - 1) + " OFFSET $" + values.size();
  }

  private static String like(String part) {
    return "%" + part.strip().replaceAll("([\\\\%_])", "\\\\$1") + "%";
  }

  private static String lower(String text) {
    return text == null ? null : text.strip().toLowerCase(Locale.ROOT);
  }

  private static String[] words(ListMentors ask) {
    if (ask.skill() == null && ask.category() == null) {
      return null;
    }
    return Stream.of(lower(ask.skill()), ask.category() == null ? null : "#" + lower(ask.category()))
        .filter(Objects::nonNull).toArray(String[]::new);
  }

  Optional<Mentor> get(String tenant, UUID id) {
    return ROWS.first(db.query(GET, id, tenant));
  }

  Page<Category> categories(String tenant, ListCategories ask) {
    return CATEGORIES.page(db, PageWindow.of(ask), tenant);
  }

  /** @param skills in the words of the mentor, and each once; {@code categories} and {@code languages} likewise */
  void save(String tenant, UUID mentor, SaveProfile ask, List<String> skills, List<String> categories,
      List<String> languages, List<String> words, Instant now) {
    db.write(SAVE, mentor, tenant, ask.role(), ask.company(), ask.institute(), ask.description(), skills, categories,
        languages, ask.kinds(), ask.photoId(), ask.listed(), words, now);
  }
}
