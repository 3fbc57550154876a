package com.mas.process.security;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.ServerProcess;
import com.mas.testkit.Alone;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hosts and viewers of terminals that send frames with something wrong in them: the server goes on, whoever is cut off
 * is told why, nothing is left behind, and recordings stay whole. Some seconds by default; {@code -Dfuzz.seconds=600
 * -Dfuzz.seed=7} goes on longer from another seed.
 */
@Alone
class TerminalFuzzProcessIT {
  private static final Duration LONG = Duration.ofSeconds(Integer.getInteger("fuzz.seconds", 6));
  private static final long SEED = Long.getLong("fuzz.seed", 20_260_101L);
  private static final int PLACES = 40;
  private static final int SESSIONS = 4;
  private static final int AT_ONCE = 6;
  private static final Duration CHECKED_EVERY = Duration.ofMillis(200);
  private static final Duration SOON = Duration.ofSeconds(30);
  /** Close codes of the contract, and those of RFC 6455 for broken WebSockets and for a regular end. */
  private static final Set<Integer> CODES =
      Set.of(1000, 1002, 1003, 1007, 1009, 4401, 4403, 4408, 4409, 4410, 4429);

  @TempDir private Path data;
  private TestDatabase database;
  private ServerProcess server;
  private Api api;
  private String token;
  private final List<Shared> sessions = new CopyOnWriteArrayList<>();
  private final List<Shared> over = new CopyOnWriteArrayList<>();

  private record Shared(UUID id, String hostToken, List<String> tokens) {}

  @BeforeEach
  void start() throws IOException {
    database = TestDatabase.create();
    server = ServerProcess.start(data, Map.of("DATABASE_URL", database.url(), "REDIS_URL", TestServers.redis().url(),
        "SANDBOX", "true", "TERMINAL_HOST_GONE_SECONDS", "2", "SOCKETS_PER_ADDRESS", "" + PLACES,
        "NEW_SOCKETS_PER_MINUTE", "10000000"));
    api = server.api();
    token = api.login("asha.kulkarni@learner.example", "learner-password-1");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    database.close();
  }

  private Shared share() throws IOException {
    Reply made = api.post("/api/terminal-sessions", token, Map.of("title", "Pairing", "recording", true, "links",
        List.of(Map.of("mode", "watch"), Map.of("mode", "ask"), Map.of("mode", "write"))));
    assertEquals(201, made.status(), made::text);
    List<String> tokens = new ArrayList<>();
    made.data().path("links").forEach(link -> tokens.add(link.path("token").asText()));
    return new Shared(UUID.fromString(made.data().path("id").asText()), made.data().path("hostToken").asText(), tokens);
  }

  private TerminalWire open(Shared session, boolean host, String protocol, String shown) throws IOException {
    return TerminalWire.open(URI.create(api.base()).getPort(), session.id, host, protocol, shown);
  }

  @Test
  void whateverHostsAndViewersSend() throws Exception {
    for (int i = 0; i < SESSIONS; i++) {
      sessions.add(share());
    }
    Shared quiet = share();
    Set<String> viewers = ConcurrentHashMap.newKeySet();
    List<Clients> all = IntStream.range(0, AT_ONCE).mapToObj(i -> new Clients(new Random(SEED + i), viewers)).toList();
    try (TerminalWire host = open(quiet, true, "terminal.v1", quiet.hostToken);
        TerminalWire viewer = open(quiet, false, "terminal.raw", quiet.tokens.getFirst());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> running = all.stream().map(threads::submit).toList();
      for (int i = 0; running.stream().anyMatch(each -> !each.isDone()); i++) {
        String mark = "<still here " + i + ">";
        host.send(WrongFrames.right(2, mark.getBytes(StandardCharsets.US_ASCII)));
        viewer.hear(mark);
        nothingWentWrongInside();
        LockSupport.parkNanos(CHECKED_EVERY.toNanos());
      }
      for (Future<Void> each : running) {
        each.get();
      }
    }
    int told = all.stream().mapToInt(each -> each.told).sum();
    System.out.println(all.stream().mapToInt(each -> each.rounds).sum() + " connections, " + told
        + " of them told why they were closed");
    assertTrue(told > 0, "nobody was refused");
    sessions.add(quiet);
    over.addAll(sessions);
    for (Shared session : sessions) {
      api.ask("DELETE", "/api/terminal-sessions/" + session.id, token, null);
    }
    recordingsAreWhole();
    eventually("no session is left", SOON, () -> metric("terminal_sessions") == 0);
    placesAreFree(quiet);
    nothingWentWrongInside();
  }

