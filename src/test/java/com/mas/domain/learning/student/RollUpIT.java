package com.mas.domain.learning.student;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.db.PageWindow;
import com.mas.domain.learning.student.StudentContract.CatchUp;
import com.mas.domain.learning.student.StudentContract.ListStudents;
import com.mas.domain.learning.student.StudentContract.Order;
import com.mas.domain.learning.student.StudentContract.Sort;
import com.mas.domain.learning.student.StudentRepository.Select;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * The lists over a school, five enrolments a student, and then over one that is larger: {@code -Drollup=200000}. Each
 * order and each search may then cost three times as much in a school ten times as large. With {@code
 * -Drollup=1000000} each must take PostgreSQL less than 150 ms. All plans are in {@code target/roll-up.txt}.
 */
class RollUpIT {
  private static final int SMALL = 20_000;
  private static final int ENROLMENTS = Integer.getInteger("rollup", SMALL);
  private static final boolean LARGE = ENROLMENTS >= 1_000_000;
  private static final double MOST_MS = 150;
  private static final double MOST_GROWTH = 3;
  /** Less than this is quick at any size, and too short to be compared. */
  private static final double SHORT_MS = 1;
  /** Rows that a statement reads for a page of 50 in an order that an index has. */
  private static final double MOST_ROWS = 200;
  private static final int ROUNDS = 9;
  private static final Pattern TIME = Pattern.compile("(?:Planning|Execution) Time: ([0-9.]+) ms");
  private static final Pattern ROWS = Pattern.compile("actual time=\\S+ rows=([0-9.]+) loops=([0-9]+)");
  private static final UUID BATCH = UUID.fromString("00000000-0000-7000-8000-0000000000b1");

  /** Names as in a school, whatever the course; every third has no phone, every seventh an account. */
  private static final String ENROL = """
      INSERT INTO mrlearn.learners (id, tenant, graphy_course_id, graphy_user_id, name, email, email_stripped, mobile,
        progress_percent, total_time_seconds, is_completed, enrolled_at, last_accessed_at, created_at, updated_at)
      SELECT gen_random_uuid(), 'mas', 'c' || ((hashint4(s) & 1023) + 7 * k) % 20, 'u' || s, name,
        'acme-' || address, address,
        CASE WHEN s % 3 > 0 THEN '+91' || (9000000000 + s) END, p, p * 300, p = 100,
        timestamptz '2025-01-01Z' + s * interval '1 minute', timestamptz '2026-01-01Z' + (s * 31 + k) % 50000
          * interval '1 minute', now(), now()
      FROM generate_series(?, ?) s CROSS JOIN generate_series(0, 4) k
      CROSS JOIN LATERAL (SELECT first || ' ' || last || ' ' || s AS name,
          lower(first) || '.' || lower(last) || s || '@learner.example' AS address,
          (hashint4(s * 5 + k) & 1023) % 101 AS p
        FROM (SELECT (ARRAY['Asha', 'Ravi', 'Zoya', 'Imran', 'Neha', 'Arjun', 'Meera', 'Kabir', 'Divya', 'Rohan',
            'Sana', 'Vikram', 'Pooja', 'Nikhil', 'Isha', 'Farhan', 'Leela', 'Manav', 'Tara',
              'Yash'])[1 + s % 20] AS first,
          (ARRAY['Kulkarni', 'Rao', 'Khan', 'Sharma', 'Iyer', 'Das', 'Patel', 'Bose', 'Nair', 'Gill', 'Joshi', 'Menon',
            'Verma', 'Shah', 'Roy', 'Sethi', 'Pillai'])[1 + s % 17] AS last) n) m""";
  private static final String ACCOUNTS = """
      INSERT INTO identity.users (id, tenant, email, full_name, role, email_verified_at, created_at, updated_at)
      SELECT gen_random_uuid(), tenant, email_stripped, min(name), 'USER', now(), now(), now()
      FROM mrlearn.learners WHERE (hashtext(email_stripped) & 1023) % 7 = 0 GROUP BY tenant, email_stripped
      ON CONFLICT DO NOTHING""";

  @AutoClose private static final Campus campus = new Campus();

  private final List<String> report = new ArrayList<>();

  @Test
  void listsOfALargeSchoolAreReadFromItsRowsInTime() throws SQLException, IOException {
    for (int c = 0; c < 20; c++) {
      campus.course("c" + c, "Course number " + c, c == 3 ? BATCH : null);
    }
    enrol(0, SMALL / 5);
    Map<String, Double> small = measured();
    Map<String, Double> took = small;
    if (ENROLMENTS > SMALL) {
      enrol(SMALL / 5, ENROLMENTS / 5);
      took = measured();
    }
    Files.createDirectories(Path.of("target"));
    Files.write(Path.of("target", "roll-up.txt"), report);
    took.forEach((name, ms) -> System.out.printf(Locale.ROOT, "roll-up %-38s %8.1f ms, %5.1f times%n", name, ms,
        growth(small.get(name), ms)));
    took.forEach((name, ms) -> {
      assertTrue(!LARGE || ms < MOST_MS, () -> name + " took " + ms + " ms");
      assertTrue(ENROLMENTS > 10 * SMALL || growth(small.get(name), ms) <= MOST_GROWTH,
          () -> name + " took " + small.get(name) + " ms, and " + ms + " ms in a large school");
    });
  }

  private static double growth(double small, double large) {
    return Math.max(SHORT_MS, large) / Math.max(SHORT_MS, small);
  }

