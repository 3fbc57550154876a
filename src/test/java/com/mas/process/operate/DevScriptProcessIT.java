package com.mas.process.operate;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.process.Api;
import com.mas.process.Output;
import com.mas.process.ServerProcess;
import com.mas.testkit.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/dev}, as a person runs it, in a folder that has the sources, and a configuration of its own. */
class DevScriptProcessIT {
  private static final Duration START_LIMIT = Duration.ofMinutes(4);
  private static final Pattern STORES = Pattern.compile("are up \\(pid (\\d+)\\) and stay up");
  private static final Pattern READY = Pattern.compile("^Ready on (http://\\S+)");

  @TempDir private Path folder;

  private static long starts(Output out) {
    return out.lines().stream().filter(line -> READY.matcher(line).find()).count();
  }

  @Test
  void aChangeRestartsTheServerAndLeavesTheStoresUp() throws Exception {
    Path root = Files.createDirectory(folder.resolve("clone"));
    for (String part : List.of("scripts", "src", "pom.xml", ".github", "target")) {
      Files.createSymbolicLink(root.resolve(part), Path.of(part).toAbsolutePath());
    }
    try (Stream<Path> conf = Files.walk(Path.of("conf"))) {
      for (Path file : conf.toList()) {
        Files.copy(file, root.resolve(file.toString()));
      }
    }
    Path data = folder.resolve("data");
    ServerProcess.shareBinaries(data);
    ProcessBuilder builder = new ProcessBuilder(root.resolve("scripts/dev").toString()).directory(root.toFile())
        .redirectErrorStream(true);
    ServerProcess.setEnvironment(builder, data, Map.of("PORT", Integer.toString(Ports.free(1)), "SANDBOX_PORT", "0",
        "JAVA_HOME", System.getProperty("java.home"), "JAVA_OPTS", "-Xmx384m -XX:+UseSerialGC"));
    Process process = builder.start();
    Output out = new Output(process.getInputStream());
    try {
      eventually("it is ready", START_LIMIT, () -> starts(out) == 1 || !process.isAlive());
      assertTrue(process.isAlive(), out::toString);
      long stores = Long.parseLong(out.find(STORES).orElseThrow());
      Api api = new Api(out.find(READY).orElseThrow());
      String before = api.admin();
      Files.writeString(root.resolve("conf/queues.yaml"), Files.readString(root.resolve("conf/queues.yaml")) + "\n");
      eventually("it is ready again", START_LIMIT, () -> starts(out) == 2 || !process.isAlive());
      assertTrue(process.isAlive(), out::toString);
      assertTrue(ServerProcess.lives(stores), "PostgreSQL, Redis and the sandbox stayed up");
      assertEquals(200, api.get("/api/auth/me", before).status(), "with the same data and secrets");
      List<Long> all = process.descendants().map(ProcessHandle::pid).toList();
      process.destroy();
      assertTrue(process.waitFor(ServerProcess.STOP_LIMIT.toSeconds(), TimeUnit.SECONDS), out::toString);
      eventually("nothing is left", () -> all.stream().noneMatch(ServerProcess::lives));
      assertFalse(ServerProcess.lives(stores));
    } finally {
      List<ProcessHandle> below = process.descendants().toList();
      process.destroyForcibly();
      below.forEach(ProcessHandle::destroyForcibly);
      Files.deleteIfExists(data.resolve("bin"));
    }
  }
}