  private synchronized void renew(int at, Shared ended) throws IOException {
    if (sessions.get(at) == ended) {
      over.add(ended);
      sessions.set(at, share());
    }
  }

  /** One after the other, each with some frames; several of these run at once, so that hosts and viewers meet. */
  private final class Clients implements Callable<Void> {
    private final Random random;
    private final WrongFrames frames;
    private int rounds;
    private int told;

    Clients(Random random, Set<String> viewers) {
      this.random = random;
      this.frames = new WrongFrames(random, viewers);
    }

    @Override
    public Void call() throws Exception {
      for (long end = System.nanoTime() + LONG.toNanos(); System.nanoTime() < end; rounds++) {
        round();
      }
      return null;
    }

    private void round() throws IOException {
      int at = random.nextInt(SESSIONS);
      Shared session = sessions.get(at);
      boolean host = random.nextInt(4) == 0;
      String right = host ? session.hostToken : session.tokens.get(random.nextInt(session.tokens.size()));
      String shown = random.nextInt(10) == 0 ? frames.text(60) : right;
      String protocol = List.of("terminal.v1", "terminal.v1", "terminal.raw", "").get(random.nextInt(4));
      frames.saidGoodbye();
      boolean first = protocol.isEmpty() || random.nextInt(8) == 0;
      try (TerminalWire wire = open(session, host, protocol, first ? null : shown)) {
        Integer code = null;
        try {
          if (first) {
            wire.send(frames.token(shown));
          }
          for (int i = random.nextInt(12); i >= 0; i--) {
            wire.send(frames.next(host));
          }
          if (random.nextInt(4) > 0) {
            code = wire.closeCode();
          }
        } catch (SocketException cutOff) {
          // while it still wrote: what it would have been told can not always be read then
        }
        frames.viewersAre(wire.ids());
        if (code != null && !frames.saidGoodbye()) {
          int seen = code;
          assertTrue(CODES.contains(seen), () -> "closed with " + seen + " " + wire.reason());
          assertTrue(seen < 1002 || !wire.reason().isEmpty(), () -> seen + " without a reason");
        }
        if (code != null && code == 4410) {
          renew(at, session);
        }
        told += code != null && code != 1000 ? 1 : 0;
      }
    }
  }

  private void nothingWentWrongInside() {
    List<String> lines = server.out.lines();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).matches("\\S+ ERROR .*|.*([Uu]nhandled|IllegalState|NullPointer|OutOfBounds).*")) {
        fail("seed " + SEED + ": " + String.join("\n", lines.subList(i, Math.min(lines.size(), i + 15))));
      }
    }
  }

  private double metric(String name) throws IOException {
    return api.get("/metrics", null).text().lines().filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length()))).sum();
  }

  private void placesAreFree(Shared session) {
    List<TerminalWire> all = new ArrayList<>();
    eventually("all places are free again", SOON, () -> {
      all.add(open(session, false, "terminal.v1", null));
      return all.size() == PLACES;
    });
    all.forEach(TerminalWire::close);
  }

  /**
   * Asserts that recordings are asciicast v2 in the order of time, whatever bytes hosts wrote and however often they
   * came.
   */
  private void recordingsAreWhole() throws IOException {
    int events = 0;
    for (Shared session : over) {
      String path = "/api/terminal-sessions/" + session.id + "/recordings";
      for (JsonNode recording : api.get(path, token).data()) {
        Reply file = api.get(path + "/" + recording.path("id").asText() + "/file", token);
        assertEquals(200, file.status());
        List<String> lines = file.text().lines().toList();
        JsonNode header = Json.read(lines.getFirst(), JsonNode.class);
        assertEquals(2, header.path("version").asInt(), lines.getFirst());
        assertTrue(header.path("width").asInt() > 0 && header.path("height").asInt() > 0, lines.getFirst());
        double before = 0;
        for (String line : lines.subList(1, lines.size())) {
          JsonNode event = Json.read(line, JsonNode.class);
          assertTrue(event.path(0).asDouble() >= before, () -> "goes back in time: " + line);
          before = event.path(0).asDouble();
          assertTrue(event.size() == 3 && event.path(0).isNumber() && event.path(2).isTextual()
              && Set.of("o", "i", "r", "m").contains(event.path(1).asText()), line);
          events++;
        }
      }
    }
    assertTrue(events > 0, "nothing was recorded");
  }
}
