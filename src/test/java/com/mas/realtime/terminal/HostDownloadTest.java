package com.mas.realtime.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Installs the program as somebody would who has nothing but the server's address. */
class HostDownloadTest {
  private final Vertx vertx = Vertx.vertx();
  @TempDir private Path home;
  private HttpServer server;
  private String base;

  @BeforeEach
  void serve() throws Exception {
    server = vertx.createHttpServer().requestHandler(new HostDownload(vertx));
    server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get();
    base = "http://127.0.0.1:" + server.actualPort();
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get();
  }

  private record Ended(int code, String said) {}

  private Ended run(String input, String... command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().retainAll(List.of("PATH", "LANG"));
    builder.environment().put("HOME", home.toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("TERMINAL_PASSWORD", "a password");
    Process process = builder.start();
    process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    return new Ended(process.exitValue(), said);
  }

  private HttpResponse<String> get(String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(URI.create(base + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void oneCommandInstallsTheProgramWhichFindsItsServer() throws Exception {
    String script = get(HostDownload.SCRIPT).body();
    Ended installed = run(script, "sh");
    assertEquals(0, installed.code, installed.said);
    Path program = home.resolve(".local/bin/terminal-host");
    assertTrue(Files.isExecutable(program), installed.said);
    assertTrue(Files.size(home.resolve(".local/share/terminal-host/terminal-host.jar")) < 4 << 20);

    Ended misused = run("", program.toString(), "--bogus");
    assertEquals(2, misused.code, misused.said);
    Ended refused = run("", program.toString(), "--email", "asha@learner.example");
    assertEquals(1, refused.code, "this server has no accounts: " + refused.said);
    assertFalse(refused.said.contains("Exception") || refused.said.contains("NoClassDef"), refused.said);
    Ended begun = run(script, "sh", "-s", "--", "--bogus");
    assertEquals(2, begun.code, "installs it and starts it: " + begun.said);
  }

  /** Sends what must never stand in a script. */
  @Test
  void hostsThatAreNoneAreRefused() throws Exception {
    List<String> answers = new ArrayList<>();
    for (String host : List.of("a';rm -rf ~;'", "$(id)", "a b", "`id`")) {
      try (Socket socket = new Socket("127.0.0.1", server.actualPort())) {
        socket.getOutputStream().write(("GET /terminal-host HTTP/1.1\r\nHost: " + host
            + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        answers.add(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
      }
    }
    assertTrue(answers.stream().allMatch(answer -> answer.startsWith("HTTP/1.1 400")), answers::toString);
    assertEquals(404, get("/terminal-host/x").statusCode());
  }
}
