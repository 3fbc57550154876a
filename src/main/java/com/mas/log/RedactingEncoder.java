package com.mas.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.mas.bus.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/** Writes a log event as one line: {@code text} for people, {@code json} for machines. Times are UTC. */
public final class RedactingEncoder extends EncoderBase<ILoggingEvent> {
  private boolean json;

  /** Set by {@code conf/logback.xml}. */
  public void setFormat(String format) {
    json = "json".equals(format);
  }

  @Override
  public byte[] headerBytes() {
    return null;
  }

  @Override
  public byte[] footerBytes() {
    return null;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    return ((json ? json(event) : text(event)) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static String text(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(160)
        .append(time(event)).append(' ').append(event.getLevel()).append(' ').append(noun(event)).append(' ')
        .append(oneLine(RedactionRules.redact(event.getFormattedMessage())));
    event.getMDCPropertyMap().forEach((key, value) -> line.append(' ').append(key).append('=').append(oneLine(value)));
    pairs(event)
        .forEach(pair -> line.append(' ').append(pair.key).append('=').append(oneLine(String.valueOf(value(pair)))));
    String stack = stack(event);
    return stack == null ? line.toString() : line.append('\n').append(stack).toString();
  }

  /** Escapes control characters: input of a client must not look like a log line of ours or move a reader's cursor. */
  private static String oneLine(String text) {
    StringBuilder clean = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean control = Character.isISOControl(c) && c != '\t' || c == '\u2028' || c == '\u2029';
      if (control && clean == null) {
        clean = new StringBuilder(text.length() + 16).append(text, 0, i);
      }
      if (control) {
        clean.append(c == '\n' ? "\\n" : c == '\r' ? "\\r" : String.format("\\u%04x", (int) c));
      } else if (clean != null) {
        clean.append(c);
      }
    }
    return clean == null ? text : clean.toString();
  }

  private static String json(ILoggingEvent event) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("time", time(event));
    fields.put("level", event.getLevel().toString());
    fields.put("logger", event.getLoggerName());
    fields.put("message", RedactionRules.redact(event.getFormattedMessage()));
    fields.putAll(event.getMDCPropertyMap());
    pairs(event).forEach(pair -> fields.put(pair.key, value(pair)));
    String stack = stack(event);
    if (stack != null) {
      fields.put("stack", stack);
    }
    return Json.write(fields);
  }

  private static List<KeyValuePair> pairs(ILoggingEvent event) {
    return event.getKeyValuePairs() == null ? List.of() : event.getKeyValuePairs();
  }

  private static Object value(KeyValuePair pair) {
    return pair.value == null || pair.value instanceof Number || pair.value instanceof Boolean ? pair.value
        : RedactionRules.redact(String.valueOf(pair.value));
  }

  private static String stack(ILoggingEvent event) {
    return event.getThrowableProxy() == null ? null
        : RedactionRules.redact(ThrowableProxyUtil.asString(event.getThrowableProxy()).stripTrailing());
  }

  private static String time(ILoggingEvent event) {
    return Instant.ofEpochMilli(event.getTimeStamp()).truncatedTo(ChronoUnit.MILLIS).toString();
  }

  private static String noun(ILoggingEvent event) {
    String name = event.getLoggerName();
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
