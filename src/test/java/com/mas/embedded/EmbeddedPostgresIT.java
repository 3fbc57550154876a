package com.mas.embedded;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {
  @TempDir private Path folder;

  private EmbeddedPostgres start() throws IOException {
    return EmbeddedPostgres.start(folder, 0, TestServers.binaries(), true);
  }

  @Test
  void aWarmStartKeepsDataPortAndPasswordAndLosesNoDurability() throws Exception {
    String url;
    try (EmbeddedPostgres cold = start()) {
      url = cold.url();
      run(url, "CREATE TABLE kept (v int)", "INSERT INTO kept VALUES (7)");
    }
    assertEquals("rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("postgres/password"))));
    try (EmbeddedPostgres warm = start()) {
      assertEquals(url, warm.url());
      assertEquals("7", one(url, "SELECT v FROM kept"));
      assertEquals("on", one(url, "SHOW fsync"));
      assertEquals("on", one(url, "SHOW synchronous_commit"));
      assertEquals("on", one(url, "SHOW full_page_writes"));
      assertEquals("127.0.0.1", one(url, "SHOW listen_addresses"));
      assertNotEquals(Proc.session(ProcessHandle.current().pid()), Proc.session(warm.pid()), "Ctrl-C reaches it");
    }
  }

  @Test
  void aServerThatIsKilledIsStartedAgainOnItsPortWithItsData() throws Exception {
    AtomicReference<String> lost = new AtomicReference<>();
    long last;
    try (EmbeddedPostgres kept = start()) {
      kept.keep(lost::set);
      run(kept.url(), "CREATE TABLE kept (v int)", "INSERT INTO kept VALUES (7)");
      for (int i = 0; i < 2; i++) {
        long killed = kept.pid();
        ChildProcess.succeeds("sh", "-c", "kill -KILL " + killed);
        eventually("another one serves", () -> kept.pid() != killed && answersSeven(kept.url()));
      }
      last = kept.pid();
    }
    assertFalse(Proc.lives(last), "and it stops when it should");
    assertNull(lost.get());
  }

  private static boolean answersSeven(String url) {
    try {
      return one(url, "SELECT v FROM kept").equals("7");
    } catch (SQLException notYet) {
      return false;
    }
  }

  @Test
  void noOtherUserOfTheMachineReadsItsFiles() throws Exception {
    start().close();
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("postgres"))));
  }

  @Test
  void closingTwiceIsClosingOnceAndLeavesNoProcess() throws Exception {
    EmbeddedPostgres server = start();
    server.close();
    server.close();
    assertFalse(Proc.lives(server.pid()));
  }

  @Test
  void aWrongPasswordIsRefused() throws Exception {
    try (EmbeddedPostgres server = start()) {
      String wrong = server.url().replaceFirst("postgres:\\w+@", "postgres:guess@");
      var refusal = assertThrows(SQLException.class, () -> one(wrong, "SELECT 1"));
      assertEquals("28P01", refusal.getSQLState());
    }
  }

  @Test
  void dataSurviveTheServersOwnSuddenDeath() throws Exception {
    try (EmbeddedPostgres killed = start()) {
      run(killed.url(), "CREATE TABLE kept (v int)", "INSERT INTO kept VALUES (7)");
      ChildProcess.succeeds("sh", "-c", "kill -KILL " + killed.pid());
      eventually("the server is dead", () -> !Proc.lives(killed.pid()));
      assertTrue(Files.exists(folder.resolve("postgres/data/postmaster.pid")));
    }
    try (EmbeddedPostgres restarted = start()) {
      assertEquals("7", one(restarted.url(), "SELECT v FROM kept"));
    }
  }

  @Test
  void aPidFileWhosePidIsAnotherProcessByNowHindersNothingAndThatProcessIsLeftAlone() throws Exception {
    start().close();
    Process bystander = new ProcessBuilder("sh", "-c", "read line").start();
    try {
      Path data = folder.resolve("postgres/data");
      Files.writeString(data.resolve("postmaster.pid"), bystander.pid() + "\n" + data + "\n0\n0\n\n\n\nready\n");
      try (EmbeddedPostgres restarted = start()) {
        assertEquals("1", one(restarted.url(), "SELECT 1"));
      }
      assertTrue(bystander.isAlive());
    } finally {
      bystander.destroy();
    }
  }

  @Test
  void aPidFileOfAServerThatWasKilledAndIsNotReapedHindersNothing() throws Exception {
    start().close();
    // its shell becomes a program that knows of no child, and so never asks for its end
    Process parent = new ProcessBuilder("sh", "-c", "sleep 600 & echo $!; exec cat").start();
    try {
      long pid = Long.parseLong(parent.inputReader().readLine());
      assertTrue(ProcessHandle.of(pid).orElseThrow().destroyForcibly());
      eventually("it waits to be reaped", () -> !Proc.lives(pid));
      Path data = folder.resolve("postgres/data");
      Files.writeString(data.resolve("postmaster.pid"), pid + "\n" + data + "\n0\n0\n\n\n\nready\n");
      try (EmbeddedPostgres restarted = start()) {
        assertEquals("1", one(restarted.url(), "SELECT 1"));
      }
    } finally {
      parent.destroy();
    }
  }

  @Test
  void anEmptyPidFileHindersNothing() throws Exception {
    start().close();
    Files.createFile(folder.resolve("postgres/data/postmaster.pid"));
    try (EmbeddedPostgres restarted = start()) {
      assertEquals("1", one(restarted.url(), "SELECT 1"));
    }
  }

  @Test
  void aServerLeftRunningOnOurFolderIsStoppedAndItsDataKept() throws Exception {
    String url;
    try (EmbeddedPostgres first = start()) {
      url = first.url();
      run(url, "CREATE TABLE kept (v int)");
    }
    Path own = folder.resolve("postgres").toRealPath();
    List<String> command = new ArrayList<>(RunAs.ownerOf(own).prefix());
    command.addAll(List.of(TestServers.binaries().toRealPath().resolve("postgres-18.6.0/bin/postgres").toString(),
        "-D", own.resolve("data").toString(), "-p", url.replaceAll(".*:(\\d+)/.*", "$1"),
        "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="));
    Process orphan = new ProcessBuilder(command).redirectErrorStream(true)
        .redirectOutput(folder.resolve("orphan.log").toFile()).start();
    try {
      eventually("the orphan serves", () -> {
        run(url, "INSERT INTO kept VALUES (7)");
        return true;
      });
      try (EmbeddedPostgres restarted = start()) {
        assertTrue(orphan.waitFor(10, TimeUnit.SECONDS));
        assertEquals(url, restarted.url());
        assertEquals("7", one(url, "SELECT v FROM kept"));
      }
    } finally {
      orphan.destroyForcibly();
    }
  }

  /** Called by another name of the folder, and by none of the program's: only its working folder tells. */
  @Test
  void aServerThatSomebodyElseHasStartedOnOurFolderIsStoppedAndKeepsItsPidFileUntilThen() throws Exception {
    String url;
    try (EmbeddedPostgres first = start()) {
      url = first.url();
    }
    Path own = folder.resolve("postgres").toRealPath();
    List<String> command = new ArrayList<>(RunAs.ownerOf(own).prefix());
    command.addAll(List.of("postgres", "-D", "../data", "-p", url.replaceAll(".*:(\\d+)/.*", "$1"),
        "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="));
    ProcessBuilder builder = new ProcessBuilder(command).directory(own.resolve("data").toFile())
        .redirectErrorStream(true).redirectOutput(folder.resolve("other.log").toFile());
    builder.environment().merge("PATH", TestServers.binaries().toRealPath().resolve("postgres-18.6.0/bin").toString(),
        (path, bin) -> bin + ":" + path);
    Process other = builder.start();
    try {
      eventually("it serves", () -> {
        run(url, "CREATE TABLE IF NOT EXISTS kept (v int)");
        return true;
      });
      assertEquals(List.of(other.pid()), ChildProcess.serving("postgres", own.resolve("data")));
      assertFalse(ChildProcess.isAnother(other.pid(), "postgres", own.resolve("data")));
      try (EmbeddedPostgres restarted = start()) {
        assertEquals(0, other.waitFor()); // it was told to stop, and did so in order
        assertEquals("0", one(restarted.url(), "SELECT count(*) FROM kept"));
      }
      assertTrue(Files.readString(folder.resolve("other.log")).contains("database system is shut down"));
      assertFalse(Files.readString(folder.resolve("other.log")).contains("lock file"));
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void anotherPortIsTakenWhenTheKeptOneIsNotFreeButAWishedOneIsNotReplaced() throws Exception {
    int kept;
    try (EmbeddedPostgres first = start()) {
      kept = first.port();
    }
    try (ServerSocket squatter = new ServerSocket()) {
      squatter.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), kept));
      try (EmbeddedPostgres elsewhere = start()) {
        assertNotEquals(kept, elsewhere.port());
        assertEquals("1", one(elsewhere.url(), "SELECT 1"));
      }
      var refusal = assertThrows(IOException.class,
          () -> EmbeddedPostgres.start(folder, kept, TestServers.binaries(), true));
      assertEquals("embedded PostgreSQL: port " + kept + " is taken by another process", refusal.getMessage());
    }
  }

  @Test
  void aSecondStartInThisProcessIsRefusedAndDoesNotWeakenTheFirst() throws Exception {
    try (EmbeddedPostgres first = start()) {
      for (int attempt = 0; attempt < 2; attempt++) {
        var refusal = assertThrows(IOException.class, this::start);
        assertTrue(refusal.getMessage().contains("is in use by process " + ProcessHandle.current().pid()));
        assertTrue(refusal.getMessage().endsWith("stop it or set DATABASE_URL"), refusal.getMessage());
      }
      assertEquals("1", one(first.url(), "SELECT 1"));
    }
  }

  @Test
  void dataOfAnotherMajorVersionAreLeftAlone() throws Exception {
    Path data = Files.createDirectories(folder.resolve("postgres/data"));
    Files.writeString(data.resolve("PG_VERSION"), "17\n");
    var refusal = assertThrows(IOException.class, this::start);
    assertTrue(refusal.getMessage().contains("was written by PostgreSQL 17 and this build carries 18"));
    assertEquals("17\n", Files.readString(data.resolve("PG_VERSION")));
  }

  @Test
  void aStartThatWasCutOffWhileMakingTheDatabaseIsBegunAfresh() throws Exception {
    Path unfinished = Files.createDirectories(folder.resolve("postgres/data.unfinished-1/base"));
    Files.writeString(unfinished.resolve("half"), "x");
    try (EmbeddedPostgres server = start()) {
      assertEquals("1", one(server.url(), "SELECT 1"));
    }
    assertFalse(Files.exists(unfinished));
  }

  /** Root serves another account's folder as that account, even below folders which are closed to it. */
  @Test
  void theServerNeverRunsWithRootsPowers() throws Exception {
    boolean root = RunAs.processUid() == 0;
    int expected = RunAs.processUid();
    if (root && ChildProcess.succeeds("setpriv", "--reuid=65534", "true")) {
      Files.setAttribute(Files.createDirectories(folder.resolve("postgres")), "unix:uid", 65534);
      expected = 65534;
    }
    try (EmbeddedPostgres server = start()) {
      assertEquals(expected, Proc.uid(server.pid()));
      assertNotEquals("0000003fffffffff", effectiveCapabilities(server.pid()));
      assertEquals("1", one(server.url(), "SELECT 1"));
      assertEquals(expected, Files.getAttribute(folder.resolve("postgres/lock"), "unix:uid"));
    }
    try (EmbeddedPostgres again = start()) {
      assertEquals(expected, Proc.uid(again.pid()));
    }
  }

  private static String effectiveCapabilities(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
        .filter(line -> line.startsWith("CapEff:")).findFirst().orElseThrow().split("\\s+")[1];
  }

  static void run(String url, String... statements) throws SQLException {
    try (Connection connection = TestDatabase.connect(url); Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  static String one(String url, String sql) throws SQLException {
    try (Connection connection = TestDatabase.connect(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertTrue(row.next(), sql);
      return row.getString(1);
    }
  }
}
