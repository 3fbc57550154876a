package com.mas.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import com.mas.bus.Principal.Role;
import com.mas.testkit.TestTokens;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Shared terminals, many at once: first idle, then all writing. {@code SESSIONS=200} of {@code VIEWERS=5} each, {@code
 * WRITES=10} chunks of 200 bytes a second and session for {@code TERMINAL_SECS=20}. Prints one line: the server's
 * memory in MB (all of it, and live on the heap), from a chunk's writing to its arrival in ms, CPU; what was lost or
 * out of order.
 */
public final class TerminalLoad {
  private static final int OF_ONE_OWNER = 20;
  private static final int KEPT = 1024;
  private static final String PADDING = "x".repeat(190) + "\r\n";
  private static final int BUCKET_MICROS = 50;

  private final Map<String, String> env = System.getenv();
  private final long server = Long.parseLong(env.get("SERVER_PID"));
  private final URI url = URI.create(env.get("URL"));
  private final HttpClient http = HttpClient.newHttpClient();
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final WebSocketClient client = vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(
      100_000));
  private final Map<String, Double> figures = new LinkedHashMap<>();
  private final int[] buckets = new int[200_000];
  private final List<Shared> all = new ArrayList<>();
  private final List<WebSocket> sockets = new ArrayList<>();
  private long arrived;
  private long outOfOrder;
  private long lost;
  private boolean over;

  /** State of the one event loop, like all below. */
  private static final class Shared {
    final WebSocket host;
    final long[] writtenAt = new long[KEPT];
    long next;

    Shared(WebSocket host) {
      this.host = host;
    }

    void write() {
      writtenAt[(int) (next % KEPT)] = System.nanoTime();
      host.writeBinaryMessage(Buffer.buffer(String.format(Locale.ROOT, "%08d", next++) + PADDING));
    }
  }

  public static void main(String[] arguments) throws Exception {
    TerminalLoad load = new TerminalLoad();
    load.run();
    System.out.println(Json.write(load.figures));
    System.exit(0);
  }

  private void run() throws Exception {
    int sessions = number("SESSIONS", 200);
    int viewers = number("VIEWERS", 5);
    int writes = number("WRITES", 10);
    int seconds = number("TERMINAL_SECS", 20);
    memory("before");
    for (int i = 0; i < sessions; i++) {
      open(new UUID(0x4000L, 0x8000_000000000000L | i / OF_ONE_OWNER), viewers);
    }
    memory("idle");
    double idle = Cpu.seconds(server);
    TimeUnit.SECONDS.sleep(5);
    figures.put("idle_cpu", (Cpu.seconds(server) - idle) / 5);
    int[] turn = {0};
    long every = Math.max(1, 1000L / writes / 10);
    double before = Cpu.seconds(server);
    long timer = vertx.setPeriodic(every, fired -> { // a tenth of them each time
      for (int i = turn[0]++ % 10; i < all.size(); i += 10) {
        all.get(i).write();
      }
    });
    TimeUnit.SECONDS.sleep(seconds);
    vertx.cancelTimer(timer);
    figures.put("writing_cpu", (Cpu.seconds(server) - before) / seconds);
    long written = all.stream().mapToLong(shared -> shared.next).sum();
    for (int i = 0; i < 100 && arrived < written * viewers; i++) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    figures.put("arrived", (double) arrived);
    figures.put("missing", (double) (written * viewers - arrived));
    figures.put("p50_ms", percentile(0.5));
    figures.put("p99_ms", percentile(0.99));
    figures.put("out_of_order", (double) outOfOrder);
    figures.put("lost", (double) lost);
    memory("writing");
    over = true;
  }

  private void open(UUID owner, int viewers) throws Exception {
    Map<String, Object> claims = new TestTokens(Clock.systemUTC()).claims(owner, Role.USER);
    HttpResponse<String> made = http.send(HttpRequest.newBuilder(url.resolve("/api/terminal-sessions"))
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer " + TestTokens.sign("HS256", "HmacSHA256", env.get("JWT_SECRET"), claims))
        .POST(HttpRequest.BodyPublishers.ofString("{\"title\":\"load\",\"links\":[{\"mode\":\"watch\"}]}")).build(),
        HttpResponse.BodyHandlers.ofString());
    JsonNode session = Json.MAPPER.readTree(made.body()).path("data");
    String id = session.path("id").asText();
    if (id.isEmpty()) {
      throw new IllegalStateException("no session: " + made.body());
    }
    Shared shared = new Shared(connect(id, "&role=host", session.path("hostToken").asText()));
    for (int i = 0; i < viewers; i++) {
      WebSocket viewer = connect(id, "", session.at("/links/0/token").asText());
      long[] expected = {0};
      viewer.binaryMessageHandler(frame -> take(shared, expected, frame));
    }
    all.add(shared);
  }

  private WebSocket connect(String session, String role, String token) throws Exception {
    Future<WebSocket> opened = client.connect(new WebSocketConnectOptions().setHost(url.getHost())
        .setPort(url.getPort()).setURI("/ws/terminal?session=" + session + role).addSubProtocol("terminal.raw")
        .addSubProtocol("token." + token));
    WebSocket socket = opened.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    socket.closeHandler(closed -> lost += over ? 0 : 1);
    sockets.add(socket); // a socket without a reference is closed
    return socket;
  }

  private void take(Shared shared, long[] expected, Buffer frame) {
    long number = Long.parseLong(frame.getString(0, 8));
    outOfOrder += number == expected[0] ? 0 : 1;
    expected[0] = number + 1;
    arrived++;
    long micros = (System.nanoTime() - shared.writtenAt[(int) (number % KEPT)]) / 1000;
    buckets[(int) Math.min(micros / BUCKET_MICROS, buckets.length - 1)]++;
  }

  private double percentile(double part) {
    long left = (long) Math.ceil(Arrays.stream(buckets).asLongStream().sum() * part);
    for (int i = 0; i < buckets.length; i++) {
      left -= buckets[i];
      if (left <= 0) {
        return (i + 0.5) * BUCKET_MICROS / 1000;
      }
    }
    return Double.NaN;
  }

  private void memory(String when) throws Exception {
    Process histogram = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
        String.valueOf(server), "GC.class_histogram").redirectErrorStream(true).start();
    String[] total = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip().lines()
        .reduce((first, second) -> second).orElseThrow().strip().split("\\s+"); // Total OBJECTS BYTES
    figures.put("heap_" + when, Long.parseLong(total[2]) / 1e6);
    String rss = Files.readString(Path.of("/proc", String.valueOf(server), "status")).lines()
        .filter(line -> line.startsWith("VmRSS:")).findFirst().orElseThrow();
    figures.put("rss_" + when, Long.parseLong(rss.replaceAll("\\D", "")) / 1e3);
  }

  private int number(String name, int otherwise) {
    return Integer.parseInt(env.getOrDefault(name, String.valueOf(otherwise)));
  }
}
