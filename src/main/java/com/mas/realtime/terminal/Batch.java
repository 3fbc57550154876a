package com.mas.realtime.terminal;

import com.mas.realtime.terminal.screen.Screen;
import io.netty.buffer.ByteBuf;

/**
 * Some of what viewers get, as encoded frames: output of the terminal, or a control message. It owns one reference of
 * the frames.
 *
 * @param columns of a control message that tells a new size, else 0
 */
record Batch(ByteBuf frames, boolean control, int columns, int lines) {
  private static final int PIECE = 32 << 10;

  static Batch output(ByteBuf frames) {
    return new Batch(frames, false, 0, 0);
  }

  static Batch message(String json) {
    return new Batch(Frames.text(json), true, 0, 0);
  }

  static Batch size(String json, int columns, int lines) {
    return new Batch(Frames.text(json), true, columns, lines);
  }

  int size() {
    return frames.readableBytes();
  }

  /** Output without the frames' headers, in pieces that are only lent. */
  void eachPiece(byte[] scratch, PieceOfOutput taker) {
    int at = frames.readerIndex();
    int end = frames.writerIndex();
    while (at < end && !control) {
      int length = frames.getByte(at + 1);
      at += 2;
      if (length == 126) {
        length = frames.getUnsignedShort(at);
        at += 2;
      } else if (length == 127) {
        length = (int) frames.getLong(at);
        at += 8;
      }
      for (int done = 0; done < length;) {
        int piece = Math.min(length - done, scratch.length);
        frames.getBytes(at + done, scratch, 0, piece);
        taker.take(scratch, piece);
        done += piece;
      }
      at += length;
    }
  }

  /** Bytes from 0 to {@code length}. */
  interface PieceOfOutput {
    void take(byte[] bytes, int length);
  }

  void drawOn(Screen screen, byte[] scratch) {
    if (columns > 0) {
      screen.resize(columns, lines);
    }
    eachPiece(scratch, (bytes, length) -> screen.write(bytes, 0, length));
  }

  static byte[] scratch() {
    return new byte[PIECE];
  }

  void release() {
    frames.release();
  }
}
