package com.mas.domain.learning.sync;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.phone.PhoneRules;
import com.mas.runs.Runs;
import com.mas.sources.Connector;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.UUID;

/**
 * Holds the repositories and clients of service and engine.
 *
 * @param rules read numbers that name no country
 */
record Stores(Bus bus, Database db, ConfigRepository configs, LearnerRepository learners, ReportRepository reports,
    PhoneRepository phones, AwardRepository awards, LinkRepository links, TieRepository ties,
    PrefixRepository prefixes, RunRepository runs, Runs engine, Outbox outbox, Connector connector,
    PhoneRules rules) {
  static Stores of(Bus bus, Database db, Outbox outbox, Connector connector, PhoneRules rules) {
    return new Stores(bus, db, new ConfigRepository(db, bus.clock()), new LearnerRepository(db, rules),
        new ReportRepository(db, rules), new PhoneRepository(db), new AwardRepository(db),
        new LinkRepository(db), new TieRepository(db), new PrefixRepository(db),
        new RunRepository(db, bus.clock()), new Runs(bus, db), outbox, connector, rules);
  }

  /** Stores the request for a slice of a run, and keeps its id with the run. */
  Future<UUID> storeSlice(Tx tx, Call cause, UUID run, int slice, Instant due) {
    return outbox.advance(tx, cause, run, slice, due).compose(job -> runs.setJob(tx, run, job).map(job));
  }
}
