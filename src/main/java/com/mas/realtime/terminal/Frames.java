package com.mas.realtime.terminal;

import com.mas.realtime.terminal.screen.Screen;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;

/**
 * WebSocket frames as a server sends them. Made here and not by the HTTP layer, so that a frame is encoded once and the
 * same memory goes to every viewer, many frames to one system call.
 */
final class Frames {
  static final int TEXT = 0x81;
  static final int BINARY = 0x82;
  static final int LONGEST_HEADER = 10;

  private Frames() {}

  static ByteBuf buffer(int size) {
    return PooledByteBufAllocator.DEFAULT.directBuffer(size);
  }

  static void header(ByteBuf out, int kind, int length) {
    out.writeByte(kind);
    if (length < 126) {
      out.writeByte(length);
    } else if (length <= 0xFFFF) {
      out.writeByte(126).writeShort(length);
    } else {
      out.writeByte(127).writeLong(length);
    }
  }

  static ByteBuf binary(byte[] payload) {
    ByteBuf out = buffer(payload.length + LONGEST_HEADER);
    header(out, BINARY, payload.length);
    return out.writeBytes(payload);
  }

  /** Returns the frames that draw the screen, preceded by its size for readers that take messages. */
  static ByteBuf screen(Screen screen, boolean messages) {
    byte[] dump = screen.dump();
    byte[] size = Messages.size(screen.columns(), screen.lines()).getBytes(StandardCharsets.UTF_8);
    ByteBuf frames = buffer(dump.length + size.length + 2 * LONGEST_HEADER);
    if (messages) {
      header(frames, TEXT, size.length);
      frames.writeBytes(size);
    }
    header(frames, BINARY, dump.length);
    return frames.writeBytes(dump);
  }

  static ByteBuf text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteBuf out = buffer(bytes.length + LONGEST_HEADER);
    header(out, TEXT, bytes.length);
    return out.writeBytes(bytes);
  }
}
