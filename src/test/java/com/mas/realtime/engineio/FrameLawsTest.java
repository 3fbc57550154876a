package com.mas.realtime.engineio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Checks laws for every stream of bytes that a client may send. */
class FrameLawsTest {
  private static final int LIMIT = 70_000;
  private static final long[] LENGTHS = {0, 1, 125, 126, 127, 65_535, 65_536, LIMIT, LIMIT + 1, 1L << 31,
      (1L << 32) + 5, Long.MAX_VALUE, Long.MAX_VALUE - 40, -1, Long.MIN_VALUE};

  /** Returns what the reader told, messages with their bytes. */
  private static List<String> told(byte[] bytes, Random cuts) {
    List<String> told = new ArrayList<>();
    FrameReader reader = new FrameReader(new FrameReader.Sink() {
      @Override
      public void message(boolean binary, byte[] data) {
        assertTrue(data.length <= LIMIT, "no larger than allowed");
        told.add((binary ? "binary " : "text ") + Arrays.hashCode(data) + " " + data.length);
      }

      @Override
      public void ping(byte[] data) {
        assertTrue(data.length <= 125);
        told.add("ping " + Arrays.toString(data));
      }

      @Override
      public void closed(int code) {
        told.add("closed " + code);
      }

      @Override
      public void broken(int code, String why) {
        told.add("broken " + code);
      }
    }, LIMIT);
    for (int at = 0; at < bytes.length && !reader.isEnded();) {
      int end = cuts == null ? bytes.length : Math.min(bytes.length, at + 1 + cuts.nextInt(cuts.nextInt(9) == 0 ? 900
          : 4));
      reader.read(Unpooled.wrappedBuffer(bytes, at, end - at));
      at = end;
    }
    return told;
  }

  /** Frames, most of them right, some with one thing wrong. */
  private static byte[] stream(Random random) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = random.nextInt(12); i >= 0; i--) {
      int[] heads = {0x81, 0x82, 0x01, 0x02, 0x80, 0x00, 0x89, 0x8a, 0x88};
      int head = random.nextInt(12) == 0 ? random.nextInt(256) : heads[random.nextInt(heads.length)];
      byte[] payload = (head & 0x0f) == 8
          ? new byte[] {3, (byte) (0xe8 + random.nextInt(20)), 'x'}
          : "é日😀 words".repeat(random.nextInt(4)).getBytes(StandardCharsets.UTF_8);
      if (random.nextInt(8) == 0 && payload.length > 0) {
        payload[random.nextInt(payload.length)] = (byte) random.nextInt();
      }
      long announced = random.nextInt(10) == 0 ? LENGTHS[random.nextInt(LENGTHS.length)] : payload.length;
      frame(out, head, announced, random.nextInt(20) != 0, payload, random.nextInt());
    }
    return out.toByteArray();
  }

  private static void frame(ByteArrayOutputStream out, int head, long announced, boolean masked, byte[] payload,
      int mask) {
    out.write(head);
    int bit = masked ? 0x80 : 0;
    if (announced >= 0 && announced < 126) {
      out.write(bit | (int) announced);
    } else if (announced >= 0 && announced < 1 << 16) {
      out.write(bit | 126);
      out.write((int) announced >> 8);
      out.write((int) announced);
    } else {
      out.write(bit | 127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        out.write((int) (announced >> shift));
      }
    }
    for (int shift = 24; shift >= 0 && masked; shift -= 8) {
      out.write(mask >>> shift);
    }
    for (int i = 0; i < payload.length; i++) {
      out.write(masked ? payload[i] ^ mask >>> 24 - (i & 3) * 8 : payload[i]);
    }
  }

  @Property(tries = 3000)
  void whateverComesIsToldTheSameHoweverItIsCutAndNothingIsThrown(@ForAll long seed) {
    byte[] bytes = stream(new Random(seed));
    assertEquals(told(bytes, null), told(bytes, new Random(~seed)));
  }

  @Property(tries = 1000)
  void noiseIsReadOrRefused(@ForAll byte[] noise, @ForAll long seed) {
    assertEquals(told(noise, null), told(noise, new Random(seed)));
  }

  @Property(tries = 500)
  void aMessageComesOutAsItWentIn(@ForAll byte[] content, @ForAll boolean binary, @ForAll int mask) {
    byte[] payload = binary ? content : new String(content, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    frame(out, binary ? 0x82 : 0x81, payload.length, true, payload, mask);
    assertEquals(List.of((binary ? "binary " : "text ") + Arrays.hashCode(payload) + " " + payload.length),
        told(out.toByteArray(), null));
  }

  @Property(tries = 500)
  void pollingSplitsWhatItJoined(@ForAll List<byte[]> contents, @ForAll boolean binary) {
    Deque<Message> messages = new ArrayDeque<>();
    List<byte[]> wanted = new ArrayList<>();
    for (byte[] content : contents) {
      byte[] text = new String(content, StandardCharsets.UTF_8).replace("\u001e", "").getBytes(StandardCharsets.UTF_8);
      messages.add(binary ? Message.binary(content) : Message.text(text, 0, text.length));
      wanted.add(binary ? content : text);
    }
    if (messages.isEmpty()) {
      return;
    }
    List<byte[]> found = new ArrayList<>();
    Payload.split(Payload.join(messages), (body, from, to) -> {
      found.add(binary ? Payload.decode(body, from + 1, to) : Arrays.copyOfRange(body, from + 1, to));
      return true;
    });
    assertEquals(wanted.size(), found.size());
    for (int i = 0; i < wanted.size(); i++) {
      assertArrayEquals(wanted.get(i), found.get(i));
    }
  }

  /** The sum of a fragment and what is announced after it was once computed beyond the largest number. */
  @Test
  void aLengthNearTheLargestNumberAfterAFragmentIsTooBig() {
    for (long announced : new long[] {Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MAX_VALUE - 9}) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      frame(out, 0x02, 10, true, new byte[10], 0);
      frame(out, 0x80, announced, true, new byte[50], 0);
      assertEquals(List.of("broken 1009"), told(out.toByteArray(), null));
    }
  }
}
