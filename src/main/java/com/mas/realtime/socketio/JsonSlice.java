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
  private static final int UNICODE_ESCAPE = 6;
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

  /**
   * The whole value as a tree. Of a client's values only small ones should become one: names that it chose to have
   * equal hashes make that fifty times as slow as passing the value on.
   */
  public JsonNode node() {
    try {
      return Json.MAPPER.readTree(bytes, from, to - from);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads it as a record or another type; fails as the mapper does. */
  public <T> T as(Class<T> type) {
    try {
      return Json.MAPPER.readValue(bytes, from, to - from, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns whether the last member of that name is {@code true}, without reading what else there is. */
  public boolean isTrue(String name) {
    JsonSlice member = member(name);
    return member != null && member.bytes[member.from] == 't';
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

  /** Reads no further than to the first difference: a client may send very many keys, each of them escaped. */
  private boolean isNamed(int key, int keyEnd, String name) {
    int at = key + 1;
    int end = keyEnd - 1;
    for (int i = 0; i < name.length(); i++) {
      if (at >= end) {
        return false;
      }
      if (bytes[at] < 0) {
        return name.charAt(i) > Byte.MAX_VALUE && name.equals(new JsonSlice(bytes, key, keyEnd).text());
      }
      boolean escaped = bytes[at] == '\\';
      if (name.charAt(i) != (escaped ? unescaped(at + 1) : bytes[at])) {
        return false;
      }
      at += !escaped ? 1 : bytes[at + 1] == 'u' ? UNICODE_ESCAPE : 2;
    }
    return at == end;
  }

  /** The character of an escape that is known to be well formed, after its backslash. */
  private char unescaped(int at) {
    return switch (bytes[at]) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> (char) (Character.digit(bytes[at + 1], 16) << 12 | Character.digit(bytes[at + 2], 16) << 8
          | Character.digit(bytes[at + 3], 16) << 4 | Character.digit(bytes[at + 4], 16));
      default -> (char) bytes[at];
    };
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
