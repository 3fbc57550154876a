package com.mas.realtime.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Principal.Role;
import com.mas.realtime.terminal.TerminalContract.AppendRecording;
import com.mas.realtime.terminal.TerminalContract.Appended;
import com.mas.realtime.terminal.TerminalContract.CloseSession;
import com.mas.realtime.terminal.TerminalContract.CreateSession;
import com.mas.realtime.terminal.TerminalContract.ListRecordings;
import com.mas.realtime.terminal.TerminalContract.NewSession;
import com.mas.realtime.terminal.TerminalContract.NotRecorded;
import com.mas.realtime.terminal.TerminalContract.Purge;
import com.mas.realtime.terminal.TerminalContract.RemoveRecording;
import com.mas.realtime.terminal.TerminalVerticle.Quotas;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests how much is recorded at most, by any account and by many at once. */
class RecordingQuotaIT {
  private static final long MB = 1 << 20;
  private static final int PART = 64 << 10;
  private static final long NO_BOUND = 1L << 40;

  private final AtomicLong freeDisk = new AtomicLong(NO_BOUND);
  private TerminalHouse house;

  private void open(Quotas quotas) {
    house = new TerminalHouse(new TerminalVerticle.Config(Duration.ofDays(30), quotas, freeDisk::get),
        new TerminalRelay.Config(TerminalHouse.HOST_GONE, 3, 4));
  }

  @AfterEach
  void close() {
    countersAreRight();
    house.close();
  }

  /** Compares the counters with what is really there; those of tenants in whole MB. */
  private void countersAreRight() {
    assertEquals(0, house.number("""
        SELECT count(*) FROM terminal.recorded c FULL JOIN (
          SELECT s.tenant, s.owner_id, sum(r.bytes) AS bytes FROM terminal.recordings r
            JOIN terminal.sessions s ON s.id = r.session_id GROUP BY 1, 2) t USING (tenant, owner_id)
         WHERE coalesce(c.bytes, 0) <> coalesce(t.bytes, 0)"""));
    assertEquals(0, house.number("""
        SELECT count(*) FROM terminal.recorded_of_tenants t
         WHERE bytes <> (SELECT coalesce(sum(ceil(bytes / 1048576.0)), 0) * 1048576 FROM terminal.recorded c
                          WHERE t.tenant IN ('', c.tenant))"""));
    assertEquals(house.number("SELECT coalesce(sum(bytes), 0) FROM terminal.recordings"),
        house.number("SELECT coalesce(sum(octet_length(lines)), 0) FROM terminal.recording_parts"));
  }

  private NewSession session(UUID owner) {
    return TerminalHouse.await(house.send(owner, Role.USER, TerminalContract.SESSIONS_CREATE,
        new CreateSession("Pairing", null, null, null, true, null)));
  }

  private Future<Appended> send(NewSession session, UUID writer, int sequence) {
    String line = "[0.5, \"o\", \"" + "x".repeat(PART - 15) + "\"]\n";
    assertEquals(PART, line.length());
    return house.send(house.owner, Role.USER, TerminalContract.RECORDINGS_APPEND,
        new AppendRecording(session.id(), writer, sequence, line, 80, 24, 0.5));
  }

  /** Sends until it is refused; answers why. */
  private NotRecorded fill(NewSession session) {
    UUID writer = UUID.randomUUID();
    for (int i = 0; i < 1000; i++) {
      Appended appended = TerminalHouse.await(send(session, writer, i));
      if (appended.refused() != null) {
        return appended.refused();
      }
    }
    throw new AssertionError("nothing was refused");
  }

  private long bytes() {
    return house.number("SELECT coalesce(sum(bytes), 0) FROM terminal.recordings");
  }

  private Object refusedToMake(UUID owner) {
    FailureException failure = assertThrows(FailureException.class, () -> session(owner));
    assertEquals(Failure.CONFLICT, failure.failure());
    assertTrue(failure.detail().message().contains("without recording"), failure.detail()::message);
    return ((Map<?, ?>) failure.detail().data()).get("because");
  }

  @Test
  void aSessionRecordsSoMuchAndSaysSoAtItsEndOnce() {
    open(new Quotas(MB, 100 * MB, 100 * MB, NO_BOUND, NO_BOUND, 0));
    NewSession session = session(house.owner);
    NotRecorded why = fill(session);
    assertEquals("session", why.because());
    assertTrue(why.message().contains("1 MB"), why::message);
    assertEquals("session", fill(session).because());
    assertTrue(bytes() <= MB && bytes() > MB - 2 * PART, () -> bytes() + " bytes");
    assertTrue(house.file(session).endsWith("[0.500000, \"m\", \"recording stopped: " + why.message() + "\"]\n"));
    assertEquals(1, house.number("SELECT count(*) FROM terminal.recording_parts WHERE lines LIKE '%stopped%'"));
    Appended where = house.ask(TerminalContract.RECORDINGS_APPEND,
        new AppendRecording(session.id(), null, 0, "", 2, 1, 0));
    assertNull(where.refused(), "a little would fit");
    assertEquals(0.5, where.seconds());
  }

