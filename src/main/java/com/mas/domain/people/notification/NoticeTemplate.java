package com.mas.domain.people.notification;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.mas.bus.Failure;
import com.mas.domain.people.notification.NotificationContract.*;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Content of {@code templates/notification/name.yaml}. Texts have places such as {@code {{name}}}.
 *
 * @param link within the front end, or null
 * @param email a name in {@code templates/email}, which gets {@code title} and {@code text} beside the variables; null
 *     without that channel
 * @param whatsapp null without that channel
 */
record NoticeTemplate(Category category, List<Channel> channels, String title, String body, String link,
    String email, WhatsApp whatsapp) {
  /** @param parameters names of variables, or title or text, in the order of the provider's template */
  record WhatsApp(String template, String language, List<String> parameters) {}

  private static final Pattern NAME = Pattern.compile("[a-z][a-z_]{0,60}");
  private static final String FOLDER = "/templates/notification/";
  private static final ObjectMapper YAML =
      YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** Fails with INVALID when there is no such template. */
  static NoticeTemplate load(String name) {
    try (InputStream in = name != null && NAME.matcher(name).matches()
        ? NoticeTemplate.class.getResourceAsStream(FOLDER + name + ".yaml") : null) {
      if (in == null) {
        throw Failure.INVALID.with("There is no such notification template.");
      }
      return YAML.readValue(in, NoticeTemplate.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails with INVALID when a variable is missing. */
  NoticeTemplate filled(Map<String, String> variables) {
    return new NoticeTemplate(category, channels, Places.fill(title, variables, Places::oneLine),
        Places.fill(body, variables, value -> value), link == null ? null
            : Places.fill(link, variables, Places::oneLine),
        email,
        whatsapp);
  }

  boolean has(Channel channel) {
    return channels.contains(channel);
  }
}
