package com.mas.domain.people.privacy;

import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.db.Database;
import com.mas.db.Table;
import com.mas.module.Parts;
import com.mas.runs.Runs;
import com.mas.runs.RunsContract;
import java.time.Duration;
import java.util.List;

/** Answers for people's own data: one line for each address. Any number of instances. */
public final class PrivacyVerticle extends DomainVerticle {
  private final ExportService exports;
  private final ErasureService erasures;
  private final RetentionService retention;

  /**
   * @param tables of all modules
   * @param grace after which an erasure takes effect that a person has asked for
   */
  public PrivacyVerticle(Parts parts, Capacity capacity, List<Table> tables, Duration grace) {
    super(parts.bus(), capacity);
    Database db = parts.database();
    Runs runs = new Runs(parts.bus(), db);
    PersonalRows rows = new PersonalRows(db, parts.installation().phones(), tables);
    PersonLookup people = new PersonLookup(parts.bus());
    exports = new ExportService(db, rows, people, parts.jobs(), runs, parts.ids(), parts.clock());
    erasures = new ErasureService(parts.bus(), db, rows, people, parts.jobs(), runs, parts.ids(), grace);
    retention = new RetentionService(runs, tables);
  }

  @Override
  protected void open() {
    answer(PrivacyContract.MY_DATA, (call, ask) -> erasures.state(call, exports.mine(call)));
    answer(PrivacyContract.EXPORT_ME, (call, ask) -> exports.start(call, call.userId()));
    answer(PrivacyContract.MY_EXPORT, (call, ask) -> exports.newest(call, call.userId(), true));
    answer(PrivacyContract.MY_FILE, (call, ask) -> exports.file(call, call.userId(), true, ask.from()));
    answer(PrivacyContract.EXPORT_PERSON, (call, ask) -> exports.start(call, ask.id()));
    answer(PrivacyContract.PERSON_EXPORT, (call, ask) -> exports.newest(call, ask.id(), false));
    answer(PrivacyContract.PERSON_FILE, (call, ask) -> exports.file(call, ask.id(), false, ask.from()));
    answer(PrivacyContract.MAKE_EXPORT, (call, ask) -> exports.make(call, ask, this::isStopping));

    on(RunsContract.GIVEN_UP, (call, run) -> exports.givenUp(run));

    answer(PrivacyContract.ERASE_ME, erasures::eraseMe);
    answer(PrivacyContract.MY_ERASURE, (call, ask) -> erasures.mine(call));
    answer(PrivacyContract.KEEP_ME, (call, ask) -> erasures.keepMe(call));
    answer(PrivacyContract.ERASE_PERSON, (call, ask) -> erasures.erase(call, ask.id()));
    answer(PrivacyContract.ERASURES, erasures::list);
    answer(PrivacyContract.ERASE, (call, ask) -> erasures.work(call, ask, this::isStopping));

    answer(PrivacyContract.APPLY_RETENTION, (call, ask) -> retention.apply(call, ask, this::isStopping));
  }
}
