package com.mas.process.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.process.Api.Reply;
import com.mas.process.ServerProcess;
import com.mas.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that guesses is stopped, whatever its requests claim about their origin. */
class RateLimitsProcessIT {
  @TempDir private Path data;
  private TestDatabase database;
  private ServerProcess server;
  private int claimed;

  @BeforeEach
  void start() throws IOException {
    database = TestDatabase.create();
    // a Redis of its own: what is counted here must not stop the logins of other tests
    server = ServerProcess.start(data, Map.of("DATABASE_URL", database.url(), "SANDBOX", "true"));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    database.close();
  }

  /**
   * Returns how many requests are let through before the first 429; each claims to come from elsewhere, in all ways
   * there are.
   */
  private int until429(String path, int most, boolean others, Map<String, String> body) throws IOException {
    for (int i = 0; i < most; i++) {
      Map<String, String> sent = new HashMap<>(body);
      if (others) {
        sent.put("email", "person" + i + "@learner.example");
      }
      String elsewhere = "198.51." + ++claimed / 250 + "." + (claimed % 250 + 1);
      Reply reply = server.api().ask("POST", path, null, com.mas.bus.Json.write(sent), "X-Forwarded-For", elsewhere,
          "X-Real-IP", elsewhere, "Forwarded", "for=" + elsewhere, "X-Client-IP", elsewhere,
          "X-Request-Id", "r" + i, "User-Agent", "agent " + i);
      if (reply.status() == 429) {
        assertTrue(Integer.parseInt(reply.header("retry-after")) > 0, reply::text);
        return i;
      }
      assertTrue(reply.status() < 429, reply::text);
    }
    return most;
  }

  @Test
  void guessesAtOneAccountAndAtManyAreCounted() throws IOException {
    String known = "asha.kulkarni@learner.example";
    Map<String, String> login = Map.of("email", known, "password", "a-wrong-password-1");
    assertEquals(5, until429("/api/auth/login", 40, false, login), "a minute's, where Moodle is asked; else ten");
    assertTrue(until429("/api/auth/login", 60, true, login) <= 45, "one address, many accounts: 50 in all");
    assertEquals(5, until429("/api/auth/otp/request", 40, false, Map.of("email", known, "purpose", "login")));
    assertEquals(10, until429("/api/auth/otp/verify", 40, false,
        Map.of("email", known, "purpose", "login", "code", "000000")));
    assertTrue(until429("/api/auth/password/reset", 60, true,
        Map.of("code", "000000", "newPassword", "another-password-1")) <= 40, "one address, many codes");
    assertTrue(until429("/api/auth/password/forgot", 40, true, Map.of()) <= 15, "one address, many mails");
    assertTrue(until429("/api/auth/signup", 40, true, Map.of("fullName", "Somebody", "password",
        "another-password-1")) <= 20, "one address, many accounts made");
  }
}
