package com.mas.domain.learning.mrtest;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Page;
import com.mas.bus.Text;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Tx;
import com.mas.domain.learning.mrtest.ExamSyncContract.Tie;
import com.mas.domain.learning.mrtest.SiteClient.Sent;
import com.mas.domain.learning.mrtest.WriteBackContract.AdvancePush;
import com.mas.domain.learning.mrtest.WriteBackContract.CreateAccount;
import com.mas.domain.learning.mrtest.WriteBackContract.CreatedAccount;
import com.mas.domain.learning.mrtest.WriteBackContract.ListPushes;
import com.mas.domain.learning.mrtest.WriteBackContract.Push;
import com.mas.domain.learning.mrtest.WriteBackContract.PushAccepted;
import com.mas.domain.learning.mrtest.WriteBackContract.PushState;
import com.mas.domain.learning.mrtest.WriteBackContract.PushStudents;
import com.mas.domain.learning.mrtest.WriteBackRepository.Person;
import com.mas.domain.learning.mrtest.WriteBackRepository.Student;
import com.mas.domain.people.identity.DirectoryContract;
import com.mas.domain.people.identity.DirectoryContract.EnsureStudent;
import com.mas.domain.people.identity.DirectoryContract.StudentEnsured;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import com.mas.phone.PhoneRules;
import com.mas.runs.About;
import com.mas.runs.Budget;
import com.mas.runs.Counts;
import com.mas.runs.Move;
import com.mas.runs.Phases;
import com.mas.runs.Politeness;
import com.mas.runs.Runs;
import com.mas.runs.Slice;
import com.mas.sources.Trouble;
import com.mas.sources.UnreadableAnswer;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Makes students at the site of accounts here, and accounts here of students there. A student is looked for before he
 * is made, each time: what was made before a kill is found again and not made twice.
 */
final class WriteBackService {
  private static final int MOST_REASON = 300;
  private static final int SLICE_ATTEMPTS = 10;
  private static final Duration LONGEST_REST = Duration.ofMinutes(5);

  private final Bus bus;
  private final Database db;
  private final Jobs jobs;
  private final Supplier<UUID> ids;
  private final SiteSessions site;
  private final Config config;
  private final BooleanSupplier stopping;
  private final WriteBackRepository rows;
  private final Runs runs;

  /** @param pages pauses before each request to the site */
  record Config(Duration slice, Politeness pages, PhoneRules phones) {}

  /** @param site null when none is configured */
  WriteBackService(Bus bus, Database db, Jobs jobs, Supplier<UUID> ids, SiteSessions site, Config config,
      BooleanSupplier stopping) {
    this.bus = bus;
    this.db = db;
    this.jobs = jobs;
    this.ids = ids;
    this.site = site;
    this.config = config;
    this.stopping = stopping;
    this.rows = new WriteBackRepository(db);
    this.runs = new Runs(bus, db);
  }

  // --- accounts of students -----------------------------------------------------------------------------------------

  CreatedAccount createAccount(Call call, CreateAccount ask) {
    Student student = rows.student(call.tenant(), ask.studentId())
        .orElseThrow(WriteBackContract.STUDENT_UNKNOWN::refusal);
    if (student.tie() == Tie.AMBIGUOUS) {
      throw WriteBackContract.ACCOUNT_UNDECIDED.refusal();
    }
    if (student.tie() == Tie.PHONE && student.accountId() != null && ask.password() == null) {
      return new CreatedAccount(student.id(), student.accountId(), false, false);
    }
    if (student.email() == null) {
      throw WriteBackContract.NO_ADDRESS.refusal();
    }
    String key = student.emailKey() == null ? student.email() : student.emailKey();
    StudentEnsured account = Database.await(bus.send(call, DirectoryContract.ENSURE_STUDENT, new EnsureStudent(key,
        List.of(student.email()), student.name(), config.phones.international(student.phone()), ask.password(),
        ask.password() != null)));
    rows.tie(call.tenant(), student.email(), account.id());
    return new CreatedAccount(student.id(), account.id(), account.created(), account.passwordChanged());
  }

  // --- students of accounts -----------------------------------------------------------------------------------------

