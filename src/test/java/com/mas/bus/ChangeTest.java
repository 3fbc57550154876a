package com.mas.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A JSON Merge Patch as a record: absent, null and a value are three things, both ways. */
class ChangeTest {
  record Patch(UUID id, Change<String> name, Change<LocalDate> endsOn, Change<List<Integer>> days) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Sparse(String id, Change<String> name) {}

  @Test
  void absentKeepsNullClearsAndAValueReplaces() {
    Patch patch = Json.read("{\"name\":null,\"endsOn\":\"2026-02-28\"}", Patch.class);
    LocalDate before = LocalDate.parse("2026-01-31");
    assertEquals(null, patch.name().or("Before"));
    assertEquals(LocalDate.parse("2026-02-28"), patch.endsOn().or(before));
    assertEquals(List.of(7), patch.days().or(List.of(7)));
    assertEquals(new Patch(null, Change.to(null), Change.to(LocalDate.parse("2026-02-28")), Change.none()), patch);
  }

  @Test
  void isWrittenAsItWasRead() {
    for (String json : List.of("{\"id\":null}", "{\"id\":null,\"name\":null}",
        "{\"id\":null,\"name\":\"x\",\"endsOn\":null,\"days\":[1,2]}")) {
      assertEquals(json, Json.write(Json.read(json, Patch.class)));
    }
    assertEquals("{\"name\":null}", Json.write(new Sparse(null, Change.to(null))));
    assertEquals("{}", Json.write(new Sparse(null, Change.none())));
  }

  @Test
  void whatCannotBeEmptyIsNotCleared() {
    assertEquals("b", Change.to("b").filled("/name", "a"));
    assertEquals("a", Change.<String>none().filled("/name", "a"));
    FailureException cleared = assertThrows(FailureException.class, () -> Change.to(null).filled("/name", "a"));
    assertEquals(Failure.INVALID, cleared.failure());
    assertEquals("/name", cleared.detail().errors().getFirst().path());
  }

  @Test
  void mapsOnlyWhatIsThere() {
    assertEquals(Change.to("x"), Change.to(" x ").map(String::strip));
    assertEquals(Change.none(), Change.<String>none().map(String::strip));
    assertEquals(Change.to(null), Change.<String>to(null).map(String::strip));
  }

  record Thing(UUID id, String name, @Nullable LocalDate endsOn, int version) {}

  @Test
  void aRecordIsChangedByTheMembersOfItsNames() {
    UUID id = UUID.randomUUID();
    Thing before = new Thing(id, "old", LocalDate.of(2026, 1, 5), 7);
    assertEquals(before, Change.in(before, new Patch(UUID.randomUUID(), Change.none(), Change.none(), Change.none())));
    assertEquals(new Thing(id, "new", null, 7),
        Change.in(before, new Patch(id, Change.to("new"), Change.to(null), Change.to(List.of(1)))));
    FailureException refused = assertThrows(FailureException.class,
        () -> Change.in(before, new Patch(id, Change.to(null), Change.none(), Change.none())));
    assertEquals("/name", refused.detail().errors().getFirst().path());
  }
}
