package com.mas.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.mas.bus.Request;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A contract that does not fit the build must not start, and must say all that is wrong. */
class ContractCheckTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private enum Size { SMALL, LARGE }

  private record Take(UUID id, String name, Size size) {}

  private record Nothing() {}

  private record Tagged(Map<String, String> tags) {}

  private record Taken(boolean fresh) {}

  private static final Map<String, Request<?, ?>> CATALOGUE = Map.of(
      "a.take", Request.of("a.take", Take.class, Taken.class, Duration.ofSeconds(1)),
      "a.nothing", Request.of("a.nothing", Nothing.class, Taken.class, Duration.ofSeconds(1)),
      "a.map", Request.of("a.map", Tagged.class, Taken.class, Duration.ofSeconds(1)),
      "a.void", Request.of("a.void", Void.class, Taken.class, Duration.ofSeconds(1)));

  private static final String OK = "responses: {'200': {description: ok}}";

  private static String problems(String... pathsOfFiles) throws Exception {
    Map<String, JsonNode> documents = new TreeMap<>();
    for (int i = 0; i < pathsOfFiles.length; i++) {
      documents.put((char) ('a' + i) + ".yaml", YAML.readTree("openapi: 3.1.0\n" + pathsOfFiles[i]));
    }
    return assertThrows(IllegalStateException.class, () -> Contract.of(documents, CATALOGUE, Map.of())).getMessage();
  }

  private static void assertNames(String expected, String... files) throws Exception {
    String problems = problems(files);
    assertTrue(problems.contains(expected), problems);
  }

  @Test
  void allProblemsAreNamedAtOnce() throws Exception {
    String problems = problems("""
        paths:
          /a: {get: {operationId: a.nothing, %1$s}}
          /b: {get: {operationId: a.gone, x-access: everybody, %1$s}}
          /c: {get: {x-access: user, %1$s}}
          '/d/{at}': {post: {operationId: a.take, x-access: user, %1$s}}
        """.formatted(OK));
    assertEquals("""
        The HTTP contract does not fit this build:
        - a.yaml: GET /a (a.nothing) declares no x-access
        - a.yaml: GET /b (a.gone) has an unknown x-access 'everybody'
        - a.yaml: GET /b (a.gone) has no consumer in this build
        - a.yaml: GET /c has no operationId
        - a.yaml: POST /d/{at} (a.take) has the path parameter at, for which Take has no component""", problems);
  }

  @Test
  void accessIsOneOfTheKnownKinds() throws Exception {
    for (String access : new String[] {"role:KING", "role:admin", "'capability:'", "[]", "[public, user]", "''"}) {
      assertNames("x-access", "paths: {/a: {get: {operationId: a.nothing, x-access: " + access + ", " + OK + "}}}");
    }
  }

  @Test
  void theBoundOfABodyIsANumberOfBytes() throws Exception {
    for (String bound : new String[] {"0", "-1", "1.5", "64kB", "99999999999", "null"}) {
      assertNames("x-most-bytes", "paths: {/a: {put: {operationId: a.nothing, x-access: user, x-most-bytes: " + bound
          + ", " + OK + "}}}");
    }
  }

  @Test
  void anOperationIsDeclaredOnce() throws Exception {
    String operation = "{operationId: a.nothing, x-access: user, " + OK + "}";
    assertNames("declared twice", "paths: {/a: {get: " + operation + "}, /b: {get: " + operation + "}}");
    assertNames("GET /a is declared twice", "paths: {/a: {get: " + operation + "}}", "paths: {/a: {get: " + operation
        + "}}");
    assertNames("same path as a.nothing", """
        paths:
          /a/b: {get: %s}
          /a/b/: {get: {operationId: a.void, x-access: user, %s}}
        """.formatted(operation, OK));
  }

  @Test
  void whatTheContractGivesTheRecordTakes() throws Exception {
    assertNames("has the path parameter extra, for which Nothing has no component",
        "paths: {'/a/{extra}': {get: {operationId: a.nothing, x-access: user, " + OK + "}}}");
    assertNames("has the query parameter extra, for which Take has no component", "paths: {/a: {put: {operationId: "
        + "a.take, x-access: user, x-query: [size, extra], " + OK + "}}}");
    assertNames("gives extra, for which Take has no component", """
        paths: {/a: {get: {operationId: a.take, x-access: user, %s,
          parameters: [{name: X-Extra, in: header, x-from-header: extra}]}}}
        """.formatted(OK));
    assertNames("gives extra, for which Take has no component", """
        paths: {/a: {post: {operationId: a.take, x-access: user, %s, requestBody: {x-raw-body: extra}}}}
        """.formatted(OK));
  }

  @Test
  void whatTheRecordSaysIsNotSaidAgain() throws Exception {
    for (String parameter : new String[] {"{name: id, in: query}", "{name: id, in: cookie}", "{name: X-Id, in: header}",
        "{name: id, in: path, required: true, schema: {type: string}}"}) {
      assertNames("only headers are listed", "paths: {/a: {get: {operationId: a.take, x-access: user, " + OK
          + ", parameters: [" + parameter + "]}}}");
    }
    assertNames("describes a body, which the record does", """
        paths: {/a: {post: {operationId: a.take, x-access: user, %s,
          requestBody: {content: {application/json: {schema: {type: object}}}}}}}
        """.formatted(OK));
  }

  @Test
  void parametersAreOfKindsThatAreChecked() throws Exception {
    assertNames("has the parameter tags of the unsupported type 'object'",
        "paths: {/a: {get: {operationId: a.map, x-access: user, " + OK + "}}}");
  }

  @Test
  void wordsAndFailuresAreOfSomething() throws Exception {
    JsonNode worded = YAML.readTree("""
        openapi: 3.1.0
        paths: {/a: {post: {operationId: a.take, x-access: user, %s}}}
        x-words: {Take: {size: how large}, ContractCheckTest.Take: {size: how large, weight: how heavy}}
        """.formatted(OK));
    Contract contract = Contract.of(Map.of("a.yaml", worded), CATALOGUE, Map.of());
    assertEquals("x-words: there is no ContractCheckTest.Take.weight\nx-words: there is no Take.size",
        assertThrows(IllegalStateException.class, contract::document).getMessage());
    String words = "paths: {}\nx-words: {Take: {size: how large}}";
    assertNames("b.yaml: x-words has Take, as another document has", words, words);
    assertNames("fails with teapot, which is no code of a failure",
        "paths: {/a: {get: {operationId: a.nothing, x-access: user, x-fails: [conflict, teapot], " + OK + "}}}");
  }

  @Test
  void answersAreDecidable() throws Exception {
    String start = "paths: {/a: {get: {operationId: a.nothing, x-access: user, responses: ";
    assertNames("declares 204", start + "{'204': {description: a}}}}}");
    assertNames("several 2xx answers without x-when", start + "{'200': {description: a}, '201': {description: b}}}}}");
    assertNames("which Taken does not have", start
        + "{'200': {description: a}, '201': {description: b, x-when: {made: true}}}}}}");
  }
}
