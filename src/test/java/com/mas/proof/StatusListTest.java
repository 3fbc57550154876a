package com.mas.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.util.Base64;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class StatusListTest {
  @Test
  void theSetEntriesAreReadAndNoOthers() {
    Set<Integer> set = Set.of(0, 7, 8, 94, StatusList.ENTRIES - 1);
    String list = StatusList.encoded(set.stream().mapToInt(Integer::intValue));
    IntStream.of(0, 1, 6, 7, 8, 9, 93, 94, 95, StatusList.ENTRIES - 2, StatusList.ENTRIES - 1)
        .forEach(entry -> assertEquals(set.contains(entry), StatusList.isSet(list, entry), () -> "entry " + entry));
    assertTrue(StatusList.isSet(StatusList.encoded(IntStream.of(1)), 1));
    assertFalse(StatusList.isSet(StatusList.encoded(IntStream.empty()), 1));
  }

  @Test
  void theFirstEntryIsTheHighestBitOfTheFirstByteOfAtLeast16Kilobytes() throws Exception {
    String list = StatusList.encoded(IntStream.of(0, 9));
    assertEquals('u', list.charAt(0));
    byte[] bits = new GZIPInputStream(new ByteArrayInputStream(
        Base64.getUrlDecoder().decode(list.substring(1)))).readAllBytes();
    assertEquals(16 << 10, bits.length);
    assertEquals(0x80, bits[0] & 0xFF);
    assertEquals(0x40, bits[1] & 0xFF);
  }

  @Test
  void whatIsNoListIsRefused() {
    String list = StatusList.encoded(IntStream.empty());
    assertThrows(IllegalArgumentException.class, () -> StatusList.isSet("", 0));
    assertThrows(IllegalArgumentException.class, () -> StatusList.isSet(list.substring(1), 0));
    assertThrows(IllegalArgumentException.class, () -> StatusList.isSet("uAAAA", 0));
    assertThrows(IllegalArgumentException.class, () -> StatusList.isSet(list.substring(0, 20), 0));
    assertThrows(IllegalArgumentException.class, () -> StatusList.isSet(list, StatusList.ENTRIES));
    assertThrows(IllegalArgumentException.class, () -> StatusList.isSet(list, -1));
  }
}
