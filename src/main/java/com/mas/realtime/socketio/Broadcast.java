package com.mas.realtime.socketio;

import java.util.ArrayList;
import java.util.List;

/**
 * Receivers of a packet: a room, several (each socket once), or everybody, without those in other rooms. A socket's id
 * is a room with that socket alone. Immutable; from any thread, and what one thread sends to a room arrives in its
 * order.
 */
public final class Broadcast {
  private final Namespace namespace;
  private final List<String> rooms;
  private final List<String> except;
  private final boolean isVolatile;
  private final boolean local;

  Broadcast(Namespace namespace, List<String> rooms, List<String> except, boolean isVolatile, boolean local) {
    this.namespace = namespace;
    this.rooms = rooms;
    this.except = except;
    this.isVolatile = isVolatile;
    this.local = local;
  }

  /** One room more. */
  public Broadcast to(String room) {
    return new Broadcast(namespace, plus(rooms, room), except, isVolatile, local);
  }

  public Broadcast except(String room) {
    return new Broadcast(namespace, rooms, plus(except, room), isVolatile, local);
  }

  /** Lost for clients that cannot take it at once, and not kept for those that are away. */
  public Broadcast volatileOnly() {
    return new Broadcast(namespace, rooms, except, true, local);
  }

  /** Reaches only sockets of this node; it is not kept for those that are away. */
  public Broadcast local() {
    return new Broadcast(namespace, rooms, except, isVolatile, true);
  }

  /** @param arguments slices, strings, byte arrays and buffers (binary), trees, records, maps, lists, numbers … */
  public void emit(String event, Object... arguments) {
    namespace.publish(this, PacketWriter.event(Namespace.checked(event), arguments));
  }

  List<String> rooms() {
    return rooms;
  }

  List<String> excepted() {
    return except;
  }

  boolean isVolatile() {
    return isVolatile;
  }

  boolean isLocal() {
    return local;
  }

  private static List<String> plus(List<String> list, String one) {
    if (list.isEmpty()) {
      return List.of(one);
    }
    List<String> more = new ArrayList<>(list);
    more.add(one);
    return more;
  }
}
