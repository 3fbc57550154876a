package com.mas.outbound;

import java.net.InetAddress;

/**
 * A network: the addresses that share their first bits.
 *
 * @param address any of its addresses, 4 or 16 bytes
 * @param bits how many the addresses share
 */
public record Network(byte[] address, int bits) {
  /**
   * Reads an address such as {@code 10.0.0.7}, which is a network of its own, or a network such as {@code fd00::/8}.
   *
   * @throws IllegalArgumentException with the text, when it is neither
   */
  public static Network of(String text) {
    int slash = text.indexOf('/');
    byte[] address = address(text, slash < 0 ? text : text.substring(0, slash));
    String bits = slash < 0 ? String.valueOf(address.length * 8) : text.substring(slash + 1);
    if (!bits.matches("\\d{1,3}") || Integer.parseInt(bits) > address.length * 8) {
      throw new IllegalArgumentException(text);
    }
    return new Network(address, Integer.parseInt(bits));
  }

  private static byte[] address(String text, String literal) {
    try {
      return InetAddress.ofLiteral(literal).getAddress();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** @param other 4 or 16 bytes; a network of IPv4 has no address of IPv6, and the other way round */
  public boolean contains(byte[] other) {
    if (other.length != address.length) {
      return false;
    }
    for (int i = 0; i < bits; i++) {
      int mask = 0x80 >> (i & 7);
      if ((address[i >> 3] & mask) != (other[i >> 3] & mask)) {
        return false;
      }
    }
    return true;
  }
}
