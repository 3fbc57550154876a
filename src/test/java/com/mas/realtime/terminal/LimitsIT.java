package com.mas.realtime.terminal;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Principal.Role;
import com.mas.realtime.terminal.TerminalContract.CloseSession;
import com.mas.realtime.terminal.TerminalContract.CreateLink;
import com.mas.realtime.terminal.TerminalContract.CreateSession;
import com.mas.realtime.terminal.TerminalContract.LinkMode;
import com.mas.realtime.terminal.TerminalContract.ListSessions;
import com.mas.realtime.terminal.TerminalContract.NewLink;
import com.mas.realtime.terminal.TerminalContract.NewSession;
import com.mas.realtime.terminal.TerminalContract.Purge;
import com.mas.realtime.terminal.TerminalContract.RevokeLink;
import com.mas.testkit.Alone;
import com.mas.testkit.NodeJs;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Shows what a session and a node take at most, when a session is over by itself, and a client that is not ours. */
@Alone
class LimitsIT {
  private static final int LARGEST_FRAME = 64 << 10;
  @AutoClose private final TerminalHouse house = new TerminalHouse();

  @Test
  void aNodeHasSoManySessions() {
    List<TerminalClient> hosts = new ArrayList<>();
    List<NewSession> sessions = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      sessions.add(house.create(false));
      hosts.add(house.host(sessions.getLast()));
      eventually("it is there", () -> !hosts.getLast().last("state").isMissingNode());
    }
    NewSession more = house.create(false);
    assertEquals(4429, house.host(more).closeCode());
    house.ask(TerminalContract.SESSIONS_CLOSE, new CloseSession(sessions.getFirst().id()));
    assertEquals(4410, hosts.getFirst().closeCode());
    TerminalClient next = house.host(more);
    eventually("there is room again", () -> !next.last("state").isMissingNode());
  }

  @Test
  void aPersonHasTwentyOpenSessionsHoweverManyAreOpenedAtOnce() {
    List<Future<NewSession>> opened = IntStream.range(0, 40).mapToObj(i -> house.send(house.owner, Role.USER,
        TerminalContract.SESSIONS_CREATE, new CreateSession("S " + i, null, null, null, false, null))).toList();
    assertEquals(TerminalRules.MOST_OPEN_SESSIONS, given(opened).size());
    assertEquals(TerminalRules.MOST_OPEN_SESSIONS, house.ask(TerminalContract.SESSIONS_LIST,
        new ListSessions(null, true, null, null, null, null)).total());
    house.ask(TerminalContract.SESSIONS_CLOSE, new CloseSession(given(opened).getFirst().id()));
    house.create(false);
  }

  @Test
  void aSessionHasFiftyLinksHoweverManyAreMadeAtOnce() {
    NewSession session = house.create(false);
    List<Future<NewLink>> made = IntStream.range(0, 80).mapToObj(i -> house.send(house.owner, Role.USER,
        TerminalContract.LINKS_CREATE, new CreateLink(session.id(), LinkMode.WATCH, "L " + i))).toList();
    assertEquals(TerminalRules.MOST_LINKS - session.links().size(), given(made).size());
    house.ask(TerminalContract.LINKS_REVOKE, new RevokeLink(session.id(), given(made).getFirst().id()));
    house.ask(TerminalContract.LINKS_CREATE, new CreateLink(session.id(), LinkMode.WATCH, "again"));
  }

  /** Returns what was answered; the rest must have been refused for there being too many. */
  private static <A> List<A> given(List<Future<A>> asked) {
    TerminalHouse.await(Future.join(asked).<Void>mapEmpty().otherwiseEmpty());
    asked.stream().filter(Future::failed)
        .forEach(each -> assertEquals(Failure.CONFLICT, ((FailureException) each.cause()).failure()));
    return asked.stream().filter(Future::succeeded).map(Future::result).toList();
  }

  @Test
  void aFrameIsSoLarge() {
    NewSession session = house.create(false);
    TerminalClient host = house.host(session);
    TerminalClient viewer = house.viewer(session, LinkMode.WATCH);
    viewer.id();
    host.write("x".repeat(LARGEST_FRAME - 1) + "\r");
    eventually("the largest arrives", () -> viewer.bytes() >= LARGEST_FRAME);
    TerminalHouse.await(host.socket.writeFrame(WebSocketFrame.binaryFrame(
        Buffer.buffer(new byte[LARGEST_FRAME + 1]), true)).otherwiseEmpty());
    eventually("a larger one ends the connection", () -> host.socket.isClosed());
    eventually("as if it had gone", () -> viewer.last("state").path("host").asText().equals("away"));
  }

  @Test
  void aViewerTypesSoMuchASecond() {
    NewSession session = house.create(false);
    TerminalClient host = house.host(session);
    TerminalClient ravi = house.viewer(session, LinkMode.WRITE);
    ravi.id();
    long began = System.nanoTime();
    for (int i = 0; i < 48; i++) {
      ravi.socket.writeBinaryMessage(Buffer.buffer(new byte[32 << 10]));
    }
    eventually("all of it arrives", Duration.ofSeconds(30), () -> host.bytes() == 48L << 15);
    double seconds = (System.nanoTime() - began) / 1e9;
    assertTrue(seconds > 1, () -> "half a megabyte more than at once took " + seconds + " s");
  }

  @Test
  void aSessionExpires() {
    NewSession session = house.create(false);
    TerminalClient host = house.host(session);
    TerminalClient viewer = house.viewer(session, LinkMode.WATCH);
    viewer.id();
    house.clock.advance(Duration.ofMinutes(240));
    assertEquals(4410, viewer.closeCode());
    assertEquals("expired", viewer.socket.closeReason());
    assertEquals(4410, host.closeCode());
    TerminalClient late = house.viewer(session, LinkMode.WATCH);
    assertEquals(4410, late.closeCode());
    assertEquals("expired", late.socket.closeReason());
    NewSession unused = house.create(false);
    house.clock.advance(Duration.ofMinutes(241));
    assertTrue(house.ask(TerminalContract.PURGE, new Purge()).sessions() > 0, unused.id()::toString);
    assertEquals(4410, house.host(unused).closeCode());
  }

  @Test
  void aSocketThatShowsNoTokenIsClosed() {
    NewSession session = house.create(false);
    TerminalClient silent = house.withoutToken(session);
    assertEquals(4408, silent.closeCode());
    TerminalClient hasty = house.withoutToken(session);
    hasty.write("ls\r");
    assertEquals(4408, hasty.closeCode());
  }

  @Test
  void aMessageThatIsLongerThanAnyNeedsToBeSaysNothing() {
    NewSession session = house.create(false);
    TerminalClient host = house.host(session);
    TerminalClient unheard = house.withoutToken(session);
    unheard.say(Map.of("token", session.links().getFirst().token(), "name", "x".repeat(4 << 10)));
    assertEquals(4401, unheard.closeCode());
    host.say(Map.of("type", "end", "more", "x".repeat(4 << 10)));
    host.say(Map.of("type", "size", "columns", 90, "lines", 30));
    host.write("still here");
    house.viewer(session, LinkMode.WATCH).sees(0, "still here");
  }

  /** Published code, unchanged; the shell is played by the test. */
  @Test
  void xtermJsWithItsAttachAddonIsAViewer() throws Exception {
    NewSession session = house.create(false);
    TerminalClient host = house.host(session);
    host.write("\033[1mbefore\033[0m\r\n$ ");
    host.say(Map.of("type", "size", "columns", 80, "lines", 24));
    CompletableFuture<String> seen = CompletableFuture.supplyAsync(() -> {
      try {
        String token = session.links().stream().filter(link -> link.mode() == LinkMode.WRITE).findFirst().orElseThrow()
            .token();
        return NodeJs.run(60, Map.of(), "node", "attach.mjs", house.url(session), token, "before", "whoami\r",
            "somebody");
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    });
    eventually("its keys arrive", Duration.ofSeconds(60), () -> host.received().equals("whoami\r"));
    host.write("whoami\r\nsomebody\r\n$ ");
    assertEquals("before\n$ whoami\nsomebody\n$ ", seen.join());
  }
}
