package com.mas.process.security;

import com.mas.bus.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** WebSocket frames as hosts and viewers of terminals send them, with something wrong in many. */
final class WrongFrames {
  private static final int LARGEST = 64 << 10;
  private static final int MOST_VIEWERS = 30;
  private static final List<String> ESCAPES = List.of("\033[", "\033]", "\033P", "\033_", "\033^", "\033X",
      "\033(0", "\033#8", "\033c", "\0337", "\0338", "\033M", "\u009b", "\033[?1049h", "\033[?1049l",
      "\033[?2026h", "\033[999;999H", "\033[2147483647S", "\033[999999999999b", "\033[99999999L",
      "\033[1;9999999r", "\033[8;99999;99999t", "\033[38:2:::m", "\033[" + "1;".repeat(300) + "m",
      "\033]0;" + "x".repeat(9000), "\033]8;;http://a.example\007", "\007", "\b", "\t", "\r\n", "\u000e", "\u200d",
      "e\u0301\u0301\u0301", "\u6f22\u5b57", "\u202e", "\ud83d\ude00", "0", "9", ";", ":", "?", ">", "!", " ", "\"",
      "$", "A", "H", "J", "K", "h", "l", "m", "n", "p", "q", "r", "t", "u", "@", "`", "~");
  private static final List<String> PIECES = List.of("\"", "\\", "{", "}", "[", "]", ",", ":", "null", "-1", "1e999",
      "9".repeat(40), "2147483648", "\\u0000", "\\ud800", "\u0000", "\u00e9", "\ud83d\ude00", "[".repeat(5000),
      "{\"a\":".repeat(3000), "x".repeat(9000), "true", "''", "\n");

  private final Random random;
  private final Set<String> viewers;
  private boolean saidGoodbye;

  /** @param viewers ids of some that may be there; shared */
  WrongFrames(Random random, Set<String> viewers) {
    this.random = random;
    this.viewers = viewers;
  }

  void viewersAre(List<String> ids) {
    if (viewers.size() > MOST_VIEWERS) {
      viewers.clear();
    }
    viewers.addAll(ids);
  }

  /** Returns a frame as a decent client sends it. */
  static byte[] right(int opcode, byte[] content) {
    return frame(0x80 | opcode, true, content.length, content, 7);
  }

  /** @param announced as the length, whatever follows */
  private static byte[] frame(int head, boolean masked, long announced, byte[] content, int mask) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(head);
    int bit = masked ? 0x80 : 0;
    if (announced < 126) {
      out.write(bit | (int) announced);
    } else if (announced < 65_536) {
      out.write(bit | 126);
      out.write((int) (announced >> 8));
      out.write((int) announced);
    } else {
      out.write(bit | 127);
      for (int i = 7; i >= 0; i--) {
        out.write((int) (announced >> 8 * i));
      }
    }
    byte[] key = {(byte) mask, (byte) (mask * 3), (byte) (mask * 5), (byte) (mask * 11)};
    if (masked) {
      out.writeBytes(key);
    }
    for (int i = 0; i < content.length; i++) {
      out.write(masked ? content[i] ^ key[i & 3] : content[i]);
    }
    return out.toByteArray();
  }

  String text(int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most); i >= 0; i--) {
      text.append((char) (random.nextInt(8) == 0 ? random.nextInt(0x3000) : 32 + random.nextInt(95)));
    }
    return text.toString();
  }

  byte[] token(String token) {
    String right = Json.write(Map.of("token", token, "name", text(80)));
    return right(random.nextInt(12) == 0 ? 2 : 1, bytes(random.nextInt(5) == 0 ? mutated(right) : right));
  }

  /** Returns whether one of the frames since the last call may be a close, which the server repeats. */
  boolean saidGoodbye() {
    boolean said = saidGoodbye;
    saidGoodbye = false;
    return said;
  }

  byte[] next(boolean host) {
    int opcode = switch (random.nextInt(16)) {
      case 0 -> random.nextInt(16);
      case 1 -> 9;
      case 2 -> 10;
      case 3 -> random.nextInt(3) == 0 ? 8 : 0;
      case 4, 5, 6, 7, 8 -> 1;
      default -> 2;
    };
    byte[] content = switch (opcode) {
      case 1 -> bytes(random.nextInt(4) == 0 ? screen() : control(host));
      case 8 -> close();
      case 9, 10 -> bytes(text(random.nextInt(20) == 0 ? 300 : 60));
      default -> bytes(screen());
    };
    if (random.nextInt(30) == 0) {
      content = new byte[LARGEST + random.nextInt(3) - 1];
      random.nextBytes(content);
    }
    int head = (random.nextInt(12) == 0 ? 0 : 0x80) | (random.nextInt(25) == 0 ? random.nextInt(8) << 4 : 0) | opcode;
    long announced = random.nextInt(30) > 0 ? content.length : switch (random.nextInt(4)) {
      case 0 -> Long.MAX_VALUE;
      case 1 -> -1L >>> 1;
      case 2 -> content.length + 1L + random.nextInt(300);
      default -> Math.max(0, content.length - 1);
    };
    byte[] frame = frame(head, random.nextInt(30) > 0, announced, content, random.nextInt(256));
    saidGoodbye |= opcode == 8 || announced != content.length; // bytes that are left over are read as frames
    if (random.nextInt(20) == 0) {
      saidGoodbye = true;
      frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
    }
    return frame;
  }

  private byte[] close() {
    return switch (random.nextInt(5)) {
      case 0 -> new byte[0];
      case 1 -> new byte[] {3};
      case 2 -> new byte[] {(byte) random.nextInt(256), (byte) random.nextInt(256), (byte) 0xff, (byte) 0xc0};
      case 3 -> new byte[] {0, 0};
      default -> new byte[] {3, (byte) 232, 'b', 'y', 'e'};
    };
  }

  private String control(boolean host) {
    List<String> types = host ? List.of("size", "size", "grant", "deny", "revoke", "mark", "mark", "end", "hello")
        : List.of("ask", "release", "pass", "ask", "state");
    String type = types.get(random.nextInt(types.size()));
    if (type.equals("end") && random.nextInt(4) > 0) {
      type = "mark";
    }
    String right = Json.write(Map.of("type", type, "columns", number(), "lines", number(), "seconds", number(),
        "viewer", viewer(), "label", text(300)));
    return random.nextInt(3) == 0 ? mutated(right) : right;
  }

  private String viewer() {
    List<String> known = List.copyOf(viewers);
    return known.isEmpty() || random.nextInt(8) == 0 ? text(40) : known.get(random.nextInt(known.size()));
  }

  private Number number() {
    return switch (random.nextInt(5)) {
      case 0 -> random.nextInt();
      case 1 -> 0;
      case 2 -> random.nextDouble() * 1e12;
      default -> 1 + random.nextInt(300);
    };
  }

  private String screen() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(60); i >= 0; i--) {
      text.append(random.nextInt(3) == 0 ? text(20) : ESCAPES.get(random.nextInt(ESCAPES.size())));
    }
    return text.toString();
  }

  private String mutated(String text) {
    String result = text;
    for (int i = random.nextInt(3); i >= 0; i--) {
      int from = random.nextInt(result.length() + 1);
      int to = Math.min(result.length(), from + random.nextInt(4));
      result = result.substring(0, from) + PIECES.get(random.nextInt(PIECES.size())) + result.substring(to);
    }
    return result;
  }

  /** Now and then no UTF-8. */
  private byte[] bytes(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = random.nextInt(6) == 0 ? 1 + random.nextInt(4) : 0; i > 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) (128 + random.nextInt(128));
    }
    return bytes;
  }
}
