package com.mas.process.security;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Principal.Role;
import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.Belongings;
import com.mas.process.ContractAnswers;
import com.mas.process.ContractOperation;
import com.mas.process.ContractServer;
import com.mas.process.DomainSamples;
import com.mas.process.Samples;
import com.mas.process.SignalClient;
import com.mas.process.Traffic;
import com.mas.testkit.TestTokens;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each operation of the running server's own contract with each kind of caller. What is expected is derived from {@code
 * x-access} here anew, not by the code that the server uses. The table is left in {@code target/access-matrix.txt}.
 */
class AccessMatrixProcessIT {
  private static final Path TABLE = Path.of("target", "access-matrix.txt");
  private static final String OTHER = "mr-mentor";
  private static final List<String> CAPABILITIES =
      List.of("batch_lead", "super_mentor", "finance", "hr", "community_manager", "sales_head",
          "queue_viewer", "data_protection");
  private static final Set<String> NOT_PERSONAL = DomainSamples.all(DomainSamples::notPersonal);
  private static final Set<String> FOR_TEMPORARY = DomainSamples.all(DomainSamples::forTemporaryPasswords);

  /** @param admitted by the words of {@code x-access}, when it is neither public nor refused for the token itself */
  private record Caller(String name, String token, String platform, Predicate<Set<String>> admitted,
      String otherwise) {}

  @TempDir private static Path data;
  private static ContractServer running;
  private static Api api;
  private static List<ContractOperation> operations;
  private static ContractAnswers answers;
  private static final Samples samples = new Samples();
  private static final TestTokens tokens = new TestTokens(Clock.systemUTC());

  @BeforeAll
  static void start() throws Exception {
    running = new ContractServer(data);
    api = running.api;
    operations = running.operations;
    answers = running.answers;
    samples.know("userId", UUID.randomUUID().toString());
    Files.deleteIfExists(TABLE);
  }

  @AfterAll
  static void stop() throws IOException {
    running.close();
  }

