package com.mas.realtime.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import com.mas.realtime.engineio.CloseReason;
import com.mas.realtime.engineio.Delay;
import com.mas.realtime.engineio.EngineListener;
import com.mas.realtime.engineio.EngineSession;
import com.mas.realtime.engineio.Handshake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client's connection with its sockets, one per namespace. Everything on its event loop. */
final class Connection implements EngineListener {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final Set<CloseReason> COMES_BACK = Set.of(CloseReason.TRANSPORT_ERROR, CloseReason.TRANSPORT_CLOSE,
      CloseReason.FORCED_CLOSE, CloseReason.PING_TIMEOUT, CloseReason.SERVER_SHUTTING_DOWN,
      CloseReason.FORCED_SERVER_CLOSE, CloseReason.SLOW_CONSUMER);
  private static final List<byte[]> NO_ATTACHMENTS = List.of();
  /** Longest JSON that is read into a tree: the client's identity, and what surrounds binary content. */
  private static final int LONGEST_TREE = 64 << 10;

  private final SocketServer server;
  private final EngineSession session;
  private final Handshake handshake;
  private final List<Entry> entries = new ArrayList<>(1);
  private Delay connectDeadline;
  private Packet unfinished;
  private List<byte[]> attachments;

  Connection(SocketServer server, EngineSession session, Handshake handshake) {
    this.server = server;
    this.session = session;
    this.handshake = handshake;
    connectDeadline = session.after(server.config().connectTimeoutMs(),
        () -> session.close(CloseReason.FORCED_SERVER_CLOSE));
  }

  @Override
  public void text(byte[] packet, int from, int to) {
    guarded(() -> {
      if (unfinished != null) {
        throw new BadPacket("text where binary content was announced");
      }
      Packet head = Packet.read(packet, from, to);
      if (head.attachments() > 0) {
        checkTree(head);
        unfinished = head;
        attachments = new ArrayList<>(head.attachments());
      } else {
        take(head, NO_ATTACHMENTS);
      }
    });
  }

  @Override
  public void binary(byte[] content) {
    guarded(() -> {
      if (unfinished == null) {
        throw new BadPacket("binary content that was not announced");
      }
      attachments.add(content);
      if (attachments.size() == unfinished.attachments()) {
        Packet whole = unfinished;
        unfinished = null;
        take(whole, attachments);
      }
    });
  }

  /** Runs the work, and closes the connection of a client that breaks the protocol. */
  void guarded(Runnable taking) {
    try {
      taking.run();
    } catch (BadPacket | UncheckedIOException e) {
      LOG.debug("closing a connection: {}", e.getMessage());
      session.close(CloseReason.PARSE_ERROR);
    }
  }

  private void take(Packet packet, List<byte[]> content) {
    if (packet.type() == Packet.CONNECT) {
      connect(packet);
      return;
    }
    Entry entry = entry(packet.namespace());
    if (entry == null) {
      throw new BadPacket("not connected to this namespace");
    }
    if (packet.type() == Packet.DISCONNECT) {
      if (packet.from() != packet.to()) {
        throw new BadPacket("something after a disconnect");
      }
      entries.remove(entry);
      entry.end("client namespace disconnect", false);
      return;
    }
    JsonScan.Elements elements = JsonScan.elements(packet.bytes(), packet.from(), packet.to());
    boolean event = packet.type() == Packet.EVENT || packet.type() == Packet.BINARY_EVENT;
    Args arguments = new Args(packet.bytes(), elements, event ? 1 : 0, content, server.maxPayload());
    if (!content.isEmpty()) {
      arguments.checkPlaceholders();
    }
    entry.take(event ? eventName(packet, elements.parts()) : null, arguments, packet.id());
  }

  private static String eventName(Packet packet, int[] parts) {
    if (parts.length == 0) {
      throw new BadPacket("an event without a name");
    }
    JsonSlice name = new JsonSlice(packet.bytes(), parts[0], parts[1]);
    if (!name.isString() && !name.isNumber()) {
      throw new BadPacket("an event's name is a string or a number");
    }
    String event = name.isString() ? name.text() : name.toString();
    if (Namespace.RESERVED.contains(event)) {
      throw new BadPacket("a reserved name");
    }
    return event;
  }

  private void connect(Packet packet) {
    JsonNode auth = payload(packet);
    Namespace namespace = server.find(packet.namespace());
    Entry old = entry(packet.namespace());
    if (old != null && !old.isOver() || entries.size() >= server.config().maxNamespaces()) {
      throw new BadPacket("connected to this namespace already, or to too many");
    }
    if (connectDeadline != null) {
      connectDeadline.cancel();
      connectDeadline = null;
    }
    if (namespace == null) {
      error(packet.namespace(), "Invalid namespace", null);
      return;
    }
    entries.remove(old);
    Entry entry = new Entry(this, namespace, auth);
    entries.add(entry);
    entry.begin();
  }

  private static JsonNode payload(Packet packet) {
    if (packet.from() == packet.to()) {
      return Json.MAPPER.createObjectNode();
    }
    checkTree(packet);
    JsonScan.members(packet.bytes(), packet.from(), packet.to());
    try {
      return Json.MAPPER.readTree(packet.bytes(), packet.from(), packet.to() - packet.from());
    } catch (IOException e) {
      throw new BadPacket("not JSON");
    }
  }

  private static void checkTree(Packet packet) {
    if (packet.to() - packet.from() > LONGEST_TREE) {
      throw new BadPacket("more JSON than a packet of this kind may have");
    }
  }

  void refused(Entry entry, String message, Object data) {
    entries.remove(entry);
    error(entry.namespace().name(), message, data);
  }

  private void error(String namespace, String message, Object data) {
    String json = Json.write(data == null ? Map.of("message", message) : Map.of("message", message, "data", data));
    Encoded.text("4" + (namespace.equals("/") ? "" : namespace + ",") + json).sendTo(session);
  }

  @Override
  public void closed(CloseReason reason) {
    if (connectDeadline != null) {
      connectDeadline.cancel();
    }
    for (Entry entry : List.copyOf(entries)) {
      entry.end(reason.words(), COMES_BACK.contains(reason));
    }
    entries.clear();
  }

  private Entry entry(String namespace) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).namespace().name().equals(namespace)) {
        return entries.get(i);
      }
    }
    return null;
  }

  SocketServer server() {
    return server;
  }

  EngineSession session() {
    return session;
  }

  Handshake handshake() {
    return handshake;
  }
}
