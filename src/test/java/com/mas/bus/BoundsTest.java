package com.mas.bus;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.mas.boot.Modules;
import com.mas.bus.FailureException.FieldError;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The bounds on records, which hold for whoever asks. */
class BoundsTest {
  enum Colour { RED, GREEN, BLUE }

  record Part(@Size(min = 2, max = 4) String label, @Nullable @Min(1) Integer count) {}

  record Whole(UUID id, @Nullable @Visible @Size(max = 5) String name,
      @Nullable @Pattern(regexp = "^[a-z]+$") String code, @Nullable @OneOf({"up", "down"}) String way,
      @Nullable @OneOf({"RED", "GREEN"}) Colour colour, @Nullable @Min(0) @Max(100) Double percent,
      @Nullable @Max(10) BigDecimal price, @Nullable LocalDate day, @Nullable @Size(min = 1, max = 2) List<Part> parts,
      @Nullable @Size(max = 1) Map<String, @Size(max = 3) String> more,
      @JsonProperty("is.new") @Nullable @Limit(max = 9) Integer limit) {}

  @AtLeastOne
  record Change(UUID id, @Nullable String name, @Nullable Integer size) {}

  record Wrong(@Size(max = 3) Integer number) {}

  record WrongWord(@OneOf("PINK") Colour colour) {}

  private static final UUID ID = UUID.fromString("01935b2e-0000-7000-8000-000000000007");

  /** Returns a record with one component given, the id beside it. */
  private static Whole with(String name, Object value) {
    Object[] values = Arrays.stream(Whole.class.getRecordComponents())
        .map(component -> component.getName().equals(name) ? value : component.getName().equals("id") ? ID : null)
        .toArray();
    try {
      return (Whole) Whole.class.getDeclaredConstructors()[0].newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static String wrong(Object body) {
    FailureException refused = assertThrows(FailureException.class, () -> Bounds.check(body), () -> body.toString());
    assertEquals(Failure.INVALID, refused.failure());
    return refused.detail().errors().stream().map(each -> each.path() + " " + each.message())
        .collect(Collectors.joining("; "));
  }

  @Test
  void whatFitsPasses() {
    Stream.of(with("name", "abcde"), with("name", "\ud83d\ude00".repeat(5)), with("code", "abc"), with("way", "up"),
        with("colour", Colour.GREEN), with("percent", 100.0), with("price", new BigDecimal("10.0")),
        with("day", LocalDate.of(9999, 12, 31)), with("parts", List.of(new Part("ab", 1), new Part("abcd", null))),
        with("more", Map.of("key", "abc")), with("limit", 9), with("id", ID), new Change(ID, null, 3))
        .forEach(body -> assertDoesNotThrow(() -> Bounds.check(body), body::toString));
    assertDoesNotThrow(() -> Bounds.check(null));
    assertDoesNotThrow(() -> Bounds.check("no record"));
  }

  @Test
  void whatDoesNotIsNamedWithItsPlace() {
    assertEquals("/id is required", wrong(with("id", null)));
    assertEquals("/name must be at most 5 characters long", wrong(with("name", "abcdef")));
    assertEquals("/name must have a character that can be seen", wrong(with("name", " \u200b")));
    assertEquals("/name must be at least 1 characters long; /name must have a character that can be seen",
        wrong(with("name", "")));
    assertEquals("/code does not match the pattern ^[a-z]+$", wrong(with("code", "ABC")));
    assertEquals("/way must be one of up, down", wrong(with("way", "left")));
    assertEquals("/colour must be one of RED, GREEN", wrong(with("colour", Colour.BLUE)));
    assertEquals("/percent must be at most 100", wrong(with("percent", 100.5)));
    assertEquals("/percent must be at least 0", wrong(with("percent", -0.1)));
    assertEquals("/price must be at most 10", wrong(with("price", new BigDecimal("10.01"))));
    assertEquals("/day must be a date such as 2026-01-31", wrong(with("day", LocalDate.of(12026, 1, 31))));
    assertEquals("/parts must have at least 1 items", wrong(with("parts", List.of())));
    assertEquals("/parts/0/label must be at least 2 characters long; /parts/1/label is required;"
        + " /parts/1/count must be at least 1",
        wrong(with("parts", List.of(new Part("a", null), new Part(null, 0)))));
    assertEquals("/more must have at most 1 properties", wrong(with("more", Map.of("a", "", "b", ""))));
    assertEquals("/more/key must be at most 3 characters long", wrong(with("more", Map.of("key", "abcd"))));
    assertEquals("/is.new must be at most 9", wrong(with("limit", 10)));
    assertEquals(" must have at least one of name, size", wrong(new Change(ID, null, null)));
  }

  @Test
  void theMessageNamesTheFirstAndCountsTheOthers() {
    FailureException refused = assertThrows(FailureException.class, () -> Bounds.check(with("parts",
        Collections.nCopies(2, new Part("a", 0)))));
    assertEquals("Invalid request: /parts/0/label must be at least 2 characters long, and 3 more.",
        refused.detail().message());
    FailureException many = assertThrows(FailureException.class, () -> Bounds.check(with("parts",
        Collections.nCopies(10_000, new Part("a", 0)))));
    List<FieldError> errors = many.detail().errors();
    assertTrue(errors.size() <= 20, () -> errors.size() + " errors");
  }

  @Test
  void anAnnotationThatDoesNotFitItsTypeIsAMistake() {
    assertThrows(IllegalStateException.class, () -> Bounds.compile(Wrong.class));
    assertThrows(IllegalStateException.class, () -> Bounds.compile(WrongWord.class));
  }

  @TestFactory
  Stream<DynamicTest> theBoundsOfEveryRequestFitTheirTypes() {
    return Modules.REQUESTS.values().stream().filter(request -> request.body().isRecord())
        .map(request -> DynamicTest.dynamicTest(request.address(), () -> Bounds.compile(request.body())));
  }
}
