package com.mas.process;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.testkit.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code scripts/cluster}, as a person runs it. */
public final class ClusterScript implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(5);
  private static final Pattern NODE = Pattern.compile("^(node\\d) +(http://\\S+) +pid (\\d+)");
  private static final Pattern SANDBOX = Pattern.compile("^Sandbox +(http://\\S+)/graphy");

  /** One node as the script tells of it. */
  public record Node(String name, Api api, long pid) {
    public void kill() {
      ProcessHandle.of(pid).orElseThrow().destroyForcibly();
      eventually(name + " is gone", () -> !ServerProcess.lives(pid));
    }
  }

  public final Process process;
  public final Output out;
  private final Path data;
  private final List<Node> nodes = new ArrayList<>();

  private ClusterScript(Process process, Path data) {
    this.process = process;
    this.data = data;
    this.out = new Output(process.getInputStream());
  }

  public static ClusterScript launch(int count, Path data, Map<String, String> settings) throws IOException {
    ServerProcess.shareBinaries(data);
    // as in a terminal: whoever runs the tests in the background may have them ignore interrupts, and all they start
    ProcessBuilder builder = new ProcessBuilder("env", "--default-signal=INT", "scripts/cluster",
        Integer.toString(count)).redirectErrorStream(true);
    Map<String, String> all = new HashMap<>(Map.of("BASE_PORT", Integer.toString(Ports.free(count)),
        "BASE_CLUSTER_PORT", Integer.toString(Ports.free(count)), "JAVA_HOME", System.getProperty("java.home"),
        "JAVA_OPTS", String.join(" ", ServerProcess.jvm(List.of("-Xmx384m", "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1")))));
    all.putAll(settings);
    ServerProcess.setEnvironment(builder, data, all);
    return new ClusterScript(builder.start(), data);
  }

  public static ClusterScript start(int count, Path data) throws IOException {
    ClusterScript cluster = launch(count, data, Map.of());
    try {
      eventually("the cluster is ready", START_LIMIT, () -> {
        if (!cluster.process.isAlive()) {
          throw new IllegalStateException(cluster.out.toString());
        }
        return cluster.out.lines().stream().anyMatch(line -> line.startsWith("READY"));
      });
    } catch (Throwable e) {
      cluster.close();
      throw new AssertionError(cluster.out.toString(), e);
    }
    for (String line : cluster.out.lines()) {
      Matcher node = NODE.matcher(line);
      if (node.find()) {
        cluster.nodes.add(new Node(node.group(1), new Api(node.group(2)), Long.parseLong(node.group(3))));
      }
    }
    assertTrue(cluster.nodes.size() == count, cluster.out::toString);
    return cluster;
  }

  public List<Node> nodes() {
    return nodes;
  }

  /** The sandbox that all nodes use. */
  public Api sandbox() {
    return new Api(out.find(SANDBOX).orElseThrow());
  }

  /** Returns what the process that has the stores tells the script. */
  public String databaseUrl(Path data) throws IOException {
    return Files.readAllLines(data.resolve("stores.log")).stream().filter(line -> line.startsWith("DATABASE_URL="))
        .map(line -> line.substring("DATABASE_URL=".length())).findFirst().orElseThrow();
  }

  public List<Long> children() {
    return process.descendants().map(ProcessHandle::pid).toList();
  }

  public int exitCode() throws InterruptedException {
    assertTrue(process.waitFor(ServerProcess.STOP_LIMIT.toSeconds(), TimeUnit.SECONDS),
        () -> "it does not end:\n" + out);
    return process.exitValue();
  }

  @Override
  public void close() throws IOException {
    List<ProcessHandle> below = process.descendants().toList();
    process.destroyForcibly();
    below.forEach(ProcessHandle::destroyForcibly);
    Files.deleteIfExists(data.resolve("bin"));
  }
}
