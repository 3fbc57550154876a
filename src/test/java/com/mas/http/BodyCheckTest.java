package com.mas.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.FailureException.FieldError;
import com.mas.bus.Json;
import com.mas.testkit.Alone;
import com.mas.testkit.Colliding;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checking a body takes time in proportion to its bytes, whatever a client makes of them. */
@Alone
class BodyCheckTest {
  private static final int MUCH = 100_000;
  private static final int COLLIDING = 32_768;
  private static final int MOST_ERRORS = 20;
  /** Longest time of a check; a check in quadratic time took from ten seconds to hours. */
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final BodyCheck CHECK = check("""
      {"type": "object", "required": ["name"], "properties": {
        "name": {"type": "string", "maxLength": 50},
        "count": {"type": "integer", "minimum": 0},
        "price": {"type": "number", "maximum": 100},
        "ids": {"type": "array", "maxItems": 20000, "items": {"type": "string", "maxLength": 40}},
        "free": {"type": "array", "items": {"type": "string"}},
        "unique": {"type": "array", "maxItems": 10, "uniqueItems": true, "items": {"enum": ["a", "b"]}},
        "words": {"type": "object", "maxProperties": 50, "additionalProperties": {"type": "string"}},
        "open": {"type": "object", "additionalProperties": true},
        "lines": {"type": "array", "maxItems": 2000, "items": {"type": "object", "properties": {
          "a": {"type": "string"}}}},
        "either": {"oneOf": [
          {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
          {"type": "object", "properties": {"b": {"type": "string"}}, "required": ["b"]}]}}}""");

  private static BodyCheck check(String schema) {
    ObjectNode read = (ObjectNode) Json.read(schema, JsonNode.class);
    return new BodyCheck(ClosedSchema.closed(read, read), true);
  }

  private static List<FieldError> errors(String body) {
    List<FieldError> errors = new ArrayList<>();
    try {
      CHECK.read(body.getBytes(StandardCharsets.UTF_8), errors);
    } catch (FailureException refused) {
      assertEquals(Failure.INVALID, refused.failure());
      List<FieldError> told = refused.detail().errors();
      return told == null || told.isEmpty() ? List.of(new FieldError("", refused.getMessage())) : told;
    }
    return errors;
  }

  private static List<FieldError> soon(String body) {
    return assertTimeout(SOON, () -> errors(body));
  }

  private static List<String> paths(String body) {
    return soon(body).stream().map(FieldError::path).toList();
  }

  private static String repeated(String value, int times) {
    return IntStream.range(0, times).mapToObj(i -> value).collect(Collectors.joining(",", "[", "]"));
  }

  private static String distinct(int count, String value) {
    return IntStream.range(0, count).mapToObj(i -> "\"k" + i + "\":" + value)
        .collect(Collectors.joining(",", "{", "}"));
  }

  @Test
  void namesWithOneHashAreRefusedAfterTwenty() {
    assertEquals(Colliding.names(COLLIDING).stream().limit(MOST_ERRORS).map(name -> "/" + name).toList(),
        paths(Colliding.object(COLLIDING, "1")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"words", "open", "lines", "either", "name", "count"})
  void soTheyAreInsideOfAnyMember(String member) {
    String names = Colliding.object(COLLIDING, "1");
    assertTrue(soon("{\"name\":\"a\",\"" + member + "\":" + names + "}").size() <= MOST_ERRORS);
    assertTrue(soon("{\"name\":\"a\",\"" + member + "\":[" + names + "]}").size() <= MOST_ERRORS);
    assertTrue(soon("{\"name\":\"a\",\"" + member + "\":" + "[".repeat(50) + names + "]".repeat(50) + "}")
        .size() <= MOST_ERRORS);
  }

  @Test
  void manyDifferentNamesAreRefusedAfterTwenty() {
    assertEquals(MOST_ERRORS, soon(distinct(2 * MUCH, "1")).size());
    assertEquals(List.of("/open"), paths("{\"name\":\"a\",\"open\":" + distinct(MUCH, "1") + "}"));
    assertEquals(List.of("/words"), paths("{\"name\":\"a\",\"words\":" + distinct(MUCH, "\"a\"") + "}"));
    assertEquals(MOST_ERRORS, soon("{\"name\":\"a\",\"lines\":" + repeated("{\"x\":1}", MUCH) + "}").size());
  }

  @Test
  void oneNameUsedAgainAndAgainIsRefusedAtOnce() {
    String again = repeated("\"a\":1", MUCH);
    assertTrue(soon("{" + again.substring(1, again.length() - 1) + "}").getFirst().message().contains("used twice"));
  }

  @Test
  void anArrayThatIsTooLongIsRefusedWithoutLookingAtTheRest() {
    assertEquals(List.of("/ids"), paths("{\"name\":\"a\",\"ids\":" + repeated("\"a\"", MUCH) + "}"));
    assertEquals(List.of("/ids"), paths("{\"name\":\"a\",\"ids\":" + repeated("[]", MUCH) + "}"));
    assertEquals(List.of("/lines"), paths("{\"name\":\"a\",\"lines\":" + repeated("{}", MUCH) + "}"));
    String names = Colliding.names(COLLIDING).stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(","));
    assertEquals(List.of("/unique"), paths("{\"name\":\"a\",\"unique\":[" + names + "]}"));
  }

