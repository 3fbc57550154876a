package com.mas.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.http.Unread.Bounds;
import com.mas.http.Unread.Holder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UnreadTest {
  private static final Bounds BOUNDS = new Bounds(1000, 100, 250, 2, Duration.ofSeconds(1), 1);

  private final Unread unread = new Unread(BOUNDS);
  private final List<String> cut = new ArrayList<>();

  private Holder holder(String address, String name) {
    return unread.holder(address, true, cause -> cut.add(name + " " + cause));
  }

  @Test
  void theLargestOfAnAddressThatIsOverItsBoundIsCutAndNoOther() {
    Holder small = holder("192.0.2.1", "small");
    Holder large = holder("192.0.2.1", "large");
    holder("192.0.2.2", "other").holds(100);
    large.holds(60);
    small.holds(40);
    assertEquals(List.of(), cut);
    small.holds(41);
    assertEquals(List.of("large ADDRESS"), cut);
    assertEquals(141, unread.bytes());
    large.holds(1000);
    assertEquals(141, unread.bytes(), "who is cut holds nothing any more");
  }

  @Test
  void theWholeNodeIsRelievedAtTheCostOfTheAddressWithTheMost() {
    holder("192.0.2.1", "first").holds(90);
    holder("192.0.2.2", "second").holds(99);
    holder("192.0.2.3", "third").holds(80);
    assertEquals(List.of("second NODE"), cut);
    assertEquals(170, unread.bytes());
  }

  @Test
  void manyClientsBehindAProxyHaveNoBoundButTheNodes() {
    unread.holder("192.0.2.9", false, cause -> cut.add("proxy " + cause)).holds(240);
    assertEquals(List.of(), cut);
    holder("192.0.2.1", "one").holds(11);
    assertEquals(List.of("proxy NODE"), cut);
  }

  @Test
  void aNetworkOfOneHouseIsOneAddress() {
    holder("2001:db8::1", "one").holds(60);
    holder("2001:db8::2", "two").holds(61);
    assertEquals(List.of("two ADDRESS"), cut);
  }

  @Test
  void anAddressHasSoManyConnectionsAndWhoLeavesMakesRoom() {
    assertTrue(unread.connect("192.0.2.1"));
    assertTrue(unread.connect("192.0.2.1"));
    assertFalse(unread.connect("192.0.2.1"));
    assertTrue(unread.connect("192.0.2.2"));
    unread.disconnect("192.0.2.1");
    assertTrue(unread.connect("192.0.2.1"));
    assertEquals(3, unread.connections());
  }

  /** Holds in any order: the sum is that of those who are left, and no bound is passed. */
  @Test
  void nothingIsLostOrCountedTwice() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<Holder> all = new ArrayList<>();
      for (int step = 0; step < 200; step++) {
        switch (all.isEmpty() ? 0 : random.nextInt(4)) {
          case 0 -> all.add(unread.holder("192.0.2." + random.nextInt(4), true, cause -> {}));
          case 1 -> all.remove(random.nextInt(all.size())).close();
          case 2 -> all.get(random.nextInt(all.size())).cut(Unread.Cause.SLOW);
          default -> all.get(random.nextInt(all.size())).holds(random.nextInt(120));
        }
        assertTrue(unread.bytes() <= BOUNDS.node(), "seed " + seed);
      }
      all.forEach(Holder::close);
      all.forEach(Holder::close);
      assertEquals(0, unread.bytes(), "seed " + seed);
      assertEquals(0, unread.addresses(), "seed " + seed);
    }
  }
}
