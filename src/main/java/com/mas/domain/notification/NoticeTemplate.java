package com.mas.domain.notification;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.mas.bus.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What {@code templates/notification/name.yaml} says. Texts have places such as {@code {{name}}}.
 *
 * @param link within the front end, or null
 * @param email a name in {@code templates/email}, which gets {@code title} and {@code text} beside the variables; null
 *     without that channel
 */
record NoticeTemplate(Category category, List<Channel> channels, String title, String body, String link,
    String email) {
  enum Channel {
    @JsonProperty("in_app") IN_APP,
    @JsonProperty("email") EMAIL,
    @JsonProperty("whatsapp") WHATSAPP
  }

  /** What a person can have an opinion on. */
  enum Category {
    @JsonProperty("account") ACCOUNT,
    @JsonProperty("course") COURSE,
    @JsonProperty("achievement") ACHIEVEMENT,
    @JsonProperty("reminder") REMINDER,
    @JsonProperty("standing") STANDING,
    @JsonProperty("announcement") ANNOUNCEMENT;

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

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
            : Places.fill(link, variables, Places::oneLine), email);
  }
}
