package com.mas.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.KeyValuePair;

class RedactingEncoderTest {
  private static String line(String format, String message, Object value) {
    LoggingEvent event = new LoggingEvent("", new LoggerContext().getLogger("edge"), Level.INFO, message, null, null);
    event.setMDCPropertyMap(Map.of("request", "r\n1"));
    event.setKeyValuePairs(List.of(new KeyValuePair("path", value)));
    RedactingEncoder encoder = new RedactingEncoder();
    encoder.setFormat(format);
    return new String(encoder.encode(event), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void whatAClientSentIsNoLineOfOursAndMovesNoCursor(String format) {
    String hostile = "x\r\n2026-01-01T00:00:00Z INFO admin logged in\u001b[2J\u0085\u2028\u0000";
    String line = line(format, hostile, hostile);
    assertEquals(1, line.lines().count(), line);
    // a reader of JSON takes the rest for what it is: text
    assertFalse(line.stripTrailing().chars().anyMatch(c -> c < 0x20 || c == 0x85 && format.equals("text")), line);
    assertTrue(line.contains("\\n2026"), line);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void noKindOfValueCarriesASecret(String format) {
    assertFalse(line(format, "asked", new StringBuilder("password=hunter2!x")).contains("hunter2"));
    assertTrue(line(format, "took", 12).contains("12"));
    assertTrue(line(format, "took", null).contains("null"));
  }
}
