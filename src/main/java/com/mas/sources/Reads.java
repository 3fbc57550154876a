package com.mas.sources;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Keeps how a session reads each of its phases. Made by a connector, once for each session. */
public final class Reads {
  private final Map<Stage<?>, Function<Ask, ? extends Batch<?>>> byStage = new LinkedHashMap<>();

  public <T> Reads on(Stage<T> stage, Function<Ask, Batch<T>> read) {
    byStage.put(stage, read);
    return this;
  }

  /** @throws IllegalArgumentException for a phase that the source does not have, or keys that do not fit it */
  public <T> Batch<T> read(Stage<T> stage, Ask ask) {
    Function<Ask, ? extends Batch<?>> read = byStage.get(stage);
    if (read == null || ask.of().size() != stage.depth()) {
      throw new IllegalArgumentException("nothing is read as " + stage.name() + " of " + ask.of());
    }
    return stage.cast(read.apply(ask));
  }
}
