package com.mas.domain.platform.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.Page;
import com.mas.domain.platform.settings.HistoryContract.History;
import com.mas.domain.platform.settings.HistoryContract.HistoryLine;
import com.mas.domain.platform.settings.HistoryContract.Moment;
import com.mas.domain.platform.settings.HistoryContract.NodeHistory;
import com.mas.domain.platform.settings.HistoryContract.QueueHistory;
import com.mas.domain.platform.settings.NodeContract.Node;
import com.mas.domain.platform.settings.NodeContract.Report;
import com.mas.domain.platform.settings.NodeContract.Role;
import com.mas.jobs.JobsContract;
import com.mas.jobs.JobsContract.Queue;
import com.mas.testkit.House;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Samples of queues and nodes: taken once a minute in the cluster, merged as they grow old, read for charts. */
class HistoryIT {
  private final List<Queue> queues = new ArrayList<>();
  private House house;
  private HistoryService one;
  private HistoryService other;

  @BeforeEach
  void twoNodes() {
    house = new House("2026-03-02T09:00:00+05:30");
    house.deploy(new DomainVerticle(house.bus, new Capacity("jobs", 1, 10)) {
      @Override
      protected void open() {
        answer(JobsContract.QUEUES, (call, ask) -> new Page<>(queues, queues.size(), 0, (long) queues.size()));
      }
    });
    one = new HistoryService(house.bus, house.db, this::nodes);
    other = new HistoryService(house.bus, house.db, this::nodes);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private List<Node> nodes() {
    Report report = new Report("10.0.0.1/7", "a", house.clock.instant(), 8000, 2, 0.5, 64 << 20, 512 << 20, 40,
        List.of(new Role("jobs", 1, 4, 0, 100, 3, 0, 0)), null, new NodeContract.Http(90, 2, 17.5));
    return List.of(new Node(true, house.clock.instant(), report), new Node(false, house.clock.instant(),
        new Report("10.0.0.2/9", "b", house.clock.instant(), 8000, 2, 0.5, 1, 2, 4, List.of(), null, null)));
  }

  private static Queue queue(String name, long ready, long completed) {
    return new Queue(name, true, false, 4, null, null, ready == 0 ? Map.of() : Map.of("ready", ready), List.of(),
        completed == 0 ? Map.of() : Map.of("completed", completed), 1.0, ready == 0 ? null : 12.5, null);
  }

  /** Samples on both nodes at the same time. */
  private void sample() {
    house.on(() -> {
      one.sample();
      other.sample();
      return null;
    });
  }

  private History read(int hours, String queue) {
    return house.on(() -> one.queues(new QueueHistory(hours, queue)));
  }

  private static Map<String, Double> figures(History history) {
    return history.lines().getFirst().moments().getFirst().figures();
  }

  @Test
  void aMinuteIsSampledByOneNodeAndQuietQueuesTakeNoRoom() {
    queues.addAll(List.of(queue("a", 7, 20), queue("b", 0, 0), queue("c", 3, 0)));
    sample();
    sample();
    assertEquals("4", house.text("SELECT count(*) FROM platform.samples"), "a, c, all together, the node");
    assertEquals(10.0, figures(read(6, null)).get("waiting"));
    assertEquals(20.0, figures(read(6, null)).get("completed"));
    assertEquals(12.5, figures(read(6, null)).get("wait95"));
    assertEquals(7.0, figures(read(6, "a")).get("waiting"));
    assertEquals(List.of(), read(6, "b").lines());
    HistoryLine node = house.on(() -> one.nodes(new NodeHistory(null))).lines().getFirst();
    assertEquals("10.0.0.1/7", node.subject());
    assertEquals(Map.of("heap", 64.0, "threads", 40.0, "held", 3.0, "load", 0.5, "answers", 90.0,
        "answersFailed", 2.0, "answers95", 17.5), node.moments().getFirst().figures());
  }

  @Test
  void aMinuteWithoutJobsVerticleHasNodesAlone() {
    queues.add(queue("a", 1, 0));
    House alone = new House("2026-03-02T09:00:00+05:30");
    try (alone) {
      HistoryService history = new HistoryService(alone.bus, alone.db, this::nodes);
      alone.on(() -> {
        history.sample();
        return null;
      });
      assertEquals(1, alone.on(() -> history.nodes(new NodeHistory(6))).lines().size());
      assertEquals(List.of(), alone.on(() -> history.queues(new QueueHistory(6, null))).lines());
    }
  }

  @Test
  void oldMinutesBecomeMeansOfTenAndThenOfAnHourAndChartsStayReadable() {
    for (int minute = 0; minute < 120; minute++) {
      queues.clear();
      queues.add(queue("a", minute % 10 + 1L, 0));
      sample();
      house.clock.advance(Duration.ofMinutes(1));
    }
    History fine = read(6, "a");
    assertEquals(60, fine.everySeconds());
    assertEquals(120, fine.lines().getFirst().moments().size());
    queues.clear();
    house.clock.advance(HistoryRules.MINUTES_KEPT.plusHours(1));
    sample(); // at a minute that is divided by ten
    assertEquals("12 of 600", house.text("""
        SELECT count(*) || ' of ' || min(step) FROM platform.samples WHERE subject = 'a'"""));
    List<Moment> merged = read(48, "a").lines().getFirst().moments();
    assertTrue(merged.stream().allMatch(moment -> moment.figures().get("waiting") == 5.5), merged.toString());
    house.clock.advance(HistoryRules.TEN_MINUTES_KEPT);
    sample();
    assertEquals("3 of 3600", house.text("""
        SELECT count(*) || ' of ' || min(step) FROM platform.samples WHERE subject = 'a'"""));
    History coarse = read(2160, "a");
    assertEquals(21_600, coarse.everySeconds());
    assertEquals(5.5, coarse.lines().getFirst().moments().getFirst().figures().get("waiting"));
  }

  @Test
  void aChartHasAtMostFourHundredSteps() {
    for (int hours = 1; hours <= 2160; hours++) {
      int steps = hours * 3600 / HistoryRules.step(hours);
      assertTrue(steps <= 400, hours + " hours have " + steps + " steps");
    }
  }
}
