package com.mas.domain.people.notification;

import com.mas.bus.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** A mail's texts, with places such as {@code {{code}}} to be filled. */
record EmailTemplate(String subject, String text, String html) {
  private static final String BUTTON = "<p><a href=\"{{url}}\" style=\"display:inline-block;padding:10px 18px;"
      + "border-radius:6px;background:#1a1a2e;color:#fff;text-decoration:none\">Open it</a></p>";
  private static final Pattern NAME = Pattern.compile("[a-z][a-z_]{0,60}");
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

  /**
   * Fails with INVALID when something is not given: nobody should get a mail with a hole.
   *
   * @param publicUrl of the console; {@code data} may have a {@code link} in it, which the mail ends with; empty: no
   *     mail has one
   */
  EmailTemplate filled(Map<String, String> data, String publicUrl) {
    String link = data.get("link");
    if (link != null && !publicUrl.isEmpty()) {
      return new EmailTemplate(subject, text + "\n{{url}}\n", html.replace("{{link}}", BUTTON))
          .filledWith(with(data, publicUrl + link));
    }
    return new EmailTemplate(subject, text, html.replace("{{link}}", "")).filledWith(data);
  }

  private static Map<String, String> with(Map<String, String> data, String url) {
    Map<String, String> all = new HashMap<>(data);
    all.put("url", url);
    return all;
  }

  private EmailTemplate filledWith(Map<String, String> data) {
    return new EmailTemplate(Places.fill(subject, data, Places::oneLine), Places.fill(text, data, Places::oneLine),
        Places.fill(html, data, value -> escape(Places.oneLine(value))));
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
