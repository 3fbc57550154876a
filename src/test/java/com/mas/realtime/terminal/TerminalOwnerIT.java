package com.mas.realtime.terminal;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.realtime.terminal.TerminalContract.Ending;
import com.mas.realtime.terminal.TerminalContract.GetSession;
import com.mas.realtime.terminal.TerminalContract.LinkMode;
import com.mas.realtime.terminal.TerminalContract.NewSession;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disabled person's terminal ends for everybody. */
class TerminalOwnerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @AutoClose private final TerminalHouse house = new TerminalHouse();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theSessionsOfADisabledOwnerEndWhetherOrNotThatIsHeard(boolean told) {
    NewSession session = house.create(true);
    TerminalClient host = house.host(session);
    TerminalClient viewer = house.viewer(session, LinkMode.WATCH);
    host.write("before");
    viewer.hears("before");
    house.disableOwner(told);
    eventually("host and viewer are closed", PATIENCE, () -> host.socket.isClosed() && viewer.socket.isClosed());
    assertEquals(Closing.OVER.code, host.closeCode());
    assertEquals(Closing.OVER.code, viewer.closeCode());
    assertEquals(Ending.CLOSED, house.ask(TerminalContract.SESSIONS_GET, new GetSession(session.id())).endedBecause());
    assertEquals(Closing.OVER.code, house.viewer(session, LinkMode.WATCH).closeCode());
    assertEquals(Closing.OVER.code, house.host(session).closeCode());
  }

  @Test
  void theSessionsOfAnErasedOwnerEndThoughTheirRowsAreGoneAndNobodyIsTold() {
    NewSession session = house.create(false);
    TerminalClient host = house.host(session);
    TerminalClient viewer = house.viewer(session, LinkMode.WATCH);
    host.write("before");
    viewer.hears("before");
    house.execute("DELETE FROM terminal.links; DELETE FROM terminal.sessions");
    eventually("host and viewer are closed", PATIENCE, () -> host.socket.isClosed() && viewer.socket.isClosed());
    assertEquals(Closing.OVER.code, host.closeCode());
    assertEquals(Closing.OVER.code, viewer.closeCode());
  }

  @Test
  void whereNobodyIsConnectedNobodyIsLetInAnyMore() {
    NewSession session = house.create(false);
    house.disableOwner(false);
    assertEquals(Closing.OVER.code, house.host(session).closeCode());
    assertEquals(Ending.CLOSED, house.ask(TerminalContract.SESSIONS_GET, new GetSession(session.id())).endedBecause());
  }
}