  PushAccepted push(Call call, PushStudents ask) {
    if ((ask.batchId() == null) == (ask.userIds() == null)) {
      throw WriteBackContract.NONE_TO_PUSH.refusal();
    }
    UUID id = ids.get();
    return db.transaction(tx -> {
      int people = rows.queue(tx, call.tenant(), ask.userIds() == null ? List.of() : ask.userIds(), ask.batchId(), id,
          bus.clock().instant());
      if (people == 0) {
        throw WriteBackContract.NONE_TO_PUSH.refusal();
      }
      UUID job = runs.put(tx, call, id, new About(WriteBackContract.PUSH_KIND, call.tenant(), ""),
          List.of("students"), this::store).orElseThrow(WriteBackContract.PUSH_UNDER_WAY::refusal);
      return new PushAccepted(id, job, people);
    });
  }

  Page<Push> pushes(Call call, ListPushes ask) {
    return rows.pushes(call.tenant(), ask.state(), PageWindow.of(ask));
  }

  Void advance(Call call, AdvancePush ask) {
    runs.advance(call, ask.runId(), ask.slice(), Phases.from("").then("students", this::next),
        Budget.of(config.slice, stopping), this::store);
    return null;
  }

  private Future<UUID> store(Tx tx, Call cause, UUID run, int number, Instant due) {
    return jobs.store(tx, WriteBackContract.ADVANCE_PUSH, new AdvancePush(run, number),
        JobOptions.on(ExamSyncContract.QUEUE).at(due).unique("mrtest-push-" + run + "-" + number)
            .attempts(SLICE_ATTEMPTS).within(ExamSyncContract.SLICE_LIMIT).because(cause));
  }

  private Move<String> next(Slice slice, String at) {
    Optional<Person> waiting = rows.next(slice.run().id());
    if (waiting.isEmpty()) {
      return Move.done(at);
    }
    Person person = waiting.get();
    try {
      Made made = make(slice.call().tenant(), person);
      return slice.record(tx -> {
        rows.settle(tx, slice.run().id(), person.accountId(), made.state, made.student, made.reason, slice.now());
        return Move.to(person.accountId().toString()).count(made.counts());
      });
    } catch (UnreadableAnswer e) {
      return Move.to(at).stop(e.getMessage());
    } catch (FailureException e) {
      return switch (Trouble.of(e)) {
        case OURS -> throw e;
        case MAINTENANCE -> Move.to(at).rest(slice.now().plus(rest(e)));
        default -> Move.to(at).stop(e.getMessage());
      };
    }
  }

  private static Duration rest(FailureException e) {
    Integer asked = e.detail().retryAfterSeconds();
    Duration rest = Duration.ofSeconds(asked == null ? 60 : Math.max(1, asked));
    return rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest;
  }

  private record Made(PushState state, String student, String reason) {
    Counts counts() {
      String what = state == PushState.MADE ? Counts.WRITTEN : state == PushState.THERE ? Counts.SKIPPED
          : Counts.FAILED;
      return Counts.NONE.plus(Counts.READ, 1).plus(what, 1);
    }
  }

  private Made make(String tenant, Person person) {
    SiteSessions.Open open = site.open(tenant, Politeness.NONE);
    Slice.pause(config.pages.next());
    String there = find(open, person.email());
    if (there != null) {
      return new Made(PushState.THERE, there, null);
    }
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("name", person.fullName() == null || person.fullName().isBlank() ? person.email() : person.fullName());
    fields.put("email", person.email());
    fields.put("phone", person.phone() == null ? "" : person.phone());
    try {
      Sent sent = open.send(open.client().paths().create(), fields);
      return sent.id() != null ? new Made(PushState.MADE, sent.id(), null)
          : new Made(PushState.REFUSED, null, Text.cut(String.join(" ", sent.wrong()), MOST_REASON));
    } catch (FailureException e) {
      if (e.failure() != Failure.TIMEOUT) {
        throw e;
      }
      String found = find(open, person.email());
      return found != null ? new Made(PushState.MADE, found, null) : new Made(PushState.UNKNOWN, null,
          "Mr. Test did not answer, and does not list the student; push again.");
    }
  }

  /** Returns the id of the student with this address; null when the site has none. */
  private static String find(SiteSessions.Open open, String email) {
    SiteClient.Page page = open.page(open.client().paths().students(), Map.of("q", email), false);
    if (page.isJson()) {
      throw new UnreadableAnswer("Mr. Test answered with data where a page was expected.", page.answer().text());
    }
    return open.client().pages().students(page.document()).rows().stream()
        .filter(student -> email.toLowerCase(Locale.ROOT).equals(student.email())).map(ExamRows.Person::id)
        .findFirst().orElse(null);
  }
}