  @Test
  void everybodyMayWhatTheContractSaysAndNothingElse() throws IOException {
    List<Caller> callers = callers();
    List<String> wrong = new ArrayList<>();
    List<List<String>> table = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("operation", "declared"));
    callers.forEach(caller -> head.add(caller.name));
    table.add(head);
    for (ContractOperation operation : operations) {
      List<String> row = new ArrayList<>(List.of(operation.method() + " " + operation.path(),
          String.join(" ", operation.access().stream().sorted().toList())));
      for (Caller caller : callers) {
        String expected = expected(operation, caller);
        Reply reply = ask(operation, caller);
        String found = verdict(operation, reply);
        row.add(found);
        if (!found.equals(expected)) {
          wrong.add(operation + " as " + caller.name + " should be " + expected + " and was " + found + ": "
              + reply.status() + " " + reply.text());
        }
      }
      table.add(row);
    }
    print(table);
    assertEquals(List.of(), wrong);
  }

  private static List<Caller> callers() {
    List<Caller> callers = new ArrayList<>();
    callers.add(new Caller("nobody", null, null, words -> false, "401"));
    callers.add(new Caller("forged", tokens.of(Role.SUPERADMIN).replaceAll("\\.[^.]*$", ".AAAA"), null, words -> false,
        "401"));
    Map<String, Object> expired = tokens.claims(UUID.randomUUID(), Role.SUPERADMIN);
    expired.put("exp", 1_700_000_000);
    callers.add(new Caller("expired", TestTokens.sign(expired), null, words -> false, "401"));
    callers.add(new Caller("learner", tokens.of(Role.USER), null, words -> words.contains("user"), "403"));
    for (String capability : CAPABILITIES) {
      callers.add(new Caller(capability, tokens.of(Role.USER, capability), null,
          words -> words.contains("user") || words.contains("capability:" + capability), "403"));
    }
    for (Role role : List.of(Role.EXPERT, Role.SALES, Role.ADMIN)) {
      callers.add(new Caller(role.name(), tokens.of(role), null,
          words -> words.contains("user") || words.contains("role:" + role), "403"));
    }
    callers.add(new Caller("ADMIN temporary", temporary(), null, words -> false, "403"));
    callers.add(new Caller("ADMIN of other", foreign(Role.ADMIN), null, words -> false, "403"));
    callers.add(new Caller("ADMIN at other", foreign(Role.ADMIN), OTHER,
        words -> words.contains("user") || words.contains("role:ADMIN"), "403"));
    callers.add(new Caller("learner at other", foreign(Role.USER), OTHER, words -> words.contains("user"), "403"));
    Predicate<Set<String>> superAdmin = words -> words.contains("user") || words.contains("role:ADMIN")
        || words.contains("role:SUPERADMIN");
    callers.add(new Caller("SUPERADMIN", tokens.of(Role.SUPERADMIN), null, superAdmin, "403"));
    callers.add(new Caller("SUPERADMIN of other", foreign(Role.SUPERADMIN), null, superAdmin, "403"));
    return callers;
  }

  private static String foreign(Role role) {
    Map<String, Object> claims = tokens.claims(UUID.randomUUID(), role);
    claims.put("tenant", OTHER);
    return TestTokens.sign(claims);
  }

  private static String temporary() {
    Map<String, Object> claims = tokens.claims(UUID.randomUUID(), Role.ADMIN);
    claims.put("tmp", true);
    return TestTokens.sign(claims);
  }

  private static String expected(ContractOperation operation, Caller caller) {
    if (operation.access().contains("webhook-signature")) {
      return "unsigned"; // any caller
    }
    boolean forTemporary = FOR_TEMPORARY.contains(operation.id());
    boolean in = operation.access().contains("public") || caller.admitted.test(operation.access())
        || caller.name.equals("ADMIN temporary") && forTemporary;
    return in ? "yes" : caller.otherwise;
  }

  private static Reply ask(ContractOperation operation, Caller caller) throws IOException {
    Object body = samples.body(operation);
    String path = samples.path(operation, null, null);
    String[] headers = caller.platform == null ? new String[0] : new String[] {"X-Platform", caller.platform};
    return answers.check(operation,
        api.ask(operation.method(), path, caller.token, body == null ? null : body.toString(), headers));
  }

  /** The edge's refusals are told from those of a domain, which knows who owns what, by their words. */
  private static String verdict(ContractOperation operation, Reply reply) {
    String message = reply.json().path("message").asText();
    if (operation.access().contains("webhook-signature")) {
      return reply.status() == 401 || reply.status() == 403 ? "unsigned" : "answered " + reply.status();
    }
    if (reply.status() >= 500 || reply.status() == 400) {
      return "failed";
    }
    boolean further = operation.access().contains("public") || message.equals("This account no longer exists.");
    boolean refused = message.equals("You do not have permission to do that.")
        || message.equals("This account belongs to another tenant.") || message.startsWith("This password is a");
    return reply.status() == 401 && !further ? "401" : reply.status() == 403 && refused ? "403" : "yes";
  }

  /** The owner of what a path names finds it; another learner, lead or mentor finds nothing there. */
  @Test
  void whatIsSomebodysIsNobodyElses() throws Exception {
    Belongings owners = new Belongings(api, running.database);
    List<ContractOperation> personal = operations.stream().filter(each -> each.path().contains("{"))
        .filter(each -> !each.access().equals(Set.of("role:ADMIN")))
        .filter(each -> !each.access().equals(Set.of("role:SUPERADMIN")))
        .filter(each -> !each.access().contains("capability:queue_viewer"))
        .filter(each -> !each.access().equals(Set.of("public")) && !NOT_PERSONAL.contains(each.id())).toList();
    Map<String, String> strangers = new LinkedHashMap<>();
    strangers.put("another learner", tokens.of(Role.USER));
    strangers.put("another lead", tokens.of(Role.USER, "batch_lead"));
    strangers.put("another mentor", tokens.of(Role.USER, "super_mentor"));
    strangers.put("an expert", tokens.of(Role.EXPERT));
    strangers.put("everything but admin", tokens.of(Role.EXPERT, CAPABILITIES.toArray(String[]::new)));
    List<List<String>> table = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("operation", "owner"));
    head.addAll(strangers.keySet());
    head.add("the owner");
    table.add(head);
    List<String> wrong = new ArrayList<>();
    List<String> unknown = personal.stream().map(ContractOperation::id).filter(id -> !owners.knows(id)).toList();
    assertEquals(List.of(), unknown, "whose is it? say so in the samples of the domain");
    for (ContractOperation operation : Belongings.inOrder(personal)) {
      Belongings.Owned owned = owners.of(operation.id());
      List<String> row =
          new ArrayList<>(List.of(operation.method() + " " + operation.path(), owned.owner().name()));
      String body = samples.body(operation) == null ? null : owned.body(samples.body(operation)).toString();
      String path = owned.path(operation);
      strangers.forEach((name, token) -> {
        Reply reply = tell(operation, path, token, body);
        row.add(String.valueOf(reply.status()));
        boolean empty = reply.status() == 200 && reply.data().isArray() && reply.data().isEmpty();
        if (reply.status() != 403 && reply.status() != 404 && !empty) {
          wrong.add(operation + " of " + owned.owner().name() + " as " + name + ": " + reply.status() + " "
              + reply.text());
        }
      });
      Reply own = tell(operation, path, owned.owner().token(), body);
      row.add(String.valueOf(own.status()));
      if (own.status() == 403 || own.status() == 404 || own.status() >= 500 || own.status() == 400) {
        wrong.add(operation + " of " + owned.owner().name() + " as the owner: " + own.status() + " "
            + own.text());
      }
      table.add(row);
    }
    print(table);
    assertEquals(List.of(), wrong);
    assertTrue(table.size() > 20, "that much is somebody's");
  }

  /** The same callers at the namespaces; whoever is let in is out again when the session ends. */
  @Test
  void aSocketIsForWhoeverHasASessionAndAsLongAsIt() throws Exception {
    List<List<String>> table = new ArrayList<>(List.of(List.of("namespace", "caller", "admitted")));
    List<String> wrong = new ArrayList<>();
    Vertx vertx = Vertx.vertx();
    try {
      Map<String, Set<String>> namespaces = Map.of("/", Set.of("user"), "/notifications", Set.of("user"),
          "/queues", Set.of("role:ADMIN", "capability:queue_viewer"), "/elsewhere", Set.of());
      for (String namespace : new TreeSet<>(namespaces.keySet())) {
        for (Caller caller : callers()) {
          boolean may = caller.admitted.test(namespaces.get(namespace))
              || caller.name.equals("ADMIN of other") && !namespace.equals("/elsewhere"); // there is no X-Platform here
          String token = caller.token == null ? "" : caller.token;
          try (SignalClient client = new SignalClient(vertx, api, namespace, token, new Traffic())) {
            boolean in = client.greeting().startsWith("40");
            table.add(List.of(namespace, caller.name, in ? "yes" : "no"));
            if (in != may) {
              wrong.add(caller.name + " at " + namespace + ": " + client.greeting());
            }
          }
        }
      }
      print(table);
      assertEquals(List.of(), wrong);
      leaves(vertx);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
  }

  private static void leaves(Vertx vertx) throws Exception {
    Reply session = api.tryLogin("asha.kulkarni@learner.example", "learner-password-1");
    String token = session.data().path("accessToken").asText();
    for (String namespace : List.of("/", "/notifications")) {
      try (SignalClient client = new SignalClient(vertx, api, namespace, token, new Traffic())) {
        assertTrue(client.greeting().startsWith("40"), client::greeting);
        if (namespace.equals("/notifications")) {
          api.post("/api/auth/logout", null, Map.of("refreshToken", session.data().path("refreshToken").asText()));
          eventually("the socket is closed", client::isClosed);
        }
      }
    }
    try (SignalClient again = new SignalClient(vertx, api, "/", token, new Traffic())) {
      assertTrue(again.greeting().startsWith("44"), again::greeting);
    }
  }

  private static Reply tell(ContractOperation operation, String path, String token, String body) {
    try {
      return api.ask(operation.method(), path, token, body);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Writes both tables for people, one below the other. */
  private static void print(List<List<String>> table) throws IOException {
    int[] widths = new int[table.getFirst().size()];
    table.forEach(row -> {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    });
    StringBuilder text = new StringBuilder();
    for (List<String> row : table) {
      for (int i = 0; i < widths.length; i++) {
        text.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      text.append('\n');
    }
    assertFalse(text.isEmpty());
    Files.createDirectories(TABLE.getParent());
    String before = Files.exists(TABLE) ? Files.readString(TABLE) + "\n" : "";
    Files.writeString(TABLE, before + text.toString().replaceAll(" +\\n", "\n"));
  }
}
