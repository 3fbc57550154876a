package com.mas.http;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Answers to questions from outside about the state of this node.
 *
 * @param accepting whether the node wants traffic; false from the first moment of a shutdown
 * @param checks run for each readiness request, side by side, two seconds at the most
 * @param metrics the Prometheus exposition, written when asked for
 */
public record Probes(BooleanSupplier accepting, List<Check> checks, Supplier<String> metrics) {
  public Probes {
    checks = List.copyOf(checks);
  }

  /** @param required whether the node is of no use without it; what is not is shown, but keeps nobody away */
  public record Check(String name, boolean required, Supplier<? extends Future<?>> run) {}
}
