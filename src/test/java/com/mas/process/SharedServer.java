package com.mas.process;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.process.Api.Reply;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import com.mas.testkit.TestTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The server, with its sandbox, for all tests of this JVM that are not about its settings, its start or its end. It is
 * started at the first call and goes with the JVM. Each test makes the people, the batches and the meetings that it
 * changes; what the first start has made is only read.
 */
public final class SharedServer {
  public static final String PASSWORD = "a-password-of-tests-1";
  private static final String TEMPORARY = "a-temporary-one-1";
  private static final Pattern SANDBOX = Pattern.compile("^\\s+Sandbox\\s+(http://[^/\\s]+)");
  private static SharedServer started;

  private final ServerProcess process;
  private final TestDatabase database;
  private final String sandbox;

  /** An account that can be used at once. */
  public record Person(String email, String id) {}

  private SharedServer(ServerProcess process, TestDatabase database) {
    this.process = process;
    this.database = database;
    eventually("the greeting is there", () -> process.out.find(SANDBOX).isPresent()); // older lines are forgotten
    this.sandbox = process.out.find(SANDBOX).orElseThrow();
  }

  public static synchronized SharedServer get() throws IOException {
    if (started == null) {
      TestDatabase database = TestDatabase.create();
      Path data = TestServers.folder("server");
      ServerProcess process = ServerProcess.start(data, Map.of("SANDBOX", "true", "DATABASE_URL", database.url(),
          "REDIS_URL", TestServers.redis().url(), "RATE_LIMITS", "false", "JWT_SECRET", TestTokens.SECRET));
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> close(process)));
      started = new SharedServer(process, database);
    }
    return started;
  }

  private static void close(ServerProcess process) {
    try {
      process.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Api api() {
    return process.api();
  }

  /** Returns the switches of one of its simulators. */
  public Api sandbox(String simulator) {
    return new Api(sandbox + "/" + simulator + "/sandbox");
  }

  /** A connection of its own into the database. */
  public Sql sql() throws Exception {
    return new Sql(database.url());
  }

  /** Returns all that it has written so far; older lines may be gone. */
  public String log() {
    return process.out + "\n" + process.errors;
  }

  /** Makes somebody with an address that nobody else has, and {@link #PASSWORD}. */
  public Person newPerson(String name, String role, String... capabilities) throws IOException {
    String email = "person-" + UUID.randomUUID() + "@learner.example";
    Reply made = api().post("/api/admin/users", api().admin(), Map.of("email", email, "password", TEMPORARY,
        "fullName", name, "role", role, "capabilities", List.of(capabilities)));
    assertEquals(201, made.status(), made::text);
    api().takeOver(email, TEMPORARY, PASSWORD);
    return new Person(email, made.data().path("id").asText());
  }
}
