package com.mas.testkit;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Names that all have one hash. */
public final class Colliding {
  private Colliding() {}

  /** Returns so many different names of equal length and equal {@link String#hashCode}. */
  public static List<String> names(int count) {
    int bits = Math.max(1, 32 - Integer.numberOfLeadingZeros(count - 1));
    return IntStream.range(0, count).mapToObj(number -> IntStream.range(0, bits)
        .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB").collect(Collectors.joining())).toList();
  }

  /** Returns a JSON object of so many of them, each with this value. */
  public static String object(int count, String value) {
    return names(count).stream().map(name -> "\"" + name + "\":" + value).collect(Collectors.joining(",", "{", "}"));
  }
}
