package com.mas.process;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Json;
import com.mas.process.Api.Reply;
import com.mas.testkit.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Things of people of the one-command start's batch, one for each operation whose path names such a thing. */
public final class Belongings {
  private static final List<String> ORDER = List.of("GET", "PUT", "PATCH", "POST", "DELETE");

  /** Person of the one-command start, signed in. */
  public record Person(String name, String id, String token) {}

  /** @param ids by the path's parameters; {@code said} what the body must have, by its properties */
  public record Owned(Person owner, Map<String, String> ids, Map<String, ?> said) {
    public String path(ContractOperation operation) {
      String path = operation.path();
      for (Map.Entry<String, String> id : ids.entrySet()) {
        path = path.replace("{" + id.getKey() + "}", id.getValue());
      }
      assertTrue(!path.contains("{"), path);
      return path;
    }

    public ObjectNode body(ObjectNode sample) {
      said.forEach((name, value) -> sample.set(name, Json.MAPPER.valueToTree(value)));
      return sample;
    }
  }

  private final Map<String, Owned> byOperation = new HashMap<>();
  private final Map<String, String> remembered = new HashMap<>();
  private final Api api;
  private final TestDatabase database;
  private final Person student;
  private final Person lead;
  private final Person mentor;

  /** Lets every domain make what its operations need. */
  public Belongings(Api api, TestDatabase database) throws Exception {
    this.api = api;
    this.database = database;
    student = person("the student", "asha.kulkarni@learner.example", "learner-password-1");
    lead = person("the lead", "batch.lead@mas.example", "lead-password-1");
    mentor = person("the mentor", "super.mentor@mas.example", "mentor-password-1");
    for (DomainSamples samples : DomainSamples.all()) {
      samples.own(this);
    }
  }

  private Person person(String name, String email, String password) throws IOException {
    String token = api.login(email, password);
    return new Person(name, api.get("/api/auth/me", token).data().path("id").asText(), token);
  }

  /** Orders operations so that they look before they change, and what ends something comes last. */
  public static List<ContractOperation> inOrder(List<ContractOperation> operations) {
    Set<String> last = DomainSamples.all(DomainSamples::last);
    return operations.stream().sorted(Comparator
        .<ContractOperation>comparingInt(each -> each.id().matches(".*\\.(end|cancel|withdraw)") ? 1 : 0)
        .thenComparingInt(each -> last.contains(each.id()) ? 1 : 0)
        .thenComparingInt(each -> ORDER.indexOf(each.method()))
        .thenComparingInt(each -> each.method().equals("DELETE") ? -each.path().length() : 0)
        .thenComparing(ContractOperation::path)).toList();
  }

  public boolean knows(String operation) {
    return byOperation.containsKey(operation);
  }

  public Owned of(String operation) {
    return byOperation.get(operation);
  }

  public Api api() {
    return api;
  }

  public Person student() {
    return student;
  }

  public Person lead() {
    return lead;
  }

  public Person mentor() {
    return mentor;
  }

  /** Says whose the things are that an operation names. */
  public void own(String operation, Person owner, Map<String, String> ids) {
    own(operation, owner, ids, Map.of());
  }

  public void own(String operation, Person owner, Map<String, String> ids, Map<String, ?> said) {
    byOperation.put(operation, new Owned(owner, ids, said));
  }

  /** Keeps an id for a domain whose module comes later. */
  public void remember(String what, String id) {
    remembered.put(what, id);
  }

  public String remembered(String what) {
    return remembered.get(what);
  }

  /** Posts and returns the id of what was made. */
  public String made(Person who, String path, Map<String, String> body) throws IOException {
    Reply reply = api.post(path, who.token, body);
    assertTrue(reply.status() == 201, () -> path + ": " + reply.text());
    return reply.data().path("id").asText();
  }

  /** Returns the id of the first item of a list; empty when it has none. */
  public String first(String path, Person who) {
    try {
      JsonNode data = api.get(path, who.token).data();
      return (data.isArray() ? data : data.path("items")).path(0).path("id").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void execute(String sql) throws SQLException {
    try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
