package com.mas.sandbox.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A simulator holds no more than it says, however much it is given. */
class BoundsTest {
  @Test
  void onlyTheNewestAreKept() {
    Kept<Integer> kept = new Kept<>(3);
    List.of(1, 2, 3, 4, 5).forEach(kept::add);
    assertEquals(List.of(5, 4, 3), kept.newestFirst().toList());
    assertEquals(List.of(3, 4, 5), kept.oldestFirst().toList());
    assertEquals(new Kept.Held(3, 3), kept.held());
    kept.clear();
    assertEquals(0, kept.newestFirst().count());
  }

  @Test
  void whatIsHeavyLeavesLessRoom() {
    Kept<String> kept = new Kept<>(100, 10, String::length);
    List.of("aaaa", "bbbb", "cccc").forEach(kept::add);
    assertEquals(List.of("cccc", "bbbb"), kept.newestFirst().toList());
    kept.add("x".repeat(11));
    assertEquals(0, kept.held().now());
    kept.add("aaaa");
    assertEquals(List.of("aaaa"), kept.newestFirst().toList());
  }

  @Test
  void whatComesAfterTheLastThatFitsIsNotCounted() {
    Tally tally = new Tally(2);
    List.of("a", "b", "c", "a", "c").forEach(tally::add);
    assertEquals(2, tally.of("a"));
    assertEquals(0, tally.of("c"));
    assertEquals(2, tally.most());
    assertEquals(new Kept.Held(2, 2), tally.held());
  }

  @Test
  void aRecordOfCallsKeepsTheLastAndTheBeginOfEachBody() {
    Calls calls = new Calls(Clock.systemUTC());
    for (int i = 0; i < Calls.RECENT + 100; i++) {
      calls.begin("list", "course-" + i, "GET /" + i, "x".repeat(2 * Calls.MOST_BODY)).end(200);
    }
    JsonObject json = calls.toJson();
    assertEquals(Calls.RECENT, json.getJsonArray("recent").size());
    assertEquals(256, json.getJsonObject("about").size());
    assertEquals(Calls.MOST_BODY, json.getJsonArray("recent").getJsonObject(0).getString("body").length());
    assertEquals("GET /" + 100, json.getJsonArray("recent").getJsonObject(0).getString("line"));
  }

  @Test
  void onlySoManyWaitForACall() {
    Calls calls = new Calls(Clock.systemUTC());
    List<Future<Void>> waiting = IntStream.range(0, Calls.MOST_WAITING)
        .mapToObj(i -> calls.arrived("list", 1)).toList();
    assertThrows(Given.Refused.class, () -> calls.arrived("list", 1));
    assertFalse(waiting.getLast().isComplete());
    calls.begin("list", null, "GET /", null);
    assertTrue(waiting.stream().allMatch(Future::succeeded));
    assertTrue(calls.arrived("list", 1).succeeded());
  }
}
