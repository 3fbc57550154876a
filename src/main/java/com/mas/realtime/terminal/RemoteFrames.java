package com.mas.realtime.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames that another node has encoded. */
final class RemoteFrames {
  private RemoteFrames() {}

  static int end(byte[] bytes, int at) {
    return payload(bytes, at) + length(bytes, at);
  }

  static Batch message(byte[] bytes, int at, int end) {
    int start = payload(bytes, at);
    String json = new String(bytes, start, end - start, StandardCharsets.UTF_8);
    JsonNode message = Control.read(json);
    return message.path("type").asText().equals("size")
        ? Batch.size(json, message.path("columns").asInt(), message.path("lines").asInt()) : Batch.message(json);
  }

  private static int payload(byte[] bytes, int at) {
    return at + (bytes[at + 1] == 126 ? 4 : bytes[at + 1] == 127 ? 10 : 2);
  }

  private static int length(byte[] bytes, int at) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return switch (bytes[at + 1]) {
      case 126 -> buffer.getShort(at + 2) & 0xFFFF;
      case 127 -> (int) buffer.getLong(at + 2);
      default -> bytes[at + 1];
    };
  }
}
