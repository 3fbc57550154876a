package com.mas.realtime.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import com.mas.bus.Word;
import com.mas.realtime.terminal.TerminalContract.LinkMode;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Connects a session with its other nodes. The node with the host has followers: each is a reader of its log like a
 * viewer, bounded and brought back by the current screen when it is slow. A node without the host follows the one that
 * has it, if it has viewers. For the session's event loop only.
 */
final class SessionNodes {
  private static final long QUIET_MS = 2000;
  private static final long LOST_MS = 7000;
  private static final String HERE = "here";
  private static final String FOLLOW = "follow";
  private static final String WATCHERS = "watchers";
  private static final String TYPE = "type";
  private static final String TELL = "tell";
  private static final int ID_BYTES = 16;

  private final Session session;
  private final Cluster cluster;
  private final Map<String, Follower> followers = new HashMap<>();
  private String hostNode;
  private String subscription;
  private boolean asking;
  private long lastHeard;

  private final class Follower implements Outlet {
    final String node;
    final String subscription;
    final Reader reader;
    List<Watcher> watchers;
    long lastSent = now();

    Follower(String node, String subscription, List<Watcher> watchers) {
      this.node = node;
      this.subscription = subscription;
      this.watchers = watchers;
      this.reader = new Reader(session, session.log(), this, true);
    }

    @Override
    public void send(List<ByteBuf> frames, Runnable taken) {
      Buffer all = Buffer.buffer();
      frames.forEach(frame -> {
        byte[] bytes = new byte[frame.readableBytes()];
        frame.readBytes(bytes).release();
        all.appendBytes(bytes);
      });
      lastSent = now();
      cluster.frames(node, session.id, subscription, all).onComplete(acknowledged -> session.run(() -> {
        if (acknowledged.succeeded()) {
          taken.run();
        } else if (followers.remove(node, this)) {
          reader.close(Closing.OVER, "");
          session.stateChanged();
        }
      }));
    }

    @Override
    public boolean takesMessages() {
      return true;
    }

    /** It notices by the event that says so, or by the silence. */
    @Override
    public void close(Closing code, String reason) {}
  }

  SessionNodes(Session session, Cluster cluster) {
    this.session = session;
    this.cluster = cluster;
  }

  private static long now() {
    return System.nanoTime() / 1_000_000;
  }

  // --- with the host -------------------------------------------------------------------------------------------------

  void own() {
    hostNode = null;
    lose();
  }

  void disown() {
    followers.values().forEach(follower -> follower.reader.close(Closing.OVER, ""));
    followers.clear();
  }

  /** A node looks for the host. */
  void wanted(String node) {
    if (session.isOwner()) {
      cluster.tell(node, session.id, HERE, Buffer.buffer(cluster.node));
    }
  }

  void heard(String kind, Message<Buffer> message) {
    if (kind.equals(HERE)) {
      hostIsOn(message.body().toString());
      return;
    }
    if (!session.isOwner()) {
      message.fail(0, "the host is not here");
      return;
    }
    switch (kind) {
      case FOLLOW -> {
        JsonNode ask = Control.read(message.body().toString());
        String node = ask.path("node").asText();
        Follower follower = new Follower(node, ask.path("subscription").asText(), watchers(ask.path(WATCHERS)));
        Follower before = followers.put(node, follower);
        if (before != null) {
          before.reader.close(Closing.OVER, "");
        }
        message.reply(Buffer.buffer());
        follower.reader.pump();
        session.stateChanged();
      }
      case WATCHERS -> {
        JsonNode told = Control.read(message.body().toString());
        Follower follower = followers.get(told.path("node").asText());
        if (follower != null) {
          follower.watchers = watchers(told.path(WATCHERS));
          session.stateChanged();
        }
      }
      case TYPE -> {
        Buffer body = message.body();
        session.watcher(new UUID(body.getLong(0), body.getLong(8)),
            watcher -> session.type(watcher, body.getBytes(ID_BYTES, body.length())));
      }
      case TELL -> {
        JsonNode told = Control.read(message.body().toString());
        Control.id(told.path("viewer").asText()).ifPresent(id -> session.watcher(id, watcher -> {
          switch (told.path("what").asText()) {
            case "ask" -> session.ask(watcher);
            case "pass" -> Control.id(told.path("to").asText()).ifPresent(to -> session.pass(watcher, to));
            default -> session.giveUp(watcher);
          }
        }));
      }
      default -> {}
    }
  }

