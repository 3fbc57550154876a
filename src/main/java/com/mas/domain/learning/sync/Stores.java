package com.mas.domain.learning.sync;

import com.mas.bus.Bus;
import com.mas.db.Database;
import com.mas.phone.PhoneRules;
import com.mas.runs.Runs;

/**
 * Holds the repositories and clients of service and engine.
 *
 * @param rules read numbers that name no country
 */
record Stores(Bus bus, Database db, ConfigRepository configs, LearnerRepository learners, ReportRepository reports,
    PhoneRepository phones, AwardRepository awards, LinkRepository links, TieRepository ties,
    PrefixRepository prefixes, RunRepository runs, Runs engine, Outbox outbox, LmsConnector connector,
    PhoneRules rules) {
  static Stores of(Bus bus, Database db, Outbox outbox, LmsConnector connector, PhoneRules rules) {
    return new Stores(bus, db, new ConfigRepository(db, bus.clock()), new LearnerRepository(db, rules),
        new ReportRepository(db, rules), new PhoneRepository(db), new AwardRepository(db),
        new LinkRepository(db), new TieRepository(db), new PrefixRepository(db),
        new RunRepository(db, bus.clock()), new Runs(bus, db), outbox, connector, rules);
  }
}
