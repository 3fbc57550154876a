package com.mas.process;

import static com.mas.testkit.Eventually.eventually;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The command-line host with a real shell, its commands given by a pipe. */
public final class SharedShell implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Pattern WATCH = Pattern.compile("^to watch: (\\S+)");
  private static final Pattern ASK = Pattern.compile("^to watch and ask for the keyboard: (\\S+)");

  public final Output out;
  private final Process process;

  public SharedShell(String servers, String email, String password, String... more) throws IOException {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-cp",
        Path.of("target", "engagement.jar").toString(),
        "com.mas.realtime.terminal.host.TerminalHost", "--server", servers, "--email", email, "--size", "90x20"));
    command.addAll(List.of(more));
    command.addAll(List.of("--", "/bin/sh"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(Map.of("TERMINAL_PASSWORD", password, "PS1", "$ ", "ENV", ""));
    process = builder.start();
    out = new Output(process.getInputStream());
    eventually("the shell is shared", LIMIT, () -> out.lines().contains("connected"));
  }

  /** The page for those who may ask for the keyboard. */
  public String page() {
    return out.find(ASK).orElseThrow();
  }

  public String watchOnlyPage() {
    return out.find(WATCH).orElseThrow();
  }

  /** A command of the host's menu, or a line for the shell. */
  public void enter(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  public void says(String text) {
    eventually("the host says " + text, LIMIT, () -> out.toString().contains(text));
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
