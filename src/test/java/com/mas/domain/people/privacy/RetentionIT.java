package com.mas.domain.people.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.boot.Modules;
import com.mas.bus.Capacity;
import com.mas.db.Table;
import com.mas.domain.people.privacy.PrivacyContract.ApplyRetention;
import com.mas.module.Parts;
import com.mas.testkit.House;
import com.mas.testkit.TestInstallation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that have lived as long as their tables declare, and those that have not. */
class RetentionIT {
  @AutoClose private static final Records records = new Records();

  private static final class Records extends House {
    Records() {
      super("2026-03-10T09:00:00Z");
      deploy(new PrivacyVerticle(new Parts(vertx, bus, db, null, TestInstallation.PLAIN, Map.of()),
          new Capacity("privacy", 1, 100), Modules.tables(), Duration.ZERO));
    }

    long deleted() {
      return run(PrivacyContract.APPLY_RETENTION, new ApplyRetention()).deleted();
    }

    Instant before(Duration time) {
      return clock.instant().minus(time);
    }
  }

  @BeforeEach
  void empty() {
    records.execute("TRUNCATE identity.users, identity.session_ends, runs.run, privacy.exports, meeting.rooms CASCADE");
  }

  private static void end(Duration ago, int many) {
    records.execute("INSERT INTO identity.session_ends (user_id, generation, ended_at) SELECT gen_random_uuid(), 1, '"
        + records.before(ago) + "' FROM generate_series(1, " + many + ")");
  }

  @Test
  void exactlyWhatIsOlderIsDeletedHoweverMuchThereIs() {
    end(Duration.ofDays(1).plusMillis(1), 2 * TableSql.REMOVED_AT_ONCE + 300);
    end(Duration.ofDays(1), 3);
    end(Duration.ZERO, 4);
    assertEquals(2 * TableSql.REMOVED_AT_ONCE + 300, records.deleted());
    assertEquals(7, records.number("SELECT count(*) FROM identity.session_ends"));
    assertEquals(0, records.deleted());
  }

  @Test
  void eachTableHasItsOwnTime() {
    UUID user = UUID.randomUUID();
    records.execute("INSERT INTO identity.users (id, tenant, email, full_name, role, created_at, updated_at) VALUES ('"
        + user + "', 'mas', 'a@x.example', 'Asha', 'USER', now(), now())");
    for (Duration expired : List.of(Duration.ofDays(7).plusMillis(1), Duration.ofDays(7), Duration.ofDays(-30))) {
      records.execute("INSERT INTO identity.refresh_tokens (id, user_id, family, generation, token_hash, created_at,"
          + " expires_at) VALUES (gen_random_uuid(), '" + user + "', gen_random_uuid(), 0,"
          + " decode(md5(random()::text), 'hex'), now(), '" + records.before(expired) + "')");
    }
    for (Map.Entry<String, Duration> code : Map.of("login", Duration.ofMillis(1), "verify_email", Duration.ZERO)
        .entrySet()) {
      records.execute("INSERT INTO identity.one_time_codes (user_id, purpose, code_hash, created_at, expires_at) VALUES"
          + " ('" + user + "', '" + code.getKey() + "', '\\x01', now(), '" + records.before(code.getValue()) + "')");
    }
    for (Duration ended : List.of(Duration.ofDays(30).plusMillis(1), Duration.ofDays(30))) {
      records.execute("INSERT INTO runs.run (id, kind, tenant, subject, state, phases, asked_at, moved_at, ended_at)"
          + " VALUES (gen_random_uuid(), 'x', 'mas', '', 'completed', '{}', now(), now(), '" + records.before(ended)
          + "')");
    }
    records.execute("INSERT INTO runs.run (id, kind, tenant, subject, state, phases, asked_at, moved_at) VALUES"
        + " (gen_random_uuid(), 'x', 'mas', '', 'queued', '{}', '2020-01-01', '2020-01-01')");
    assertEquals(3, records.deleted());
    assertEquals(2, records.number("SELECT count(*) FROM identity.refresh_tokens"));
    assertEquals("verify_email", records.database.column("SELECT purpose FROM identity.one_time_codes").getFirst());
    assertEquals(2, records.number("SELECT count(*) FROM runs.run WHERE kind = 'x'"));
    assertEquals(1, records.number("SELECT count(*) FROM identity.users"));
  }

