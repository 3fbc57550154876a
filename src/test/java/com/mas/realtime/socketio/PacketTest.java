package com.mas.realtime.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Json;
import com.mas.testkit.Alone;
import com.mas.testkit.Colliding;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Alone
class PacketTest {
  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Packet read(String text) {
    return Packet.read(utf8(text), 0, utf8(text).length);
  }

  private static Args arguments(String json, List<byte[]> attachments) {
    byte[] bytes = utf8(json);
    return new Args(bytes, JsonScan.elements(bytes, 0, bytes.length), 0, attachments, 100);
  }

  @Test
  void theHeadOfAPacketIsReadInAllItsForms() {
    Packet packet = read("52-/admin,456[\"x\",{}]");
    assertEquals("/admin", packet.namespace());
    assertEquals(2, packet.attachments());
    assertEquals(456, packet.id());
    assertEquals("/custom", read("0/custom").namespace());
    assertEquals("/custom", read("1/custom,").namespace());
    assertEquals(0, read("50-[\"x\"]").attachments());
    assertEquals(-1, read("2[\"x\"]").id());
  }

  @Test
  void whatIsNoPacketIsRefused() {
    for (String bad : List.of("", "7", "x", "4{}", "5[\"x\"]", "5-[\"x\"]", "511-[\"x\"]", "599-[]", "3[1]", "01{}",
        "2" + "9".repeat(30) + "[\"x\"]", "0/" + "n".repeat(300))) {
      assertThrows(BadPacket.class, () -> read(bad), bad);
    }
  }

  @Test
  void jsonIsCheckedStrictly() {
    for (String bad : List.of("[", "[1,]", "[01]", "[1.]", "[+1]", "[tru]", "[\"\\x\"]", "[\"\\u12g4\"]", "[\"\n\"]",
        "[1]2",
        "{}", "[{\"a\"}]", "[{a:1}]", "[NaN]", "[.5]", "[1e]", "[\"a]", "[-]", "")) {
      assertThrows(BadPacket.class, () -> JsonScan.elements(utf8(bad), 0, utf8(bad).length), bad);
    }
    String good = " [ 1 , -0.5e+3, \"\\u00e9\\n\", {\"a\":[true,false,null]} , [] ] ";
    assertEquals(10, JsonScan.elements(utf8(good), 0, utf8(good).length).parts().length);
  }

  @Test
  void twentyThousandNestedArraysAreRefusedAndNotARecursion() {
    byte[] deep = utf8("[".repeat(20_000) + "]".repeat(20_000));
    assertThrows(BadPacket.class, () -> JsonScan.elements(deep, 0, deep.length));
  }

