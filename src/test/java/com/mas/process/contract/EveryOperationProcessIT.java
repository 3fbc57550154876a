package com.mas.process.contract;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Json;
import com.mas.bus.Principal.Role;
import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.ContractAnswers;
import com.mas.process.ContractOperation;
import com.mas.process.ContractOperation.Parameter;
import com.mas.process.ContractServer;
import com.mas.process.DomainSamples;
import com.mas.process.Samples;
import com.mas.testkit.TestTokens;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each operation of the running server's own contract, with good and with hostile input; a new one is covered by
 * itself. In order: what good input has made is there for the hostile one, and removals are last.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EveryOperationProcessIT {
  private static final String OTHER_TENANT = "mr-mentor";
  private static final UUID STRANGER = UUID.randomUUID();
  private static final String[] CAPABILITIES =
      {"finance", "hr", "community_manager", "sales_head", "batch_lead", "super_mentor", "data_protection"};
  /** Words of the inside, that none of the hostile texts below has. */
  private static final Pattern LEAK = Pattern.compile(
      "Exception|com\\.mas|java\\.|io\\.vertx|sqlstate|syntax error|relation \"|violates|SELECT |INSERT |\\tat ",
      Pattern.CASE_INSENSITIVE);
  private static final List<String> HOSTILE = List.of(
      "' OR 1=1 --", "\"; DROP TABLE users; --", "$1); --", "%' || pg_sleep(9) || '%",
      "x\r\nSet-Cookie: forged=1\r\n\r\nFORGED", "<script>alert(1)</script>",
      "${jndi:ldap://127.0.0.1/a}", "../../../etc/passwd",
      "\u0000", "\uD83D\uDE00\u202E\u0301", " ", "-1", "9".repeat(40), "x".repeat(5000));
  private static final List<String> WRONG_TYPES = List.of("null", "true", "-7", "1e300", "[]", "{}",
      "[[[\"' OR 1=1\"]]]", "{\"$gt\":\"\"}", "\"\\ud800\"");

  @TempDir private static Path data;
  private static ContractServer running;
  private static Api api;
  private static List<ContractOperation> operations;
  private static ContractAnswers answers;
  private static final Samples samples = new Samples();
  private static final TestTokens tokens = new TestTokens(Clock.systemUTC());
  private static UUID adminId;

  @BeforeAll
  static void start() throws Exception {
    running = new ContractServer(data);
    api = running.api;
    operations = running.operations;
    answers = running.answers;
    adminId = UUID.fromString(api.get("/api/auth/me", api.admin()).data().path("id").asText());
    try (Connection connection = running.database.connect(); PreparedStatement copy = connection.prepareStatement("""
        INSERT INTO identity.users (id, tenant, email, full_name, role, created_at, updated_at)
        SELECT ?, ?, email, full_name, 'ADMIN', now(), now() FROM identity.users WHERE id = ?""")) {
      copy.setObject(1, STRANGER);
      copy.setString(2, OTHER_TENANT);
      copy.setObject(3, adminId);
      assertEquals(1, copy.executeUpdate());
    }
    for (DomainSamples domain : DomainSamples.all()) {
      domain.prepare(api, token(), samples);
    }
  }

  @AfterAll
  static void stop() throws IOException {
    running.close();
  }

  /** Returns the token of a person who may do everything. */
  private static String token() {
    return tokens.of(adminId, Role.SUPERADMIN, CAPABILITIES);
  }

  private static Stream<DynamicTest> each(Predicate<ContractOperation> which, ThrowingConsumer test) {
    return operations.stream().filter(which)
        .map(operation -> dynamicTest(operation.toString(), () -> test.accept(operation)));
  }

  private interface ThrowingConsumer {
    void accept(ContractOperation operation) throws IOException;
  }

  private static Reply send(ContractOperation operation, String token, String... headers) throws IOException {
    ObjectNode body = samples.body(operation);
    return answers.check(operation, api.ask(operation.method(), samples.path(operation, null, null), token,
        body == null ? null : body.toString(), headers));
  }

  @Test
  void theContractHasOperationsOfEachKind() {
    assertTrue(operations.stream().anyMatch(ContractOperation::isPublic));
    assertTrue(operations.stream().filter(ContractOperation::isRestricted).count() > 20);
  }

  @TestFactory
  @Order(1)
  Stream<DynamicTest> withoutATokenOnlyPublicOperationsAnswer() {
    return each(operation -> !operation.isPublic(), operation -> {
      Reply reply = send(operation, null);
      assertEquals(401, reply.status(), reply::text);
      assertEquals("Authorization token missing", reply.json().path("message").asText());
    });
  }

  @TestFactory
  @Order(1)
  Stream<DynamicTest> aLearnerIsRefusedWhereARoleOrACapabilityIsNeeded() {
    return each(ContractOperation::isRestricted, operation -> {
      Reply reply = send(operation, tokens.of(Role.USER));
      assertEquals(403, reply.status(), reply::text);
      assertProblem(reply);
    });
  }

  /** Input that fits the contract may meet a conflict or nothing, but is never unreadable or a failure of ours. */
  @TestFactory
  @Order(2)
  Stream<DynamicTest> goodInputIsUnderstoodAndAnotherTenantSeesNothingOfIt() {
    Map<String, Object> stranger = tokens.claims(STRANGER, Role.ADMIN, CAPABILITIES);
    stranger.put("tenant", OTHER_TENANT);
    String strangers = TestTokens.sign(stranger);
    return each(operation -> !operation.method().equals("DELETE"), operation -> {
      if (operation.isRestricted() && samples.knowsPathOf(operation)) {
        Reply reply = send(operation, strangers, "X-Platform", OTHER_TENANT);
        // an administrator of one tenant has no say over the installation
        int expected = operation.access().equals(Set.of("role:SUPERADMIN")) ? 403 : 404;
        assertEquals(expected, reply.status(), () -> operation + " for another tenant: " + reply.text());
      }
      Reply reply = understood(operation);
      for (DomainSamples domain : DomainSamples.all()) {
        domain.after(operation, reply, api, token(), samples);
      }
      String id = reply.data().path("id").asText();
      if (operation.method().equals("POST") && !id.isEmpty()) {
        samples.created(operation, id);
      }
    });
  }

  @TestFactory
  @Order(4)
  Stream<DynamicTest> whatWasMadeCanBeRemoved() {
    return each(operation -> operation.method().equals("DELETE"), EveryOperationProcessIT::understood);
  }

  private static Reply understood(ContractOperation operation) throws IOException {
    Reply reply = send(operation, token());
    assertTrue(reply.status() < 500, () -> operation + ": " + reply.text());
    assertTrue(reply.status() != 400,
        () -> operation + " with " + samples.body(operation) + " was refused: " + reply.text());
    return reply;
  }

  @TestFactory
  @Order(3)
  Stream<DynamicTest> hostileInputIsNoFailureOfOursAndLearnsNothing() {
    return each(operation -> true, operation -> {
      List<Executable> checks = new ArrayList<>();
      for (String hostile : HOSTILE) {
        operation.parameters().stream().filter(each -> !each.in().equals("header")).map(Parameter::name)
            .forEach(name -> checks.add(() -> check(operation, samples.path(operation, name, hostile),
                samples.body(operation), name, hostile)));
        checks.add(() -> check(operation, withUnknown(samples.path(operation, null, null)), samples.body(operation),
            "unknown parameter", ""));
      }
      if (operation.body() != null) {
        for (String name : operation.body().keySet()) {
          HOSTILE.forEach(hostile -> checks.add(() -> withProperty(operation, name, Json.MAPPER.valueToTree(hostile))));
          WRONG_TYPES.forEach(wrong -> checks.add(() -> withProperty(operation, name, Json.MAPPER.readTree(wrong))));
        }
        checks.add(() -> assertEquals(400, withProperty(operation, "isAdmin", Json.MAPPER.valueToTree(true)).status()));
        for (String body : List.of("[]", "7", "\"x\"", "{", "[".repeat(5_000))) {
          checks.add(() -> assertEquals(400, ask(operation, samples.path(operation, null, null), body).status()));
        }
        String larger = "[".repeat(100_000);
        checks.add(() -> assertEquals(operation.mostBytes() < larger.length() ? 413 : 400,
            ask(operation, samples.path(operation, null, null), larger).status()));
      }
      assertAll(operation.toString(), checks);
      assertFalse(running.server.out.lines().stream().anyMatch(line -> line.matches("(Set-Cookie|FORGED).*")),
          "a line of the log was forged");
    });
  }

  private static String withUnknown(String path) {
    return path + (path.contains("?") ? "&" : "?") + "unknown=1";
  }

  private static Reply withProperty(ContractOperation operation, String name, JsonNode value) throws IOException {
    ObjectNode body = samples.body(operation);
    body.set(name, value);
    return check(operation, samples.path(operation, null, null), body, name, value.toString());
  }

  private static Reply check(ContractOperation operation, String path, ObjectNode body, String name, String value)
      throws IOException {
    Reply reply = ask(operation, path, body == null ? null : body.toString());
    String what = name + " = " + value.substring(0, Math.min(60, value.length())) + ": " + reply.status() + " "
        + reply.text();
    assertTrue(reply.status() < 500, what);
    assertTrue(reply.header("set-cookie").isEmpty(), what);
    if (reply.status() >= 400) {
      assertFalse(LEAK.matcher(reply.text()).find(), what);
      assertProblem(reply);
    }
    return reply;
  }

  private static Reply ask(ContractOperation operation, String path, String body) throws IOException {
    return answers.check(operation, api.ask(operation.method(), path, token(), body, "Idempotency-Key",
        UUID.randomUUID().toString(), "User-Agent", "' OR 1=1; DROP TABLE users --"));
  }

  private static void assertProblem(Reply reply) {
    assertEquals("application/problem+json", reply.header("content-type"), reply::text);
    assertEquals(reply.header("x-request-id"), reply.json().path("requestId").asText());
    assertFalse(reply.json().path("code").asText().isEmpty(), reply::text);
  }
}
