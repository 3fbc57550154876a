package com.mas.realtime.engineio;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Says whether bytes are UTF-8, piece by piece, so that a bad byte is found when it arrives and not at the end of the
 * message. Over-long forms, surrogates and what lies beyond U+10FFFF are refused (RFC 3629).
 */
public final class Utf8 {
  /** Between two characters: where every text begins and must end. */
  public static final int BOUNDARY = 0;
  public static final int INVALID = -1;

  private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Utf8() {}

  public static boolean isValid(byte[] bytes, int from, int to) {
    return check(bytes, from, to, BOUNDARY) == BOUNDARY;
  }

  /**
   * @param state what the call for the piece before answered; {@link #BOUNDARY} for the first
   * @return {@link #BOUNDARY}, {@link #INVALID}, or a state within a character
   */
  static int check(byte[] bytes, int from, int to, int state) {
    int at = from;
    int now = state;
    while (at < to) {
      if (now == BOUNDARY) {
        while (at + Long.BYTES <= to && ((long) LONGS.get(bytes, at) & HIGH_BITS) == 0) {
          at += Long.BYTES;
        }
        if (at == to) {
          return BOUNDARY;
        }
      }
      int octet = bytes[at++] & 0xff;
      if (now == BOUNDARY) {
        now = octet < 0x80 ? BOUNDARY : lead(octet);
      } else if (octet < (now >> 8 & 0xff) || octet > (now >> 16 & 0xff)) {
        return INVALID;
      } else {
        int left = (now & 0xff) - 1;
        now = left == 0 ? BOUNDARY : expect(left, 0x80, 0xbf);
      }
      if (now == INVALID) {
        return INVALID;
      }
    }
    return now;
  }

  private static int lead(int octet) {
    if (octet < 0xc2 || octet > 0xf4) {
      return INVALID;
    }
    if (octet < 0xe0) {
      return expect(1, 0x80, 0xbf);
    }
    return octet < 0xf0
        ? expect(2, octet == 0xe0 ? 0xa0 : 0x80, octet == 0xed ? 0x9f : 0xbf)
        : expect(3, octet == 0xf0 ? 0x90 : 0x80, octet == 0xf4 ? 0x8f : 0xbf);
  }

  /** Expects so many octets to follow, the next within these bounds. */
  private static int expect(int octets, int lowest, int highest) {
    return octets | lowest << 8 | highest << 16;
  }
}
