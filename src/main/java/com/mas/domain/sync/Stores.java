package com.mas.domain.sync;

import com.mas.bus.Bus;
import com.mas.db.Database;

/** What service and engine work on. */
record Stores(Bus bus, Database db, ConfigRepository configs, LearnerRepository learners, ReportRepository reports,
    PhoneRepository phones, AwardRepository awards, RunRepository runs, Outbox outbox, LmsConnector connector) {
  static Stores of(Bus bus, Database db, Outbox outbox, LmsConnector connector) {
    return new Stores(bus, db, new ConfigRepository(db, bus.clock()), new LearnerRepository(db),
        new ReportRepository(db), new PhoneRepository(db), new AwardRepository(db),
        new RunRepository(db, bus.clock()), outbox, connector);
  }
}
