package com.mas.process.faults;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.embedded.EmbeddedPostgres;
import com.mas.embedded.EmbeddedRedis;
import com.mas.process.Load;
import com.mas.process.ServerProcess;
import com.mas.process.Sql;
import com.mas.testkit.TestServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * One server under load, with its PostgreSQL, Redis or mail server in trouble: what was acknowledged is there, what was
 * stored is done once, and who is refused is told so. One server for all, so the tests are ordered.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StoreFaultsProcessIT {
  private static final int JOBS = Integer.getInteger("jobs", 2_000);
  private static final int KILLS = Integer.getInteger("kills", 1);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration DELAY = Duration.ofMillis(500 + JOBS / 10);
  private static final String USER = "limited";
  private static final String PASSWORD = "limited-password";
  private static final int FEW_CONNECTIONS = 2;
  private static final long SLOW_MILLIS = 40;
  private static final int MAILS = 20;
  private static final double SLOWEST_SECONDS = 5;

  @TempDir private static Path folder;
  private static EmbeddedPostgres postgres;
  private static EmbeddedRedis redis;
  private static SlowLink link;
  private static ServerSocket silent;
  private static ServerProcess server;
  private static String database;
  private static Sql sql;
  private static String token;

  /** The server is an ordinary user of the database, so that connections can be denied to it. */
  @BeforeAll
  static void start() throws Exception {
    postgres = startPostgres();
    redis = EmbeddedRedis.start(folder, 0, TestServers.binaries(), false);
    try (Sql first = new Sql(postgres.url())) {
      first.change("CREATE ROLE " + USER + " LOGIN PASSWORD '" + PASSWORD + "'");
      first.change("CREATE DATABASE faulty OWNER " + USER);
    }
    database = URI.create(postgres.url()).resolve("/faulty").toString();
    link = SlowLink.to(postgres.port());
    silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress()); // takes connections, and that is all
    server = ServerProcess.start(folder.resolve("server"), Map.of("DATABASE_URL",
        "postgresql://" + USER + ":" + PASSWORD + "@127.0.0.1:" + link.port() + "/faulty", "REDIS_URL", redis.url(),
        "RATE_LIMITS", "false", "ACCESS_LOG", "false", "SMTP_HOST", "127.0.0.1", "SMTP_PORT",
        Integer.toString(silent.getLocalPort()), "SMTP_TLS", "off"));
    sql = new Sql(database);
    token = server.api().admin();
  }

  private static EmbeddedPostgres startPostgres() throws IOException {
    return EmbeddedPostgres.start(folder, 0, TestServers.binaries(), true);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    link.close();
    silent.close();
    redis.close();
    postgres.close();
  }

  /** @param refusals how requests may fail meanwhile */
  private static void assertBooksBalance(Storm storm, Load.Result load, long before, Set<String> refusals) {
    System.out.printf("%d jobs, %d requests, slowest %.1f s, %d refused%n", storm.awards(), load.requests(),
        load.slowest(), load.failures().size());
    assertTrue(load.failures().stream().allMatch(failure -> refusals.stream().anyMatch(failure::startsWith)),
        load.failures()::toString);
    assertTrue(sql.number("SELECT count(*) FROM education.batches") - before >= load.written(),
        "what was acknowledged is lost");
    assertEquals(0, storm.dead(), () -> sql.text("SELECT max(error) FROM jobs.finished WHERE state = 'dead'"));
    assertEquals(storm.awards(), storm.granted());
    assertEquals(0, storm.unbalanced());
  }

  private static long batches() {
    return sql.number("SELECT count(*) FROM education.batches");
  }

  @Test
  @Order(1)
  void aSlowDatabaseMakesTheServerSlowAndNothingElse() throws Exception {
    long before = batches();
    AtomicBoolean over = new AtomicBoolean();
    link.delay(SLOW_MILLIS);
    Storm storm = Storm.store(sql, JOBS / 10, 0, DELAY);
    Load load = Load.start(server.api(), token, over::get);
    storm.await(0, PATIENCE);
    over.set(true);
    Load.Result result = load.join();
    link.delay(0);
    assertBooksBalance(storm, result, before, Set.of());
  }

  @Test
  @Order(2)
  void withoutConnectionsItRefusesAndGoesOnWhenThereAreSomeAgain() throws Exception {
    long before = batches();
    AtomicBoolean over = new AtomicBoolean();
    Storm storm = Storm.store(sql, JOBS, 0, DELAY);
    Load load = Load.start(server.api(), token, over::get);
    storm.await(JOBS * 3L / 4, PATIENCE);
    sql.change("ALTER ROLE " + USER + " CONNECTION LIMIT " + FEW_CONNECTIONS);
    disconnect();
    long begun = System.nanoTime();
    eventually("requests are refused", () -> load.failed() > 0 || System.nanoTime() - begun > 5_000_000_000L);
    sql.text("SELECT pg_sleep(2)");
    sql.change("ALTER ROLE " + USER + " CONNECTION LIMIT -1");
    storm.await(0, PATIENCE);
    over.set(true);
    assertBooksBalance(storm, load.join(), before, Set.of("503 "));
    eventually("it is ready", () -> server.api().get("/health/ready", null).status() == 200);
  }

  private static void disconnect() {
    sql.text("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = '" + USER + "'");
  }

  @Test
  @Order(3)
  void aKilledDatabaseLosesNothingThatWasAcknowledged() throws Exception {
    for (int kill = 0; kill < KILLS; kill++) {
      long before = batches();
      AtomicBoolean over = new AtomicBoolean();
      Storm storm = Storm.store(sql, JOBS, 0, DELAY);
      Load load = Load.start(server.api(), token, over::get);
      storm.await(JOBS / 2, PATIENCE);
      ProcessHandle.of(postgres.pid()).orElseThrow().destroyForcibly();
      postgres.close();
      postgres = startPostgres();
      sql.close();
      sql = new Sql(database);
      storm = storm.seenBy(sql);
      storm.await(0, PATIENCE);
      eventually("it serves", () -> server.api().get("/api/auth/me", token).status() == 200);
      over.set(true);
      assertBooksBalance(storm, load.join(), before, Set.of("503 "));
    }
  }

  @Test
  @Order(4)
  void aRedisThatIsKilledAndComesBackEmptyIsNotMissed() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    long before = batches();
    Storm storm = Storm.store(sql, JOBS, 0, DELAY);
    Load load = Load.start(server.api(), token, over::get);
    storm.await(JOBS / 2, PATIENCE);
    ProcessHandle.of(redis.pid()).orElseThrow().destroyForcibly();
    redis.close();
    eventually("the loss is told", () -> redisState().equals("down"));
    redis = EmbeddedRedis.start(folder.resolve("empty"), redis.port(), TestServers.binaries(), false);
    storm.await(0, PATIENCE);
    over.set(true);
    assertBooksBalance(storm, load.join(), before, Set.of());
    server.api().admin();
  }

  @Test
  @Order(5)
  void aMailServerThatSaysNothingHoldsUpNobodyElse() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    long before = batches();
    Storm storm = Storm.store(sql, JOBS, MAILS, DELAY);
    Load load = Load.start(server.api(), token, over::get);
    eventually("all awards are over", PATIENCE, () -> storm.granted() == JOBS && storm.open("databaseQueue") == 0);
    over.set(true);
    Load.Result result = load.join();
    assertTrue(storm.deliveries("sending") > 0, "nothing waits for the mail server");
    assertEquals(MAILS, storm.open());
    assertBooksBalance(storm, result, before, Set.of());
    assertTrue(result.slowest() < SLOWEST_SECONDS, "slowest " + result.slowest() + " s");
  }

  private static String redisState() throws IOException {
    return server.api().get("/health/ready", null).data().at("/checks/redis").asText();
  }
}
