package com.mas.jobs;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Call;
import com.mas.jobs.Node.Work;
import com.mas.jobs.Queues.Queue;
import com.mas.testkit.Alone;
import com.mas.testkit.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tenants that share a queue. {@link JobsBench} measures it with 50,000 against 10. */
@Alone
class FairnessIT {
  private static final int MOUNTAIN = 15_000;

  private final List<Long> waits = Collections.synchronizedList(new ArrayList<>());
  private final ConcurrentLinkedQueue<String> order = new ConcurrentLinkedQueue<>();
  private final AtomicInteger ran = new AtomicInteger();
  private TestDatabase database;
  private Node node;

  @BeforeEach
  void open() {
    database = TestDatabase.create();
    node = new Node("one", database, (call, work) -> {
      order.add(String.valueOf(call.tenant()));
      if (work.name().startsWith("at ")) {
        waits.add(System.currentTimeMillis() - Long.parseLong(work.name().substring(3)));
      }
      if (work.name().equals("slow")) {
        Node.pause(5);
      }
      ran.incrementAndGet();
      return null;
    });
  }

  @AfterEach
  void close() {
    node.close();
    database.close();
  }

  @Test
  void theTenJobsOfASmallPlatformWaitLessThanASecondBehindTheMountainOfALargeOne() {
    mountain("large", MOUNTAIN, "quick", false);
    node.start(Queue.named("q"));
    eventually("the mountain is being worked on", () -> ran.get() > 100);
    for (int i = 0; i < 10; i++) {
      node.with(tx -> node.jobs.store(tx, Node.WORK, new Work("at " + System.currentTimeMillis(), 1),
          JobOptions.on("q").because(of("small"))).await());
    }
    eventually("the ten are done", Duration.ofSeconds(30), () -> waits.size() == 10);
    assertTrue(ran.get() < MOUNTAIN, "the mountain was gone too early to tell anything");
    assertTrue(Collections.max(waits) < 1000, waits::toString);
    eventually("nothing is left behind", Duration.ofSeconds(60), () -> ran.get() == MOUNTAIN + 10);
  }

  @Test
  void whatWaitedBeforeTheStartIsFairToo() {
    mountain("large", MOUNTAIN, "quick", false);
    mountain("small", 10, "quick", false);
    mountain(null, 10, "quick", false);
    node.start(Queue.named("q"));
    eventually("all are done", Duration.ofSeconds(60), () -> ran.get() == MOUNTAIN + 20);
    assertTrue(List.copyOf(order).subList(0, 2000).stream().filter("small"::equals).count() == 10, "small");
    assertTrue(List.copyOf(order).subList(0, 2000).stream().filter("null"::equals).count() == 10, "nobody's");
  }

  @Test
  void tenantsTakeTurnsInACappedQueueOfOne() {
    mountain("large", 300, "slow", false);
    mountain("small", 5, "slow", false);
    node.start(Queue.named("q").cap(1));
    eventually("the small one is done", Duration.ofSeconds(30),
        () -> order.stream().filter("small"::equals).count() == 5);
    long before = order.stream().filter("large"::equals).count();
    assertTrue(before < 60, () -> "it waited for " + before + " of the large one's");
  }

  @Test
  void groupsOfOnePlatformStandInTheWayOfNoOther() {
    mountain("large", 2000, "slow", true);
    mountain("small", 10, "slow", false);
    node.start(Queue.named("q"));
    eventually("the small one is done", Duration.ofSeconds(30),
        () -> order.stream().filter("small"::equals).count() == 10);
    long before = order.stream().filter("large"::equals).count();
    assertTrue(before < 300, () -> "it waited for " + before + " of the large one's");
  }

  @Test
  void manyPlatformsAllGetTheirTurns() {
    for (int i = 0; i < 80; i++) {
      mountain("tenant-" + i, 20, "quick", false);
    }
    node.start(Queue.named("q"));
    eventually("all are done", Duration.ofSeconds(60), () -> ran.get() == 1600);
    assertEquals(80, order.stream().distinct().count());
  }

  private void mountain(String tenant, int jobs, String name, boolean grouped) {
    for (int from = 0; from < jobs; from += 1000) {
      List<Work> works = IntStream.range(from, Math.min(jobs, from + 1000)).mapToObj(i -> new Work(name, i)).toList();
      node.with(tx -> node.jobs.storeAll(tx, Node.WORK, works, work -> {
        JobOptions options = JobOptions.on("q").because(of(tenant));
        return grouped ? options.group("g") : options;
      }).await());
    }
  }

  private static Call of(String tenant) {
    return Call.system("test", tenant, Long.MAX_VALUE);
  }
}
