package com.mas.http;

import com.mas.bus.Failure;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Percent-encoded text of the request line, decoded strictly. */
final class Query {
  private static final int MOST_PAIRS = 200;

  private Query() {}

  /** @param raw without the question mark, or null */
  static Map<String, List<String>> parse(String raw) {
    if (raw == null || raw.isEmpty()) {
      return Map.of();
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    String[] pairs = raw.split("&", MOST_PAIRS + 1);
    if (pairs.length > MOST_PAIRS) {
      throw Failure.INVALID.with("The query has more than " + MOST_PAIRS + " parameters.");
    }
    for (String pair : pairs) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        values.computeIfAbsent(name, each -> new ArrayList<>(1))
            .add(equals < 0 ? "" : decode(pair.substring(equals + 1)));
      }
    }
    return values;
  }

  /** One segment of a path, where a plus sign is a plus sign. */
  static String segment(String raw) {
    return raw.indexOf('%') < 0 ? raw : decode(raw.replace("+", "%2B"));
  }

  private static String decode(String raw) {
    try {
      return QueryStringDecoder.decodeComponent(raw);
    } catch (IllegalArgumentException e) {
      throw Failure.INVALID.with("The address has a broken percent encoding.");
    }
  }
}
