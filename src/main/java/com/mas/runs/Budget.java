package com.mas.runs;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Bounds what one slice may take.
 *
 * @param time after which the rest is for the next slice
 * @param stopping whether this node is going down, and the rest is for another one
 * @param durable whether commits wait for the disk. Where all that a step brings about is in its commit, they need not:
 *     if the database's server dies, checkpoint and writes of the last moment are lost together
 */
public record Budget(Duration time, BooleanSupplier stopping, boolean durable) {
  public static Budget of(Duration time, BooleanSupplier stopping) {
    return new Budget(time, stopping, true);
  }

  public Budget relaxed() {
    return new Budget(time, stopping, false);
  }
}
