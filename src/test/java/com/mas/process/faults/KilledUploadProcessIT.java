package com.mas.process.faults;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.ServerProcess;
import com.mas.process.Sql;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that is killed at random instants while files are uploaded: {@code -Dkills=20} for the long form,
 * {@code -Dmb=1024} for the large file, {@code -Dseed=N} for the instants of an earlier run.
 */
class KilledUploadProcessIT {
  private static final int KILLS = Integer.getInteger("kills", 3);
  private static final int MB = Integer.getInteger("mb", 40);
  private static final int PART = 8 << 20;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration PAUSE = Duration.ofMillis(1_500);
  private static final byte[] WEBM = {0x1a, 0x45, (byte) 0xdf, (byte) 0xa3, (byte) 0x93, 0x42, (byte) 0x82,
      (byte) 0x88, 'w', 'e', 'b', 'm'};

  @TempDir private Path data;

  /** Holds for a client what was acknowledged to it about one of its files. */
  private static final class Sent {
    private final long seed;
    private final int bytes;
    private final int sender;
    private final TreeMap<Integer, String> parts = new TreeMap<>();
    private String upload;
    private String file;
    private boolean completed;

    Sent(long seed, int bytes, int sender) {
      this.seed = seed;
      this.bytes = bytes;
      this.sender = sender;
    }

    int count() {
      return (bytes + PART - 1) / PART;
    }

    byte[] part(int number) {
      byte[] part = new byte[Math.min(PART, bytes - (number - 1) * PART)];
      new Random(seed + number).nextBytes(part);
      if (number == 1) {
        System.arraycopy(WEBM, 0, part, 0, WEBM.length);
      }
      return part;
    }

    String sha256() throws Exception {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      for (int number = 1; number <= count(); number++) {
        hash.update(part(number));
      }
      return HexFormat.of().formatHex(hash.digest());
    }
  }

  @Test
  void whatWasAcknowledgedIsThereAndNothingIsThereTwice() throws Exception {
    Instants instants = new Instants();
    List<Sent> all = new ArrayList<>();
    try (TestDatabase database = TestDatabase.create();
        Sql sql = new Sql(database.url());
        HttpClient client = HttpClient.newHttpClient()) {
      Map<String, String> settings = settings(database);
      for (int kill = 0; kill < KILLS; kill++) {
        try (ServerProcess server = ServerProcess.start(data, settings)) {
          AtomicBoolean killed = new AtomicBoolean();
          List<Thread> senders = new ArrayList<>();
          for (int sender = 0; sender < 3; sender++) {
            long its = instants.seed + kill * 1_000L + sender * 100L;
            int mine = sender;
            senders.add(Thread.ofVirtual().start(() -> send(server.api(), client, all, mine, its, killed)));
          }
          long instant = System.nanoTime() + instants.random.nextLong(PAUSE.toNanos()) + PAUSE.toNanos() / 3;
          eventually("its instant has come", () -> System.nanoTime() >= instant);
          killed.set(true);
          server.kill();
          for (Thread each : senders) {
            each.join();
          }
        }
      }
      try (ServerProcess server = ServerProcess.start(data, settings)) {
        for (Sent each : all) {
          JsonNode known = get(server.api(), "/api/file-uploads/" + each.upload);
          if (!each.completed && known.path("state").asText().equals("uploading")) {
            Map<Integer, String> there = new HashMap<>();
            known.path("parts").forEach(part -> there.put(part.path("number").asInt(), part.path("etag").asText()));
            each.parts.forEach((number, etag) -> assertEquals(etag, there.get(number), "an acknowledged part is lost"));
          }
          finish(server.api(), client, each);
        }
        System.out.println(KILLS + " kills, " + all.size() + " files");
        eventually("all are checked", PATIENCE, () -> sql.number(
            "SELECT count(*) FROM files.version WHERE state IN ('checking', 'uploading') AND bytes > 0") == 0);
        for (Sent each : all) {
          JsonNode file = get(server.api(), "/api/files/" + each.file);
          assertEquals("ready " + each.bytes + " " + each.sha256(), file.path("state").asText() + " "
              + file.path("bytes").asInt() + " " + file.path("sha256").asText());
          assertEquals(1, file.path("version").asInt());
        }
        long begun = sql.number("SELECT count(*) FROM files.version WHERE state = 'uploading'");
        assertEquals(all.size(), sql.number("SELECT count(*) FROM files.version WHERE state = 'ready'"));
        assertEquals(all.size(), count("objects"));
        assertTrue(count("uploads") >= begun, "uploads whose answer was lost wait for the sweep");
        assertEquals(0, server.stop());
      }
    }
  }

