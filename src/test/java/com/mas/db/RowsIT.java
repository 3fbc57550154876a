package com.mas.db;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.FailureException;
import com.mas.bus.Listing;
import com.mas.bus.Page;
import com.mas.bus.Word;
import com.mas.testkit.TestDatabase;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Records are rows: each component by its name, each parameter by its type. */
class RowsIT {
  enum Colour implements Word { DARK_RED, GREEN }

  record Inner(Integer low, Long high) {}

  record All(UUID id, String name, int number, Integer noNumber, long big, double ratio, boolean yes, BigDecimal money,
      LocalDate startsOn, LocalTime at, Instant createdAt, Colour colour, Colour noColour, List<String> texts,
      List<UUID> ids, List<Colour> colours, List<Instant> times, List<String> none, JsonNode json, byte[] raw,
      Inner inner, Inner noInner2, Set<String> set, List<Inner> inners) {}

  record Number(int number) {}

  record Numbers(Integer limit, Long offset) implements Listing {}

  private static final UUID ID = UUID.fromString("01935b2e-0000-7000-8000-000000000007");
  private static final Instant NOW = Instant.parse("2026-01-07T18:30:00.123456Z");
  private static final Query<Number> NUMBERS =
      Query.of(Number.class, "n AS number", "FROM generate_series(1, $1::int) n WHERE n % $2::int = 0", "n DESC");

  @AutoClose static final TestDatabase database = TestDatabase.createEmpty();

  private static Vertx vertx;
  private static Database db;

  @BeforeAll
  static void open() {
    vertx = Vertx.vertx();
    db = Database.open(vertx, database.url(), 2);
  }

  @AfterAll
  static void close() {
    db.close().await();
    vertx.close().await();
  }

  @Test
  void readsEveryKindOfColumnAndTakesEveryKindOfParameter() {
    All all = Rows.of(All.class).first(db.query("""
        SELECT $1::uuid AS id, $2::text AS name, 7 AS number, NULL::int AS no_number, 7000000000 AS big,
               1.5::float8 AS ratio, true AS yes, 7.50::numeric AS money, $3::date AS starts_on, time '18:30' AS at,
               $4::timestamptz AS created_at, $5::text AS colour, NULL::text AS no_colour, $6::text[] AS texts,
               $7::uuid[] AS ids, $8::text[] AS colours, $9::timestamptz[] AS times, NULL::text[] AS none,
               ARRAY['b', 'a', 'b'] AS set, '[{"low": 1}, {"high": 2}]'::jsonb AS inners,
               '{"a": [1, null]}'::jsonb AS json, '\\x01ff'::bytea AS raw, 3 AS low, 4::bigint AS high
        """.replace("3 AS low, 4::bigint AS high", "3 AS low, NULL::bigint AS high"),
        ID, "n", LocalDate.parse("2026-01-08"), NOW, Colour.DARK_RED, List.of("a", "b"), new UUID[] {ID},
        List.of(Colour.GREEN), new Instant[] {NOW})).orElseThrow();
    assertEquals(ID, all.id());
    assertEquals(NOW, all.createdAt());
    assertEquals(LocalTime.of(18, 30), all.at());
    assertEquals(new BigDecimal("7.50"), all.money());
    assertEquals(Colour.DARK_RED, all.colour());
    assertEquals(List.of("a", "b"), all.texts());
    assertEquals(List.of(ID), all.ids());
    assertEquals(List.of(Colour.GREEN), all.colours());
    assertEquals(List.of(NOW), all.times());
    assertEquals("{\"a\":[1,null]}", all.json().toString());
    assertArrayEquals(new byte[] {1, -1}, all.raw());
    assertEquals(new Inner(3, null), all.inner());
    assertEquals(all.inner(), all.noInner2());
    assertEquals(List.of("a", "b"), List.copyOf(all.set()));
    assertEquals(List.of(new Inner(1, null), new Inner(null, 2L)), all.inners());
    assertNull(all.noNumber());
    assertNull(all.noColour());
    assertNull(all.none());
  }

  @Test
  void aCollectionIsOfTextsAlone() {
    assertEquals(1, db.query("SELECT 1 WHERE NOT 'a' = ANY ($1::text[])", List.of()).size());
    assertThrows(IllegalArgumentException.class, () -> db.query("SELECT 1 WHERE 7 = ANY ($1::int[])", List.of(7)));
  }

  @Test
  void instantsInAnArrayMayBeNull() {
    assertEquals(1, db.query("SELECT 1 WHERE ($1::timestamptz[])[1] IS NULL AND ($1::timestamptz[])[2] = $2",
        new Instant[] {null, NOW}, NOW).size());
  }

  @Test
  void namesTheColumnThatDoesNotFit() {
    Rows<Number> rows = Rows.of(Number.class);
    assertEquals(Optional.empty(), rows.first(db.query("SELECT 1 AS number WHERE false")));
    assertTrue(assertThrows(IllegalStateException.class, () -> rows.all(db.query("SELECT NULL::int AS number")))
        .getMessage().contains("number of Number is null"));
    assertTrue(assertThrows(IllegalStateException.class, () -> rows.all(db.query("SELECT 1 AS numbr")))
        .getMessage().contains("no column number"));
    record Word(Colour colour) {}

    assertTrue(assertThrows(IllegalStateException.class,
        () -> Rows.of(Word.class).all(db.query("SELECT 'blue' AS colour"))).getMessage().contains("blue"));
  }

  @Test
  void aPageAndItsCountAreOfOneList() {
    Page<Number> page = NUMBERS.page(db, PageWindow.of(new Numbers(2, 1L)), 10, 2);
    assertEquals(new Page<>(List.of(new Number(8), new Number(6)), 2, 1, 5L), page);
    assertEquals(new Page<>(List.of(new Number(10), new Number(5)), 50, 0, 2L),
        NUMBERS.page(db, PageWindow.of(new Numbers(null, null)), 10, 5));
    assertThrows(FailureException.class, () -> PageWindow.of(new Numbers(501, null)));
    assertThrows(FailureException.class, () -> PageWindow.of(new Numbers(1, -1L)));
  }

  @Test
  void aNameIsAColumnInSnakeCase() {
    assertEquals("external_course_id", Rows.column("externalCourseId"));
    assertEquals("starts_on", Rows.column("startsOn"));
    assertEquals("no_inner2", Rows.column("noInner2"));
  }
}
