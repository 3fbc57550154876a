package com.mas.domain.sync;

import com.mas.bus.Bus;
import com.mas.db.Database;
import java.util.UUID;
import java.util.function.Supplier;

/** What service and engine work on. */
record Stores(Bus bus, Database db, ConfigRepository configs, LearnerRepository learners, RunRepository runs,
    Outbox outbox, LmsConnector connector) {
  static Stores of(Bus bus, Database db, Supplier<UUID> ids, Outbox outbox, LmsConnector connector) {
    return new Stores(bus, db, new ConfigRepository(db, bus.clock()), new LearnerRepository(db, ids),
        new RunRepository(db, bus.clock()), outbox, connector);
  }
}
