package com.mas.proof;

import java.math.BigInteger;
import java.util.Arrays;

/** Writes bytes as text whose first letter tells how: {@code z} for base 58, {@code b} for base 32. */
public final class Multibase {
  private static final String BASE_58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final String BASE_32 = "abcdefghijklmnopqrstuvwxyz234567";
  private static final BigInteger RADIX = BigInteger.valueOf(BASE_58.length());
  /** Longer text is none of ours: decoding takes time by the square of it. */
  private static final int MOST_CHARACTERS = 1_000;

  private Multibase() {}

  /** Returns base 58 as Bitcoin has it, behind a z. */
  public static String base58(byte[] bytes) {
    StringBuilder digits = new StringBuilder();
    for (BigInteger rest = new BigInteger(1, bytes); rest.signum() > 0; rest = rest.divide(RADIX)) {
      digits.append(BASE_58.charAt(rest.mod(RADIX).intValue()));
    }
    for (int i = 0; i < bytes.length && bytes[i] == 0; i++) {
      digits.append(BASE_58.charAt(0));
    }
    return "z" + digits.reverse();
  }

  /** Returns the bytes of base 58 behind a z. Fails with {@link IllegalArgumentException} for anything else. */
  public static byte[] decoded(String text) {
    if (text.isEmpty() || text.charAt(0) != 'z' || text.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException("It is not base 58 behind a z.");
    }
    BigInteger number = BigInteger.ZERO;
    int zeros = 0;
    for (int i = 1; i < text.length(); i++) {
      int digit = BASE_58.indexOf(text.charAt(i));
      if (digit < 0) {
        throw new IllegalArgumentException("It has a character that base 58 has not.");
      }
      zeros += zeros == i - 1 && digit == 0 ? 1 : 0;
      number = number.multiply(RADIX).add(BigInteger.valueOf(digit));
    }
    byte[] signed = number.toByteArray();
    byte[] value = number.signum() == 0 ? new byte[0]
        : signed[0] == 0 ? Arrays.copyOfRange(signed, 1, signed.length) : signed;
    byte[] bytes = new byte[zeros + value.length];
    System.arraycopy(value, 0, bytes, zeros, value.length);
    return bytes;
  }

  /** Returns base 32 of RFC 4648 in small letters, without padding, behind a b. */
  static String base32(byte[] bytes) {
    StringBuilder out = new StringBuilder("b");
    int bits = 0;
    int held = 0;
    for (byte each : bytes) {
      held = (held << 8 | each & 0xFF) & 0xFFFF;
      for (bits += 8; bits >= 5; bits -= 5) {
        out.append(BASE_32.charAt(held >> bits - 5 & 31));
      }
    }
    if (bits > 0) {
      out.append(BASE_32.charAt(held << 5 - bits & 31));
    }
    return out.toString();
  }
}
