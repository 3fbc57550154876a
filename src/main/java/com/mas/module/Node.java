package com.mas.module;

import com.mas.bus.Bus;
import com.mas.bus.BusHealth;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * Describes this node, once everything else of it is open.
 *
 * @param name how operators know it
 * @param id the one in the cluster; the name without a cluster
 * @param port where HTTP listens; 0 where it does not
 * @param roles that run here now, in starting order
 * @param health null without a cluster
 */
public record Node(Vertx vertx, Bus bus, String name, String id, Instant startedAt, int port,
    Supplier<List<Role>> roles, BusHealth health) {
  /**
   * A verticle of this node.
   *
   * @param instances one or more
   */
  public record Role(String name, int instances, int pool, int inHand) {}

  /** Opens what a domain has on every node, whichever roles run there. */
  @FunctionalInterface
  public interface Part {
    /** Returns what closes it; called before anything else of the node is stopped. */
    AutoCloseable open(Node node);
  }
}