  @Test
  void aLargeFileArrivesThroughAServerThatIsKilledTwiceAndTakesNoMemory() throws Exception {
    Sent large = new Sent(7, MB << 20, 0);
    try (TestDatabase database = TestDatabase.create(); HttpClient client = HttpClient.newHttpClient()) {
      Map<String, String> settings = settings(database);
      long before = 0;
      for (int life = 1; life <= 3; life++) {
        try (ServerProcess server = ServerProcess.start(data, settings)) {
          begin(server.api(), large);
          if (life == 3) {
            before = resident(server);
          }
          int until = large.count() * life / 3;
          for (int number = 1; number <= until; number++) {
            if (!large.parts.containsKey(number)) {
              put(server.api(), client, large, number);
            }
          }
          if (life < 3) {
            server.kill();
            continue;
          }
          Reply done = server.api().post("/api/file-uploads/" + large.upload + "/complete", server.api().admin(),
              Map.of());
          assertEquals(200, done.status(), done::text);
          eventually("it is checked", PATIENCE,
              () -> get(server.api(), "/api/files/" + large.file).path("state").asText().equals("ready"));
          assertEquals(large.sha256(), get(server.api(), "/api/files/" + large.file).path("sha256").asText());
          long grown = resident(server) - before;
          System.out.println(MB + " MB in " + large.count() + " parts, two kills; memory of the server grew by "
              + (grown >> 20) + " MB");
          assertTrue(grown < 256L << 20, () -> grown + " bytes more than before");
          fetch(server.api(), client, large);
          assertEquals(0, server.stop());
        }
      }
    }
  }

  private static Map<String, String> settings(TestDatabase database) {
    return Map.of("DATABASE_URL", database.url(), "REDIS_URL", TestServers.redis().url(), "RATE_LIMITS", "false",
        "SANDBOX", "false");
  }

  /** Goes on with its file of the server before, then sends others, until the server is gone. */
  private static void send(Api api, HttpClient client, List<Sent> all, int sender, long seed, AtomicBoolean killed) {
    try {
      for (int file = 0; !killed.get(); file++) {
        Sent mine = null;
        synchronized (all) {
          mine = all.stream().filter(each -> !each.completed && each.sender == sender).findFirst()
              .orElse(null);
        }
        if (mine == null) {
          mine = new Sent(seed + file * 10L, PART + 1_000 + file, sender);
          begin(api, mine);
          synchronized (all) {
            all.add(mine);
          }
        }
        finish(api, client, mine);
      }
    } catch (IOException | InterruptedException | AssertionError gone) {
      if (!killed.get()) {
        throw new AssertionError("failed while the server lived", gone);
      }
    }
  }

  private static void begin(Api api, Sent mine) throws IOException {
    if (mine.upload == null) {
      Reply begun = api.post("/api/file-uploads", api.admin(),
          Map.of("kind", "recording", "name", "meeting.webm", "bytes", mine.bytes));
      assertEquals(201, begun.status(), begun::text);
      mine.file = begun.data().path("fileId").asText();
      mine.upload = begun.data().path("id").asText();
    }
  }

  private static void finish(Api api, HttpClient client, Sent mine) throws IOException, InterruptedException {
    for (int number = 1; number <= mine.count() && !mine.completed; number++) {
      if (!mine.parts.containsKey(number)) {
        put(api, client, mine, number);
      }
    }
    Reply done = api.post("/api/file-uploads/" + mine.upload + "/complete", api.admin(), Map.of());
    assertEquals(200, done.status(), done::text);
    mine.completed = true;
  }

  private static void put(Api api, HttpClient client, Sent mine, int number) throws IOException, InterruptedException {
    Reply signed = api.post("/api/file-uploads/" + mine.upload + "/parts/" + number, api.admin(), Map.of());
    if (signed.status() == 409) {
      return; // the answer to its completion was lost
    }
    assertEquals(200, signed.status(), signed::text);
    HttpResponse<String> sent = client.send(HttpRequest.newBuilder(URI.create(api.base()
        + signed.data().path("url").asText())).PUT(BodyPublishers.ofByteArray(mine.part(number))).build(),
        BodyHandlers.ofString());
    assertEquals(200, sent.statusCode(), sent::body);
    mine.parts.put(number, sent.headers().firstValue("etag").orElseThrow().replace("\"", ""));
  }

  private static void fetch(Api api, HttpClient client, Sent mine) throws Exception {
    Reply link = api.post("/api/files/" + mine.file + "/link", api.admin(), Map.of());
    MessageDigest hash = MessageDigest.getInstance("SHA-256");
    try (InputStream in = client.send(HttpRequest.newBuilder(URI.create(api.base() + link.data().path("url").asText()))
        .build(), BodyHandlers.ofInputStream()).body()) {
      byte[] block = new byte[1 << 20];
      for (int read = in.read(block); read > 0; read = in.read(block)) {
        hash.update(block, 0, read);
      }
    }
    assertEquals(mine.sha256(), HexFormat.of().formatHex(hash.digest()));
  }

  private static JsonNode get(Api api, String path) throws IOException {
    Reply reply = api.get(path, api.admin());
    assertEquals(200, reply.status(), reply::text);
    return reply.data();
  }

  private long count(String folder) throws IOException {
    try (var found = Files.walk(data.resolve("files").resolve(folder))) {
      return found.filter(each -> folder.equals("objects") ? Files.isRegularFile(each)
          : each.getFileName().toString().equals("key")).count();
    }
  }

  /** Returns bytes of memory that the server has. */
  private static long resident(ServerProcess server) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(server.pid()), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst().orElseThrow();
  }
}
