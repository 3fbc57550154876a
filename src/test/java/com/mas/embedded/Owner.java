package com.mas.embedded;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process of its own that embeds both servers until its input ends or it is killed. */
final class Owner implements AutoCloseable {
  private static final String READY = "READY ";

  final Process process;
  final String postgresUrl;
  final String redisUrl;
  final long postgresPid;
  final long redisPid;

  private Owner(Process process, String[] ready) {
    this.process = process;
    this.postgresUrl = ready[0];
    this.redisUrl = ready[1];
    this.postgresPid = Long.parseLong(ready[2]);
    this.redisPid = Long.parseLong(ready[3]);
  }

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Path binaries = Path.of(arguments[1]);
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, 0, binaries, true);
        EmbeddedRedis redis = EmbeddedRedis.start(folder, 0, binaries, true)) {
      System.out.println(READY + String.join(" ",
          postgres.url(), redis.url(), Long.toString(postgres.pid()), Long.toString(redis.pid())));
      System.in.transferTo(System.err);
    }
  }

  /** Starts it on this JVM's class path and waits until both servers are ready. */
  static Owner start(Path folder, Path binaries) throws IOException {
    return start(List.of(), classPath(), folder, binaries);
  }

  static Process spawn(List<String> prefix, List<String> classPath, Path folder, Path binaries) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of(java(), "-XX:TieredStopAtLevel=1", "-Xmx128m", "-cp",
        String.join(File.pathSeparator, classPath), Owner.class.getName(), folder.toString(), binaries.toString()));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  static Owner start(List<String> prefix, List<String> classPath, Path folder, Path binaries) throws IOException {
    Process process = spawn(prefix, classPath, folder, binaries);
    var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder said = new StringBuilder();
    String line = output.readLine();
    while (line != null && !line.startsWith(READY)) {
      said.append(line).append('\n');
      line = output.readLine();
    }
    assertNotNull(line, () -> "the process ended early, saying:\n" + said);
    return new Owner(process, line.substring(READY.length()).split(" "));
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  static List<String> classPath() {
    String whole = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return List.of(whole.split(File.pathSeparator));
  }

  /** {@code kill -9} */
  void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() throws Exception {
    process.getOutputStream().close();
    process.waitFor();
  }
}
