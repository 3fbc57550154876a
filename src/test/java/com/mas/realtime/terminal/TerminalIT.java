package com.mas.realtime.terminal;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Json;
import com.mas.bus.Principal.Role;
import com.mas.realtime.terminal.TerminalContract.CloseSession;
import com.mas.realtime.terminal.TerminalContract.Ending;
import com.mas.realtime.terminal.TerminalContract.GetSession;
import com.mas.realtime.terminal.TerminalContract.LinkMode;
import com.mas.realtime.terminal.TerminalContract.ListRecordings;
import com.mas.realtime.terminal.TerminalContract.ListSessions;
import com.mas.realtime.terminal.TerminalContract.NewSession;
import com.mas.realtime.terminal.TerminalContract.Purge;
import com.mas.realtime.terminal.TerminalContract.ReadRecording;
import com.mas.realtime.terminal.TerminalContract.Recording;
import com.mas.realtime.terminal.TerminalContract.RevokeLink;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class TerminalIT {
  @AutoClose private static final TerminalHouse house = new TerminalHouse();
  private NewSession session;

  @AfterEach
  void end() {
    if (session != null) {
      house.ask(TerminalContract.SESSIONS_CLOSE, new CloseSession(session.id()));
    }
  }

  @Test
  void aSessionIsItsOwnersAndTheAdministrators() {
    session = house.create(false);
    assertEquals(3, session.links().size());
    assertEquals(session.id(), house.ask(TerminalContract.SESSIONS_GET, new GetSession(session.id())).id());
    assertEquals(Failure.NOT_FOUND, refused(UUID.randomUUID(), Role.USER));
    assertNull(refused(UUID.randomUUID(), Role.ADMIN));
    ListSessions everybodys = new ListSessions(true, true, null, null, null, null);
    house.refused(Failure.FORBIDDEN, TerminalContract.SESSIONS_LIST, everybodys);
    assertEquals(1, house.ask(TerminalContract.SESSIONS_LIST, new ListSessions(null, true, null, null, null, null))
        .total());
  }

  private static Failure refused(UUID user, Role role) {
    NewSession any = house.create(false);
    try {
      TerminalHouse.await(house.send(user, role, TerminalContract.SESSIONS_CLOSE, new CloseSession(any.id())));
      return null;
    } catch (FailureException refused) {
      house.ask(TerminalContract.SESSIONS_CLOSE, new CloseSession(any.id()));
      return refused.failure();
    }
  }

  @Test
  void aLateViewerSeesTheScreenAndThenWhatComes() {
    session = house.create(false);
    TerminalClient host = house.host(session);
    TerminalClient early = house.viewer(session, LinkMode.WATCH);
    host.write("\033]2;a title\007\033[31mred\033[0m\r\n\033[?2004h日本 ok");
    early.sees(1, "日本 ok");
    TerminalClient late = house.viewer(session, LinkMode.WATCH);
    late.sees(1, "日本 ok");
    assertArrayEquals(early.dump(), late.dump());
    TerminalClient raw = house.viewer(session, LinkMode.WATCH, "terminal.raw");
    TerminalClient first = house.viewer(session, LinkMode.WATCH, "");
    host.write("\r\nmore\033[?1049h\033[2J\033[Hfull");
    for (TerminalClient viewer : List.of(early, late, raw, first)) {
      viewer.sees(0, "full");
      assertArrayEquals(early.dump(), viewer.dump());
    }
    assertTrue(raw.last("state").isMissingNode(), "a raw viewer gets terminal bytes only");
  }

  @Test
  void theSizeFollowsTheHost() {
    session = house.create(false);
    TerminalClient host = house.host(session);
    TerminalClient viewer = house.viewer(session, LinkMode.WATCH);
    host.write("x".repeat(100));
    host.say(Map.of("type", "size", "columns", 120, "lines", 40));
    host.write("\r\nafter");
    viewer.sees(0, "x".repeat(100));
    viewer.sees(1, "after");
    assertEquals(120, viewer.columns());
    TerminalClient late = house.viewer(session, LinkMode.WATCH);
    late.sees(1, "after");
    assertEquals(120, late.columns());
  }

  @Test
  void onlyWhoHasTheKeyboardTypes() {
    session = house.create(false);
    TerminalClient host = house.host(session);
    TerminalClient watcher = house.viewer(session, LinkMode.WATCH);
    TerminalClient asha = house.viewer(session, LinkMode.ASK);
    TerminalClient ravi = house.viewer(session, LinkMode.WRITE);
    watcher.write("w");
    watcher.say(Map.of("type", "ask"));
    asha.write("too early");
    ravi.write("ravi ");
    host.hears("ravi ");
    asha.say(Map.of("type", "ask"));
    eventually("the host is asked by one",
        () -> host.last("state").path("asking").toString().equals("[\"" + asha.id() + "\"]"));
    host.say(Map.of("type", "grant", "viewer", asha.id(), "seconds", 60));
    eventually("she has it", () -> asha.last("state").path("holder").asText().equals(asha.id()));
    asha.write("asha ");
    host.hears("asha ");
    host.say(Map.of("type", "revoke"));
    eventually("she has it no more", () -> asha.last("state").path("holder").isNull());
    asha.write("too late");
    ravi.write("end");
    host.hears("end");
    assertEquals("ravi asha end", host.received());

    host.say(Map.of("type", "grant", "viewer", asha.id(), "seconds", 60));
    eventually("she has it again", () -> asha.last("state").path("holder").asText().equals(asha.id()));
    asha.socket.close();
    eventually("it is free when she leaves", () -> host.last("state").path("holder").isNull());
  }

  @Test
  void aHostThatComesBackKeepsItsSessionAndTheNewestHostWins() {
    session = house.create(false);
    TerminalClient host = house.host(session);
    TerminalClient viewer = house.viewer(session, LinkMode.WATCH);
    host.write("before");
    viewer.sees(0, "before");
    host.socket.close();
    eventually("the viewer is told", () -> viewer.last("state").path("host").asText().equals("away"));
    TerminalClient again = house.host(session);
    again.write(" and after");
    viewer.sees(0, "before and after");
    TerminalClient third = house.host(session);
    assertEquals(4409, again.closeCode());
    third.write("!");
    viewer.sees(0, "before and after!");
  }

  @Test
  void whoIsNotAdmittedLearnsWhyByTheCloseCode() {
    session = house.create(false);
    assertEquals(4401, house.withToken(session, "wrong").closeCode());
    assertEquals(4401, house.withToken(session, session.hostToken()).closeCode(), "a host's token is no viewer's");
    TerminalClient viewer = house.viewer(session, LinkMode.ASK);
    TerminalClient other = house.viewer(session, LinkMode.WATCH);
    viewer.id();
    house.ask(TerminalContract.LINKS_REVOKE, new RevokeLink(session.id(), session.links().get(1).id()));
    assertEquals(4403, viewer.closeCode());
    assertEquals(4401, house.viewer(session, LinkMode.ASK).closeCode());
    for (int i = 0; i < 3; i++) {
      house.viewer(session, LinkMode.WATCH).id();
    }
    assertEquals(4429, house.viewer(session, LinkMode.WATCH).closeCode());
    house.ask(TerminalContract.SESSIONS_CLOSE, new CloseSession(session.id()));
    assertEquals(4410, other.closeCode());
    assertEquals("closed", other.socket.closeReason());
    TerminalClient late = house.viewer(session, LinkMode.WATCH);
    assertEquals(4410, late.closeCode());
    assertEquals("closed", late.socket.closeReason());
  }

  @Test
  void aHostThatStaysAwayEndsTheSession() {
    session = house.create(false);
    TerminalClient host = house.host(session);
    TerminalClient viewer = house.viewer(session, LinkMode.WATCH);
    host.write("x");
    viewer.sees(0, "x");
    host.socket.close();
    eventually("the viewer is told", () -> viewer.last("state").path("host").asText().equals("away"));
    house.clock.advance(TerminalHouse.HOST_GONE.plusSeconds(1));
    assertEquals(4410, viewer.closeCode());
    assertEquals("host_gone", viewer.socket.closeReason());
    assertEquals(Ending.HOST_GONE,
        house.ask(TerminalContract.SESSIONS_GET, new GetSession(session.id())).endedBecause());
  }

  /**
   * Nothing is read from its socket for a while; the others and the host do not notice, and it ends on the same
   * screen.
   */
  @Test
  void aViewerThatTakesNothingHoldsNobodyUpAndComesBackToTheCurrentScreen() {
    session = house.create(false);
    TerminalClient host = house.host(session);
    TerminalClient quick = house.viewer(session, LinkMode.WATCH);
    TerminalClient stuck = house.viewer(session, LinkMode.WATCH);
    stuck.id();
    stuck.socket.pause();
    String chunk = "\033[32mline of output that is long enough\033[0m\r\n".repeat(1000);
    int rounds = 1000; // some 45 MB: beyond what sockets and the log hold
    for (int i = 0; i < rounds; i++) {
      TerminalHouse.await(host.socket.writeBinaryMessage(io.vertx.core.buffer.Buffer.buffer(chunk)));
    }
    host.write("\033[2J\033[Hthe end");
    eventually("the quick one has it all", Duration.ofSeconds(60), () -> quick.line(0).equals("the end"));
    stuck.socket.resume();
    eventually("the stuck one is there too", Duration.ofSeconds(60), () -> stuck.line(0).equals("the end"));
    assertArrayEquals(quick.dump(), stuck.dump());
    assertTrue(stuck.bytes() < quick.bytes() / 2, () -> stuck.bytes() + " of " + quick.bytes() + " bytes");
  }

  @Test
  void aRecordingIsAnAsciicastWithWhoTyped() throws Exception {
    session = house.create(true);
    TerminalClient host = house.host(session);
    TerminalClient ravi = house.viewer(session, LinkMode.WRITE);
    host.write("$ ");
    ravi.sees(0, "$");
    eventually("it is recorded from now on", () -> {
      ravi.write("k");
      return house.ask(TerminalContract.RECORDINGS_LIST, new ListRecordings(session.id(), null, null)).items()
          .size() == 1;
    });
    host.write("日本".substring(0, 1));
    host.say(Map.of("type", "size", "columns", 100, "lines", 30));
    host.say(Map.of("type", "mark", "label", "chapter two"));
    host.write("bye");
    ravi.sees(0, "$ 日bye");
    host.say(Map.of("type", "end"));
    assertEquals(4410, ravi.closeCode());
    Recording recording =
        house.ask(TerminalContract.RECORDINGS_LIST, new ListRecordings(session.id(), null, null)).items().getFirst();
    eventually("all is stored", () -> text(recording).contains("bye"));
    List<String> lines = text(recording).lines().toList();
    JsonNode header = Json.MAPPER.readTree(lines.getFirst());
    assertEquals(2, header.path("version").asInt());
    assertEquals(80, header.path("width").asInt());
    StringBuilder seen = new StringBuilder();
    double before = 0;
    for (String line : lines.subList(1, lines.size())) {
      JsonNode event = Json.MAPPER.readTree(line);
      assertTrue(event.get(0).asDouble() >= before, "in order of time");
      before = event.get(0).asDouble();
      seen.append(event.get(1).asText()).append(':').append(event.get(2).asText()).append('\n');
    }
    assertTrue(seen.toString().contains("o:日"), seen::toString);
    assertTrue(seen.toString().contains("m:typing: Ravi\ni:k"), seen::toString);
    assertTrue(seen.toString().contains("r:100x30"), seen::toString);
    assertTrue(seen.toString().contains("m:chapter two"), seen::toString);
    assertFalse(seen.toString().contains("\uFFFD"), seen::toString);

    house.clock.advance(Duration.ofDays(31));
    assertEquals(1, house.ask(TerminalContract.PURGE, new Purge()).recordings());
    assertEquals(0, house.ask(TerminalContract.RECORDINGS_LIST, new ListRecordings(session.id(), null, null)).items()
        .size());
  }

  private String text(Recording recording) {
    return house.ask(TerminalContract.RECORDINGS_READ, new ReadRecording(session.id(), recording.id(), null)).text();
  }
}