  @Test
  void placeholdersPointToWhatCameWithThePacketAndTheirBytesCountEachTime() {
    byte[] content = new byte[40];
    arguments("[{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":0}]", List.of(content))
        .checkPlaceholders();
    for (String bad : List.of("[{\"_placeholder\":true,\"num\":1}]", "[{\"_placeholder\":true,\"num\":-1}]",
        "[{\"_placeholder\":true,\"num\":0.5}]", "[{\"_placeholder\":true,\"num\":\"0\"}]", "[{\"_placeholder\":true}]",
        "[" + "{\"_placeholder\":true,\"num\":0},".repeat(2) + "{\"_placeholder\":true,\"num\":0}]")) {
      assertThrows(BadPacket.class, () -> arguments(bad, List.of(content)).checkPlaceholders(), bad);
    }
  }

  @Test
  void aPlaceThatAClientMadeUpIsNotTakenForOneOfOurs() {
    JsonSlice forged = JsonSlice.of("{\"_placeholder\":true,\"num\":7}");
    PacketWriter.Content content = PacketWriter.event("x", forged, new byte[] {1});
    assertEquals("\"x\",null,{\"_placeholder\":true,\"num\":0}", new String(content.json(), StandardCharsets.UTF_8));
    assertEquals("\"x\"," + forged, new String(PacketWriter.event("x", forged).json(), StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\u006eame", "n\\u0061me", "\\u006E\\u0061\\u006d\\u0065", "name"})
  void aMemberIsFoundHoweverItsNameIsWritten(String written) {
    JsonSlice body = JsonSlice.of("{\"nam\":1,\"names\":2,\"" + written
        + "\":3,\"nam\\u0065s\":4,\"\\name\":5,\"é\":6}");
    assertEquals("3", body.member("name").toString());
    assertEquals("6", body.member("é").toString());
    assertEquals("5", body.member("\name").toString());
    assertNull(body.member("nam\\"));
    assertTrue(JsonSlice.of("{\"a\":false,\"a\": true }").isTrue("a"));
    assertFalse(JsonSlice.of("{\"a\":\"true\"}").isTrue("a"));
    assertFalse(JsonSlice.of("[true]").isTrue("a"));
  }

  /** A packet has a million bytes at most, and a node takes a thousand of a client's in a second. */
  @Test
  void manyNamesOfOneHashOrWrittenByNumbersCostLittle() {
    JsonSlice colliding = JsonSlice.of(Colliding.object(32_768, "1"));
    String escaped = "\"\\u0066romSocketIe\":1";
    JsonSlice numbers = JsonSlice.of("{" + String.join(",", Collections.nCopies(40_000, escaped)) + "}");
    assertTimeout(Duration.ofSeconds(2), () -> {
      for (int i = 0; i < 20; i++) {
        assertNull(colliding.member("fromSocketId"));
        assertNull(numbers.member("fromSocketId"));
        colliding.with("targetSocketId", "fromSocketId", "a");
        numbers.with("targetSocketId", "fromSocketId", "a");
      }
    });
  }

  @Test
  void anObjectIsPassedOnWithOneMemberForAnotherAndTheRestAsItCame() {
    JsonSlice body = JsonSlice.of(
        "{ \"targetSocketId\":\"b\", \"t\" : 1.50, \"fromSocketId\":\"forged\",\"\\u0066romSocketId\":1}");
    JsonSlice passed = body.with("targetSocketId", "fromSocketId", "a\"");
    assertEquals("{\"t\" : 1.50,\"fromSocketId\":\"a\\\"\"}", passed.toString());
    assertEquals("a\"", passed.member("fromSocketId").text());
    assertNull(passed.member("targetSocketId"));
    assertEquals(Map.of("t", 1.5, "fromSocketId", "a\""), Json.MAPPER.convertValue(passed.node(), Map.class));
  }

  @Test
  void whatTheServerSaysReplacesWhatTheClientSaidInWhateverSpelling() {
    JsonSlice body = JsonSlice.of("{\"userName\":\"forged\",\"\\u0075serName\":{\"a\":[1]},\"t\":7,"
        + "\"number\":9,\"userName\":null,\"UserName\":\"another\"}");
    Map<String, Object> ours = new LinkedHashMap<>();
    ours.put("userName", "Asha \"A\" é");
    ours.put("number", 1L);
    JsonSlice passed = body.with(Set.of("userName", "senderName"), ours);
    assertEquals("{\"t\":7,\"UserName\":\"another\",\"userName\":\"Asha \\\"A\\\" é\",\"number\":1}",
        passed.toString());
    assertEquals("{}", JsonSlice.of("{\"a\":1}").with(Set.of("a"), Map.of()).toString());
  }

  @Test
  void stringsEndWhereTheyDoWhateverTheirLengthAndWhatIsInThem() {
    for (int length = 0; length < 40; length++) {
      String plain = "x".repeat(length);
      for (String part : List.of("", "é", "टेस्ट", "\\\"", "\\u00e9", "😀")) {
        String json = "[\"" + plain + part + plain + "\",1]";
        assertEquals(4, JsonScan.elements(utf8(json), 0, utf8(json).length).parts().length, json);
      }
      for (String bad : List.of("\n", "\0", "\u001f", "\"", "\\x")) {
        String json = "[\"" + plain + bad + plain + "y\"]";
        assertThrows(BadPacket.class, () -> JsonScan.elements(utf8(json), 0, utf8(json).length), json);
      }
    }
  }

  @Test
  void stringsAreWrittenAsTheMapperWritesThem() {
    for (String text : List.of("", "plain", "a\"b", "back\\slash", "new\nline", "é", "😀", "\u007f", "~ ")) {
      JsonOut out = new JsonOut(1);
      out.octet('[');
      out.string(text);
      assertEquals("[" + Json.write(text), new String(out.toBytes(), StandardCharsets.UTF_8));
    }
  }
}
