package com.mas.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.boot.Modules;
import com.mas.bus.Json;
import com.mas.testkit.Sample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Compares the answer of each operation, made of a record with something in every place, with the schema that the
 * contract declares: both have the same properties of the same types.
 */
class AnswersContractTest {
  private static final Contract CONTRACT = Contract.load(Modules.REQUESTS);
  private static final JsonNode DOCUMENT = read(CONTRACT.document());

  private static JsonNode read(byte[] json) {
    try {
      return Json.MAPPER.readTree(json);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @TestFactory
  Stream<DynamicTest> anAnswerHasWhatTheContractDeclares() {
    return CONTRACT.operations().values().stream().map(operation ->
        DynamicTest.dynamicTest(operation.request().address(), () -> check(operation)));
  }

  private static void check(Operation operation) throws IOException {
    JsonNode declared = DOCUMENT.at("/paths/" + operation.path().replace("/", "~1") + "/"
        + operation.method().toLowerCase(Locale.ROOT) + "/responses");
    Object sample = Sample.of(operation.request().answer());
    List<String> problems = new ArrayList<>();
    declared.properties().forEach(response -> {
      JsonNode schema = response.getValue().at("/content/application~1json/schema");
      if (response.getKey().startsWith("2") && !schema.isMissingNode()) {
        compare("", schema, read(Answers.write(sample)), problems);
      }
    });
    assertEquals(List.of(), problems);
  }

  private static void compare(String where, JsonNode declared, JsonNode answered, List<String> problems) {
    JsonNode schema = follow(declared);
    Map<String, JsonNode> properties = new TreeMap<>();
    collect(schema, properties);
    if (answered.isObject() && !properties.isEmpty()) {
      TreeSet<String> names = new TreeSet<>(properties.keySet());
      answered.fieldNames().forEachRemaining(name -> {
        if (!names.remove(name)) {
          problems.add(where + "/" + name + " is answered and not declared");
        }
      });
      names.forEach(name -> problems.add(where + "/" + name + " is declared and never answered"));
      properties.forEach((name, each) -> {
        if (answered.has(name)) {
          compare(where + "/" + name, each, answered.get(name), problems);
        }
      });
    } else if (answered.isArray() && schema.has("items")) {
      answered.forEach(item -> compare(where + "/0", schema.get("items"), item, problems));
    } else if (schema.has("type") && !answered.isNull() && !types(schema).contains(type(answered))) {
      problems.add(where + " is declared as " + types(schema) + " and answered as " + type(answered));
    }
  }

  private static void collect(JsonNode schema, Map<String, JsonNode> properties) {
    schema.path("properties").properties().forEach(each -> properties.put(each.getKey(), each.getValue()));
    schema.path("allOf").forEach(part -> collect(follow(part), properties));
  }

  private static Set<String> types(JsonNode schema) {
    Set<String> types = new TreeSet<>();
    if (schema.get("type").isArray()) {
      schema.get("type").forEach(each -> types.add(each.asText()));
    } else {
      types.add(schema.get("type").asText());
    }
    if (types.contains("number")) {
      types.add("integer");
    }
    return types;
  }

  private static String type(JsonNode json) {
    return json.isObject() ? "object" : json.isArray() ? "array" : json.isTextual() ? "string"
        : json.isBoolean() ? "boolean" : json.isIntegralNumber() ? "integer" : "number";
  }

  private static JsonNode follow(JsonNode schema) {
    JsonNode followed = schema;
    while (followed.has("$ref")) {
      followed = DOCUMENT.at(followed.get("$ref").asText().substring(1));
    }
    return followed;
  }
}
