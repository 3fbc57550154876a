package com.mas.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.boot.Modules;
import com.mas.bus.Bounds;
import com.mas.bus.FailureException;
import com.mas.bus.FailureException.FieldError;
import com.mas.bus.Json;
import com.mas.testkit.Sample;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Dates and times that the database does not know are refused with their place, in the body of every operation. */
class DatesAtTheEdgeTest {
  private static final Contract CONTRACT = Contract.load(Modules.REQUESTS, Modules.REASONS);
  private static final List<String> DATES = List.of("0000-01-01", "-0001-01-01", "-9999-12-31", "+10000-01-01",
      "+294277-01-01", "+999999999-12-31", "2026-02-29", "2026-02-30", "2026-13-01", "2026-00-10", "20260101", "");
  private static final List<String> TIMES = List.of("0000-12-31T23:59:59Z", "-0001-01-01T00:00:00Z",
      "-9999-01-01T00:00:00Z", "+294277-01-01T00:00:00Z", "+999999999-12-31T00:00:00Z", "0001-01-01T00:00:00+01:00",
      "9999-12-31T23:59:59-01:00", "2026-02-29T00:00:00Z", "2026-01-31T25:00:00Z", "2026-01-31T24:00:00Z",
      "2026-06-30T23:59:60Z", "2026-01-31T08:30:61Z", "2026-01-31T08:60:00Z",
      "2026-01-31T08:30:00+18:01", "2026-01-31T08:30:00-24:00", "2026-01-31T08:30:00+99:99", "2026-01-31T08:30:00", "");

  /** @param pointer of a date or a time in a body that is right otherwise */
  private record Place(Operation operation, ObjectNode body, String pointer, List<String> wrong) {}

  private static Stream<Place> places() {
    return CONTRACT.operations().values().stream().filter(operation -> operation.inputs().body != null)
        .flatMap(operation -> {
          JsonNode sample = Json.MAPPER.valueToTree(Sample.of(Json.MAPPER.constructType(operation.request().body())));
          if (!(sample instanceof ObjectNode body)) {
            return Stream.empty();
          }
          body.retain(operation.inputs().body.properties.keySet());
          List<Place> found = new ArrayList<>();
          collect(operation, body, body, "", found);
          return found.stream();
        });
  }

  private static void collect(Operation operation, ObjectNode body, JsonNode at, String pointer, List<Place> into) {
    if (at instanceof ObjectNode object) {
      object.properties().forEach(each -> collect(operation, body, each.getValue(), pointer + "/" + each.getKey(),
          into));
    } else if (at instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        collect(operation, body, array.get(i), pointer + "/" + i, into);
      }
    } else if (at.isTextual() && at.asText().matches("\\d{4}-\\d\\d-\\d\\d")) {
      into.add(new Place(operation, body, pointer, DATES));
    } else if (at.isTextual() && at.asText().matches("\\d{4}-\\d\\d-\\d\\dT.*Z")) {
      into.add(new Place(operation, body, pointer, TIMES));
    }
  }

  @Test
  void thereAreSuchPlaces() {
    assertTrue(places().count() > 10, "found " + places().count());
  }

  @TestFactory
  Stream<DynamicTest> whatTheDatabaseDoesNotKnowIsRefusedWithItsPlace() {
    return places().map(place -> DynamicTest.dynamicTest(place.operation.id() + " " + place.pointer,
        () -> place.wrong.forEach(wrong -> check(place, wrong))));
  }

  private static void check(Place place, String wrong) {
    ObjectNode body = place.body.deepCopy();
    int slash = place.pointer.lastIndexOf('/');
    JsonNode parent = body.at(place.pointer.substring(0, slash));
    String name = place.pointer.substring(slash + 1);
    if (parent instanceof ObjectNode object) {
      object.put(name, wrong);
    } else {
      ((ArrayNode) parent).set(Integer.parseInt(name), wrong);
    }
    List<FieldError> errors = new ArrayList<>();
    try {
      ObjectNode read = place.operation.inputs().body.read(body.toString().getBytes(StandardCharsets.UTF_8), errors);
      if (errors.stream().noneMatch(error -> error.path().equals(place.pointer))) {
        Bounds.check(Json.MAPPER.treeToValue(read, place.operation.request().body()));
      }
    } catch (FailureException refused) {
      errors.addAll(refused.detail().errors());
    } catch (JsonProcessingException unfit) {
      return; // refused with the place that Jackson tells
    }
    assertTrue(errors.stream().anyMatch(error -> error.path().equals(place.pointer)),
        () -> "\"" + wrong + "\" was taken: " + errors);
  }
}