  @Test
  void manyWrongElementsAreToldAsOne() {
    assertEquals(List.of("/free/0"), paths("{\"name\":\"a\",\"free\":" + repeated("1", MUCH - 3) + "}"));
    assertEquals(List.of("/ids/0"), paths("{\"name\":\"a\",\"ids\":" + repeated("1", 20_000) + "}"));
  }

  @Test
  void moreValuesThanAnyBodyNeedsAreRefused() {
    List<FieldError> told = soon("{\"name\":\"a\",\"open\":{\"a\":" + repeated("[]", 20 * MUCH) + "}}");
    assertEquals(List.of(new FieldError("", "must have at most 100000 values in all")), told);
  }

  @Test
  void fewWrongElementsAreToldOneByOneUpToTwenty() {
    assertEquals(List.of("/ids/0", "/ids/2", "/name"), paths("{\"ids\":[1,\"a\",2]}").stream().sorted().toList());
    assertEquals(MOST_ERRORS, soon("{\"name\":\"a\",\"ids\":" + repeated("1", 500) + "}").size());
    assertEquals(MOST_ERRORS - 1, soon("{\"name\":\"a\"," + distinct(MOST_ERRORS - 1, "1").substring(1)).size());
  }

  @Test
  void textThatCannotBeKeptIsToldUpToTwentyTimesWithoutPathsOfTheOthers() {
    assertEquals(MOST_ERRORS, soon("{\"name\":\"a\",\"free\":" + repeated("\"\\u0000\"", MUCH - 3) + "}").size());
    String deep = "{\"name\":\"\\u0041\",\"open\":{\"" + "k".repeat(40_000) + "\":" + repeated("1", MUCH - 4) + "}}";
    assertEquals(List.of(), soon(deep));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "-1e999999999", "1e-999999999", "1E+400", "0.1e400"})
  void hugeExponentsCostNothing(String number) {
    soon("{\"name\":\"a\",\"count\":" + number + "}");
    soon("{\"name\":\"a\",\"price\":" + number + "}");
    soon("{\"name\":\"a\",\"open\":{\"a\":" + repeated(number, 50_000) + "}}");
  }

  @Test
  void whatIsToldOfLongNamesIsCut() {
    List<FieldError> told = soon("{\"name\":\"a\",\"" + "k".repeat(40_000) + "\":1}");
    assertTrue(told.getFirst().path().length() < 400 && told.getFirst().message().length() < 400, told::toString);
  }

  @Test
  void whatTheSchemaAllowsIsTakenHoweverMuchItIs() {
    assertEquals(List.of(), soon("{\"name\":\"a\",\"ids\":" + repeated("\"a\"", 20_000) + "}"));
    assertEquals(List.of(), soon("{\"name\":\"a\",\"free\":" + repeated("\"a\"", MUCH - 3) + "}"));
    assertEquals(List.of(), soon("{\"name\":\"a\",\"lines\":" + repeated("{\"a\":\"b\"}", 2000) + "}"));
    assertEquals(List.of(), soon("{\"name\":\"a\",\"words\":" + distinct(50, "\"b\"") + "}"));
    assertEquals(List.of(), soon("{\"name\":\"a\",\"open\":" + distinct(1000, "{}") + "}"));
    assertEquals(List.of(), soon("{\"name\":\"a\",\"either\":{\"b\":\"c\"}}"));
    assertEquals(List.of(), soon("{\"name\":\"a\",\"open\":{\"a\":" + repeated("[{\"b\":[1,2]}]", 15_000) + "}}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "{\"type\": \"array\", \"uniqueItems\": true}",
      "{\"type\": \"array\", \"uniqueItems\": true, \"maxItems\": 1001}",
      "{\"type\": \"array\", \"items\": {\"oneOf\": [{\"type\": \"object\"}, {\"type\": \"string\"}]}}",
  })
  void aSchemaWhoseCheckWouldTakeLongIsNoContract(String member) {
    assertThrows(IllegalArgumentException.class,
        () -> check("{\"type\": \"object\", \"properties\": {\"a\": " + member + "}}"));
  }
}
