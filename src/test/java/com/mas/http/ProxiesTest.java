package com.mas.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProxiesTest {
  private static final Proxies OURS = Proxies.of(List.of("10.0.0.0/8", "192.0.2.7", "fd00::/8"));

  @Test
  void aNetworkHasItsAddressesAndNoOthers() {
    for (String ours : List.of("10.0.0.1", "10.255.0.1", "192.0.2.7", "fd12::1", "fd00:0:0:0:0:0:0:1")) {
      assertTrue(OURS.trusts(ours), ours);
    }
    for (String other : List.of("11.0.0.1", "192.0.2.8", "fe00::1", "::1", "learner.example", "", "10.0.0.1.evil")) {
      assertFalse(OURS.trusts(other), other);
    }
    assertFalse(Proxies.NONE.trusts("10.0.0.1"));
    assertTrue(Proxies.of(List.of("0.0.0.0/0")).trusts("8.8.8.8"));
  }

  @Test
  void whatAStrangerSaysOfItselfIsNotBelieved() {
    assertEquals("203.0.113.9", OURS.client("203.0.113.9", List.of("1.1.1.1")));
    assertEquals("203.0.113.9", Proxies.NONE.client("203.0.113.9", List.of("1.1.1.1")));
  }

  @Test
  void whatItSaysInFrontOfWhatTheProxyAddsIsNotBelievedEither() {
    assertEquals("203.0.113.9", OURS.client("10.0.0.1", List.of("203.0.113.9")));
    assertEquals("203.0.113.9", OURS.client("10.0.0.1", List.of("1.1.1.1, 203.0.113.9")));
    // some proxies add a header of their own and leave the client's as it came
    assertEquals("203.0.113.9", OURS.client("10.0.0.1", List.of("1.1.1.1", "203.0.113.9")));
    assertEquals("203.0.113.9", OURS.client("10.0.0.1", List.of("1.1.1.1, 203.0.113.9, 10.0.0.2", "192.0.2.7")));
  }

  @Test
  void whatIsNoAddressIsNobody() {
    for (String nonsense : List.of("", "unknown", "x".repeat(4000), "1.1.1.1.1", "[", "[::1", ":80", "'; DROP--")) {
      assertEquals("10.0.0.1", OURS.client("10.0.0.1", List.of("1.1.1.1, " + nonsense)), nonsense);
    }
    assertEquals("203.0.113.9", OURS.client("10.0.0.1", List.of("203.0.113.9:4711")));
    assertEquals("2001:db8:0:0:0:0:0:1", OURS.client("10.0.0.1", List.of("[2001:db8::1]:4711")));
    assertEquals("10.0.0.3", OURS.client("10.0.0.1", List.of("10.0.0.3")));
  }

  @Test
  void aMistakeIsNamed() {
    for (String wrong : List.of("proxy.example", "10.0.0.0/33", "fd00::/129", "10.0.0.0/-1", "10.0.0.0/x", "", "/8")) {
      assertThrows(IllegalArgumentException.class, () -> Proxies.of(List.of(wrong)), wrong);
    }
  }
}
