package com.mas.http;

import com.mas.meters.Meters;
import com.mas.redis.RateLimit;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the bytes that this node holds for clients that have not taken them yet, by address and in all, and the
 * connections of each address. When an address or the node holds more than it may, whoever holds the most is cut until
 * it does not: first of the address that is over its bound, else of the one with the most. Thread-safe.
 */
public final class Unread {
  private static final Logger LOG = LoggerFactory.getLogger(Unread.class);
  private static final long LOG_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long LEAST_NODE = 16L << 20;
  /** Exceeds what a socket may hold of its own, see {@code EngineConfig.MAX_BUFFERED}. */
  private static final long LEAST_CONNECTION = 6L << 20;
  private static final int LEAST_PER_SECOND = 1024;

  /**
   * @param connection most bytes for one connection; a single answer may be larger
   * @param address most bytes for all connections of one address
   * @param node most bytes for all
   * @param connections most at a time of one address
   * @param patience how long a reader may take less than {@code leastPerSecond}, on average, of what waits for it
   */
  public record Bounds(long connection, long address, long node, int connections, Duration patience,
      int leastPerSecond) {
    /** Gives an address half of what the node may hold, a connection a sixteenth. */
    public static Bounds of(long node, int connections, Duration patience) {
      long most = Math.max(LEAST_NODE, node);
      return new Bounds(Math.max(LEAST_CONNECTION, most / 16), most / 2, most, connections, patience,
          LEAST_PER_SECOND);
    }

    /** Returns the bytes that a reader takes within the patience at least. */
    long least() {
      return patience.toMillis() * leastPerSecond / 1000;
    }
  }

  /** Tells why somebody was cut. */
  enum Cause {
    CONNECTION, ADDRESS, NODE, SLOW
  }

  /** Counts for one address; members and connections under the lock of its place in the map. */
  private static final class Address {
    final String key;
    final boolean bounded;
    final AtomicLong bytes = new AtomicLong();
    final Set<Holder> holders = ConcurrentHashMap.newKeySet();
    int members;
    int connections;

    Address(String key, boolean bounded) {
      this.key = key;
      this.bounded = bounded;
    }
  }

  private final Bounds bounds;
  private final Map<String, Address> addresses = new ConcurrentHashMap<>();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicInteger connections = new AtomicInteger();
  private final Map<String, AtomicLong> nextLog = new ConcurrentHashMap<>();

  public Unread(Bounds bounds) {
    this.bounds = bounds;
  }

  /** Shows both counts as gauges; for the one of a node. */
  public Unread metered() {
    Meters.gauge("http.unread.bytes", "Bytes of answers that clients have not taken", bytes, AtomicLong::get);
    Meters.gauge("http.connections", "Connections that are open", connections, AtomicInteger::get);
    refusedConnections(); // shown as 0 until there is one, so that its rate is right
    Stream.of(Cause.values()).forEach(Unread::cut);
    return this;
  }

  private static Counter refusedConnections() {
    return Meters.counter("http.connections.refused", "Connections closed at once, since their address has too many");
  }

  private static Counter cut(Cause cause) {
    return Meters.counter("http.readers.cut", "Clients cut because they did not take their answers",
        "reason", cause.name().toLowerCase(Locale.ROOT));
  }

  Bounds bounds() {
    return bounds;
  }

  /** Returns the bytes held at this moment, for all. */
  long bytes() {
    return bytes.get();
  }

  /** Returns how many addresses are known at this moment. */
  int addresses() {
    return addresses.size();
  }

  /** Returns the connections open at this moment. */
  int connections() {
    return connections.get();
  }

  /**
   * Counts a connection.
   *
   * @return false: the address has as many as it may, and this one is not counted
   */
  boolean connect(String address) {
    String key = RateLimit.network(address);
    boolean[] counted = new boolean[1];
    addresses.compute(key, (same, known) -> {
      Address here = known == null ? new Address(key, true) : known;
      counted[0] = here.connections < bounds.connections();
      if (counted[0]) {
        here.connections++;
        here.members++;
      }
      return here.members == 0 ? null : here;
    });
    if (counted[0]) {
      connections.incrementAndGet();
    } else {
      refusedConnections().increment();
      say("refused", () -> LOG.warn("connections of {} are refused, an address may have {} at a time; if it is a"
          + " proxy, name it in TRUSTED_PROXIES", key, bounds.connections()));
    }
    return counted[0];
  }

