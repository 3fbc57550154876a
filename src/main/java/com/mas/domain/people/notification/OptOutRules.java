package com.mas.domain.people.notification;

import com.mas.bus.Word;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads answers to messages, and decides between several wishes of one number. */
final class OptOutRules {
  /** Meanings of an answer. */
  enum Meaning { OPT_OUT, OPT_IN, OTHER }

  /** Sources of a wish. */
  enum Source implements Word {
    /** Written to our number. */
    INBOUND(true),
    ADMIN(true),
    /** Chosen in the menu that WhatsApp has for what businesses send. */
    PREFERENCE(false),
    /** Told by Meta, when it refused a message. */
    REFUSED(false);

    /** True: an opt-out holds for critical messages too. */
    final boolean ofAll;

    Source(boolean ofAll) {
      this.ofAll = ofAll;
    }
  }

  /** @param phone the key of the number */
  record Wish(String phone, boolean optedOut, Source source, Instant at) {}

  private static final int LONGEST = 200;
  /** Characters without width, and those that only say how an emoji is drawn. */
  private static final Pattern UNSEEN = Pattern.compile("[\\p{Cf}\\x{FE00}-\\x{FE0F}\\x{20E3}]+");
  private static final Pattern APOSTROPHES = Pattern.compile("['\u2018\u2019\u02BC`\u00B4]");
  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");
  private static final Set<String> STOP = phrases("opt_out");
  private static final Set<String> START = phrases("opt_in");
  private static final Set<String> COURTESIES = phrases("courtesies");

  private OptOutRules() {}

  /**
   * Returns what a whole message asks for: in any case, with any punctuation, emoji and courtesies around it, however
   * often it is repeated. A sentence that has the word among others asks for nothing.
   */
  static Meaning meaning(String text) {
    if (text == null || text.length() > LONGEST) {
      return Meaning.OTHER;
    }
    List<String> words = new ArrayList<>(words(text));
    Meaning meaning = meaning(words);
    boolean shorter = true;
    while (meaning == Meaning.OTHER && shorter) {
      shorter = withoutCourtesy(words);
      meaning = meaning(words);
    }
    return meaning;
  }

  private static Meaning meaning(List<String> words) {
    String whole = String.join(" ", once(words));
    return STOP.contains(whole) ? Meaning.OPT_OUT : START.contains(whole) ? Meaning.OPT_IN : Meaning.OTHER;
  }

  /** Removes repetitions: "stop stop" and "stop all stop all" are said once. */
  private static List<String> once(List<String> words) {
    for (int length = 1; length <= words.size() / 2; length++) {
      List<String> phrase = words.subList(0, length);
      boolean repeated = words.size() % length == 0;
      for (int at = length; repeated && at < words.size(); at += length) {
        repeated = words.subList(at, at + length).equals(phrase);
      }
      if (repeated) {
        return phrase;
      }
    }
    return words;
  }

  /** @return whether it took anything off */
  private static boolean withoutCourtesy(List<String> words) {
    for (int length = Math.min(2, words.size() - 1); length > 0; length--) {
      if (COURTESIES.contains(String.join(" ", words.subList(0, length)))) {
        words.subList(0, length).clear();
        return true;
      }
      if (COURTESIES.contains(String.join(" ", words.subList(words.size() - length, words.size())))) {
        words.subList(words.size() - length, words.size()).clear();
        return true;
      }
    }
    return false;
  }

  private static List<String> words(String text) {
    String plain = UNSEEN.matcher(Normalizer.normalize(text, Normalizer.Form.NFKC)).replaceAll("");
    String spaced = BETWEEN.matcher(APOSTROPHES.matcher(plain.toLowerCase(Locale.ROOT)).replaceAll("")).replaceAll(" ")
        .strip();
    return spaced.isEmpty() ? List.of() : Arrays.asList(spaced.split(" "));
  }

  private static Set<String> phrases(String name) {
    try (InputStream in = OptOutRules.class.getResourceAsStream("/templates/wishes/" + name + ".txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#"))
          .map(line -> String.join(" ", words(line))).collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns which of two wishes holds: the later one, of two at one moment the opt-out. A weaker opt-out does not take
   * the place of one of everything.
   *
   * @param known null for none
   */
  static Wish after(Wish known, Wish told) {
    if (known == null) {
      return told;
    }
    boolean later = told.at().isAfter(known.at()) || told.at().equals(known.at()) && told.optedOut();
    boolean weaker = known.optedOut() && told.optedOut() && known.source().ofAll && !told.source().ofAll;
    return later && !weaker ? told : known;
  }
}
