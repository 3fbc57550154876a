package com.mas.outbound.evm;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.mas.outbound.evm.Rlp.Bytes;
import com.mas.outbound.evm.Rlp.Item;
import com.mas.outbound.evm.Rlp.Items;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RlpLawsTest {
  @Provide
  Arbitrary<Item> items() {
    return items(4);
  }

  private static Arbitrary<Item> items(int depth) {
    Arbitrary<Item> bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(70).map(Bytes::new);
    return depth == 0 ? bytes : Arbitraries.oneOf(bytes, items(depth - 1).list().ofMaxSize(4).map(Items::new));
  }

  @Property
  void whatWasWrittenIsReadAsItWas(@ForAll("items") Item item) {
    assertEquals(item, Rlp.decoded(Rlp.encoded(item)));
  }

  @Property
  void whatIsReadHasOneForm(@ForAll byte[] bytes) {
    try {
      assertArrayEquals(bytes, Rlp.encoded(Rlp.decoded(bytes)));
    } catch (IllegalArgumentException refused) {
      // most bytes are no item
    }
  }

  @Property
  void aPartOfAnItemIsNone(@ForAll("items") Item item) {
    byte[] whole = Rlp.encoded(item);
    assertThrows(IllegalArgumentException.class, () -> Rlp.decoded(Arrays.copyOf(whole, whole.length - 1)));
    assertThrows(IllegalArgumentException.class, () -> Rlp.decoded(Arrays.copyOf(whole, whole.length + 1)));
  }

  @Property
  void numbersAreReadAsTheyWere(@ForAll BigInteger number) {
    assertEquals(number.abs(), Rlp.number(number.abs()).number());
  }

  private static String hex(Item item) {
    return HexFormat.of().formatHex(Rlp.encoded(item));
  }

  private static Bytes text(String text) {
    return new Bytes(text.getBytes(US_ASCII));
  }

  /** Examples of the Ethereum wiki. */
  @Example
  void theseAreTheBytes() {
    assertEquals("83646f67", hex(text("dog")));
    assertEquals("c88363617483646f67", hex(Items.of(text("cat"), text("dog"))));
    assertEquals("80", hex(text("")));
    assertEquals("c0", hex(Items.of()));
    assertEquals("80", hex(Rlp.number(0)));
    assertEquals("0f", hex(Rlp.number(15)));
    assertEquals("820400", hex(Rlp.number(1024)));
    assertEquals("c7c0c1c0c3c0c1c0",
        hex(Items.of(Items.of(), Items.of(Items.of()), Items.of(Items.of(), Items.of(Items.of())))));
    assertEquals("b838" + HexFormat.of().formatHex("Lorem ipsum dolor sit amet, consectetur adipisicing elit"
        .getBytes(US_ASCII)), hex(text("Lorem ipsum dolor sit amet, consectetur adipisicing elit")));
    assertThrows(IllegalArgumentException.class, () -> Rlp.number(-1));
  }

  @Example
  void whatHasAnotherFormIsRefused() {
    for (String wrong : new String[] {"", "00ff", "8100", "817f", "b800", "b837" + "00".repeat(55), "b90038",
        "b9ffffffff", "bf7fffffffffffffff", "f800", "c1", "ffffffffffffffffff", "c2c1", "c0".repeat(2)}) {
      assertThrows(IllegalArgumentException.class, () -> Rlp.decoded(HexFormat.of().parseHex(wrong)), wrong);
    }
    byte[] deep = new byte[60];
    for (int i = 0; i < deep.length; i++) {
      deep[i] = (byte) (0xC0 + Math.min(55, deep.length - 1 - i));
    }
    assertThrows(IllegalArgumentException.class, () -> Rlp.decoded(deep));
  }
}
