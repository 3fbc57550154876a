package com.mas.domain.platform.settings;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Page;
import com.mas.bus.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** The nodes of the cluster, as each tells of itself. */
@NullMarked
public final class NodeContract {
  private static final Duration QUICK = Duration.ofSeconds(5);

  private NodeContract() {}

  /**
   * A role that the node plays.
   *
   * @param pool threads for blocking work, of which {@code busy} are at it or waited for
   * @param inHand requests that one instance may hold at a time
   * @param held requests that all instances hold now
   * @param refused requests refused since the start, as there were too many
   * @param expired requests dropped since the start, as nobody waited any more
   */
  public record Role(String role, int instances, int pool, int busy, int inHand, long held, long refused,
      long expired) {}

  /**
   * Another node as this one reaches it over the bus.
   *
   * @param millis of the last round trip, or null when there was no answer
   * @param stale addresses that the cluster's map has for it and that it does not answer
   * @param trouble why there was no answer, or null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Peer(String id, @Nullable Double millis, List<String> stale, @Nullable String trouble) {}

  /**
   * The bus as this node sees it; counts are since the start.
   *
   * @param addresses that this node answers or listens to
   * @param reasserted own registrations that were missing in the cluster's map and were put back
   * @param ghosts registrations of dead nodes, or of addresses no longer answered, that were removed
   * @param undelivered checks of other nodes that had no answer
   */
  public record BusView(List<Peer> peers, int addresses, long reasserted, long ghosts, long undelivered,
      @Nullable Instant checkedAt) {}

  /**
   * Operations that the node answered over HTTP in the last minute.
   *
   * @param failed answers with a status from 500 on
   * @param p95Millis time that 95 of 100 answers did not exceed, or null when there were none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Http(long perMinute, long failed, @Nullable Double p95Millis) {}

  /**
   * @param id in the cluster; that of the process where there is none
   * @param load of the machine over the last minute, or null where it is not known
   * @param bus null on a node without a cluster
   * @param http null on a node that does not listen
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Report(String name, String id, Instant startedAt, int port, int cores, @Nullable Double load,
      long heapUsed, long heapMax, int threads, List<Role> roles, @Nullable BusView bus, @Nullable Http http) {}

  /** @param up whether it was heard of in the last ten seconds */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Node(boolean up, Instant seenAt, Report report) {}

  public record ListNodes() {}

  /** Replaces what the node told before. Nodes that told nothing for an hour are forgotten. */
  public static final Request<Report, Void> REPORT =
      Request.of("platform.node.report", Report.class, Void.class, QUICK);

  /** Lists the nodes by name. */
  public static final Request<ListNodes, Page<Node>> LIST =
      Request.list("platform.node.list", ListNodes.class, Node.class, QUICK);
}