  private static List<Watcher> watchers(JsonNode list) {
    List<Watcher> all = new ArrayList<>();
    list.forEach(each -> Control.id(each.path("id").asText())
        .ifPresent(id -> all.add(new Watcher(id, each.path("name").asText(),
            Word.of(LinkMode.class, each.path("mode").asText()), null))));
    return all;
  }

  List<Watcher> watchers() {
    return followers.values().stream().flatMap(follower -> follower.watchers.stream()).toList();
  }

  void pump() {
    if (!followers.isEmpty()) {
      List.copyOf(followers.values()).forEach(follower -> follower.reader.pump());
    }
  }

  /** The place in the log of the slowest follower. */
  long cursor() {
    long least = Long.MAX_VALUE;
    for (Follower follower : followers.values()) {
      least = Math.min(least, follower.reader.cursor());
    }
    return least;
  }

  boolean isKeptUpWith() {
    return followers.values().stream().anyMatch(follower -> !follower.reader.isSlow());
  }

  boolean holdBack(long now) {
    boolean held = false;
    for (Follower follower : followers.values()) {
      held |= follower.reader.holdsBack(now);
    }
    return held;
  }

  // --- without the host ----------------------------------------------------------------------------------------------

  boolean isFollowing() {
    return subscription != null;
  }

  private void lose() {
    subscription = null;
    asking = false;
  }

  void hostIsOn(String node) {
    if (!session.isOwner()) {
      hostNode = node;
      lose();
      follow();
    }
  }

  void follow() {
    if (!cluster.isOn() || session.isOwner() || session.isOver() || subscription != null
        || session.viewersHere().isEmpty()) {
      return;
    }
    if (hostNode == null) {
      session.lookForHost();
      return;
    }
    asking = true;
    String wanted = UUID.randomUUID().toString();
    subscription = wanted;
    Map<String, Object> ask =
        Map.of("node", cluster.node, "subscription", wanted, WATCHERS, session.viewersHere());
    cluster.ask(hostNode, session.id, FOLLOW, Buffer.buffer(Json.write(ask))).onComplete(answered -> session.run(() -> {
      if (wanted.equals(subscription)) {
        asking = false;
        lastHeard = now();
        if (answered.failed()) {
          lose();
          hostNode = null;
          session.stateChanged();
        }
        tellWatchers(session.viewersHere());
      }
    }));
  }

  /** Frames from the node with the host; whether they were wanted. */
  boolean take(String from, Buffer frames) {
    if (!from.equals(subscription) || session.isOver()) {
      return false;
    }
    lastHeard = now();
    byte[] bytes = frames.getBytes();
    for (int at = 0; at < bytes.length;) {
      int end = RemoteFrames.end(bytes, at);
      if (bytes[at] == (byte) Frames.TEXT) {
        session.write(RemoteFrames.message(bytes, at, end));
      } else {
        while (end < bytes.length && bytes[end] == (byte) Frames.BINARY) {
          end = RemoteFrames.end(bytes, end);
        }
        session.write(Batch.output(Frames.buffer(end - at).writeBytes(bytes, at, end - at)));
      }
      at = end;
    }
    return true;
  }

  void tellWatchers(Collection<Watcher> watchers) {
    if (isFollowing() && !asking) {
      cluster.tell(hostNode, session.id, WATCHERS,
          Buffer.buffer(Json.write(Map.of("node", cluster.node, WATCHERS, watchers))));
    }
  }

  void type(Watcher watcher, byte[] bytes) {
    if (isFollowing()) {
      cluster.tell(hostNode, session.id, TYPE, Buffer.buffer().appendLong(watcher.id().getMostSignificantBits())
          .appendLong(watcher.id().getLeastSignificantBits()).appendBytes(bytes));
    }
  }

  /** @param to who gets the keyboard, null unless it is passed on */
  void tell(Watcher watcher, String what, UUID to) {
    if (isFollowing()) {
      cluster.tell(hostNode, session.id, TELL, Buffer.buffer(
          Json.write(Map.of("viewer", watcher.id(), "what", what, "to", to == null ? "" : to.toString()))));
    }
  }

  void tick() {
    for (Follower follower : List.copyOf(followers.values())) {
      if (now() - follower.lastSent > QUIET_MS) {
        follower.send(List.of(), () -> {}); // a sign of life
      }
    }
    if (subscription != null && !asking && now() - lastHeard > LOST_MS) {
      lose();
      hostNode = null;
      session.stateChanged();
    }
  }

  void close() {
    lose();
    disown();
  }
}
