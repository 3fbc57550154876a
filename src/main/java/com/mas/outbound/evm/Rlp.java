package com.mas.outbound.evm;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes and reads items as Ethereum does (RLP): bytes, or a list of items. Each item has one form; every other one is
 * refused, so that what reads alike is alike to the byte.
 */
public final class Rlp {
  private static final int TEXT = 0x80;
  private static final int LIST = 0xC0;
  /** Longest length that stands in the first byte. */
  private static final int SHORT = 55;
  private static final int DEEPEST = 16;

  /** Stands for {@link Bytes} or {@link Items}. */
  public sealed interface Item {}

  /** Some bytes, perhaps none. */
  public record Bytes(byte[] value) implements Item {
    /** Returns the number that the bytes are. Fails with {@link IllegalArgumentException} for leading zeros. */
    public BigInteger number() {
      if (value.length > 0 && value[0] == 0) {
        throw new IllegalArgumentException("A number begins with a zero.");
      }
      return new BigInteger(1, value);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(value);
    }
  }

  /** A list of items, perhaps an empty one. */
  public record Items(List<Item> items) implements Item {
    public Items {
      items = List.copyOf(items);
    }

    public static Items of(Item... items) {
      return new Items(List.of(items));
    }
  }

  private Rlp() {}

  /** Returns a number without leading zeros; zero is no bytes. Fails with {@link IllegalArgumentException} below it. */
  public static Bytes number(BigInteger number) {
    if (number.signum() < 0) {
      throw new IllegalArgumentException("A number is negative.");
    }
    byte[] signed = number.toByteArray();
    return new Bytes(number.signum() == 0 ? new byte[0]
        : signed[0] == 0 ? Arrays.copyOfRange(signed, 1, signed.length) : signed);
  }

  public static Bytes number(long number) {
    return number(BigInteger.valueOf(number));
  }

  public static byte[] encoded(Item item) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    switch (item) {
      case Bytes bytes -> {
        if (bytes.value.length != 1 || (bytes.value[0] & 0xFF) >= TEXT) {
          length(out, TEXT, bytes.value.length);
        }
        out.writeBytes(bytes.value);
      }
      case Items list -> {
        ByteArrayOutputStream inner = new ByteArrayOutputStream();
        list.items.forEach(each -> inner.writeBytes(encoded(each)));
        length(out, LIST, inner.size());
        out.writeBytes(inner.toByteArray());
      }
    }
    return out.toByteArray();
  }

  private static void length(ByteArrayOutputStream out, int kind, int length) {
    if (length <= SHORT) {
      out.write(kind + length);
    } else {
      byte[] size = number(length).value;
      out.write(kind + SHORT + size.length);
      out.writeBytes(size);
    }
  }

  /** Reads one item and nothing behind it. Fails with {@link IllegalArgumentException} for what has another form. */
  public static Item decoded(byte[] bytes) {
    Reader reader = new Reader(bytes, 0, bytes.length);
    Item item = reader.next(0);
    if (reader.at != bytes.length) {
      throw new IllegalArgumentException("Something follows the item.");
    }
    return item;
  }

  /** Reads items from a part of the bytes. */
  private static final class Reader {
    private final byte[] bytes;
    private final int end;
    private int at;

    Reader(byte[] bytes, int at, int end) {
      this.bytes = bytes;
      this.at = at;
      this.end = end;
    }

    Item next(int depth) {
      if (at >= end || depth > DEEPEST) {
        throw new IllegalArgumentException("The item ends too early, or is too deep.");
      }
      int first = bytes[at++] & 0xFF;
      if (first < TEXT) {
        return new Bytes(new byte[] {(byte) first});
      }
      boolean isList = first >= LIST;
      int length = length(first - (isList ? LIST : TEXT));
      int from = at;
      at += length;
      if (!isList) {
        if (length == 1 && (bytes[from] & 0xFF) < TEXT) {
          throw new IllegalArgumentException("A byte stands behind a length that it needs not.");
        }
        return new Bytes(Arrays.copyOfRange(bytes, from, at));
      }
      List<Item> items = new ArrayList<>();
      Reader inner = new Reader(bytes, from, at);
      while (inner.at < at) {
        items.add(inner.next(depth + 1));
      }
      return new Items(items);
    }

    private int length(int told) {
      if (told <= SHORT) {
        return within(told);
      }
      int digits = told - SHORT;
      if (digits > end - at) {
        throw new IllegalArgumentException("The length ends too early.");
      }
      BigInteger length = new Bytes(Arrays.copyOfRange(bytes, at, at + digits)).number();
      at += digits;
      if (length.bitLength() > 31 || length.intValue() <= SHORT) {
        throw new IllegalArgumentException("A length has not its shortest form.");
      }
      return within(length.intValue());
    }

    private int within(int length) {
      if (length > end - at) {
        throw new IllegalArgumentException("The item ends too early.");
      }
      return length;
    }
  }
}
