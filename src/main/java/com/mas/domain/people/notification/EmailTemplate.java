package com.mas.domain.people.notification;

import com.mas.bus.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A mail's texts, with places such as {@code {{code}}} to be filled. */
record EmailTemplate(String subject, String text, String html) {
  private static final String BUTTON = "<p><a href=\"{{url}}\" style=\"display:inline-block;padding:10px 18px;"
      + "border-radius:6px;background:#1a1a2e;color:#fff;text-decoration:none\">Open it</a></p>";
  private static final String OFFER = "<p><a href=\"{{%s}}\" style=\"display:inline-block;padding:10px 18px;"
      + "border-radius:6px;border:1px solid #1a1a2e;color:#1a1a2e;text-decoration:none\">{{%s}}</a></p>";
  /** Letters that begin the names of offers' places, which have no digits. */
  private static final String OFFERED = "abcde";

  /** Something to do that has a link of its own. */
  record Offer(String label, String url) {}

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
   * @param offers what the reader can do, each by a link of its own
   */
  EmailTemplate filled(Map<String, String> data, String publicUrl, List<Offer> offers) {
    Map<String, String> all = new HashMap<>(data);
    StringBuilder lines = new StringBuilder(text);
    StringBuilder buttons = new StringBuilder();
    for (int i = 0; i < offers.size(); i++) {
      String url = OFFERED.charAt(i) + "offerUrl";
      String label = OFFERED.charAt(i) + "offerLabel";
      all.put(url, offers.get(i).url());
      all.put(label, offers.get(i).label());
      lines.append("\n{{").append(label).append("}}:\n{{").append(url).append("}}\n");
      buttons.append(OFFER.formatted(url, label));
    }
    String link = data.get("link");
    if (link != null && !publicUrl.isEmpty()) {
      all.put("url", publicUrl + link);
      lines.append("\n{{url}}\n");
      buttons.append(BUTTON);
    }
    return new EmailTemplate(subject, lines.toString(), html.replace("{{link}}", buttons)).filledWith(all);
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
