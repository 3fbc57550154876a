package com.mas.realtime.terminal;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.bus.Failure;
import com.mas.bus.Principal.Role;
import com.mas.realtime.terminal.TerminalContract.CloseSession;
import com.mas.realtime.terminal.TerminalContract.GrantKeyboard;
import com.mas.realtime.terminal.TerminalContract.LinkMode;
import com.mas.realtime.terminal.TerminalContract.NewSession;
import com.mas.realtime.terminal.TerminalContract.RevokeKeyboard;
import com.mas.testkit.House;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One has the keyboard, besides the host: by the host, by the owner over REST, from its holder; for a time. */
class KeyboardIT {
  @AutoClose private static final TerminalHouse house = new TerminalHouse();
  private NewSession session;
  private TerminalClient host;
  private TerminalClient asha;
  private TerminalClient meera;

  @BeforeEach
  void meet() {
    session = house.create(false);
    host = house.host(session);
    asha = house.viewer(session, LinkMode.ASK);
    meera = house.viewer(session, LinkMode.ASK);
    asha.id();
    meera.id();
    eventually("the host knows both", () -> host.last("state").path("watchers").size() == 2);
  }

  @AfterEach
  void end() {
    house.ask(TerminalContract.SESSIONS_CLOSE, new CloseSession(session.id()));
  }

  @Test
  void theOwnerGivesItAndTakesItBackByRest() {
    asha.say(Map.of("type", "ask"));
    eventually("she asks", () -> host.last("state").path("asking").toString().contains(asha.id()));
    house.ask(TerminalContract.KEYBOARD_GRANT, new GrantKeyboard(session.id(), UUID.fromString(asha.id()), null));
    holds(asha);
    asha.write("asha ");
    host.hears("asha ");
    house.ask(TerminalContract.KEYBOARD_GRANT, new GrantKeyboard(session.id(), UUID.fromString(meera.id()), 30));
    holds(meera);
    asha.write("too late");
    meera.write("meera");
    host.hears("meera");
    house.ask(TerminalContract.KEYBOARD_REVOKE, new RevokeKeyboard(session.id(), null));
    eventually("nobody has it", () -> host.last("state").path("holder").isNull());
    assertEquals("asha meera", host.received());

    asha.say(Map.of("type", "ask"));
    eventually("she asks again", () -> host.last("state").path("asking").toString().contains(asha.id()));
    house.ask(TerminalContract.KEYBOARD_REVOKE, new RevokeKeyboard(session.id(), UUID.fromString(asha.id())));
    eventually("she is told no", () -> asha.last("state").path("asking").isEmpty());
  }

  @Test
  void nobodyElseDecidesByRest() {
    GrantKeyboard ask = new GrantKeyboard(session.id(), UUID.fromString(asha.id()), null);
    House.refused(Failure.NOT_FOUND,
        house.send(UUID.randomUUID(), Role.USER, TerminalContract.KEYBOARD_GRANT, ask));
    TerminalHouse.await(house.send(UUID.randomUUID(), Role.ADMIN, TerminalContract.KEYBOARD_GRANT, ask));
    holds(asha);
  }

  @Test
  void itsHolderHandsItOverAndNobodyElseDoes() {
    host.say(Map.of("type", "grant", "viewer", asha.id(), "seconds", 600));
    holds(asha);
    long until = host.last("state").path("until").asLong();
    meera.say(Map.of("type", "pass", "viewer", meera.id()));
    meera.write("not mine");
    asha.write("mine ");
    host.hears("mine ");
    asha.say(Map.of("type", "pass", "viewer", meera.id()));
    holds(meera);
    assertEquals(until, host.last("state").path("until").asLong(), "for the time that is left");
    meera.write("now mine");
    host.hears("now mine");
    assertEquals("mine now mine", host.received());
    TerminalClient watcher = house.viewer(session, LinkMode.WATCH);
    meera.say(Map.of("type", "pass", "viewer", watcher.id()));
    meera.write(" still mine");
    host.hears(" still mine");
  }

  @Test
  void itIsLentForATime() {
    host.say(Map.of("type", "grant", "viewer", asha.id(), "seconds", 1));
    holds(asha);
    asha.write("in time");
    host.hears("in time");
    house.clock.advance(Duration.ofSeconds(2));
    asha.write("too late");
    eventually("everybody is told", () -> meera.last("state").path("holder").isNull());
    asha.write("too late");
    meera.say(Map.of("type", "ask"));
    eventually("the host has had what was before", () -> !host.last("state").path("asking").isEmpty());
    assertEquals("in time", host.received());
  }

  @Test
  void theHostIsToldWhoseEachKeystrokeIs() {
    TerminalClient ravi = house.viewer(session, LinkMode.WRITE);
    ravi.id();
    host.say(Map.of("type", "grant", "viewer", asha.id(), "seconds", 600));
    holds(asha);
    asha.write("a");
    host.hears("a");
    assertEquals(asha.id(), host.last("typing").path("viewer").asText());
    ravi.write("r");
    host.hears("ar");
    assertEquals(ravi.id(), host.last("typing").path("viewer").asText());
    assertEquals("Ravi", host.last("typing").path("name").asText());
    ravi.write("r");
    asha.write("a");
    host.hears("arr");
    eventually("she is named again", () -> host.last("typing").path("viewer").asText().equals(asha.id()));
  }

  private void holds(TerminalClient viewer) {
    eventually("she has it", () -> viewer.last("state").path("holder").asText().equals(viewer.id())
        && host.last("state").path("holder").asText().equals(viewer.id()));
  }
}
