package com.mas.domain.platform.settings;

import com.mas.bus.Bus;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.domain.platform.settings.HistoryContract.History;
import com.mas.domain.platform.settings.HistoryContract.NodeHistory;
import com.mas.domain.platform.settings.HistoryContract.QueueHistory;
import com.mas.domain.platform.settings.HistoryRepository.Sample;
import com.mas.domain.platform.settings.NodeContract.Node;
import com.mas.jobs.JobsContract;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Samples queues and nodes once a minute in the whole cluster, merges what grows old, and reads it for charts. */
final class HistoryService {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryService.class);
  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final int STANDARD_HOURS = 6;
  private static final int MERGED_EVERY_MINUTES = 10;

  private final Bus bus;
  private final Clock clock;
  private final HistoryRepository samples;
  private final Supplier<List<Node>> nodes;
  private volatile Instant last = Instant.EPOCH;

  HistoryService(Bus bus, Database db, Supplier<List<Node>> nodes) {
    this.bus = bus;
    this.clock = bus.clock();
    this.samples = new HistoryRepository(db);
    this.nodes = nodes;
  }

  /**
   * Samples the present minute if this node has not looked at it yet and no other node has it. Call on a virtual
   * thread, more often than once a minute. With the database away the minute stays empty.
   */
  void sample() {
    Instant minute = clock.instant().truncatedTo(ChronoUnit.MINUTES);
    if (minute.equals(last)) {
      return;
    }
    last = minute;
    try {
      if (samples.claim(minute)) {
        List<Sample> all = new ArrayList<>(HistoryRules.ofNodes(nodes.get()));
        queues().ifPresent(queues -> all.addAll(HistoryRules.ofQueues(queues)));
        samples.store(minute, all);
        if (minute.getEpochSecond() / HistoryRules.MINUTE % MERGED_EVERY_MINUTES == 0) {
          merge(minute);
        }
      }
    } catch (RuntimeException e) {
      LOG.debug("Queues and nodes cannot be sampled at the moment: {}", String.valueOf(e));
    }
  }

  /** Returns nothing while no node runs jobs. */
  private Optional<List<JobsContract.Queue>> queues() {
    Future<Page<JobsContract.Queue>> asked =
        bus.send(bus.systemCall(null, PATIENCE), JobsContract.QUEUES, new JobsContract.Nothing());
    return Database.await(asked.map(page -> Optional.of(page.items()))
        .otherwise(Optional.empty()));
  }

  private void merge(Instant now) {
    samples.merge(HistoryRules.mergedBefore(now, HistoryRules.TEN_MINUTES_KEPT, HistoryRules.HOUR),
        HistoryRules.TEN_MINUTES, HistoryRules.HOUR);
    samples.merge(HistoryRules.mergedBefore(now, HistoryRules.MINUTES_KEPT, HistoryRules.TEN_MINUTES),
        HistoryRules.MINUTE, HistoryRules.TEN_MINUTES);
  }

  History queues(QueueHistory ask) {
    return read("queue", ask.hours(), ask.queue() == null ? "" : ask.queue());
  }

  History nodes(NodeHistory ask) {
    return read("node", ask.hours(), null);
  }

  private History read(String kind, @Nullable Integer asked, @Nullable String subject) {
    int hours = asked == null ? STANDARD_HOURS : asked;
    Instant now = clock.instant();
    Instant from = now.minus(Duration.ofHours(hours));
    int step = HistoryRules.step(hours);
    return new History(from, now, step, samples.read(kind, from, step, subject));
  }
}
