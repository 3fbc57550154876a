package com.mas.bus;

import com.mas.meters.Meters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the cluster's map of addresses is true, since clustered buses are known to lose registrations and to
 * keep those of the dead, and that what is sent arrives. Every few seconds: an own address that is missing in the map
 * is put back; a registration of a node that is gone, or of an own address that is no longer answered, is removed; each
 * other node is asked over the bus whether it answers what the map has for it. What looks wrong once may be under way;
 * only what looks wrong twice in a row is mended. One per process; for one event loop only.
 */
public final class BusHealth {
  private static final Logger LOG = LoggerFactory.getLogger(BusHealth.class);
  private static final String PROBE = "bus.probe.";
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int AT_ONCE = 16;
  /** First sequence number for restored registrations; far above any that Vert.x assigns. */
  private static final long FIRST_SEQUENCE = 1L << 62;

  /** Another node: see {@code NodeContract.Peer}. */
  public record Peer(String id, @Nullable Double millis, List<String> stale, @Nullable String trouble) {}

  /** View of this node; counts are since the start. */
  public record View(
      List<Peer> peers, int addresses, long reasserted, long ghosts, long undelivered,
      @Nullable Instant checkedAt) {}

  /** Addresses that the map has for the asked node. */
  record Claims(List<String> addresses) {}

  /** Addresses among the claims that the asked node does not answer. */
  record Denied(List<String> addresses) {}

  /** A count for the view, and the same in the metrics. */
  private static final class Tally {
    private final Counter counter;
    private long count;

    Tally(String name, String help) {
      counter = Meters.counter(name, help);
    }

    void add() {
      count++;
      counter.increment();
    }
  }

  private record Entry(String address, RegistrationInfo registration) {}

  private final Vertx vertx;
  private final Bus bus;
  private final ClusterManager cluster;
  private final Set<String> known;
  private final Map<String, RegistrationInfo> putBack = new ConcurrentHashMap<>();
  private final Tally reasserted = new Tally("bus.reasserted",
      "Own addresses that were missing in the cluster's map and were put back");
  private final Tally ghosts = new Tally("bus.ghosts",
      "Registrations without a consumer that were removed from the cluster's map");
  private final Tally undelivered = new Tally("bus.undelivered", "Checks of another node over the bus that failed");
  private final Timer delivery = Meters.timer("bus.delivery",
      "Round trips of checks of other nodes over the bus");
  private Set<Entry> suspects = Set.of();
  private Set<String> missing = Set.of();
  private Set<String> seen = Set.of();
  private @Nullable MessageConsumer<Object> probe;
  private long sequence = FIRST_SEQUENCE;
  private long timer;
  private boolean checking;
  private volatile View view;

  /** @param known every address of this build; those of nobody are looked after too */
  public BusHealth(Vertx vertx, Bus bus, ClusterManager cluster, Set<String> known) {
    this.vertx = vertx;
    this.bus = bus;
    this.cluster = cluster;
    this.known = Set.copyOf(known);
    this.view = new View(List.of(), 0, 0, 0, 0, null);
  }

  /** Returns the result of the last check. */
  public View view() {
    return view;
  }

  public Future<Void> open(Duration every) {
    MessageConsumer<Object> answering = bus.consumer(PROBE + cluster.getNodeId());
    probe = answering;
    answering.handler(message -> {
      try {
        List<String> denied = Envelope.open(message.body(), Claims.class).body() instanceof Claims claims
            ? claims.addresses().stream().filter(address -> !bus.isAnsweredHere(address)).toList() : List.of();
        message.reply(Envelope.local(null, new Denied(denied)));
      } catch (FailureException e) {
        Replies.fail(message, e);
      }
    });
    bus.whenUnanswered(address -> {
      RegistrationInfo own = putBack.remove(address);
      if (own != null) { // or others would go on sending here what nobody answers
        BusHealth.<Void>ask(done -> cluster.removeRegistration(address, own, done));
      }
    });
    timer = vertx.setPeriodic(every.toMillis(), tick -> {
      if (!checking && cluster.isActive()) {
        checking = true;
        check().onComplete(done -> {
          checking = false;
          if (done.failed()) {
            LOG.warn("The bus cannot be checked at the moment: {}", String.valueOf(done.cause()));
          }
        });
      }
    });
    return answering.completion();
  }

  public Future<Void> close() {
    vertx.cancelTimer(timer);
    return probe == null ? Future.succeededFuture() : bus.release(probe);
  }

