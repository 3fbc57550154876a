package com.mas.realtime.socketio;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Checks JSON (RFC 8259) in one pass over its bytes, which are known to be UTF-8, and says where the elements of an
 * array or the members of an object stand. So what is only passed on is never built and written again. Nesting is
 * limited, since whoever receives it may read it by recursion.
 */
final class JsonScan {
  static final int DEEPEST = 64;
  private static final int FIRST_PARTS = 8;
  private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = ONES << 7;
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';
  private static final long SPACES = ONES * ' ';

  private final byte[] bytes;
  private final int end;
  private int at;
  private int[] parts = new int[FIRST_PARTS];
  private int count;
  private int object = -1;
  private int[] members;

  /**
   * Positions in an array.
   *
   * @param parts start and end of each element, in turn
   * @param object where in {@code parts} the first element that is an object begins; -1 if none is
   * @param members of that one, as {@link JsonScan#members} tells them, since nearly every event is looked into
   */
  record Elements(int[] parts, int object, int[] members) {}

  private JsonScan(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
  }

  static Elements elements(byte[] bytes, int from, int to) {
    JsonScan scan = new JsonScan(bytes, from, to);
    scan.blank();
    if (scan.next() != '[') {
      throw new BadPacket("not an array");
    }
    scan.array(1, true);
    return new Elements(scan.finish(), scan.object, scan.members);
  }

  /** Returns for each member in turn: start and end of the key with its quotes, start and end of the value. */
  static int[] members(byte[] bytes, int from, int to) {
    JsonScan scan = new JsonScan(bytes, from, to);
    scan.blank();
    if (scan.next() != '{') {
      throw new BadPacket("not an object");
    }
    scan.object(1, true);
    return scan.finish();
  }

  static void check(byte[] bytes, int from, int to) {
    JsonScan scan = new JsonScan(bytes, from, to);
    scan.value(0);
    scan.finish();
  }

  private int[] finish() {
    blank();
    if (at != end) {
      throw new BadPacket("something after the JSON");
    }
    return Arrays.copyOf(parts, count);
  }

  private void add(int position) {
    if (count == parts.length) {
      parts = Arrays.copyOf(parts, 2 * count);
    }
    parts[count++] = position;
  }

  private void value(int depth) {
    blank();
    switch (next()) {
      case '"' -> string();
      case '{' -> object(deeper(depth), false);
      case '[' -> array(deeper(depth), false);
      case 't' -> literal("rue");
      case 'f' -> literal("alse");
      case 'n' -> literal("ull");
      default -> {
        at--;
        number();
      }
    }
  }

  private static int deeper(int depth) {
    if (depth == DEEPEST) {
      throw new BadPacket("nested too deeply");
    }
    return depth + 1;
  }

  /** After its bracket. */
  private void array(int depth, boolean noted) {
    blank();
    if (peek() == ']') {
      at++;
      return;
    }
    while (true) {
      blank();
      if (noted) {
        element(depth);
      } else {
        value(depth);
      }
      if (more(']')) {
        return;
      }
    }
  }

  private void element(int depth) {
    add(at);
    if (object < 0 && peek() == '{') {
      at++;
      object = count - 1;
      int[] elements = parts;
      int sofar = count;
      parts = new int[2 * FIRST_PARTS];
      count = 0;
      object(deeper(depth), true);
      members = Arrays.copyOf(parts, count);
      parts = elements;
      count = sofar;
    } else {
      value(depth);
    }
    add(at);
  }

  /** After its brace. */
  private void object(int depth, boolean noted) {
    blank();
    if (peek() == '}') {
      at++;
      return;
    }
    while (true) {
      blank();
      int key = at;
      if (next() != '"') {
        throw new BadPacket("a key is missing");
      }
      string();
      int keyEnd = at;
      blank();
      if (next() != ':') {
        throw new BadPacket("a colon is missing");
      }
      blank();
      int value = at;
      value(depth);
      if (noted) {
        add(key);
        add(keyEnd);
        add(value);
        add(at);
      }
      if (more('}')) {
        return;
      }
    }
  }

  /** Returns whether the array or object is over; otherwise passes the comma. */
  private boolean more(char closing) {
    blank();
    byte octet = next();
    if (octet == closing) {
      return true;
    }
    if (octet != ',') {
      throw new BadPacket("a comma is missing");
    }
    return false;
  }

  private void string() {
    while (true) {
      skipPlain();
      byte octet = next();
      if (octet == '"') {
        return;
      }
      if (octet == '\\') {
        escape();
      } else if (octet >= 0 && octet < 0x20) {
        throw new BadPacket("a control character in a string");
      }
    }
  }

  /** Moves to the next quote, backslash or control character, or to less than eight octets before the end. */
  private void skipPlain() {
    while (at + Long.BYTES <= end) {
      long eight = (long) LONGS.get(bytes, at);
      long quote = eight ^ QUOTES;
      long backslash = eight ^ BACKSLASHES;
      // the lowest high bit that is set belongs to the first octet that is special
      long special = (quote - ONES & ~quote | backslash - ONES & ~backslash | eight - SPACES & ~eight) & HIGH_BITS;
      if (special != 0) {
        at += Long.numberOfTrailingZeros(special) / Byte.SIZE;
        return;
      }
      at += Long.BYTES;
    }
  }

  private void escape() {
    switch (next()) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {}
      case 'u' -> {
        for (int i = 0; i < 4; i++) {
          if (Character.digit(next(), 16) < 0) {
            throw new BadPacket("a bad escape");
          }
        }
      }
      default -> throw new BadPacket("a bad escape");
    }
  }

  private void literal(String rest) {
    for (int i = 0; i < rest.length(); i++) {
      if (next() != rest.charAt(i)) {
        throw new BadPacket("no such literal");
      }
    }
  }

  private void number() {
    if (peek() == '-') {
      at++;
    }
    if (peek() == '0') {
      at++;
    } else {
      digits();
    }
    if (peek() == '.') {
      at++;
      digits();
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits();
    }
  }

  private void digits() {
    int from = at;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    if (from == at) {
      throw new BadPacket("not JSON");
    }
  }

  private void blank() {
    while (at < end && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\t' || bytes[at] == '\r')) {
      at++;
    }
  }

  private int peek() {
    return at < end ? bytes[at] : -1;
  }

  private byte next() {
    if (at == end) {
      throw new BadPacket("the JSON ends too early");
    }
    return bytes[at++];
  }
}
