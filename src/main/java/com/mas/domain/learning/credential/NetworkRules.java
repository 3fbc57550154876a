package com.mas.domain.learning.credential;

import java.net.InetAddress;
import java.util.List;

/** Tells whether an address is in a network, both as text. Never asks a name server. */
final class NetworkRules {
  private NetworkRules() {}

  /** Returns whether the text is an address, or one with a number of bits such as 192.0.2.0/24. */
  static boolean isNetwork(String text) {
    try {
      byte[] address = InetAddress.ofLiteral(text.split("/", 2)[0]).getAddress();
      return bits(text, address) <= address.length * Byte.SIZE;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** @param networks empty: all addresses; {@code address} null: none is known */
  static boolean admits(List<String> networks, String address) {
    return networks.isEmpty() || address != null && networks.stream().anyMatch(network -> contains(network, address));
  }

  private static boolean contains(String network, String address) {
    try {
      byte[] base = InetAddress.ofLiteral(network.split("/", 2)[0]).getAddress();
      byte[] other = InetAddress.ofLiteral(address).getAddress();
      int bits = bits(network, base);
      boolean same = base.length == other.length;
      for (int i = 0; same && i < bits; i++) {
        int mask = 0x80 >> i % Byte.SIZE;
        same = (base[i / Byte.SIZE] & mask) == (other[i / Byte.SIZE] & mask);
      }
      return same;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static int bits(String network, byte[] address) {
    int slash = network.indexOf('/');
    return slash < 0 ? address.length * Byte.SIZE : Integer.parseInt(network.substring(slash + 1));
  }
}