  /** One round; see the class. Not while another is under way. */
  public Future<Void> check() {
    Set<String> alive = Set.copyOf(cluster.getNodes());
    Set<String> addresses = new TreeSet<>(known);
    addresses.addAll(bus.answeredHere());
    Round round = new Round(alive);
    return round.read(List.copyOf(addresses), 0).compose(read -> round.mend()).compose(mended -> round.probe())
        .onSuccess(peers -> {
          seen = alive;
          view = new View(peers, bus.answeredHere().size(), reasserted.count, ghosts.count,
              undelivered.count, bus.clock().instant());
        }).mapEmpty();
  }

  private final class Round {
    private final Set<String> alive;
    private final String me = cluster.getNodeId();
    private final Set<Entry> wrong = new HashSet<>();
    private final Set<String> absent = new HashSet<>();
    private final Map<String, List<String>> claims = new TreeMap<>();

    Round(Set<String> alive) {
      this.alive = alive;
    }

    Future<?> read(List<String> addresses, int from) {
      if (from >= addresses.size()) {
        return Future.succeededFuture();
      }
      List<String> some = addresses.subList(from, Math.min(addresses.size(), from + AT_ONCE));
      return Future.all(some.stream().map(address -> BusHealth.<List<RegistrationInfo>>ask(
          done -> cluster.getRegistrations(address, done)).onSuccess(found -> judge(address, found))).toList())
          .compose(read -> read(addresses, from + AT_ONCE));
    }

    private void judge(String address, List<RegistrationInfo> found) {
      boolean own = false;
      Set<String> claimed = new HashSet<>();
      for (RegistrationInfo registration : found == null ? List.<RegistrationInfo>of() : found) {
        boolean mine = registration.nodeId().equals(me);
        own |= mine;
        if (!alive.contains(registration.nodeId()) || mine && !bus.isAnsweredHere(address)) {
          wrong.add(new Entry(address, registration));
        } else if (!mine && claimed.add(registration.nodeId())) {
          claims.computeIfAbsent(registration.nodeId(), node -> new ArrayList<>()).add(address);
        }
      }
      if (!own && bus.isAnsweredHere(address)) {
        absent.add(address);
      }
    }

    Future<?> mend() {
      List<Future<Void>> changes = new ArrayList<>();
      for (Entry entry : wrong) {
        if (suspects.contains(entry)) {
          LOG.warn("A ghost is removed from the bus: {} of {}", entry.address, entry.registration.nodeId());
          ghosts.add();
          putBack.remove(entry.address, entry.registration);
          changes.add(ask(done -> cluster.removeRegistration(entry.address, entry.registration, done)));
        }
      }
      for (String address : absent) {
        if (missing.contains(address) && bus.isAnsweredHere(address)) {
          LOG.warn("{} was missing on the bus and is put back", address);
          reasserted.add();
          RegistrationInfo again =
              putBack.computeIfAbsent(address, each -> new RegistrationInfo(me, sequence++, false));
          changes.add(ask(done -> cluster.addRegistration(address, again, done)));
        }
      }
      suspects = wrong;
      missing = absent;
      return Future.join(changes).otherwiseEmpty();
    }

    Future<List<Peer>> probe() {
      // a node that has just come may not listen yet
      List<Future<Peer>> answers =
          alive.stream().filter(node -> !node.equals(me) && seen.contains(node)).sorted().map(this::probe).toList();
      return Future.all(answers).map(all -> answers.stream().map(Future::result).toList());
    }

    private Future<Peer> probe(String node) {
      long begun = System.nanoTime();
      Request<Claims, Denied> request = Request.of(PROBE + node, Claims.class, Denied.class, PATIENCE);
      return bus.send(bus.systemCall(null, PATIENCE), request, new Claims(claims.getOrDefault(node, List.of())))
          .transform(answer -> {
            if (answer.succeeded()) {
              long nanos = System.nanoTime() - begun;
              delivery.record(Duration.ofNanos(nanos));
              return Future.succeededFuture(
                  new Peer(node, Math.round(nanos / 1e5) / 10.0, answer.result().addresses(), null));
            }
            undelivered.add();
            return Future.succeededFuture(new Peer(node, null, List.of(), answer.cause().getMessage()));
          });
    }
  }

  private static <T> Future<T> ask(Consumer<Completable<T>> question) {
    Promise<T> answer = Promise.promise();
    question.accept(answer);
    return answer.future();
  }
}
