package com.mas.bench;

import com.mas.bench.HttpLoad.Ask;
import com.mas.bus.Json;
import com.mas.sandbox.graphy.GraphySimulator;
import com.mas.testkit.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A steady mixed load on a server for {@code MINUTES}: reads, awards (each with its jobs), sockets that come and go, a
 * sync each minute; at {@code RATE} requests a second, or at {@code SHARE} (0.5) of what it first finds that the server
 * can do. Prints a JSON line each minute, and a last one that says what is not flat ({@link SoakRules}); then it ends
 * with 1.
 */
public final class Soak {
  private static final int TICK_MILLIS = 10;
  private static final int MOST_IN_HAND = 2_000;
  private static final int SOCKETS_A_MINUTE = 50;
  private static final Duration CAPACITY_TIME = Duration.ofSeconds(10);

  private final Map<String, String> env = System.getenv();
  private final URI server = URI.create(env.get("URL"));
  private final long pid = Long.parseLong(env.get("SERVER_PID"));
  private final int users = Integer.parseInt(env.getOrDefault("USERS", "2000"));
  private final String[] tokens = new String[users];
  private final String admin = Bench.token(Bench.user(0), "ADMIN");
  private final String run = Long.toString(System.currentTimeMillis(), 36);
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = vertx.createHttpClient(new HttpClientOptions().setTcpNoDelay(true),
      new PoolOptions().setHttp1MaxSize(64).setMaxWaitQueueSize(MOST_IN_HAND));
  private final WebSocketClient sockets = vertx.createWebSocketClient();
  private final Deque<WebSocket> open = new ConcurrentLinkedDeque<>();
  private long asked;
  private int inHand;
  private double owed;
  // latencies of the current minute; like all above, touched on one event loop
  private List<Long> micros = new ArrayList<>();
  private long errors;

  public static void main(String[] args) {
    int status = 2;
    try {
      Soak soak = new Soak();
      for (int i = 0; i < soak.users; i++) {
        soak.tokens[i] = Bench.token(Bench.user(i + 1), "USER");
      }
      status = soak.run(Integer.parseInt(soak.env.getOrDefault("MINUTES", "30"))) ? 0 : 1;
    } catch (Exception e) {
      e.printStackTrace(System.out);
    }
    System.exit(status); // Vert.x alone would keep the process alive
  }

  private Ask ask(long n) {
    String token = tokens[(int) (n / 10 % users)];
    return switch ((int) (n % 10)) {
      case 0, 1, 2, 3 -> new Ask("/api/student/me/progress", token, null);
      case 4, 5 -> new Ask("/api/student/me/xp?limit=20", token, null);
      case 6 -> new Ask("/api/notifications?limit=20", token, null);
      case 7 -> new Ask("/api/admin/batches?limit=20", admin, null);
      default -> new Ask("/api/admin/students/" + Bench.user(1 + (int) (n / 10 % users)) + "/xp", admin,
          "{\"type\":\"test_taken\",\"sourceId\":\"" + run + "-" + n + "\"}");
    };
  }

  private boolean run(int minutes) throws Exception {
    double rate = rate();
    String config = config();
    double perTick = rate * TICK_MILLIS / 1000;
    vertx.runOnContext(here -> vertx.setPeriodic(TICK_MILLIS, tick -> {
      for (owed += perTick; owed >= 1; owed--) {
        send(ask(asked++));
      }
    }));
    List<SoakRules.Minute> seen = new ArrayList<>();
    try (Connection database = TestDatabase.connect(env.get("DATABASE_URL"))) {
      for (int minute = 1; minute <= minutes; minute++) {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        changeSockets();
        post("/api/graphy/sync/configs/" + config + "/run", Map.of());
        double cpu = Cpu.seconds(pid);
        TimeUnit.NANOSECONDS.sleep(end - System.nanoTime());
        SoakRules.Minute figures = look(database, minute, Cpu.seconds(pid) - cpu);
        seen.add(figures);
        System.out.println(Json.write(figures));
      }
    }
    List<String> rising = SoakRules.notFlat(seen);
    System.out.println(Json.write(Map.of("case", "soak", "minutes", minutes, "requests_s", Math.round(rate), "not_flat",
        rising)));
    return rising.isEmpty();
  }

  private double rate() throws Exception {
    if (env.containsKey("RATE")) {
      return Double.parseDouble(env.get("RATE"));
    }
    try (HttpLoad load = new HttpLoad(server, 64)) {
      load.run(CAPACITY_TIME, this::ask); // the compilers warm up
      HttpLoad.Result most = load.run(CAPACITY_TIME, this::ask);
      asked = most.requests() * 10;
      return most.requests() / most.seconds() * Double.parseDouble(env.getOrDefault("SHARE", "0.5"));
    }
  }

