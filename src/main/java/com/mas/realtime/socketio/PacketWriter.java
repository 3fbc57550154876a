package com.mas.realtime.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Json;
import com.mas.realtime.engineio.Message;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Arguments as JSON with their binary content beside it, written once; the head of the packet is put before it. */
final class PacketWriter {
  private static final byte[] PLAIN_EVENT = {'2', '['};
  private static final byte[] END = {']'};
  private static final int EXPECTED = 512;

  /** The elements of a packet's array, without the brackets. */
  record Content(byte[] json, List<byte[]> attachments) {
    long size() {
      return json.length + attachments.stream().mapToLong(bytes -> bytes.length).sum();
    }

    /** @param offset one more argument; null for none */
    Encoded packet(int type, String namespace, long id, String offset) {
      byte[] before = head(type, namespace, id);
      byte[] after = offset == null ? END : (json.length == 0 ? "\"" : ",\"").concat(offset).concat("\"]")
          .getBytes(StandardCharsets.ISO_8859_1);
      byte[] whole = new byte[Message.HEADROOM + before.length + json.length + after.length];
      System.arraycopy(before, 0, whole, Message.HEADROOM, before.length);
      System.arraycopy(json, 0, whole, Message.HEADROOM + before.length, json.length);
      System.arraycopy(after, 0, whole, whole.length - after.length, after.length);
      return new Encoded(Message.textInPlace(whole, whole.length),
          attachments.isEmpty() ? List.of() : attachments.stream().map(Message::binary).toList(),
          offset == null ? null : () -> packet(type, namespace, id, null));
    }

    private byte[] head(int type, String namespace, long id) {
      boolean binary = !attachments.isEmpty();
      if (type == Packet.EVENT && !binary && id < 0 && namespace.equals("/")) {
        return PLAIN_EVENT;
      }
      StringBuilder head = new StringBuilder(32).append((char) ('0' + type + (binary ? 3 : 0)));
      if (binary) {
        head.append(attachments.size()).append('-');
      }
      if (!namespace.equals("/")) {
        head.append(namespace).append(',');
      }
      if (id >= 0) {
        head.append(id);
      }
      return head.append('[').toString().getBytes(StandardCharsets.UTF_8);
    }
  }

  private final JsonOut out = new JsonOut(EXPECTED);
  private final List<byte[]> attachments = new ArrayList<>(0);

  private PacketWriter() {}

  static Content event(String event, Object... arguments) {
    PacketWriter writer = new PacketWriter();
    writer.out.string(event);
    return writer.finish(arguments);
  }

  static Content arguments(Object... arguments) {
    return new PacketWriter().finish(arguments);
  }

  private Content finish(Object[] arguments) {
    boolean binary = false;
    Object[] ready = new Object[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      ready[i] = prepare(arguments[i]);
      binary |= ready[i] instanceof JsonNode node && hasBinary(node);
    }
    for (Object argument : ready) {
      if (!out.isEmpty()) {
        out.octet(',');
      }
      if (argument instanceof JsonSlice slice && !binary) {
        slice.copyTo(out);
      } else if (argument instanceof String text) {
        out.string(text);
      } else if (argument == null) {
        out.value(null);
      } else {
        JsonNode node = argument instanceof JsonSlice slice ? slice.node() : (JsonNode) argument;
        // a place that a client made up must not be taken for one of ours
        out.value(binary ? takeOut(node.deepCopy()) : node);
      }
    }
    return new Content(out.toBytes(), List.copyOf(attachments));
  }

  private static Object prepare(Object argument) {
    return switch (argument) {
      case null -> null;
      case JsonSlice slice -> slice;
      case String text -> text;
      case JsonNode node -> node;
      case Buffer buffer -> Json.MAPPER.getNodeFactory().binaryNode(buffer.getBytes());
      default -> Json.MAPPER.valueToTree(argument);
    };
  }

  private static boolean hasBinary(JsonNode node) {
    if (node.isBinary()) {
      return true;
    }
    for (JsonNode child : node) {
      if (hasBinary(child)) {
        return true;
      }
    }
    return false;
  }

  private JsonNode takeOut(JsonNode node) {
    if (node.isBinary()) {
      ObjectNode place = Json.MAPPER.createObjectNode().put(Args.PLACEHOLDER, true).put("num", attachments.size());
      try {
        attachments.add(node.binaryValue());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return place;
    }
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, takeOut(array.get(i)));
      }
    } else if (node instanceof ObjectNode object) {
      if (object.path(Args.PLACEHOLDER).asBoolean()) {
        return Json.MAPPER.nullNode();
      }
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        member.setValue(takeOut(member.getValue()));
      }
    }
    return node;
  }
}
