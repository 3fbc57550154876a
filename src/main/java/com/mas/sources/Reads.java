package com.mas.sources;

import com.mas.meters.Meters;
import com.mas.meters.Meters.Scale;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Keeps how a session reads each of its phases, and times it. Made by a connector, once for each session. */
public final class Reads {
  private final Map<Stage<?>, Function<Ask, ? extends Batch<?>>> byStage = new LinkedHashMap<>();

  private final Source source;

  public Reads(Source source) {
    this.source = source;
  }

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
    long begun = System.nanoTime();
    String outcome = "failed";
    try {
      Batch<T> batch = stage.cast(read.apply(ask));
      outcome = "read";
      return batch;
    } finally {
      Meters.histogram("sources.page", "Time to read one page of a source", Scale.BRIEF,
          "source", source.name(), "phase", stage.name(), "outcome", outcome)
          .record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
    }
  }
}
