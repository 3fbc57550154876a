package com.mas.realtime.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * The arguments of an event or an acknowledgement. An argument without binary content can be had as it came
 * ({@link #slice}); any can be had as a tree ({@link #node}), in which binary content is a {@link BinaryNode}.
 */
public final class Args {
  static final String PLACEHOLDER = "_placeholder";
  private static final String NUMBER = "num";

  private final byte[] bytes;
  private final JsonScan.Elements elements;
  private final int first;
  private final List<byte[]> attachments;
  private final int maxBytes;

  Args(byte[] bytes, JsonScan.Elements elements, int first, List<byte[]> attachments, int maxBytes) {
    this.bytes = bytes;
    this.elements = elements;
    this.first = first;
    this.attachments = attachments;
    this.maxBytes = maxBytes;
  }

  public int size() {
    return elements.parts().length / 2 - first;
  }

  /** Returns whether binary content came with it. */
  public boolean hasBinary() {
    return !attachments.isEmpty();
  }

  /**
   * Null if there are fewer arguments.
   *
   * @throws IllegalStateException if binary content came with the packet: its place would be passed on without it
   */
  public JsonSlice slice(int index) {
    if (hasBinary()) {
      throw new IllegalStateException("binary content came with the packet");
    }
    return raw(index);
  }

  private JsonSlice raw(int index) {
    int[] parts = elements.parts();
    int part = 2 * (index + first);
    return index < 0 || part >= parts.length ? null
        : new JsonSlice(bytes, parts[part], parts[part + 1], part == elements.object() ? elements.members() : null);
  }

  /** A missing node if there are fewer arguments. */
  public JsonNode node(int index) {
    JsonSlice slice = raw(index);
    if (slice == null) {
      return MissingNode.getInstance();
    }
    return attachments.isEmpty() ? slice.node() : resolve(slice.node(), new int[1]);
  }

  /** A string argument; null if it is something else or missing. */
  public String text(int index) {
    JsonSlice slice = raw(index);
    return slice == null ? null : slice.text();
  }

  /** All of them, for passing them on. */
  public Object[] all() {
    Object[] all = new Object[size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = attachments.isEmpty() ? raw(i) : node(i);
    }
    return all;
  }

  /** Fails if a placeholder points to nothing, or repeating one makes the packet larger than a client may send. */
  void checkPlaceholders() {
    int[] size = new int[1];
    for (int i = 0; i < size(); i++) {
      resolve(raw(i).node(), size);
    }
  }

  private JsonNode resolve(JsonNode node, int[] size) {
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, resolve(array.get(i), size));
      }
    } else if (node instanceof ObjectNode object) {
      if (object.path(PLACEHOLDER).isBoolean() && object.path(PLACEHOLDER).booleanValue()) {
        return attachment(object.path(NUMBER), size);
      }
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        member.setValue(resolve(member.getValue(), size));
      }
    }
    return node;
  }

  private JsonNode attachment(JsonNode number, int[] size) {
    if (!number.isInt() || number.intValue() < 0 || number.intValue() >= attachments.size()) {
      throw new BadPacket("a placeholder for nothing");
    }
    byte[] content = attachments.get(number.intValue());
    size[0] += content.length;
    if (size[0] > maxBytes || size[0] < 0) {
      throw new BadPacket("too many bytes in attachments");
    }
    return BinaryNode.valueOf(content);
  }
}
