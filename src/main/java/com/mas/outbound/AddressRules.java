package com.mas.outbound;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells addresses that anybody may be sent to from those that lead into a network of somebody's own. */
final class AddressRules {
  /** Addresses that are no one's public server, or that lead to one by a detour; IPv4, with the bits that count. */
  private static final List<Network> CLOSED4 = networks("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8",
      "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
      "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
      "168.63.129.16/32"); // is a cloud's own, though it looks public
  private static final Network GLOBAL6 = Network.of("2000::/3");
  /** Closed parts of {@link #GLOBAL6}: special purposes with Teredo, documentation, 6to4. */
  private static final List<Network> CLOSED6 = networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");
  /** Networks without IPv4 reach it by these addresses, whose last four bytes are those of IPv4. */
  private static final Network NAT64 = Network.of("64:ff9b::/96");
  /** Addresses that no setting opens: link-local ones, which clouds use for their secrets, multicast, none at all. */
  private static final List<Network> NEVER = networks("0.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3", "168.63.129.16/32",
      "fe80::/10", "ff00::/8", "fd00:ec2::/32", "::/128");
  private static final Pattern NUMBER = Pattern.compile("(?i)\\d+|0x[0-9a-f]*");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]+");
  private static final Pattern DOTTED = Pattern.compile("(?:(?:0|[1-9]\\d{0,2})\\.){3}(?:0|[1-9]\\d{0,2})");

  private AddressRules() {}

  private static List<Network> networks(String... texts) {
    return Arrays.stream(texts).map(Network::of).toList();
  }

  /** Returns whether the address is a public server's, as far as an address can tell. */
  static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address instanceof Inet4Address) {
      return !isIn(CLOSED4, bytes);
    }
    if (NAT64.contains(bytes)) {
      return !isIn(CLOSED4, Arrays.copyOfRange(bytes, 12, 16));
    }
    return GLOBAL6.contains(bytes) && !isIn(CLOSED6, bytes) && !isScoped(address);
  }

  /** Returns whether a setting may allow the address although it is not public. */
  static boolean mayBeAllowed(InetAddress address) {
    byte[] bytes = address.getAddress();
    return !isIn(NEVER, NAT64.contains(bytes) ? Arrays.copyOfRange(bytes, 12, 16) : bytes) && !isScoped(address);
  }

  private static boolean isScoped(InetAddress address) {
    return address instanceof Inet6Address six && (six.getScopeId() != 0 || six.getScopedInterface() != null);
  }

  private static boolean isIn(List<Network> networks, byte[] address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }

  /**
   * Returns the address that a URL's host is, or nothing for a name. Never asks a name server.
   *
   * @throws IllegalArgumentException for an address in another spelling than four decimal numbers, or IPv6 without a
   *     zone: programs differ in what they read in 017700000001 or 127.1
   */
  static Optional<InetAddress> literal(String host) {
    if (host.startsWith("[") && host.endsWith("]") && host.indexOf('%') < 0) {
      return Optional.of(plain(InetAddress.ofLiteral(host.substring(1, host.length() - 1))));
    }
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    if (NAME.matcher(name).matches() && !NUMBER.matcher(name.substring(name.lastIndexOf('.') + 1)).matches()) {
      return Optional.empty();
    }
    if (!DOTTED.matcher(host).matches()) {
      throw new IllegalArgumentException(host);
    }
    return Optional.of(InetAddress.ofLiteral(host));
  }

  /** Returns an IPv4 address for one that is mapped into IPv6, as systems connect to that. */
  private static InetAddress plain(InetAddress address) {
    try {
      return InetAddress.getByAddress(address.getAddress());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
