package com.mas.realtime.socketio;

import com.mas.bus.Json;
import com.mas.realtime.socketio.PacketWriter.Content;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Packet that was emitted to a room, as it goes to other nodes and into the log.
 *
 * @param number counts what its origin has published; 0 is not in any log
 */
record Published(String origin, long number, String namespace, List<String> rooms, List<String> except,
    boolean isVolatile, Content content) {
  private record Head(String origin, long number, String namespace, List<String> rooms, List<String> except,
      boolean isVolatile, int json, List<Integer> attachments) {}

  Buffer toBuffer() {
    Head head = new Head(origin, number, namespace, rooms, except, isVolatile, content.json().length,
        content.attachments().stream().map(bytes -> bytes.length).toList());
    byte[] text = Json.write(head).getBytes(StandardCharsets.UTF_8);
    Buffer buffer = Buffer.buffer(8 + text.length + content.json().length).appendInt(text.length).appendBytes(text)
        .appendBytes(content.json());
    content.attachments().forEach(buffer::appendBytes);
    return buffer;
  }

  static Published of(Buffer buffer) {
    int at = Integer.BYTES + buffer.getInt(0);
    Head head = Json.read(buffer.getString(Integer.BYTES, at), Head.class);
    byte[] json = buffer.getBytes(at, at + head.json);
    at += head.json;
    List<byte[]> attachments = new ArrayList<>();
    for (int length : head.attachments) {
      attachments.add(buffer.getBytes(at, at + length));
      at += length;
    }
    return new Published(head.origin, head.number, head.namespace, head.rooms, head.except, head.isVolatile,
        new Content(json, attachments));
  }

  Broadcast whom(Namespace named) {
    return new Broadcast(named, rooms, except, isVolatile, true);
  }

  /** Returns whether it is for a socket of that id and those rooms. */
  boolean concerns(String id, Set<String> itsRooms) {
    return (rooms.isEmpty() || rooms.stream().anyMatch(room -> room.equals(id) || itsRooms.contains(room)))
        && except.stream().noneMatch(room -> room.equals(id) || itsRooms.contains(room));
  }

  Encoded packet(String position) {
    return content.packet(Packet.EVENT, namespace, -1, position);
  }
}
