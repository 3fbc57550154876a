package com.mas.domain.engagement.gamification;

import static com.mas.domain.engagement.gamification.GamificationContract.EVALUATE_ALL;

import com.mas.domain.engagement.gamification.GamificationContract.EvaluateAll;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.time.Duration;
import java.util.UUID;

/**
 * Measures the time and the memory of the daily look at all students: BadgeBench [students]. The first look unlocks two
 * badges for each, the second finds nothing to do, which is what a usual day comes close to.
 */
final class BadgeBench {
  private BadgeBench() {}

  static void main(String[] args) throws Exception {
    int students = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
    try (GamificationFixture domain = GamificationFixture.withBadges()) {
      school(domain, students);
      domain.execute("ANALYZE");
      for (int round = 1; round <= 2; round++) {
        System.gc();
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
        long start = System.nanoTime();
        var done = domain.bus.send(domain.bus.systemCall(null, Duration.ofMinutes(10)), EVALUATE_ALL, new EvaluateAll())
            .toCompletionStage().toCompletableFuture().join();
        System.out.printf("%s in %.1f s, heap at its peak %d MB%n", done, (System.nanoTime() - start) / 1e9,
            ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getName().startsWith("G1"))
                .mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() >> 20);
      }
    }
    System.exit(0);
  }

  /** Students of one batch with ten modules of its course each, all behind the domain's back. */
  static void school(GamificationFixture domain, int students) throws Exception {
    domain.execute("""
        INSERT INTO education.batches (id, tenant, code, name, state, starts_on, created_at, updated_at)
        VALUES ('%1$s', '%2$s', 'LARGE', 'Batch', 'active', '2026-01-01', now(), now());
        INSERT INTO education.batch_courses (id, batch_id, provider, external_course_id, sequence, created_at)
        VALUES (gen_random_uuid(), '%1$s', 'mrlearn', 'large', 1, now());
        CREATE TEMP TABLE large AS SELECT gen_random_uuid() AS id FROM generate_series(1, %3$d);
        INSERT INTO education.applications (id, tenant, batch_id, user_id, state, mou_signed, payment_done,
          diagnostic_done, created_at, state_changed_at, enrolled_at)
        SELECT gen_random_uuid(), '%2$s', '%1$s', id, 'enrolled', true, true, true, now(), now(), '2026-03-01'
        FROM large;
        INSERT INTO gamification.student_progress (user_id, tenant, version, total_xp, meaningful_actions, level,
          current_streak, longest_streak, last_active_day, streak_milestones, last_action_day, created_at, updated_at)
        SELECT id, '%2$s', 10, 600, 10, 2, 1, 1, '2026-03-09', 0, '2026-03-09', now(), now() FROM large;
        INSERT INTO gamification.xp_events (user_id, type, source_id, base_xp, amount, multipliers, occurred_at,
          counts_for_streak, created_at)
        SELECT id, 'module_completed', 'large:' || n, 60, 60,
          '{"streak":1,"quality":1,"timing":1,"freshness":1,"antiFarm":1,"total":1}', '2026-03-09 12:00+05:30', true,
          now()
        FROM large, generate_series(1, 10) n;
        """.formatted(UUID.randomUUID(), GamificationFixture.TENANT, students));
  }
}
