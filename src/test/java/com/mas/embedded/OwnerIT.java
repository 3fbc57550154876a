package com.mas.embedded;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.testkit.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The servers seen from outside the process that embeds them. */
class OwnerIT {
  private static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

  private static final int NOBODY = 65534;

  @TempDir private Path folder;

  @Test
  void whenTheOwnerIsKilledItsServersGoTooAndTheNextStartFindsTheData() throws Exception {
    Owner owner = Owner.start(folder, TestServers.binaries());
    EmbeddedPostgresIT.run(owner.postgresUrl, "CREATE TABLE kept (v int)", "INSERT INTO kept VALUES (7)");
    RedisLine.ask(owner.redisUrl, "SET k v");

    owner.kill();

    if (ChildProcess.diesWithUs()) {
      eventually("PostgreSQL is gone", () -> !Proc.lives(owner.postgresPid));
      eventually("Redis is gone", () -> !Proc.lives(owner.redisPid));
    }
    owner.process.waitFor();
    assertDataKept(owner);
  }

  @Test
  void aStartRightAfterTheKillFindsTheDataToo() throws Exception {
    Owner owner = Owner.start(folder, TestServers.binaries());
    EmbeddedPostgresIT.run(owner.postgresUrl, "CREATE TABLE kept (v int)", "INSERT INTO kept VALUES (7)");
    RedisLine.ask(owner.redisUrl, "SET k v");
    owner.kill();
    owner.process.waitFor();
    assertDataKept(owner);
  }

  @Test
  void aStartRightAfterAKillInTheMiddleOfTheFirstOneBeginsAfresh() throws Exception {
    EmbeddedRedis.start(folder, 0, TestServers.binaries(), true).close(); // so that the folder and programs are there
    Process cutOff = Owner.spawn(List.of(), Owner.classPath(), folder, TestServers.binaries());
    Path postgres = folder.resolve("postgres");
    eventually("initdb is at work", () -> {
      try (Stream<Path> files = Files.walk(postgres)) {
        return files.anyMatch(file -> file.endsWith("base/1/PG_VERSION"));
      } catch (UncheckedIOException changing) {
        return false;
      }
    });
    cutOff.destroyForcibly().waitFor();
    try (EmbeddedPostgres server = EmbeddedPostgres.start(folder, 0, TestServers.binaries(), true);
        Stream<Path> files = Files.list(postgres)) {
      assertEquals("1", EmbeddedPostgresIT.one(server.url(), "SELECT 1"));
      assertTrue(files.noneMatch(file -> file.toString().contains("unfinished")));
    }
  }

