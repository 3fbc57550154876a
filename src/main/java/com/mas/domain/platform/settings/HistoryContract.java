package com.mas.domain.platform.settings;

import com.mas.bus.Default;
import com.mas.bus.Request;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** History of queues and nodes, sampled each minute by one node of the cluster. */
@NullMarked
public final class HistoryContract {
  private static final Duration QUICK = Duration.ofSeconds(5);

  private HistoryContract() {}

  /**
   * @param hours how far the history goes back; at most 90 days
   * @param queue null: all queues together
   */
  public record QueueHistory(@Nullable @Min(1) @Max(2160) @Default("6") Integer hours,
      @Nullable @Size(min = 1, max = 100) String queue) {}

  /** @param hours how far the history goes back; at most 90 days */
  public record NodeHistory(@Nullable @Min(1) @Max(2160) @Default("6") Integer hours) {}

  /**
   * Means of the samples of one step. A figure that no sample had is left out.
   *
   * @param at when the step began
   */
  public record Moment(Instant at, Map<String, Double> figures) {}

  /**
   * @param subject the queue or the node; empty for all queues together
   * @param moments oldest first; steps in which no node sampled are left out
   */
  public record HistoryLine(String subject, List<Moment> moments) {}

  /** @param everySeconds length of a step */
  public record History(Instant from, Instant until, int everySeconds, List<HistoryLine> lines) {}

  /**
   * Reads waiting, running, delayed and dead jobs, jobs completed and attempts failed a minute, and the wait in
   * milliseconds that 95 of 100 jobs did not exceed.
   */
  public static final Request<QueueHistory, History> QUEUES =
      Request.of("platform.history.queues", QueueHistory.class, History.class, QUICK);

  /** Reads heap in MB, threads, load and requests held of each node, by its name; of the last fifty nodes at most. */
  public static final Request<NodeHistory, History> NODES =
      Request.of("platform.history.nodes", NodeHistory.class, History.class, QUICK);
}
