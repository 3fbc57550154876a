package com.mas.domain.engagement.risk;

import com.mas.domain.engagement.risk.RiskContract.ComputeScores;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.UUID;

/** Measures the daily computation: RiskBench [students] [batches]; each student has ten activities. */
final class RiskBench {
  private RiskBench() {}

  static void main(String[] args) throws Exception {
    int students = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
    int batches = args.length > 1 ? Integer.parseInt(args[1]) : 200;
    try (RiskWorld world = new RiskWorld(false)) {
      for (int i = 0; i < batches; i++) {
        world.follows(world.batch(UUID.randomUUID()), "c" + i);
      }
      world.execute(FILL.formatted(students, batches));
      world.execute("ANALYZE");
      for (int round = 1; round <= 2; round++) {
        System.gc();
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
        long start = System.nanoTime();
        var done = world.run(RiskContract.COMPUTE, new ComputeScores(null));
        System.out.printf("%s in %.1f s, heap at its peak %d MB%n", done, (System.nanoTime() - start) / 1e9,
            ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getName().startsWith("G1"))
                .mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() >> 20);
      }
    }
    System.exit(0);
  }

  private static final String FILL = """
      CREATE TEMP TABLE people AS SELECT n, gen_random_uuid() AS id, n %% %2$d AS b FROM generate_series(1, %1$d) n;
      CREATE TEMP TABLE numbered AS
        SELECT b.id, row_number() OVER () - 1 AS b, c.external_course_id AS course
          FROM education.batches b JOIN education.batch_courses c ON c.batch_id = b.id;
      INSERT INTO identity.users (id, tenant, email, full_name, role, email_verified_at, last_login_at, created_at,
        updated_at)
        SELECT id, 'mas', id || '@learner.example', 'Student', 'USER', timestamptz '2026-01-05',
          timestamptz '2026-03-10' - n %% 40 * interval '1 day', '2026-01-05', '2026-01-05' FROM people;
      INSERT INTO education.applications (id, tenant, batch_id, user_id, state, mou_signed, payment_done,
        diagnostic_done,
          created_at, state_changed_at, enrolled_at)
        SELECT gen_random_uuid(), 'mas', m.id, p.id, 'enrolled', p.n %% 7 > 0, true, true, '2026-01-05',
          '2026-01-05', '2026-01-05'
          FROM people p JOIN numbered m USING (b);
      INSERT INTO mrlearn.learners (id, tenant, graphy_course_id, graphy_user_id, email, email_stripped,
        progress_percent,
          total_time_seconds, is_completed, created_at, updated_at)
        SELECT gen_random_uuid(), 'mas', m.course, p.id, p.id || '@learner.example', p.id || '@learner.example',
          p.n * 37 %% 101, 0,
          false, now(), now() FROM people p JOIN numbered m USING (b);
      INSERT INTO gamification.xp_events (user_id, type, source_id, base_xp, amount, multipliers, occurred_at,
          counts_for_streak, created_at)
        SELECT id, 'test_taken', 't' || k, 50, 50, '{}',
          timestamptz '2026-03-09' - (k * (1 + n %% 9)) * interval '1 day', true, now()
          FROM people, generate_series(1, 10) k;
      INSERT INTO standing.warnings (id, tenant, student_id, type, severity, description, active, escalated, created_at)
        SELECT gen_random_uuid(), 'mas', id, 'behavior', 'low', 'x', true, false, now() FROM people WHERE n %% 5 = 0;
      INSERT INTO standing.metrics (student_id, tenant, eval_test, told_eval_test, calculated_at)
        SELECT id, 'mas', n * 53 %% 101, n * 53 %% 101, now() FROM people WHERE n %% 3 > 0;
      INSERT INTO education.attendance (batch_id, session_on, user_id, state, source, marked_at)
        SELECT m.id, date '2026-03-01' + k, p.id, CASE WHEN p.n * k %% 4 = 0 THEN 'absent' ELSE 'present' END,
          'manual', now()
          FROM people p JOIN numbered m USING (b), generate_series(0, 5) k
      """;
}