  private void assertDataKept(Owner owner) throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, 0, TestServers.binaries(), true);
        EmbeddedRedis redis = EmbeddedRedis.start(folder, 0, TestServers.binaries(), true)) {
      assertEquals("7", EmbeddedPostgresIT.one(postgres.url(), "SELECT v FROM kept"));
      assertEquals("v", RedisLine.ask(redis.url(), "GET k"));
      assertTrue(!Proc.lives(owner.postgresPid) && !Proc.lives(owner.redisPid));
    }
  }

  @Test
  void aFolderInUseByAnotherProcessIsRefusedByItsPid() throws Exception {
    try (Owner owner = Owner.start(folder, TestServers.binaries())) {
      for (int attempt = 0; attempt < 2; attempt++) {
        var refusal = assertThrows(IOException.class,
            () -> EmbeddedPostgres.start(folder, 0, TestServers.binaries(), true));
        assertEquals(folder.toRealPath().resolve("postgres") + " is in use by process "
            + owner.process.pid() + "; stop it or set DATABASE_URL", refusal.getMessage());
      }
      assertEquals("1", EmbeddedPostgresIT.one(owner.postgresUrl, "SELECT 1"));
    }
  }

  /** Uses a process of {@code nobody} where root can step down, elsewhere one of the user who runs the tests. */
  @Test
  void anOrdinaryUserRunsTheServersAsItself() throws Exception {
    Path reachable = Files.createTempDirectory("embedded-");
    try {
      Files.setPosixFilePermissions(reachable, PosixFilePermissions.fromString("rwxr-xr-x"));
      Path data = Files.createDirectories(reachable.resolve("data"));
      List<String> prefix = List.of();
      if (RunAs.processUid() == 0 && ChildProcess.succeeds(
          Stream.concat(AS_NOBODY.stream(), Stream.of(Owner.java(), "-version")).toArray(String[]::new))) {
        prefix = AS_NOBODY;
        Files.setAttribute(data, "unix:uid", NOBODY);
      }
      try (Owner owner = Owner.start(prefix, readableClassPath(reachable), data, data.resolve("bin"))) {
        assertEquals(prefix.isEmpty() ? uid(data.resolve("postgres")) : NOBODY, Proc.uid(owner.postgresPid));
        assertServesItsFolder(owner, data);
      }
    } finally {
      Binaries.delete(reachable);
    }
  }

  /** Runs as in most containers. The account does not change if the tests do not run as root. */
  @Test
  void rootWithoutUserNamespacesHandsTheFolderToNobody() throws Exception {
    Path refusal = Files.createDirectories(folder.resolve("path")).resolve("unshare");
    Files.writeString(refusal, "#!/bin/sh\nexit 1\n");
    Files.setPosixFilePermissions(refusal, PosixFilePermissions.fromString("rwxr-xr-x"));
    List<String> prefix = List.of("env", "PATH=" + refusal.getParent() + ":" + System.getenv("PATH"));
    Path data = folder.resolve("data");
    for (int start = 0; start < 2; start++) {
      try (Owner owner = Owner.start(prefix, Owner.classPath(), data, TestServers.binaries())) {
        int ourselves = RunAs.processUid();
        assertEquals(ourselves == 0 ? NOBODY : ourselves, Proc.uid(owner.postgresPid));
        assertServesItsFolder(owner, data);
        owner.kill();
        eventually("PostgreSQL is gone", () -> !ChildProcess.diesWithUs() || !Proc.lives(owner.postgresPid));
        owner.process.waitFor();
      }
    }
  }

  private static void assertServesItsFolder(Owner owner, Path data) throws Exception {
    assertEquals(uid(data.resolve("postgres/data")), Proc.uid(owner.postgresPid));
    assertEquals(uid(data.resolve("redis/data")), Proc.uid(owner.redisPid));
    assertEquals("1", EmbeddedPostgresIT.one(owner.postgresUrl, "SELECT 1"));
    assertEquals("+PONG", RedisLine.ask(owner.redisUrl, "PING"));
  }

  private static int uid(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:uid");
  }

  /** The launcher's share of the class path, copied to where any user may read it: the home of root is closed. */
  private static List<String> readableClassPath(Path target) throws IOException {
    List<String> copies = new ArrayList<>();
    for (String entry : Owner.classPath()) {
      Path source = Path.of(entry);
      if (Files.isDirectory(source)) {
        copies.add(copyPackage(source, target.resolve("classes" + copies.size())).toString());
      } else if (entry.matches(".*/(embedded-|commons-|xz-|slf4j-|logback-|junit-jupiter-api|opentest4j)[^/]*\\.jar")) {
        Path copy = target.resolve(source.getFileName());
        Files.copy(source, copy);
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-r--r--"));
        copies.add(copy.toString());
      }
    }
    return copies;
  }

  private static Path copyPackage(Path classes, Path target) throws IOException {
    Path own = Path.of("com", "mas", "embedded");
    Files.createDirectories(target.resolve(own));
    if (Files.isDirectory(classes.resolve(own))) {
      try (Stream<Path> files = Files.list(classes.resolve(own))) {
        for (Path file : files.toList()) {
          Files.copy(file, target.resolve(own).resolve(file.getFileName()));
        }
      }
    }
    return target;
  }
}
