package com.mas.realtime.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/** A JSON value as it came, known to be well formed; passing it on costs a copy of its bytes. Immutable. */
public final class JsonSlice {
  private final byte[] bytes;
  private final int from;
  private final int to;
  private int[] members;

  JsonSlice(byte[] bytes, int from, int to) {
    this(bytes, from, to, null);
  }

  /** @param members as {@link JsonScan#members} tells them; null if they are to be found when they are needed */
  JsonSlice(byte[] bytes, int from, int to, int[] members) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
    this.members = members;
  }

  /** @throws IllegalArgumentException if it is not JSON, or nested too deeply */
  public static JsonSlice of(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    try {
      JsonScan.check(bytes, 0, bytes.length);
    } catch (BadPacket e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    return new JsonSlice(bytes, 0, bytes.length);
  }

  int length() {
    return to - from;
  }

  void copyTo(JsonOut out) {
    out.copy(bytes, from, to);
  }

  public boolean isObject() {
    return bytes[from] == '{';
  }

  public boolean isString() {
    return bytes[from] == '"';
  }

  public boolean isNumber() {
    return bytes[from] == '-' || bytes[from] >= '0' && bytes[from] <= '9';
  }

  /** The string's characters; null if it is no string. */
  public String text() {
    if (!isString()) {
      return null;
    }
    for (int i = from + 1; i < to - 1; i++) {
      if (bytes[i] == '\\') {
        return node().textValue();
      }
    }
    return new String(bytes, from + 1, to - from - 2, StandardCharsets.UTF_8);
  }

  /** The whole value as a tree. */
  public JsonNode node() {
    try {
      return Json.MAPPER.readTree(bytes, from, to - from);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As a record or other type; fails as the mapper does. */
  public <T> T as(Class<T> type) {
    try {
      return Json.MAPPER.readValue(bytes, from, to - from, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last member of that name, as a reader would see it; null if there is none, or this is no object. */
  public JsonSlice member(String name) {
    if (!isObject()) {
      return null;
    }
    int[] found = members();
    for (int i = found.length - 4; i >= 0; i -= 4) {
      if (isNamed(found[i], found[i + 1], name)) {
        return new JsonSlice(bytes, found[i + 2], found[i + 3]);
      }
    }
    return null;
  }

  /** The object without one member, however often it is there, and with another, which replaces any of its name. */
  public JsonSlice with(String dropped, String added, String value) {
    int[] found = members();
    JsonOut out = new JsonOut(length() + added.length() + value.length() + 6);
    out.octet('{');
    for (int i = 0; i < found.length; i += 4) {
      if (!isNamed(found[i], found[i + 1], dropped) && !isNamed(found[i], found[i + 1], added)) {
        out.copy(bytes, found[i], found[i + 3]);
        out.octet(',');
      }
    }
    out.string(added);
    out.octet(':');
    out.string(value);
    out.octet('}');
    byte[] whole = out.toBytes();
    return new JsonSlice(whole, 0, whole.length);
  }

  /** The object without some members, however often they are there, and with others in their order, which are last. */
  public JsonSlice with(Set<String> dropped, Map<String, ?> added) {
    int[] found = members();
    JsonOut out = new JsonOut(length() + 64 * (added.size() + 1));
    out.octet('{');
    boolean first = true;
    for (int i = 0; i < found.length; i += 4) {
      String name = new JsonSlice(bytes, found[i], found[i + 1]).text();
      if (!dropped.contains(name) && !added.containsKey(name)) {
        separate(out, first);
        first = false;
        out.copy(bytes, found[i], found[i + 3]);
      }
    }
    for (Map.Entry<String, ?> each : added.entrySet()) {
      separate(out, first);
      first = false;
      out.string(each.getKey());
      out.octet(':');
      if (each.getValue() instanceof String text) {
        out.string(text);
      } else {
        out.value(each.getValue());
      }
    }
    out.octet('}');
    byte[] whole = out.toBytes();
    return new JsonSlice(whole, 0, whole.length);
  }

  private static void separate(JsonOut out, boolean first) {
    if (!first) {
      out.octet(',');
    }
  }

  private int[] members() {
    if (members == null) {
      members = JsonScan.members(bytes, from, to);
    }
    return members;
  }

  private boolean isNamed(int key, int keyEnd, String name) {
    if (keyEnd - key - 2 == name.length()) {
      int i = 0;
      while (i < name.length() && bytes[key + 1 + i] == name.charAt(i)) {
        i++;
      }
      if (i == name.length()) {
        return true;
      }
    }
    for (int i = key; i < keyEnd; i++) {
      if (bytes[i] == '\\' || bytes[i] < 0) {
        return name.equals(new JsonSlice(bytes, key, keyEnd).text());
      }
    }
    return false;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JsonSlice slice && Arrays.equals(bytes, from, to, slice.bytes, slice.from, slice.to);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash;
  }

  @Override
  public String toString() {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
