package com.mas.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.FailureException;
import com.mas.bus.Json;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestInputsTest {
  record Paged(Integer limit, Long offset) {}

  private static final RequestInputs INPUTS =
      new RequestInputs(List.of(), Map.of("limit", parameter("limit", 1, 500, 50),
          "offset", parameter("offset", 0, 1_000_000_000, 0)), List.of(), null, null, null, 0, Paged.class);

  private static Parameter parameter(String name, int least, int most, int standard) {
    return new Parameter(Json.read("""
        {"name": "%s", "in": "query", "schema": {"type": "integer", "minimum": %d, "maximum": %d, "default": %d}}"""
        .formatted(name, least, most, standard), JsonNode.class), Json.MAPPER.createObjectNode());
  }

  private static Object bound(String query) {
    return INPUTS.bind(List.of(), query, MultiMap.caseInsensitiveMultiMap(), null);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"page=3&limit=7|7|14", "page=1|50|0", "page=2|50|50", "page=|50|0",
      "page=2&limit=9999|500|500", "page=2&offset=5|50|5"})
  void pagesAreCountedAsClientsOfTheEarlierSystemsDo(String query, int limit, long offset) {
    assertEquals(new Paged(limit, offset), bound(query));
  }

  @ParameterizedTest
  @ValueSource(strings = {"page=0", "page=-1", "page=x", "page=1.5"})
  void whatIsNoPageIsRefused(String query) {
    assertThrows(FailureException.class, () -> bound(query));
  }

  @Test
  void whatIsUsedIsNotToldAsIgnored() {
    assertEquals(List.of("sortBy"), INPUTS.ignored("page=2&limit=3&sortBy=name"));
    assertEquals(List.of("page"), INPUTS.ignored("page=2&offset=3"));
  }
}
