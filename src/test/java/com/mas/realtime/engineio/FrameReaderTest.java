package com.mas.realtime.engineio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
  private static final int LIMIT = 1000;
  private static final int MASK = 0x12f4a6c8;

  private final List<String> seen = new ArrayList<>();
  private final List<byte[]> messages = new ArrayList<>();

  private FrameReader reader() {
    return new FrameReader(sink(), LIMIT);
  }

  private FrameReader.Sink sink() {
    return new FrameReader.Sink() {
      @Override
      public void message(boolean binary, byte[] data) {
        seen.add(binary ? "binary" : "text");
        messages.add(data);
      }

      @Override
      public void ping(byte[] data) {
        seen.add("ping " + data.length);
      }

      @Override
      public void closed(int code) {
        seen.add("closed " + code);
      }

      @Override
      public void broken(int code, String why) {
        seen.add("broken " + code);
      }
    };
  }

  private static byte[] frame(int first, byte[] payload) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(first);
    if (payload.length < 126) {
      out.write(0x80 | payload.length);
    } else {
      out.write(0x80 | 126);
      out.write(payload.length >> 8);
      out.write(payload.length);
    }
    for (int shift = 24; shift >= 0; shift -= 8) {
      out.write(MASK >>> shift);
    }
    for (int i = 0; i < payload.length; i++) {
      out.write(payload[i] ^ MASK >>> 24 - (i & 3) * 8);
    }
    return out.toByteArray();
  }

  private List<String> read(byte[]... frames) {
    FrameReader reader = reader();
    for (byte[] frame : frames) {
      reader.read(Unpooled.wrappedBuffer(frame));
    }
    return seen;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void messagesAreTheSameHoweverTheirBytesAreCut() {
    byte[] text = utf8("Я Б Г — て \uD83D\uDE00 and plain words that are longer than one hundred and twenty-five "
        + "octets, so that the length takes two more octets of the header");
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(frame(0x01, text));
    all.writeBytes(frame(0x89, utf8("hi")));
    all.writeBytes(frame(0x80, text));
    all.writeBytes(frame(0x82, new byte[0]));
    byte[] bytes = all.toByteArray();
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      seen.clear();
      messages.clear();
      FrameReader reader = reader();
      for (int at = 0; at < bytes.length;) {
        int end = Math.min(bytes.length, at + 1 + random.nextInt(round % 2 == 0 ? 3 : 80));
        reader.read(Unpooled.wrappedBuffer(bytes, at, end - at));
        at = end;
      }
      assertEquals(List.of("ping 2", "text", "binary"), seen);
      assertEquals(new String(text, StandardCharsets.UTF_8).repeat(2),
          new String(messages.getFirst(), StandardCharsets.UTF_8));
      assertArrayEquals(new byte[0], messages.get(1));
    }
  }

  @Test
  void textThatIsNotUtf8IsRefusedWithItsFirstBadByte() {
    FrameReader reader = reader();
    byte[] frame = frame(0x81, new byte[] {'a', (byte) 0xed, (byte) 0xa0, (byte) 0x80, 'b', 'c'});
    reader.read(Unpooled.wrappedBuffer(frame, 0, frame.length - 3));
    assertEquals(List.of("broken 1007"), seen);
  }

  @Test
  void aCharacterThatEndsTooEarlyIsRefused() {
    assertEquals(List.of("broken 1007"), read(frame(0x81, new byte[] {(byte) 0xe2, (byte) 0x82})));
  }

  @Test
  void reservedBitsAndOpcodesAndUnmaskedFramesAreProtocolErrors() {
    for (byte[] bad : List.of(frame(0xc1, utf8("x")), frame(0x91, utf8("x")), frame(0x83, utf8("x")),
        frame(0x8b, utf8("x")),
        new byte[] {(byte) 0x81, 1, 'x'}, frame(0x80, utf8("x")), frame(0x09, utf8("x")))) {
      seen.clear();
      assertEquals(List.of("broken 1002"), read(bad));
    }
  }

  @Test
  void aMessageWithinAnotherIsAProtocolError() {
    assertEquals(List.of("broken 1002"), read(frame(0x01, utf8("x")), frame(0x81, utf8("y"))));
  }

  @Test
  void aMessageOverTheLimitIsRefusedByItsHeaderAndInFragmentsByTheirSum() {
    assertEquals(List.of("broken 1009"), read(java.util.Arrays.copyOf(frame(0x81, new byte[LIMIT + 1]), 8)));
    seen.clear();
    assertEquals(List.of("broken 1009"), read(frame(0x02, new byte[LIMIT]), frame(0x80, new byte[1])));
  }

  @Test
  void closeCodesThatMayNotBeSentAreProtocolErrors() {
    assertEquals(List.of("closed 1001"), read(frame(0x88, new byte[] {3, (byte) 0xe9})));
    for (int code : new int[] {0, 999, 1004, 1005, 1006, 1016, 2999, 5000}) {
      seen.clear();
      assertEquals(List.of("broken 1002"), read(frame(0x88, new byte[] {(byte) (code >> 8), (byte) code})), "code "
          + code);
    }
  }

  @Test
  void nothingIsReadAfterTheEnd() {
    assertEquals(List.of("closed 1005"), read(frame(0x88, new byte[0]), frame(0x81, utf8("late"))));
  }

  @Test
  void utf8IsWhatTheJdkTakesForIt() {
    Random random = new Random(11);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[random.nextInt(6)];
      random.nextBytes(bytes);
      boolean valid = java.util.Arrays.equals(bytes, utf8(new String(bytes, StandardCharsets.UTF_8)));
      assertTrue(Utf8.isValid(bytes, 0, bytes.length) == valid, () -> java.util.HexFormat.of().formatHex(bytes));
    }
  }

  @Test
  void emptyAndTinyFragmentsEndWhenThereAreFarTooMany() {
    for (int bytes : new int[] {0, 1}) {
      seen.clear();
      FrameReader reader = new FrameReader(sink(), 1_000_000);
      reader.read(Unpooled.wrappedBuffer(frame(0x02, new byte[bytes])));
      int sent = 1;
      while (!reader.isEnded() && sent < 100_000) {
        reader.read(Unpooled.wrappedBuffer(frame(0x00, new byte[bytes])));
        sent++;
      }
      assertEquals(List.of("broken " + FrameReader.POLICY), seen);
      assertTrue(sent <= FrameReader.FREE_FRAGMENTS * 17 / 16 + 17, sent + " fragments");
    }
  }

  @Test
  void aMessageInManyFragmentsThatBringSomethingIsWhole() {
    FrameReader reader = new FrameReader(sink(), 1_000_000);
    for (int i = 0; i < 10_000; i++) {
      reader.read(Unpooled.wrappedBuffer(frame(i == 0 ? 0x02 : i == 9_999 ? 0x80 : 0x00, new byte[64])));
    }
    assertEquals(List.of("binary"), seen);
    assertEquals(640_000, messages.getFirst().length);
  }
}