  /** Takes back one {@link #connect}. */
  void disconnect(String address) {
    connections.decrementAndGet();
    addresses.computeIfPresent(RateLimit.network(address), (same, here) -> {
      here.connections--;
      return --here.members == 0 ? null : here;
    });
  }

  /**
   * Begins to count for one connection, session or answer.
   *
   * @param bounded false: many clients are behind this address, and only the bound of the node holds
   * @param cut ends whatever holds the bytes; called once at most, from any thread
   */
  public Holder holder(String address, boolean bounded, Runnable cut) {
    return holder(address, bounded, cause -> cut.run());
  }

  Holder holder(String address, boolean bounded, Consumer<Cause> cut) {
    String key = bounded ? RateLimit.network(address) : "proxy " + address;
    Address of = addresses.compute(key, (same, known) -> {
      Address here = known == null ? new Address(key, bounded) : known;
      here.members++;
      return here;
    });
    Holder holder = new Holder(of, cut);
    of.holders.add(holder);
    return holder;
  }

  /** Holds bytes for a client, until it is closed or cut. Thread-safe. */
  public final class Holder {
    private final Address address;
    private final Consumer<Cause> cut;
    private volatile long held;
    private boolean over;

    private Holder(Address address, Consumer<Cause> cut) {
      this.address = address;
      this.cut = cut;
    }

    /** Sets what it holds now; may cut this one, or another one. */
    public void holds(long now) {
      long more;
      synchronized (this) {
        if (over || held == now) {
          return;
        }
        more = now - held;
        held = now;
        book(address, more);
      }
      if (more > 0) {
        relieve(address);
      }
    }

    /** Ends the count. Idempotent. */
    public void close() {
      end();
    }

    /** Ends the count and the client. Idempotent. */
    boolean cut(Cause cause) {
      long freed = end();
      if (freed < 0) {
        return false;
      }
      tell(cause, address.key, freed);
      cut.accept(cause);
      return true;
    }

    /** Returns what it held, or -1 when it had ended before. */
    private long end() {
      long freed;
      synchronized (this) {
        if (over) {
          return -1;
        }
        over = true;
        freed = held;
        held = 0;
        book(address, -freed);
      }
      address.holders.remove(this);
      addresses.computeIfPresent(address.key, (same, here) -> --here.members == 0 ? null : here);
      return freed;
    }
  }

  private void book(Address address, long more) {
    address.bytes.addAndGet(more);
    bytes.addAndGet(more);
  }

  private void relieve(Address grown) {
    while (grown.bounded && grown.bytes.get() > bounds.address()) {
      if (!cutLargest(grown, Cause.ADDRESS)) {
        break;
      }
    }
    while (bytes.get() > bounds.node()) {
      Address most = addresses.values().stream().max(Comparator.comparingLong(each -> each.bytes.get())).orElse(grown);
      if (!cutLargest(most, Cause.NODE)) {
        break;
      }
    }
  }

  /** Returns whether there was one, even if another thread was faster. */
  private static boolean cutLargest(Address address, Cause cause) {
    Holder largest = null;
    for (Holder each : address.holders) {
      if (each.held > 0 && (largest == null || each.held > largest.held)) {
        largest = each;
      }
    }
    if (largest == null) {
      return false;
    }
    largest.cut(cause);
    return true;
  }

  /** Counts and logs that a client was cut, or one answer to it. */
  void tell(Cause cause, String address, long freed) {
    String reason = cause.name().toLowerCase(Locale.ROOT);
    cut(cause).increment();
    say(reason, () -> LOG.warn("{} does not take its answers and is cut ({}): {} bytes waited for it, {} for all; more"
        + " of this is counted in http_readers_cut_total, and not said for a minute", address, reason, freed,
        bytes.get()));
  }

  /** Logs once a minute for each kind. */
  private void say(String kind, Runnable line) {
    long now = System.nanoTime();
    AtomicLong next = nextLog.computeIfAbsent(kind, first -> new AtomicLong(now));
    long due = next.get();
    if (now - due >= 0 && next.compareAndSet(due, now + LOG_NANOS)) {
      line.run();
    }
  }
}
