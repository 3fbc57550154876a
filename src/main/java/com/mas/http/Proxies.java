package com.mas.http;

import com.mas.outbound.Network;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The proxies in front of the server, by address or network. Only what they say of a forwarded request is believed:
 * anybody else can send the same headers.
 */
public final class Proxies {
  public static final Proxies NONE = new Proxies(List.of());

  private final List<Network> networks;

  private Proxies(List<Network> networks) {
    this.networks = networks;
  }

  /**
   * @param listed addresses such as {@code 10.0.0.7}, networks such as {@code 10.0.0.0/8} or {@code fd00::/8}
   * @throws IllegalArgumentException naming the one that is neither
   */
  public static Proxies of(List<String> listed) {
    return new Proxies(listed.stream().map(Network::of).toList());
  }

  boolean trusts(String address) {
    if (networks.isEmpty() || address == null) {
      return false;
    }
    byte[] bytes = parse(address).map(InetAddress::getAddress).orElse(new byte[0]);
    return networks.stream().anyMatch(network -> network.contains(bytes));
  }

  /** The client's address, or null when the connection is gone. */
  String client(HttpServerRequest request) {
    return client(peer(request), request.headers().getAll("x-forwarded-for"));
  }

  boolean isTrusted(HttpServerRequest request) {
    return trusts(peer(request));
  }

  /** Asks the connection: a request's own view of its address may be what a header made of it. */
  private static String peer(HttpServerRequest request) {
    SocketAddress peer = request.connection().remoteAddress();
    return peer == null ? null : peer.hostAddress();
  }

  /**
   * Returns the client's address: the last one in the chain that is no proxy of ours. Each proxy appends the address
   * that asked it, and a client can make up all that stands before its own.
   *
   * @param peer who is connected to us
   * @param forwarded all headers {@code X-Forwarded-For}, in their order
   */
  String client(String peer, List<String> forwarded) {
    if (forwarded.isEmpty() || !trusts(peer)) {
      return peer;
    }
    String client = peer;
    for (String hop : Arrays.asList(String.join(",", forwarded).split(",")).reversed()) {
      Optional<InetAddress> address = parse(withoutPort(hop.strip()));
      if (address.isEmpty()) {
        return client;
      }
      client = address.get().getHostAddress();
      if (!trusts(client)) {
        return client;
      }
    }
    return client;
  }

  private static String withoutPort(String hop) {
    if (hop.startsWith("[")) {
      return hop.substring(1, Math.max(1, hop.indexOf(']')));
    }
    int colon = hop.indexOf(':');
    return colon > 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
  }

  /** Never asks a name server. */
  private static Optional<InetAddress> parse(String text) {
    try {
      InetAddress address = InetAddress.ofLiteral(text);
      return address instanceof Inet6Address six && six.getScopeId() != 0
          ? Optional.of(InetAddress.getByAddress(six.getAddress())) : Optional.of(address);
    } catch (IllegalArgumentException | UnknownHostException e) {
      return Optional.empty();
    }
  }
}