  @Test
  void anAccountHasNoMoreInSessionsThatAreEndedAndMadeAnew() {
    open(new Quotas(MB, 3 * MB, 100 * MB, NO_BOUND, NO_BOUND, 0));
    List<NewSession> sessions = new ArrayList<>();
    NotRecorded why = null;
    for (int i = 0; i < 10 && (why == null || why.because().equals("session")); i++) {
      sessions.add(session(house.owner));
      why = fill(sessions.getLast());
      house.ask(TerminalContract.SESSIONS_CLOSE, new CloseSession(sessions.getLast().id()));
    }
    assertEquals("account", why.because());
    assertTrue(bytes() <= 3 * MB && bytes() > 2 * MB, () -> bytes() + " bytes");
    NewSession another = session(UUID.randomUUID());
    assertEquals("session", fill(another).because(), "another account has its own");

    house.ask(TerminalContract.RECORDINGS_REMOVE,
        new RemoveRecording(sessions.getFirst().id(), sessions.getFirst().id()));
    assertEquals("session", fill(session(house.owner)).because(), "deleting makes room");
  }

  @Test
  void aFullAccountMakesNoSessionToBeRecorded() {
    open(new Quotas(MB, MB, 100 * MB, NO_BOUND, NO_BOUND, 0));
    NewSession session = session(house.owner);
    fill(session);
    assertEquals("account", refusedToMake(house.owner));
    house.create(false);
    house.ask(TerminalContract.RECORDINGS_REMOVE, new RemoveRecording(session.id(), session.id()));
    assertNotNull(session(house.owner));
  }

  @Test
  void aQuotaHoldsHoweverManySessionsRecordAtOnce() {
    open(new Quotas(3 * MB, 3 * MB, 100 * MB, NO_BOUND, NO_BOUND, 0));
    List<NewSession> sessions = IntStream.range(0, 12).mapToObj(i -> session(house.owner)).toList();
    List<Future<Appended>> all = new ArrayList<>();
    sessions.forEach(session -> {
      UUID writer = UUID.randomUUID();
      IntStream.range(0, 10).forEach(i -> all.add(send(session, writer, i)));
    });
    TerminalHouse.await(Future.all(all));
    long refused = all.stream().filter(each -> each.result().refused() != null).count();
    assertTrue(refused > 0, "7.5 MB were sent");
    assertTrue(bytes() <= 3 * MB && bytes() > 2 * MB, () -> bytes() + " bytes");
  }

  @Test
  void aTenantHasNoMoreThanItMayHoweverManyAccounts() {
    open(new Quotas(MB, 2 * MB, 100 * MB, 4 * MB, NO_BOUND, 0));
    List<Future<Appended>> all = new ArrayList<>();
    for (int account = 0; account < 8; account++) {
      NewSession session = session(UUID.randomUUID());
      UUID writer = UUID.randomUUID();
      IntStream.range(0, 14).forEach(i -> all.add(send(session, writer, i)));
    }
    TerminalHouse.await(Future.all(all));
    assertTrue(
        all.stream().map(each -> each.result().refused()).anyMatch(no -> no != null && no.because().equals("tenant")));
    assertTrue(bytes() <= 4 * MB && bytes() > 3 * MB, () -> bytes() + " bytes");
    assertEquals(4 * MB, house.number("SELECT bytes FROM terminal.recorded_of_tenants WHERE tenant = 'mas'"));
  }

  @Test
  void allTogetherHaveNoMoreThanTheDatabaseMay() {
    open(new Quotas(MB, 2 * MB, 100 * MB, 100 * MB, 2 * MB, 0));
    fill(session(UUID.randomUUID()));
    fill(session(UUID.randomUUID()));
    assertEquals("all", fill(session(UUID.randomUUID())).because());
  }

  @Test
  void deletingDoesNotMakeADayLonger() {
    open(new Quotas(MB, 2 * MB, 3 * MB, NO_BOUND, NO_BOUND, 0));
    NotRecorded why = null;
    for (int i = 0; i < 10 && (why == null || why.because().equals("session")); i++) {
      NewSession session = session(house.owner);
      why = fill(session);
      house.ask(TerminalContract.SESSIONS_CLOSE, new CloseSession(session.id()));
      house.ask(TerminalContract.RECORDINGS_LIST, new ListRecordings(session.id(), null, null)).items()
          .forEach(each -> house.ask(TerminalContract.RECORDINGS_REMOVE, new RemoveRecording(session.id(), each.id())));
    }
    assertEquals("day", why.because());
    house.clock.advance(Duration.ofDays(1));
    assertEquals("session", fill(session(house.owner)).because());
  }

  @Test
  void nothingIsRecordedWhenTheDiskIsNearlyFull() {
    open(new Quotas(MB, 2 * MB, 3 * MB, NO_BOUND, NO_BOUND, 10 * MB));
    NewSession session = session(house.owner);
    assertNull(TerminalHouse.await(send(session, UUID.randomUUID(), 0)).refused());
    freeDisk.set(10 * MB - 1);
    assertEquals("disk", fill(session).because());
    assertEquals("disk", refusedToMake(house.owner));
    assertEquals(PART, bytes());
    freeDisk.set(10 * MB);
    assertNull(TerminalHouse.await(send(session, UUID.randomUUID(), 0)).refused());
  }

  @Test
  void whatIsPurgedOrGoesWithItsSessionMakesRoom() {
    open(new Quotas(MB, MB, 100 * MB, NO_BOUND, NO_BOUND, 0));
    fill(session(house.owner));
    house.clock.advance(Duration.ofDays(31));
    house.ask(TerminalContract.PURGE, new Purge());
    assertEquals(0, bytes());
    NewSession next = session(house.owner);
    fill(next);
    house.execute("DELETE FROM terminal.sessions WHERE id = '" + next.id() + "'");
    assertEquals(0, bytes());
    fill(session(house.owner));
  }
}
