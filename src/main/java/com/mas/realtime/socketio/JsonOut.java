package com.mas.realtime.socketio;

import com.mas.bus.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** JSON on its way out. Strings without anything to escape, which nearly all of ours are, cost a copy. */
final class JsonOut {
  private byte[] bytes;
  private int size;

  JsonOut(int expected) {
    bytes = new byte[expected];
  }

  boolean isEmpty() {
    return size == 0;
  }

  void octet(char ascii) {
    room(1);
    bytes[size++] = (byte) ascii;
  }

  void copy(byte[] from, int start, int end) {
    room(end - start);
    System.arraycopy(from, start, bytes, size, end - start);
    size += end - start;
  }

  void string(String text) {
    int length = text.length();
    room(length + 2);
    int at = size;
    bytes[at++] = '"';
    for (int i = 0; i < length; i++) {
      char character = text.charAt(i);
      if (character < ' ' || character > '~' || character == '"' || character == '\\') {
        value(text);
        return;
      }
      bytes[at++] = (byte) character;
    }
    bytes[at++] = '"';
    size = at;
  }

  void value(Object value) {
    byte[] json = Json.write(value).getBytes(StandardCharsets.UTF_8);
    copy(json, 0, json.length);
  }

  byte[] toBytes() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
    }
  }
}