  @Test
  void recordingsOfCallsGoAfterNinetyDaysWithTheConsentsToThem() {
    records.execute("INSERT INTO meeting.rooms (id, tenant, mentor_id, student_id, title, starts_at, ends_at, state,"
        + " created_at) SELECT ('00000000-0000-7000-8000-00000000000' || n)::uuid, 'mas', gen_random_uuid(),"
        + " gen_random_uuid(), 'A call', now(), now(), 'open', now() FROM generate_series(1, 2) n");
    for (Map.Entry<Integer, Duration> each : Map.of(1, Duration.ofDays(90).plusMillis(1), 2, Duration.ofDays(90))
        .entrySet()) {
      String id = "00000000-0000-7000-8000-00000000000" + each.getKey();
      records.execute("INSERT INTO meeting.recordings (id, room_id, started_by, started_at) VALUES ('" + id + "', '"
          + id + "', gen_random_uuid(), '" + records.before(each.getValue()) + "')");
      records.execute("INSERT INTO meeting.consents (recording_id, user_id, given, at) VALUES ('" + id
          + "', gen_random_uuid(), true, now())");
    }
    assertEquals(1, records.deleted());
    assertEquals(List.of("00000000-0000-7000-8000-000000000002"),
        records.column("SELECT recording_id FROM meeting.consents"));
  }

  @Test
  void runsOfSyncsAndRemindersGoAfterFourHundredDaysWithTheirErrorsAndLogs() {
    Map.of("a1", Duration.ofDays(400).plusMillis(1), "a2", Duration.ofDays(400)).forEach((number, ended) -> {
      String id = "'00000000-0000-7000-8000-0000000000" + number + "'";
      String end = "'" + records.before(ended) + "'";
      records.execute("INSERT INTO mrlearn.sync_runs (id, tenant, sync_config_id, graphy_course_id, status,"
          + " triggered_by, include_detailed_reports, phase, started_at, advanced_at, finished_at) VALUES (" + id
          + ", 'mas', " + id + ", 'c', 'success', 'manual', true, 'done', now(), now(), " + end + ")");
      records.execute("INSERT INTO mrlearn.sync_errors (run_id, phase, position, message, at) VALUES (" + id
          + ", 'listing', '0', 'It could not be read.', now())");
      records.execute("INSERT INTO reminder.runs (id, tenant, config_id, status, triggered_by, total, started_at,"
          + " finished_at) VALUES (" + id + ", 'mas', " + id + ", 'success', 'scheduled', 1, now(), " + end + ")");
      records.execute("INSERT INTO reminder.logs (id, run_id, tenant, config_id, course_id, graphy_user_id, learner_id,"
          + " template, period_until, created_at) VALUES (" + id + ", " + id + ", 'mas', " + id + ", 'c', 'u', " + id
          + ", 't', now(), now())");
    });
    records.deleted();
    for (String table : List.of("mrlearn.sync_runs", "mrlearn.sync_errors", "reminder.runs", "reminder.logs")) {
      assertEquals(1, records.number("SELECT count(*) FROM " + table + ""), table);
    }
  }

  /** These periods were promised; whatever else is said of a table is its domain's own choice. */
  @Test
  void thePeriodsThatWerePromisedAreDeclared() {
    Map<String, Table.Retention> declared = Modules.tables().stream()
        .collect(Collectors.toMap(Table::name, Table::retention));
    assertEquals(new Table.Keeps(Duration.ofDays(90), "started_at"), declared.get("meeting.recordings"));
    assertEquals(new Table.GoesWith("meeting.recordings"), declared.get("meeting.consents"));
    assertEquals(new Table.GoesWith("terminal.recordings"), declared.get("terminal.recording_parts"));
    assertEquals(List.of(), declared.keySet().stream().filter(table -> table.startsWith("model.")).toList(),
        "what a language model is asked is not stored");
  }

  @Test
  void everyTableComesBeforeThoseThatTellItsRowsAndThePeopleLast() {
    List<String> order = TableOrder.childrenFirst(Modules.tables()).stream().map(Table::name).toList();
    assertEquals(Modules.tables().size(), order.size());
    assertEquals("identity.users", order.getLast());
    assertTrue(order.indexOf("reminder.logs") < order.indexOf("mrlearn.learners"));
    assertTrue(order.indexOf("mrlearn.learner_reports") < order.indexOf("mrlearn.learners"));
    assertTrue(order.indexOf("notification.attempts") < order.indexOf("notification.deliveries"));
    Table one = Table.of("x.one").partOf("x.two", "two_id");
    Table two = Table.of("x.two").partOf("x.one", "one_id");
    assertThrows(IllegalArgumentException.class, () -> TableOrder.childrenFirst(List.of(one, two)));
    assertThrows(IllegalArgumentException.class, () -> TableOrder.childrenFirst(List.of(one)));
    assertThrows(IllegalArgumentException.class, () -> Table.of("x.y").email("email").ledger());
  }
}
