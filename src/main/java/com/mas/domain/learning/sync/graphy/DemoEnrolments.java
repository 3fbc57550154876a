package com.mas.domain.learning.sync.graphy;

import com.mas.bus.Call;
import com.mas.db.Database;
import com.mas.db.UuidV7;
import com.mas.domain.learning.sync.graphy.GraphyContract.DemoPerson;
import com.mas.domain.learning.sync.graphy.GraphyContract.EnrolmentsRemoved;
import com.mas.domain.learning.sync.graphy.GraphyContract.EnrolmentsSeeded;
import com.mas.domain.learning.sync.graphy.GraphyContract.SeedEnrolments;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Enrolments that only look like some, for accounts to be shown with. They are marked as not listed by the provider
 * (which they are not) and have no completed modules, so that nobody is reminded, told or awarded because of them.
 */
final class DemoEnrolments {
  private static final int COURSES = 3;

  private static final String SEED = """
      WITH people AS (
        SELECT p.*, mrlearn.without_prefix(p.email, mrlearn.prefixes_of($1)) AS email_key
        FROM unnest($2::uuid[], $3::text[], $4::text[]) AS p (user_id, email, name)
      ), rows AS (
        SELECT p.*, c.id AS course_id, c.place,
          abs(hashtext(p.user_id::text || c.id)::bigint) %% 100 AS percent, row_number() OVER () AS nth
        FROM people p
        CROSS JOIN (SELECT id, row_number() OVER (ORDER BY users_count DESC, id) AS place
          FROM mrlearn.courses WHERE tenant = $1 ORDER BY users_count DESC, id LIMIT %d) c
        WHERE NOT EXISTS (SELECT 1 FROM mrlearn.learners l
          WHERE l.tenant = $1 AND l.email_stripped IN (p.email, p.email_key))
      )
      INSERT INTO mrlearn.learners (id, tenant, graphy_course_id, graphy_user_id, name, email, email_stripped,
        progress_percent, total_time_seconds, is_completed, enrolment_status, enrolled_at, started_at, last_accessed_at,
        report_due, vanished_at, created_at, updated_at)
      SELECT ($5::uuid[])[nth], $1, course_id, 'demo-' || user_id, name, email, email_key, percent, percent * 180,
        false, 'demo', $6::timestamptz - interval '30 days' * place, $6::timestamptz - interval '29 days' * place,
        $6::timestamptz - interval '1 day' * place, false, $6, $6, $6
      FROM rows
      ON CONFLICT (tenant, graphy_course_id, graphy_user_id) DO NOTHING""".formatted(COURSES);

  private static final String REMOVE = """
      DELETE FROM mrlearn.learners
      WHERE tenant = $1 AND graphy_user_id LIKE 'demo-%' AND enrolment_status = 'demo'""";

  private final Database db;
  private final UuidV7 ids;
  private final Clock clock;

  DemoEnrolments(Database db, Clock clock) {
    this.db = db;
    this.ids = new UuidV7(clock);
    this.clock = clock;
  }

  EnrolmentsSeeded seed(Call call, SeedEnrolments ask) {
    List<DemoPerson> people = ask.people();
    return new EnrolmentsSeeded(db.write(SEED, call.tenant(),
        people.stream().map(DemoPerson::userId).toArray(UUID[]::new),
        people.stream().map(DemoPerson::email).toArray(String[]::new),
        people.stream().map(DemoPerson::name).toArray(String[]::new),
        Stream.generate(ids::next).limit((long) people.size() * COURSES).toArray(UUID[]::new),
        clock.instant()).rowCount());
  }

  EnrolmentsRemoved remove(Call call) {
    return new EnrolmentsRemoved(db.write(REMOVE, call.tenant()).rowCount());
  }
}
