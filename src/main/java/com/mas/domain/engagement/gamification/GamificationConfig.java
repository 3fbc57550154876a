package com.mas.domain.engagement.gamification;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.mas.bus.Word;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules' parameters, as {@code conf/rules/gamification.yaml} has and explains them. Whoever holds one holds a
 * checked one: nothing is null but the base of a type that has none, and all that {@link ConfigCheck} asks for holds.
 */
record GamificationConfig(Xp xp, Factors multipliers, Streaks streaks, List<Badge> badges, List<Gate> levels) {

  /** Treatment of a type; {@code conf/rules/gamification.yaml} says what each means. */
  enum Kind implements Word {
    ACTION, PRESENCE, AWARD
  }

  record Xp(Map<XpType, TypeRule> types, List<Integer> actionMilestones, Integer tenureEveryDays) {}

  /** @param base null when each grant brings its own */
  record TypeRule(Kind kind, Integer base) {}

  record Factors(StreakFactor streak, Quality quality, TimingFactor timing, BigDecimal freshness,
      List<BigDecimal> antiFarm, Clamp clamp) {}

  record StreakFactor(BigDecimal step, BigDecimal cap) {}

  /** @param bands from the highest to the one from 0 */
  record Quality(BigDecimal none, List<Band> bands) {}

  record Band(Double from, BigDecimal factor) {}

  record TimingFactor(BigDecimal early, BigDecimal onTime, BigDecimal late) {}

  record Clamp(BigDecimal min, BigDecimal max) {}

  /** @param weeklyOff the days of each week on which nobody is expected to be active */
  record Streaks(Integer graceDays, Integer milestoneEvery, Set<DayOfWeek> weeklyOff, Freezes freezes) {}

  /** @param everyDays active days that a run saves for one; {@code most} that it can hold */
  record Freezes(Integer everyDays, Integer most) {}

  /** @param xp that unlocking it is worth */
  record Badge(String id, String name, String about, Integer xp, Criteria when) {}

  /** All that is not null must hold; {@code conf/rules/gamification.yaml} says what each means. */
  record Criteria(Integer actions, Integer longestStreak, Integer level, Integer xp, XpType type, Integer count,
      Boolean ofBatch, Boolean profile) {}

  /** Requirements of {@code level}; the list has level l at index l - 1. */
  record Gate(Integer level, Integer xp, Integer actions, Integer streak) {}

  /** @throws IllegalArgumentException with one line for each mistake, each by its path in the file */
  static GamificationConfig read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in);
    }
  }

  /** @throws IllegalArgumentException with one line for each mistake, each by its path in the file */
  static GamificationConfig read(InputStream yaml) throws IOException {
    var mistakes = new LinkedHashSet<String>(); // Jackson may ask twice about one key
    GamificationConfig config = null;
    try {
      config = YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .addHandler(new Collecting(mistakes))
          .build().readValue(yaml, GamificationConfig.class);
    } catch (JsonProcessingException e) {
      // not YAML, or a shape that leaves nothing to go on with
      mistakes.add(e.getOriginalMessage().replaceAll("\\s+", " "));
    }
    if (config == null && mistakes.isEmpty()) {
      mistakes.add("file is empty");
    }
    if (config != null) {
      // a value that could not be bound is not missing
      List<String> unbound = mistakes.stream().map(m -> m.substring(0, m.indexOf(' ')) + " is missing").toList();
      ConfigCheck.mistakes(config).stream().filter(m -> !unbound.contains(m)).forEach(mistakes::add);
    }
    if (!mistakes.isEmpty()) {
      throw new IllegalArgumentException("The gamification rules have " + mistakes.size() + " mistake"
          + (mistakes.size() == 1 ? "" : "s") + ":\n  - " + String.join("\n  - ", mistakes));
    }
    return config;
  }

  /** Notes what cannot be bound and goes on without it, so that one start shows all mistakes. */
  private static final class Collecting extends DeserializationProblemHandler {
    private final Set<String> mistakes;

    Collecting(Set<String> mistakes) {
      this.mistakes = mistakes;
    }

    @Override
    public boolean handleUnknownProperty(DeserializationContext context, JsonParser parser,
        JsonDeserializer<?> deserializer, Object bean, String name) throws IOException {
      mistakes.add(path(parser) + " is unknown");
      parser.skipChildren();
      return true;
    }

    @Override
    public Object handleWeirdKey(DeserializationContext context, Class<?> type, String key, String failure) {
      mistakes.add(path(context.getParser()) + " is unknown");
      return null;
    }

    @Override
    public Object handleWeirdStringValue(DeserializationContext context, Class<?> type, String value, String failure) {
      mistakes.add(path(context.getParser()) + " can not be '" + value + "'");
      return null;
    }

    @Override
    public Object handleUnexpectedToken(DeserializationContext context, JavaType type, JsonToken token,
        JsonParser parser, String failure) throws IOException {
      mistakes.add(path(parser) + " has the wrong shape");
      parser.skipChildren();
      return null;
    }

    private static String path(JsonParser parser) {
      String path = parser.getParsingContext().pathAsPointer().toString();
      return path.isEmpty() ? "file" : path.substring(1).replaceAll("/(\\d+)", "[$1]").replace('/', '.');
    }
  }
}
