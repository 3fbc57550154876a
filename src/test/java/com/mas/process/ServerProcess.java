package com.mas.process;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.testkit.TestServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code java -jar target/engagement.jar} on a free port, with the settings of the test and none of the caller's. */
public final class ServerProcess implements AutoCloseable {
  /** Generous: other processes may have the machine's cores. */
  public static final Duration START_LIMIT = Duration.ofMinutes(2);
  public static final Duration STOP_LIMIT = Duration.ofSeconds(60);
  private static final Pattern READY = Pattern.compile("^Ready on (http://\\S+)");
  /** Near the end of what a JVM prints on SIGQUIT. */
  private static final Pattern THREADS_TOLD = Pattern.compile("^(JNI global refs)");
  private static final Path JAR = Path.of("target", "engagement.jar");
  private static final List<String> JVM = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m",
      "-XX:+UseCompactObjectHeaders", "--sun-misc-unsafe-memory-access=allow");

  public final Process process;
  public final Output out;
  public final Output errors;
  private final long begun = System.nanoTime();
  private final Path data;
  private Api api;

  private ServerProcess(Process process, Path data) {
    this.process = process;
    this.data = data;
    this.out = new Output(process.getInputStream());
    this.errors = new Output(process.getErrorStream());
  }

  /** Starts it without waiting. A setting given as empty takes the place of a default, too. */
  public static ServerProcess launch(Path data, Map<String, String> settings) throws IOException {
    return launch(data, settings, List.of());
  }

  /** @param by what starts it, such as {@code ip netns exec NAME}; must become the process itself */
  public static ServerProcess launch(Path data, Map<String, String> settings, List<String> by) throws IOException {
    return launch(data, settings, by, JAR, jvm(JVM));
  }

  /** @param jvm the options of the JVM */
  public static ServerProcess launch(Path data, Map<String, String> settings, List<String> by, Path jar,
      List<String> jvm) throws IOException {
    assertTrue(Files.exists(jar), "needs " + jar + ": run scripts/build");
    shareBinaries(data);
    List<String> command = new ArrayList<>(by);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    command.addAll(List.of("-jar", jar.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    setEnvironment(builder, data, settings);
    return new ServerProcess(builder.start(), data);
  }

  /** Starts it with nothing that makes a start quicker than a stranger's. */
  public static ServerProcess startAsDelivered(Path data, Map<String, String> settings) throws IOException {
    return ready(launch(data, settings, List.of(), JAR, JVM));
  }

  /** Returns these options, and the one that makes starts quick; they must name the same collector and headers. */
  public static List<String> jvm(List<String> options) throws IOException {
    assertTrue(Files.exists(JAR), "needs " + JAR + ": run scripts/build");
    List<String> all = new ArrayList<>(options);
    all.addAll(ClassArchive.options(JAR, JVM));
    return all;
  }

  /** Starts it like {@code scripts/run}, which becomes the process. */
  public static ServerProcess script(Path data, Map<String, String> settings) throws IOException {
    shareBinaries(data);
    ProcessBuilder builder = new ProcessBuilder("scripts/run");
    Map<String, String> all = new HashMap<>(settings);
    all.put("JAVA_HOME", System.getProperty("java.home"));
    setEnvironment(builder, data, all);
    return ready(new ServerProcess(builder.start(), data));
  }

  public static ServerProcess start(Path data, Map<String, String> settings) throws IOException {
    return ready(launch(data, settings));
  }

  private static ServerProcess ready(ServerProcess server) throws IOException {
    try {
      server.awaitReady();
      return server;
    } catch (Throwable e) {
      server.close();
      throw e;
    }
  }

  /** The machine's own names and the test's, so that a developer's PORT or DATABASE_URL does not leak in. */
  public static void setEnvironment(ProcessBuilder builder, Path data, Map<String, String> settings) {
    Map<String, String> own = new HashMap<>(builder.environment());
    own.keySet().retainAll(List.of("PATH", "HOME", "JAVA_HOME", "TMPDIR", "LANG", "USER"));
    builder.environment().clear();
    builder.environment().putAll(own);
    builder.environment().putAll(Map.of("PORT", "0", "SANDBOX_PORT", "0", "BCRYPT_COST", "4",
        "DATA_DIR", data.toString(), "SYNC_PAGE_DELAY_MS", "0-0", "SYNC_REPORT_DELAY_MS", "0-0"));
    builder.environment().putAll(settings);
  }

  /** Unpacking the servers once for all tests is enough. */
  public static void shareBinaries(Path data) throws IOException {
    Files.createDirectories(TestServers.binaries());
    Files.createDirectories(data);
    if (!Files.exists(data.resolve("bin"))) {
      Files.createSymbolicLink(data.resolve("bin"), TestServers.binaries());
    }
  }

  public void awaitReady() {
    try {
      eventually("the server is ready", START_LIMIT, () -> {
        api = out.find(READY).map(Api::new).orElse(null);
        if (api == null && !process.isAlive()) {
          throw new AssertionError("it ended with " + process.exitValue() + "\n" + out + "\n" + errors);
        }
        return api != null || Thread.currentThread().isInterrupted();
      });
    } catch (AssertionError late) {
      throw new AssertionError(late.getMessage() + "\n" + whatItIsAt(), late);
    }
  }

  /** Returns what it has written, and where its threads stand. */
  private String whatItIsAt() {
    try {
      new ProcessBuilder("kill", "-QUIT", Long.toString(pid())).start().waitFor(); // the JVM prints its threads
      eventually("its threads are told", STOP_LIMIT, () -> out.find(THREADS_TOLD).isPresent() || !process.isAlive());
    } catch (IOException | InterruptedException | AssertionError e) {
      return out + "\n" + errors + "\nits threads are not known: " + e;
    }
    return out + "\n" + errors;
  }

  /** Seconds since it was started, for figures in the report. */
  public double seconds() {
    return (System.nanoTime() - begun) / 1e9;
  }

  public Api api() {
    return api;
  }

  public long pid() {
    return process.pid();
  }

  /** All processes below it that are alive at this moment. */
  public List<Long> children() {
    return process.descendants().map(ProcessHandle::pid).toList();
  }

  /** SIGTERM, and the exit code. */
  public int stop() throws InterruptedException {
    process.destroy();
    return exitCode();
  }

  public int exitCode() throws InterruptedException {
    assertTrue(process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS), () -> "it does not end:\n" + out);
    return process.exitValue();
  }

  /** {@code kill -9} */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  public static void assertGone(List<Long> pids) {
    assertTrue(!pids.isEmpty(), "there were child processes");
    try {
      eventually("no process is left", () -> pids.stream().noneMatch(ServerProcess::lives));
    } catch (AssertionError late) {
      throw new AssertionError(late.getMessage() + pids.stream().filter(ServerProcess::lives)
          .map(ServerProcess::whatItDoes).collect(Collectors.joining("\n", ", but\n", "")), late);
    }
  }

  private static String whatItDoes(long pid) {
    String command = ProcessHandle.of(pid).flatMap(process -> process.info().commandLine()).orElse("");
    try {
      return pid + " " + command + (command.contains(".jar") ? "\n" + new String(new ProcessBuilder(
          Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid), "Thread.print")
          .redirectErrorStream(true).start().getInputStream().readAllBytes(), StandardCharsets.UTF_8) : "");
    } catch (IOException e) {
      return pid + " " + command + ", its threads are not known: " + e;
    }
  }

  /** One that waits to be reaped does not live. */
  public static boolean lives(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException gone) {
      return false;
    }
  }

  /** A test that fails half-way leaves nothing running. */
  @Override
  public void close() throws IOException {
    List<ProcessHandle> below = process.descendants().toList();
    process.destroyForcibly();
    below.forEach(ProcessHandle::destroyForcibly);
    Files.deleteIfExists(data.resolve("bin")); // a server that still runs has resolved it
  }
}
