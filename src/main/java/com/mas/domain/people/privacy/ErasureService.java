package com.mas.domain.people.privacy;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Table;
import com.mas.db.UuidV7;
import com.mas.domain.people.identity.DirectoryContract.Person;
import com.mas.domain.people.identity.PersonContract;
import com.mas.domain.people.identity.PersonContract.ClosePerson;
import com.mas.domain.people.identity.PersonContract.ProvePerson;
import com.mas.domain.people.privacy.ErasureRepository.Stored;
import com.mas.domain.people.privacy.PrivacyContract.Erase;
import com.mas.domain.people.privacy.PrivacyContract.EraseMe;
import com.mas.domain.people.privacy.PrivacyContract.Erasure;
import com.mas.domain.people.privacy.PrivacyContract.Export;
import com.mas.domain.people.privacy.PrivacyContract.ListErasures;
import com.mas.domain.people.privacy.PrivacyContract.MyData;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import com.mas.runs.About;
import com.mas.runs.Budget;
import com.mas.runs.Move;
import com.mas.runs.Phases;
import com.mas.runs.Runs;
import com.mas.runs.Slice;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** Plans that people are erased, and erases them table by table. */
final class ErasureService {
  private static final String QUEUE = "databaseQueue";
  private static final String ERASED = "erased";
  private static final int ATTEMPTS = 20;
  /** Longer than nodes need to hear that the person's sessions have ended. */
  private static final Duration SETTLE = Duration.ofSeconds(3);
  private static final Duration POLL = Duration.ofMillis(500);
  /** After that, domains that have not acted upon the erasure are not waited for. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Bus bus;
  private final Database db;
  private final ErasureRepository erasures;
  private final PersonalRows rows;
  private final PersonLookup people;
  private final Jobs jobs;
  private final Runs runs;
  private final UuidV7 ids;
  private final Clock clock;
  private final Duration grace;

  /** @param table place of the table that is next */
  record At(int table) {}

  /** @param grace after which an erasure takes effect that a person has asked for */
  ErasureService(Bus bus, Database db, PersonalRows rows, PersonLookup people, Jobs jobs, Runs runs, UuidV7 ids,
      Duration grace) {
    this.bus = bus;
    this.db = db;
    this.erasures = new ErasureRepository(db);
    this.rows = rows;
    this.people = people;
    this.jobs = jobs;
    this.runs = runs;
    this.ids = ids;
    this.clock = bus.clock();
    this.grace = grace;
  }

  Erasure eraseMe(Call call, EraseMe ask) {
    Database.await(bus.send(call, PersonContract.PROVE, new ProvePerson(ask.password(), ask.code())));
    return plan(call, call.userId(), grace);
  }

  /** Returns what is planned for the caller, and the time of grace, with the caller's newest export. */
  MyData state(Call call, Optional<Export> export) {
    return new MyData(export.orElse(null),
        erasures.live(call.tenant(), call.userId()).map(Stored::shown).orElse(null), Math.toIntExact(grace.toDays()));
  }

  Erasure mine(Call call) {
    return live(call).shown();
  }

  Erasure keepMe(Call call) {
    return erasures.cancel(live(call).id(), clock.instant()).map(Stored::shown)
        .orElseThrow(PrivacyContract.ERASURE_BEGUN::refusal);
  }

  private Stored live(Call call) {
    return erasures.live(call.tenant(), call.userId()).orElseThrow(PrivacyContract.ERASURE_UNKNOWN::refusal);
  }

  /** Closes the account at once, so that the caller hears of a refusal; the rest is the stored request's. */
  Erasure erase(Call call, UUID person) {
    people.get(call, person);
    Database.await(bus.send(call, PersonContract.CLOSE, new ClosePerson(person, null)));
    return plan(call, person, Duration.ZERO);
  }

  Page<Erasure> list(Call call, ListErasures ask) {
    return erasures.list(call.tenant(), ask.state(), PageWindow.of(ask));
  }

  private Erasure plan(Call call, UUID person, Duration after) {
    Instant now = clock.instant();
    return db.transaction(tx -> {
      Stored planned = erasures.plan(tx, ids.next(), call.tenant(), person, call.userId(), ids.next(), now,
          now.plus(after));
      // one for each time at which it is due: the first of them that comes does the work
      jobs.store(tx, PrivacyContract.ERASE, new Erase(planned.id()), JobOptions.on(QUEUE)
          .unique("erase " + planned.id() + " " + planned.dueAt()).at(planned.dueAt()).attempts(ATTEMPTS)
          .because(call.asProduct(call.tenant())));
      return planned;
    }).shown();
  }

  Erasure work(Call call, Erase ask, BooleanSupplier stopping) {
    Optional<Stored> begun = erasures.begin(ask.id(), clock.instant());
    if (begun.isPresent()) {
      Stored erasure = begun.get();
      Call mine = call.asProduct(erasure.tenant());
      runs.work(mine, new About("privacy.erasure", erasure.tenant(), erasure.id().toString()), Phases.from(new At(0))
          .then("close", (slice, at) -> close(mine, erasure, at))
          .then("tell", (slice, at) -> tell(slice, erasure, at))
          .then("rows", (slice, at) -> rows(slice, mine, erasure, at)),
          Budget.of(PrivacyContract.ERASE.timeout(), stopping));
    }
    return erasures.find(ask.id()).orElseThrow(PrivacyContract.ERASURE_UNKNOWN::refusal).shown();
  }

  private Move<At> close(Call call, Stored erasure, At at) {
    Database.await(bus.send(call, PersonContract.CLOSE, new ClosePerson(erasure.person(), erasure.id())));
    Slice.pause(SETTLE);
    return Move.done(at);
  }

  /** Waits until the domains have acted that keep something of the person outside of the database. */
  private Move<At> tell(Slice slice, Stored erasure, At at) {
    if (erasures.untold(erasure.id()) == 0 || slice.now().isAfter(slice.run().askedAt().plus(PATIENCE))) {
      return Move.done(at);
    }
    Slice.pause(POLL);
    return Move.to(at);
  }

  private Move<At> rows(Slice slice, Call call, Stored erasure, At at) {
    List<Table> tables = rows.tables();
    Optional<Person> person = people.find(call, erasure.person());
    return slice.write(tx -> {
      if (person.isEmpty()) { // the account is the last to go
        erasures.end(tx, erasure.id(), slice.now(), slice.run().sums().get(ERASED));
        return Move.done(at);
      }
      Table table = tables.get(Math.min(at.table, tables.size() - 1));
      int erased = rows.erase(tx, table, person.get(), erasure.tenant(), erasure.standIn());
      return Move.to(erased == 0 ? new At(at.table + 1) : at).count(ERASED, erased)
          .percent(Math.min(99, 100 * at.table / tables.size()));
    });
  }
}
