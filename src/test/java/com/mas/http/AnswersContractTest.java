package com.mas.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.boot.Modules;
import com.mas.bus.Json;
import com.mas.testkit.Sample;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Validates the answer of each operation against its schema: one that is made of records with something in every
 * place, and one with nothing wherever a component may be absent. Nothing is answered that is not declared. Bounds are
 * left out, since samples do not know them.
 */
class AnswersContractTest {
  private static final Contract CONTRACT = Contract.load(Modules.REQUESTS, Modules.REASONS);
  private static final ObjectNode DOCUMENT = (ObjectNode) read(CONTRACT.document());
  private static final Set<String> BOUNDS = Set.of("pattern", "enum", "format", "minimum", "maximum", "minLength",
      "maxLength", "minItems", "maxItems", "minProperties", "maxProperties");

  /** Answered as free JSON, whose schema the document has. */
  private static final Set<String> FREE = Set.of("gamification.badge.credential");

  private static JsonNode read(byte[] json) {
    try {
      return Json.MAPPER.readTree(json);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @TestFactory
  Stream<DynamicTest> anAnswerWithEverythingIsAsDeclared() {
    return tests(Sample::of);
  }

  @TestFactory
  Stream<DynamicTest> anAnswerWithoutWhatMayBeAbsentIsAsDeclared() {
    return tests(Sample::least);
  }

  private static Stream<DynamicTest> tests(Function<JavaType, Object> sample) {
    return CONTRACT.operations().values().stream().filter(operation -> !FREE.contains(operation.id()))
        .map(operation -> DynamicTest.dynamicTest(operation.id(),
            () -> check(operation, sample.apply(operation.request().answer()))));
  }

  private static void check(Operation operation, Object answered) {
    JsonNode answer = read(Answers.write(answered));
    JsonNode declared = DOCUMENT.at("/paths/" + operation.path().replace("/", "~1") + "/"
        + operation.method().toLowerCase(Locale.ROOT) + "/responses");
    declared.properties().forEach(response -> {
      JsonNode schema = response.getValue().at("/content/application~1json/schema");
      if (response.getKey().startsWith("2") && !schema.isMissingNode()) {
        assertEquals(List.of(), validator(schema).validate(answer).stream().map(Object::toString).toList());
      }
    });
  }

  private static JsonSchema validator(JsonNode schema) {
    ObjectNode root = schema.deepCopy();
    root.set("components", DOCUMENT.get("components").deepCopy());
    closeWithoutBounds(root);
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(root);
  }

  private static void closeWithoutBounds(JsonNode node) {
    if (node instanceof ObjectNode object && (object.has("type") || object.has("properties"))) {
      object.remove(BOUNDS);
      if (object.path("properties").isObject() && !object.path("properties").isEmpty()) {
        object.put("additionalProperties", false);
      }
    }
    node.forEach(AnswersContractTest::closeWithoutBounds);
  }
}
