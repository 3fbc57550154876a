package com.mas.jobs;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.jobs.Queues.Queue;
import com.mas.testkit.House;
import com.mas.testkit.TestDatabase;
import io.vertx.pgclient.PgConnectOptions;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Checks that PostgreSQL reads no more for a claim when more jobs wait: 100,000 due jobs, ten of them of a small
 * tenant.
 */
class ClaimPlanIT {
  private static final int MOUNTAIN = 100_000;
  private static final int BATCH = 100;
  private static final Pattern READ = Pattern.compile("Buffers: shared hit=(\\d+)(?: read=(\\d+))?");
  private static final String[] TENANTS = {"large", "small"};

  @AutoClose private static final TestDatabase database = TestDatabase.create();
  @AutoClose private static final Node node =
      new Node("one", database, (call, work) -> null);
  private static final PipelinedConnection line =
      new PipelinedConnection(node.vertx, PgConnectOptions.fromUri(database.url()), true);
  private static final UUID me = UUID.randomUUID();

  @BeforeAll
  static void fill() {
    Queues queues = new Queues(List.of(Queue.named("open"), Queue.named("laned").cap(50)));
    node.with(tx -> {
      JobsRepository.declare(tx, queues, Clock.systemUTC().instant());
      tx.query("""
          INSERT INTO jobs.job (id, queue, address, body, state, run_at, created_at, tenant, group_key)
          SELECT gen_random_uuid(), q, 'test.work', '{}', 'ready', now() - n * interval '1 millisecond', now(),
            CASE WHEN n <= 10 THEN 'small' ELSE 'large' END,
            CASE WHEN q = 'laned' AND n %% 2 = 0 THEN 'group ' || n %% 5000 END
          FROM generate_series(1, %d) AS n, unnest(ARRAY['open', 'laned']) AS q""".formatted(MOUNTAIN));
      return null;
    });
    read("ANALYZE jobs.job");
    read(ClaimRepository.REGISTER, me, "one", 60_000);
  }

  @Test
  void claimsOfAnOpenQueueReadNoMoreThanTheyTake() {
    holds("claim", 40 * BATCH, ClaimRepository.CLAIM, "open", me, BATCH / 2, now(), TENANTS);
  }

  @Test
  void claimsOfACappedQueueWithGroupsReadNoMoreThanTheyLookAt() {
    read(ClaimRepository.SHARE, "laned", me, 0);
    holds("laned claim", 80 * BATCH, ClaimRepository.CLAIM_LANED, "laned", me, BATCH, now(), TENANTS);
  }

  @Test
  void theLookAtAllQueuesProbesTheIndexOnceForEachPlatform() {
    holds("look", 200, ClaimRepository.LOOK, (Object) new String[] {"open", "laned"});
  }

  @Test
  void whatIsDueNextIsReadOffTheIndex() {
    holds("next due", 50, ClaimRepository.NEXT_DUE);
  }

  private static void holds(String what, int mostBuffers, String sql, Object... parameters) {
    String plan = String.join("\n", read("EXPLAIN (ANALYZE, BUFFERS) " + sql, parameters));
    Matcher read = READ.matcher(plan);
    assertTrue(read.find(), plan);
    int buffers = Integer.parseInt(read.group(1)) + (read.group(2) == null ? 0 : Integer.parseInt(read.group(2)));
    System.out.printf("%s of %,d due jobs: %d buffers, %s%n", what, MOUNTAIN, buffers,
        plan.substring(plan.lastIndexOf("Execution Time")));
    assertTrue(buffers <= mostBuffers, plan);
    assertFalse(plan.contains("Seq Scan on job"), plan);
  }

  private static List<String> read(String sql, Object... parameters) {
    return House.await(line.send(sql, parameters).map(rows -> {
      List<String> lines = new ArrayList<>();
      rows.forEach(row -> lines.add(row.size() == 0 ? "" : String.valueOf(row.getValue(0))));
      return lines;
    }));
  }

  private static OffsetDateTime now() {
    return OffsetDateTime.now(ZoneOffset.UTC);
  }
}
