package com.mas.domain.engagement.risk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import com.mas.domain.ai.model.ModelContract.Complete;
import com.mas.domain.engagement.risk.RiskContract.Part;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Decides what a language model is told about a student, and which of its sentences is good enough to be shown. */
final class ReasonRules {
  static final String TASK = """
      You tell a teacher why a student may be at risk of not finishing. Answer with JSON, {"reason": "..."}: one plain \
      English sentence of at most 200 characters. Use only the facts given and their numbers. No names, no advice, no \
      line breaks.""";
  private static final int MAX_TOKENS = 160;
  private static final double TEMPERATURE = 0.2;
  private static final int SHORTEST = 15;
  private static final Pattern SECOND_SENTENCE = Pattern.compile("[.!?][\"')]*\\s+\\S");
  private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?");

  private ReasonRules() {}

  /** The signals in words, those that add most first. Nothing in it tells who the student is. */
  static String facts(List<Part> parts) {
    return parts.stream().filter(part -> part.points() > 0)
        .map(part -> part.signal().wire().replace('_', ' ') + ": " + part.words())
        .collect(Collectors.joining("\n"));
  }

  /** Returns what the model is asked; costs little and is answered alike for like facts. */
  static Complete prompt(String facts) {
    return new Complete("risk.reason", TASK, facts, MAX_TOKENS, TEMPERATURE, true);
  }

  /** Returns the sentence of the model's answer, if it may be shown. */
  static Optional<String> answered(String json, String facts) {
    try {
      JsonNode reason = Json.MAPPER.readTree(json).path("reason");
      return accepted(reason.textValue(), facts);
    } catch (JsonProcessingException malformed) {
      return Optional.empty();
    }
  }

  /** One line, one sentence, neither too short nor too long, and no number that was not told. */
  static Optional<String> accepted(String sentence, String facts) {
    if (sentence == null) {
      return Optional.empty();
    }
    String text = sentence.strip();
    boolean oneLine = text.chars().noneMatch(c -> Character.isISOControl(c) || c == '\u2028' || c == '\u2029');
    boolean fits = text.length() >= SHORTEST && text.length() <= RiskWords.LONGEST;
    return oneLine && fits && !SECOND_SENTENCE.matcher(text).find() && numbers(facts).containsAll(numbers(text))
        ? Optional.of(text) : Optional.empty();
  }

  private static Set<String> numbers(String text) {
    return NUMBER.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }
}
