package com.mas.domain.people.notification;

import com.mas.bus.Failure;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts with places such as {@code {{code}}}. */
final class Places {
  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-zA-Z]+)}}");
  private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}+");

  private Places() {}

  /** Fails with INVALID when something is not given: nobody should get a text with a hole. */
  static String fill(String template, Map<String, String> values, UnaryOperator<String> form) {
    return PLACE.matcher(template).replaceAll(place -> {
      String value = values.get(place.group(1));
      if (value == null) {
        throw Failure.INVALID.with("The template needs " + place.group(1) + ".");
      }
      return Matcher.quoteReplacement(form.apply(value));
    });
  }

  static String oneLine(String value) {
    return CONTROLS.matcher(value).replaceAll(" ");
  }
}
