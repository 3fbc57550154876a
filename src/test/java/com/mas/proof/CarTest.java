package com.mas.proof;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class CarTest {
  private static final byte[] HELLO = "hello world".getBytes(StandardCharsets.US_ASCII);

  @Test
  void theArchiveNamesItsOnlyBlock() {
    String car = HexFormat.of().formatHex(Car.of(HELLO));
    String cid = "01551220b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9";
    assertEquals("3aa265726f6f747381d82a582500" + cid + "6776657273696f6e01" + "2f" + cid
        + HexFormat.of().formatHex(HELLO), car);
    assertEquals("bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e", Car.read(Car.of(HELLO)).cid());
    byte[] large = new byte[Car.MOST_BYTES];
    assertArrayEquals(large, Car.read(Car.of(large)).file());
    assertEquals(0, Car.read(Car.of(new byte[0])).file().length);
    assertThrows(IllegalArgumentException.class, () -> Car.of(new byte[Car.MOST_BYTES + 1]));
  }

  @Test
  void whatWasChangedIsNoArchive() {
    byte[] car = Car.of(HELLO);
    for (int i = 0; i < car.length; i++) {
      byte[] changed = car.clone();
      changed[i] ^= 1;
      assertThrows(IllegalArgumentException.class, () -> Car.read(changed), "byte " + i);
    }
    for (int length = 0; length < car.length; length++) {
      byte[] cut = Arrays.copyOf(car, length);
      assertThrows(IllegalArgumentException.class, () -> Car.read(cut));
    }
    assertTrue(Car.MOST_BYTES == 1 << 20);
  }
}
