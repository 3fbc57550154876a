package com.mas.domain.notification;

import com.mas.bus.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A mail's texts, with places such as {@code {{code}}} to be filled. */
record EmailTemplate(String subject, String text, String html) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z_]{0,60}");
  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-zA-Z]+)}}");
  private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}+");
  private static final String FOLDER = "/templates/email/";

  /** Fails with INVALID when there is no such template. */
  static EmailTemplate load(String name) {
    String text = name != null && NAME.matcher(name).matches() ? read(name + ".txt") : null;
    if (text == null) {
      throw Failure.INVALID.with("There is no such e-mail template.");
    }
    String[] parts = text.split("\n", 2);
    String html = read("layout.html").replace("{{content}}", read(name + ".html"));
    return new EmailTemplate(parts[0].strip(), parts[1].strip() + "\n", html);
  }

  /** Fails with INVALID when something is not given: nobody should get a mail with a hole. */
  EmailTemplate filled(Map<String, String> data) {
    UnaryOperator<String> oneLine = value -> CONTROLS.matcher(value).replaceAll(" ");
    return new EmailTemplate(fill(subject, data, oneLine), fill(text, data, oneLine),
        fill(html, data, value -> escape(oneLine.apply(value))));
  }

  private static String fill(String template, Map<String, String> data, UnaryOperator<String> form) {
    return PLACE.matcher(template).replaceAll(place -> {
      String value = data.get(place.group(1));
      if (value == null) {
        throw Failure.INVALID.with("The e-mail template needs " + place.group(1) + ".");
      }
      return Matcher.quoteReplacement(form.apply(value));
    });
  }

  private static String escape(String value) {
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'",
        "&#39;");
  }

  private static String read(String file) {
    try (InputStream in = EmailTemplate.class.getResourceAsStream(FOLDER + file)) {
      return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
