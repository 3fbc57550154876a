package com.mas.testkit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs of {@code src/test/js}, with the packages of its lock file. */
public final class NodeJs {
  private static final Path FOLDER = Path.of("src", "test", "js").toAbsolutePath();
  private static final Path INSTALLING = Path.of("target", "npm.lock").toAbsolutePath();
  private static final int INSTALL_SECONDS = 300;

  private NodeJs() {}

  /** Starts a process whose error output stands in the same stream, in order. */
  public static Process start(Map<String, String> environment, String... command) throws IOException,
      InterruptedException {
    install();
    ProcessBuilder builder = new ProcessBuilder(command).directory(FOLDER.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Runs it to its end and answers what it wrote; an assertion error with that if it fails or takes longer. */
  public static String run(int seconds, Map<String, String> environment, String... command) throws Exception {
    Process process = start(environment, command);
    List<String> output = new ArrayList<>();
    Thread reader = Thread.ofVirtual()
        .start(() -> process.inputReader(StandardCharsets.UTF_8).lines().forEach(output::add));
    boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    reader.join(); // before the process is given up, which closes what was not read yet
    if (!ended || process.exitValue() != 0) {
      throw new AssertionError((ended ? "failed" : "not over in time") + ":\n" + String.join("\n", output));
    }
    return String.join("\n", output);
  }

  /** Returns the text of a file of one of the packages, such as {@code axe-core/axe.min.js}. */
  public static String text(String file) throws IOException, InterruptedException {
    install();
    return Files.readString(FOLDER.resolve("node_modules").resolve(file));
  }

  /** Installs the packages once for each lock file; of several JVMs, one does and the others wait for it. */
  private static synchronized void install() throws IOException, InterruptedException {
    Files.createDirectories(INSTALLING.getParent());
    try (FileChannel channel = FileChannel.open(INSTALLING, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      installOnce();
    }
  }

  private static void installOnce() throws IOException, InterruptedException {
    Path installed = FOLDER.resolve("node_modules").resolve(".package-lock.json");
    if (Files.exists(installed) && !Files.getLastModifiedTime(installed)
        .toInstant().isBefore(Files.getLastModifiedTime(FOLDER.resolve("package-lock.json")).toInstant())) {
      return;
    }
    Process npm = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund").directory(FOLDER.toFile())
        .redirectErrorStream(true).start();
    String output = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!npm.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS) || npm.exitValue() != 0) {
      throw new AssertionError("npm ci failed:\n" + output);
    }
  }
}
