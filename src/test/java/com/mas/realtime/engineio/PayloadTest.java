package com.mas.realtime.engineio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {
  @ParameterizedTest
  @ValueSource(strings = {"AQID", "AQID\n", "AQ\r\nID\r\n", " AQID ", "AQ\tID"})
  void base64IsReadAsClientsOfAllLanguagesWriteIt(String text) {
    assertArrayEquals(new byte[] {1, 2, 3}, decode(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"+/8=", "-_8=", "-_8"})
  void base64OfAddressesIsReadToo(String text) {
    assertArrayEquals(new byte[] {(byte) 0xfb, (byte) 0xff}, decode(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "AQ!D", "AQID=====", "\u00e4\u00f6"})
  void whatIsNoneIsNotRead(String text) {
    assertNull(decode(text));
  }

  private static byte[] decode(String text) {
    byte[] body = ("4b" + text + ";").getBytes(StandardCharsets.UTF_8);
    return Payload.decode(body, 2, body.length - 1);
  }
}
