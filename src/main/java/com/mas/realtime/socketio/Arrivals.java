package com.mas.realtime.socketio;

import com.mas.realtime.socketio.RecoveryStore.Kept;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers what comes from other nodes, in order and without gaps: what the bus has lost, or a killed node could not
 * send any more, is taken from the logs before anything later goes on. All on the adapter's context.
 */
final class Arrivals {
  private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);
  private static final int AT_ONCE = 64;
  private static final int MAY_WAIT = 16_384;

  private final SocketServer server;
  private final ClusterAdapter adapter;
  private final RecoveryStore store; // null: what is lost is lost
  /** Packets that wait, by the node of which earlier ones are being looked for. */
  private final Map<String, Queue<Runnable>> waiting = new HashMap<>();
  /** Nodes of which all that they have kept is being looked for. */
  private final Set<String> leaving = new HashSet<>();
  private final List<Promise<Void>> untilComplete = new ArrayList<>();

  Arrivals(SocketServer server, ClusterAdapter adapter, RecoveryStore store) {
    this.server = server;
    this.adapter = adapter;
    this.store = store;
  }

  /** A node that was here before may have gone on without us. */
  void met(String node, long number) {
    if (adapter.currentPosition().numbers().containsKey(node)) {
      after(node, number, () -> {});
    } else {
      adapter.advance(node, number);
    }
  }

  /** It may have kept what it could not send any more. */
  void gone(String node) {
    if (leaving.add(node)) {
      after(node, Long.MAX_VALUE, () -> leaving.remove(node));
    }
  }

  /** Runs the task when everything from that node, up to that number, has been delivered. */
  void after(String node, long number, Runnable task) {
    Queue<Runnable> behind = waiting.get(node);
    if (behind != null) {
      if (behind.size() < MAY_WAIT) { // the next that comes tells what is missing then
        behind.add(() -> after(node, number, task));
      }
    } else if (store == null || adapter.currentPosition().includes(node, number)) {
      task.run();
    } else {
      waiting.put(node, new ArrayDeque<>(List.of(task)));
      lookFor(node, number);
    }
  }

  /** Waits until nothing is being looked for. */
  Future<Void> complete() {
    if (waiting.isEmpty()) {
      return Future.succeededFuture();
    }
    Promise<Void> promise = Promise.promise();
    untilComplete.add(promise);
    return promise.future();
  }

  private void lookFor(String node, long upTo) {
    Set<String> keys = new LinkedHashSet<>(adapter.peers().rooms());
    server.forEachNamespace(namespace -> keys.add(ClusterAdapter.key(namespace.name(), "")));
    server.forEachSocket(socket -> keys.add(ClusterAdapter.key(socket.namespace().name(), socket.id())));
    Map<Long, Published> found = new TreeMap<>();
    read(List.copyOf(keys), 0, node, upTo, found)
        .onFailure(away -> LOG.warn("what {} has published may be incomplete: {}", node, away.toString()))
        .onComplete(done -> adapter.run(() -> {
          found.forEach((number, packet) -> {
            adapter.advance(node, number);
            adapter.deliver(packet);
          });
          if (upTo != Long.MAX_VALUE) {
            adapter.advance(node, upTo);
          }
          waiting.remove(node).forEach(Runnable::run);
          if (waiting.isEmpty()) {
            List<Promise<Void>> free = List.copyOf(untilComplete);
            untilComplete.clear();
            free.forEach(Promise::complete);
          }
        }));
  }

  private Future<Void> read(List<String> keys, int from, String node, long upTo, Map<Long, Published> found) {
    if (from >= keys.size()) {
      return Future.succeededFuture();
    }
    int to = Math.min(keys.size(), from + AT_ONCE);
    Position had = adapter.currentPosition(); // meanwhile nothing of that node is delivered
    List<Future<List<Kept>>> logs = keys.subList(from, to).stream()
        .map(key -> store.read(key, server.config().recoveryMs())).toList();
    return Future.all(logs).compose(read -> {
      for (Future<List<Kept>> log : logs) {
        for (Kept kept : log.result()) {
          Published packet = kept.packet();
          if (packet.origin().equals(node) && packet.number() <= upTo && !had.includes(node, packet.number())) {
            found.put(packet.number(), packet);
          }
        }
      }
      return read(keys, to, node, upTo, found);
    });
  }
}