  private static void enrol(int from, int to) throws SQLException {
    campus.execute(ENROL, from + 1, to);
    campus.execute(ACCOUNTS);
    rollUp("roll-up " + 5 * (to - from) + " enrolments");
    assertEquals(to, campus.ask(StudentContract.LIST, Campus.everybody()).total());
    assertEquals(0, campus.ask(StudentContract.ROLL_UP, new CatchUp(null)).students());
    campus.execute("UPDATE mrlearn.learners SET progress_percent = progress_percent / 2, last_accessed_at = "
        + "last_accessed_at + interval '1 hour' WHERE hashtext(email_stripped) % 4 = 0");
    rollUp("roll-up after a quarter has learnt");
    campus.execute("VACUUM (ANALYZE) student.students");
    campus.execute("VACUUM (ANALYZE) mrlearn.learners");
  }

  private static void rollUp(String what) {
    long begun = System.nanoTime();
    campus.rollUp();
    System.out.printf(Locale.ROOT, "%s %.1f s%n", what, (System.nanoTime() - begun) / 1e9);
  }

  private Map<String, Double> measured() {
    Map<String, Double> took = new LinkedHashMap<>();
    cases().forEach((name, ask) -> took.put(name, measured(name, ask)));
    return took;
  }

  private static Map<String, ListStudents> cases() {
    Map<String, ListStudents> cases = new LinkedHashMap<>();
    cases.put("first page", Campus.everybody());
    cases.put("search for one", Campus.search("kulkarni 3401"));
    cases.put("search for an address", Campus.search("asha.kulkarni3401@"));
    cases.put("search for a phone", Campus.search("+91 90000 03401"));
    cases.put("search for a first name", Campus.search("asha"));
    cases.put("search for what all have", Campus.search("learner.example"));
    cases.put("search for two letters", Campus.search("sh"));
    cases.put("search for nobody", Campus.search("no such person"));
    cases.put("search for a course", Campus.search("course number 3"));
    cases.put("of a batch", ask(BATCH, null, null, null, null, null, null));
    cases.put("of a course with an account", ask(null, "c7", true, null, null, null, null));
    cases.put("without a phone", ask(null, null, null, false, null, null, null));
    cases.put("of little progress", ask(null, null, null, null, 20., Sort.LAST_ACCESSED_AT, null));
    for (Sort sort : Sort.values()) {
      for (Order order : Order.values()) {
        cases.put("sorted by " + sort.name().toLowerCase(Locale.ROOT) + " " + order.name().toLowerCase(Locale.ROOT),
            ask(null, null, null, null, null, sort, order));
      }
    }
    return cases;
  }

  private static ListStudents ask(UUID batch, String course, Boolean account, Boolean phone, Double most, Sort sort,
      Order order) {
    return new ListStudents(null, batch, course, account, phone, null, most, sort, order, null, null);
  }

  /** @return the least of what the statements of this list take together, in ms, when they are sent one by one */
  private double measured(String name, ListStudents ask) {
    StudentRepository students = new StudentRepository(campus.db);
    String pattern = StudentRules.pattern(ask.search());
    return Campus.await(campus.onVirtualThread(() -> {
      StudentFilter filter = new StudentFilter(Campus.TENANT, ask,
          ask.batchId() == null ? null : students.coursesOfBatch(Campus.TENANT, ask.batchId()),
          pattern == null ? List.of() : students.coursesTitled(Campus.TENANT, pattern));
      Sort sort = ask.sort() == null ? Sort.NAME : ask.sort();
      Order order = ask.order() == null ? Order.ASC : ask.order();
      List<Select> needed = new ArrayList<>();
      needed.add(filter.narrows() ? StudentRepository.few(filter, sort, order, new PageWindow(50, 0))
          : StudentRepository.count(filter));
      if (!filter.narrows()
          || needed.getFirst().on(campus.db).iterator().next().getLong("hits") > StudentRepository.FEW) {
        needed.add(StudentRepository.many(filter, sort, order, new PageWindow(50, 0)));
      }
      double[] rounds = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        for (Select select : needed) {
          rounds[round] += explained(round == 0 ? name : null, select, !filter.narrows());
        }
      }
      Arrays.sort(rounds);
      long begun = System.nanoTime();
      for (int round = 0; round < ROUNDS; round++) {
        students.find(filter, sort, order, new PageWindow(50, 0));
      }
      report.add(String.format(Locale.ROOT, "-- %s: %.1f ms by EXPLAIN, %.1f ms as it is asked%n", name, rounds[0],
          (System.nanoTime() - begun) / 1e6 / ROUNDS));
      return rounds[0];
    }));
  }

  private double explained(String name, Select select, boolean ordered) {
    List<String> plan = new ArrayList<>();
    campus.db.query("EXPLAIN (ANALYZE, BUFFERS) " + select.sql(), select.parameters())
        .forEach(row -> plan.add(row.getString(0)));
    if (name != null) {
      report.add("-- " + name + "\n" + select.sql().strip() + "\n-- with " + Arrays.deepToString(select.parameters()));
      report.addAll(plan);
      report.add("");
    }
    for (Matcher rows = ROWS.matcher(String.join("\n", plan)); ordered && rows.find();) {
      double read = Double.parseDouble(rows.group(1)) * Double.parseDouble(rows.group(2));
      assertTrue(read <= MOST_ROWS, () -> select.sql() + "\n" + String.join("\n", plan));
    }
    double ms = 0;
    for (Matcher time = TIME.matcher(String.join("\n", plan)); time.find();) {
      ms += Double.parseDouble(time.group(1));
    }
    return ms;
  }
}
