package com.mas.realtime.socketio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Json;
import com.mas.realtime.engineio.Message;
import com.mas.realtime.engineio.MessageBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks laws for every packet, right, nearly right or wrong. */
class PacketLawsTest {
  private static final int MOST = 100_000;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  /** Takes whatever is JSON, as the browser at the other end does. */
  private static final ObjectMapper BROWSER = new ObjectMapper(JsonFactory.builder().streamReadConstraints(
      StreamReadConstraints.builder().maxNumberLength(Integer.MAX_VALUE).build()).build())
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final List<String> TOKENS = List.of("[", "]", "{", "}", ",", ":", "\"", "\\", "\\u", "\\ud83d", "null",
      "true", "-", "0", "1e", "1E400", "9".repeat(80), ".", " ", "\t", "\n", "\u0000", "/", "/n,", "5", "51-",
      "_placeholder",
      "\"_placeholder\":true", "\"num\":0", "[[[[", "é", "😀", "\u001e", "\"a\":1", "\"\"");

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(switch (random.nextInt(5)) {
        case 0 -> "\"\\\n\u0001\u2028/\u007f".substring(random.nextInt(7)).substring(0, 1);
        case 1 -> "é日".substring(random.nextInt(2)).substring(0, 1);
        case 2 -> "😀";
        default -> String.valueOf((char) ('a' + random.nextInt(26)));
      });
    }
    return text.toString();
  }

  private static JsonNode value(Random random, int depth, boolean binary) {
    return switch (random.nextInt(depth > 4 ? 6 : 9)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.booleanNode(random.nextBoolean());
      case 2 -> NODES.numberNode(random.nextInt());
      case 3 -> NODES.numberNode(random.nextInt(1_000_000) / 8.0);
      case 4 -> binary ? NODES.binaryNode(new byte[] {1, (byte) random.nextInt()}) : NODES.textNode("plain");
      case 5 -> NODES.textNode(text(random));
      case 6, 7 -> {
        ArrayNode array = NODES.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(value(random, depth + 1, binary));
        }
        yield array;
      }
      default -> {
        ObjectNode object = NODES.objectNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          object.set("k" + text(random), value(random, depth + 1, binary));
        }
        yield object;
      }
    };
  }

  private static Object[] arguments(Random random, boolean binary) {
    Object[] arguments = new Object[random.nextInt(4)];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = value(random, 0, binary);
    }
    return arguments;
  }

  private static byte[] bytes(Message message) {
    return MessageBytes.of(message);
  }

  @Property(tries = 2000)
  void whatIsWrittenIsReadAgain(@ForAll long seed, @ForAll boolean binary) {
    Random random = new Random(seed);
    Object[] arguments = arguments(random, binary);
    String namespace = random.nextBoolean() ? "/" : "/n" + random.nextInt(9);
    long id = random.nextBoolean() ? -1 : random.nextInt(1000);
    Encoded encoded = PacketWriter.event("e", arguments).packet(Packet.EVENT, namespace, id, null);
    byte[] packet = bytes(encoded.head());
    Packet read = Packet.read(packet, 0, packet.length);
    assertEquals(namespace, read.namespace());
    assertEquals(id, read.id());
    assertEquals(encoded.attachments().size(), read.attachments());
    JsonScan.Elements elements = JsonScan.elements(packet, read.from(), read.to());
    theFirstObjectIsKnown(packet, elements);
    List<byte[]> content = encoded.attachments().stream().map(PacketLawsTest::bytes).toList();
    Args args = new Args(packet, elements, 1, content, MOST);
    assertEquals(arguments.length, args.size());
    for (int i = 0; i < arguments.length; i++) {
      assertEquals(Json.MAPPER.valueToTree(arguments[i]).toString(), args.node(i).toString());
    }
  }

  private static void theFirstObjectIsKnown(byte[] packet, JsonScan.Elements elements) {
    int[] parts = elements.parts();
    int first = 0;
    while (first < parts.length && packet[parts[first]] != '{') {
      first += 2;
    }
    assertEquals(first == parts.length ? -1 : first, elements.object());
    assertArrayEquals(first == parts.length ? null : JsonScan.members(packet, parts[first], parts[first + 1]),
        elements.members());
  }

  /** Takes a packet as a connection does, and reads its arguments as an application does. */
  private static void take(byte[] packet) {
    try {
      Packet read = Packet.read(packet, 0, packet.length);
      if (read.type() == Packet.CONNECT) {
        if (read.from() != read.to()) {
          JsonScan.members(packet, read.from(), read.to());
        }
        return;
      }
      List<byte[]> content = new ArrayList<>();
      for (int i = 0; i < read.attachments(); i++) {
        content.add(new byte[10]);
      }
      Args args = new Args(packet, JsonScan.elements(packet, read.from(), read.to()), 0, content, MOST);
      if (!content.isEmpty()) {
        args.checkPlaceholders();
      }
      for (Object argument : args.all()) {
        if (argument instanceof JsonSlice slice && slice.isObject()) {
          slice.member("k");
          JsonSlice passed = slice.with("a", "b", "c");
          assertEquals("c", passed.member("b").text());
        }
      }
      for (int i = 0; i < args.size(); i++) {
        args.text(i);
        args.node(i);
      }
    } catch (BadPacket | UncheckedIOException e) {
      // the two that end the connection of whoever sent it
    }
  }

  private static byte[] mutated(byte[] packet, Random random) {
    byte[] bytes = packet;
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(bytes.length + 1);
      int cut = Math.min(bytes.length, at + random.nextInt(3));
      byte[] piece = random.nextInt(4) == 0 ? new byte[] {(byte) random.nextInt()}
          : TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8);
      byte[] next = new byte[at + piece.length + bytes.length - cut];
      System.arraycopy(bytes, 0, next, 0, at);
      System.arraycopy(piece, 0, next, at, piece.length);
      System.arraycopy(bytes, cut, next, at + piece.length, bytes.length - cut);
      bytes = next;
    }
    return bytes;
  }

  @Property(tries = 5000)
  void aPacketThatIsNearlyRightIsTakenOrRefusedAndNothingElse(@ForAll long seed) {
    Random random = new Random(seed);
    boolean binary = random.nextBoolean();
    take(mutated(bytes(PacketWriter.event("e", arguments(random, binary)).packet(Packet.EVENT, "/", 7, null).head()),
        random));
  }

  @Property(tries = 2000)
  void noiseIsTakenOrRefusedAndNothingElse(@ForAll byte[] noise) {
    take(noise);
  }

  /** Content that is passed on unread must be readable at the other end. */
  @Property(tries = 5000)
  void theScanTakesWhatABrowserTakesAndNothingElse(@ForAll long seed) {
    Random random = new Random(seed);
    String right = value(random, 0, false).toString();
    String json = new String(mutated(right.getBytes(StandardCharsets.UTF_8), random), StandardCharsets.UTF_8);
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    assertEquals(isTaken(json), isScanned(bytes), json);
  }

  private static boolean isScanned(byte[] bytes) {
    try {
      JsonScan.check(bytes, 0, bytes.length);
      return true;
    } catch (BadPacket e) {
      return false;
    }
  }

  private static boolean isTaken(String json) {
    try {
      return !BROWSER.readTree(json).isMissingNode();
    } catch (IOException e) {
      return false;
    }
  }

  @Property(tries = 500)
  void aStringIsWhatItWas(@ForAll String text) {
    String given = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    assertEquals(given, JsonSlice.of(Json.write(given)).text());
    JsonOut out = new JsonOut(1);
    out.string(given);
    byte[] written = out.toBytes();
    assertArrayEquals(written, JsonSlice.of(new String(written, StandardCharsets.UTF_8)).toString()
        .getBytes(StandardCharsets.UTF_8));
    assertEquals(given, JsonSlice.of(new String(written, StandardCharsets.UTF_8)).text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "\"", "\\", "1", " ", "[],", "{},", "\"k\":1,", "\"\\u0041", "9e9",
      "{\"\\u0061\":1,"})
  void aPacketOfTheLargestSizeIsLookedThroughOnceAndNotAgainAndAgain(String piece) {
    String body = piece.repeat(1_000_000 / piece.length());
    assertTimeout(Duration.ofSeconds(5), () -> {
      take(("2[" + body + "1]").getBytes(StandardCharsets.UTF_8));
      take(("2[{" + body + "\"b\":1}]").getBytes(StandardCharsets.UTF_8));
      take(("2[\"" + body + "\"]").getBytes(StandardCharsets.UTF_8));
    });
  }
}
