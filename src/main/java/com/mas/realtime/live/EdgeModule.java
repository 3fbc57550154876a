package com.mas.realtime.live;

import com.mas.module.SettingsReader;
import io.vertx.core.Future;

/** Declares one kind of live traffic: its settings, and how it is opened on a node that has HTTP. */
@FunctionalInterface
public interface EdgeModule {
  /** Opens the traffic on this node, before HTTP listens. */
  @FunctionalInterface
  interface Plan {
    Future<?> open(Edge edge);
  }

  /** Reads the settings and returns what opens the traffic; called before anything else is opened. */
  Plan plan(SettingsReader from);
}
