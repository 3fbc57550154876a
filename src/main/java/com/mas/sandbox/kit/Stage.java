package com.mas.sandbox.kit;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;

/**
 * Gives a simulator what it is made of.
 *
 * @param host of the ports that simulators open themselves
 * @param made simulators that were declared before this one
 */
public record Stage(Vertx vertx, Clock clock, String host, List<Simulator> made) {
  /** Makes the simulator of one provider; called once for each sandbox. */
  @FunctionalInterface
  public interface Maker {
    Simulator on(Stage stage);
  }

  /** Returns the simulator that was declared before; fails with {@link IllegalStateException} without one. */
  public <S extends Simulator> S made(Class<S> type) {
    return made.stream().filter(type::isInstance).map(type::cast).findFirst()
        .orElseThrow(() -> new IllegalStateException(type.getSimpleName() + " is not declared before"));
  }
}