  /** Returns the id of a sync config for the sandbox's smallest course. */
  private String config() throws Exception {
    post("/api/graphy/auth/login", Map.of("email", GraphySimulator.EMAIL, "password",
        GraphySimulator.PASSWORD));
    return post("/api/graphy/sync/configs", Map.of("graphyCourseId", GraphySimulator.COURSE, "intervalHours", 24,
        "includeDetailedReports", true)).getJsonObject("data").getString("id");
  }

  private JsonObject post(String path, Map<String, ?> body) throws Exception {
    JsonObject answer = client.request(options(HttpMethod.POST, path, admin)
        .putHeader("Content-Type", "application/json")).compose(request -> request.send(Json.write(body)))
        .compose(response -> response.body())
        .toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS).toJsonObject();
    if (!answer.getBoolean("success") && !"already_running".equals(answer.getString("code"))) {
      throw new IllegalStateException(path + ": " + answer);
    }
    return answer;
  }

  private RequestOptions options(HttpMethod method, String path, String token) {
    return new RequestOptions().setHost(server.getHost()).setPort(server.getPort()).setURI(path).setMethod(method)
        .setTimeout(10_000).putHeader("Authorization", "Bearer " + token);
  }

  private void send(Ask ask) {
    if (inHand >= MOST_IN_HAND) {
      errors++;
      return;
    }
    inHand++;
    long begin = System.nanoTime();
    RequestOptions options = options(ask.body() == null ? HttpMethod.GET : HttpMethod.POST, ask.path(), ask.token());
    if (ask.body() != null) {
      options.putHeader("Content-Type", "application/json");
    }
    client.request(options).compose(request -> ask.body() == null ? request.send() : request.send(ask.body()))
        .compose(response -> response.body().map(body -> response.statusCode() / 100 == 2))
        .onComplete((good, failure) -> {
          inHand--;
          errors += failure == null && good ? 0 : 1;
          micros.add((System.nanoTime() - begin) / 1000);
        });
  }

  /** Closes the sockets of the last minute and opens as many. */
  private void changeSockets() {
    for (WebSocket socket = open.poll(); socket != null; socket = open.poll()) {
      socket.close();
    }
    for (int i = 0; i < SOCKETS_A_MINUTE; i++) {
      sockets.connect(new WebSocketConnectOptions().setHost(server.getHost()).setPort(server.getPort())
          .setURI("/socket.io/?EIO=4&transport=websocket")).onSuccess(socket -> {
            open.add(socket);
            socket.textMessageHandler(text -> {
              if (text.equals("2")) {
                socket.writeTextMessage("3");
              }
            });
          });
    }
  }

  private SoakRules.Minute look(Connection database, int minute, double cpuSeconds) throws Exception {
    List<Long> times = new ArrayList<>();
    long[] failed = {0};
    CompletableFuture<Void> taken = new CompletableFuture<>();
    vertx.runOnContext(here -> {
      times.addAll(micros);
      failed[0] = errors;
      micros = new ArrayList<>();
      errors = 0;
      taken.complete(null);
    });
    taken.get(10, TimeUnit.SECONDS);
    long[] sorted = times.stream().mapToLong(Long::longValue).sorted().toArray();
    return new SoakRules.Minute(minute, liveMegabytes(), threads(), files(), connections(database),
        at(sorted, 0.5), at(sorted, 0.99), sorted.length, failed[0], Math.round(cpuSeconds / 60 * 100));
  }

  private static double at(long[] sorted, double share) {
    return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, sorted.length * share)] / 1000.0;
  }

  /** Returns the size of the heap's live objects after a collection. */
  private double liveMegabytes() throws Exception {
    jcmd("GC.run");
    for (String line : jcmd("GC.heap_info").split("\n")) {
      int used = line.indexOf("used ");
      if (used >= 0) {
        return Long.parseLong(line.substring(used + 5, line.indexOf('K', used))) / 1024.0;
      }
    }
    throw new IllegalStateException("no figure of the heap");
  }

  private String jcmd(String command) throws Exception {
    Process jcmd = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
        Long.toString(pid), command).redirectErrorStream(true).start();
    String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (jcmd.waitFor() != 0) {
      throw new IllegalStateException(said);
    }
    return said;
  }

  private int threads() throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
        .filter(line -> line.startsWith("Threads:")).mapToInt(line -> Integer.parseInt(line.substring(8).strip()))
        .findFirst().orElseThrow();
  }

  private int files() throws IOException {
    try (Stream<Path> handles = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return (int) handles.count();
    }
  }

  private static int connections(Connection database) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'engagement'")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
