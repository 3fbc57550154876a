package com.mas.outbound;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides where this server may be sent, for all calls that leave it: resolves the name of a URL and answers the one
 * address to connect to, or refuses. The caller connects to that address and to no other, so a name that is resolved
 * anew in between cannot lead elsewhere; whoever follows a redirect asks again. Thread-safe.
 *
 * <p>Public addresses are open. Private ones are open for the hosts that the operator named, in
 * {@code OUTBOUND_PRIVATE_HOSTS} or as the address in a provider's base URL; link-local ones, where clouds keep their
 * secrets, are open for nobody.
 */
public final class Guard {
  /** Resolves a name; fails with {@link UnknownHostException}. May block. */
  @FunctionalInterface
  public interface Names {
    List<InetAddress> resolve(String name) throws UnknownHostException;
  }

  private static final int MOST_ADDRESSES = 64;
  private static final int LONGEST_NAME = 253;

  private final Vertx vertx;
  private final Names names;
  private final Set<String> privateHosts;
  private final boolean plain;

  private Guard(Vertx vertx, Names names, Set<String> privateHosts, boolean plain) {
    this.vertx = vertx;
    this.names = names;
    this.privateHosts = privateHosts;
    this.plain = plain;
  }

  /**
   * Guards URLs that people give: {@code https} only.
   *
   * @param privateHosts names or addresses whose addresses may be private
   */
  public static Guard ofPeople(Vertx vertx, Set<String> privateHosts) {
    return of(vertx, name -> List.of(InetAddress.getAllByName(name)), privateHosts, false);
  }

  /** @param plain whether {@code http} is allowed, too */
  static Guard of(Vertx vertx, Names names, Set<String> privateHosts, boolean plain) {
    Set<String> hosts = privateHosts.stream().map(Guard::key).collect(Collectors.toUnmodifiableSet());
    return new Guard(vertx, names, hosts, plain);
  }

  /**
   * Returns a guard for a provider of the settings: {@code http} is allowed, and a private address where the base URL
   * itself says it, or {@code localhost}. A name there must be public, or be among the private hosts.
   */
  Guard ofProvider(URI base) {
    String host = base.getHost();
    if (host == null || !isLocal(host)) {
      return new Guard(vertx, names, privateHosts, true);
    }
    Set<String> hosts = Stream.concat(privateHosts.stream(), Stream.of(key(host)))
        .collect(Collectors.toUnmodifiableSet());
    return new Guard(vertx, names, hosts, true);
  }

  private static boolean isLocal(String host) {
    try {
      return key(host).equals("localhost") || AddressRules.literal(host).isPresent();
    } catch (IllegalArgumentException oddSpelling) {
      return false;
    }
  }

  /**
   * Answers the address to connect to. Fails with {@link Failure#INVALID} when the URL may not be called, and with
   * {@link Failure#PROVIDER_FAILED} when its name cannot be resolved.
   */
  public Future<SocketAddress> admit(URI url) {
    try {
      String host = checked(url);
      Optional<InetAddress> literal = AddressRules.literal(host);
      if (literal.isPresent()) {
        return Future.succeededFuture(connect(url, host, List.of(literal.get())));
      }
      return vertx.executeBlocking(() -> connect(url, host, resolve(host)), false);
    } catch (IllegalArgumentException oddSpelling) {
      return Future.failedFuture(refused("Please write the address in its usual form, or use a name."));
    } catch (FailureException refused) {
      return Future.failedFuture(refused);
    }
  }

  private String checked(URI url) {
    boolean scheme = "https".equals(url.getScheme()) || plain && "http".equals(url.getScheme());
    if (!scheme || url.getHost() == null || url.getHost().length() > LONGEST_NAME || url.getRawUserInfo() != null) {
      throw refused("Please give a URL that begins with https:// and a host, without a user.");
    }
    return url.getHost();
  }

  private List<InetAddress> resolve(String host) {
    try {
      List<InetAddress> found = names.resolve(host);
      if (!found.isEmpty() && found.size() <= MOST_ADDRESSES) {
        return found;
      }
    } catch (UnknownHostException e) {
      // told below
    }
    throw Failure.PROVIDER_FAILED.with("The name of the host cannot be resolved.");
  }

  /** All addresses of a name must be allowed: which of them is taken is not for its owner to gamble with. */
  private SocketAddress connect(URI url, String host, List<InetAddress> addresses) {
    boolean named = privateHosts.contains(key(host));
    for (InetAddress address : addresses) {
      if (!AddressRules.isPublic(address) && !(named && AddressRules.mayBeAllowed(address))) {
        throw refused("It leads into a private network. Use a public address, or name the host in "
            + "OUTBOUND_PRIVATE_HOSTS.");
      }
    }
    return SocketAddress.inetSocketAddress(port(url), addresses.getFirst().getHostAddress());
  }

  static int port(URI url) {
    return url.getPort() > 0 ? url.getPort() : "https".equals(url.getScheme()) ? 443 : 80;
  }

  private static String key(String host) {
    String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return (name.endsWith(".") ? name.substring(0, name.length() - 1) : name).toLowerCase(Locale.ROOT);
  }

  private static FailureException refused(String advice) {
    return Failure.INVALID.with("This URL may not be called. " + advice);
  }
}
