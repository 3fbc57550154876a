package com.mas.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class RateLimitTest {
  @Test
  void aNetworkOfIpVersion6IsOneAddress() {
    assertEquals(RateLimit.network("2001:db8:1:2::1"), RateLimit.network("2001:db8:1:2:ffff:ffff:ffff:ffff"));
    assertNotEquals(RateLimit.network("2001:db8:1:2::1"), RateLimit.network("2001:db8:1:3::1"));
    assertEquals("192.0.2.7", RateLimit.network("192.0.2.7"));
    assertEquals("192.0.2.7", RateLimit.network("::ffff:192.0.2.7"));
    assertEquals("nobody", RateLimit.network("nobody"));
  }
}
