package com.mas.realtime.terminal.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalHostIT {
  /** Covers both consoles of the JVM: without a terminal one is null, and the other one is not a terminal. */
  @ParameterizedTest
  @ValueSource(strings = {"java.base", "jdk.internal.le"})
  void withoutATerminalItSaysHowToGiveThePassword(String console) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Djdk.console=" + console, "--enable-native-access=ALL-UNNAMED", "-XX:+ExitOnOutOfMemoryError",
        "-cp", System.getProperty("java.class.path"), TerminalHost.class.getName(), "--email", "a@b.example")
        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile())).redirectErrorStream(true);
    builder.environment().remove("TERMINAL_PASSWORD");
    Process host = builder.start();
    String said = new String(host.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(host.waitFor(30, TimeUnit.SECONDS), said);
    assertTrue(said.contains("no password: set TERMINAL_PASSWORD"), said);
    assertEquals(1, host.exitValue(), said);
  }
}
