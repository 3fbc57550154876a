package com.mas.domain.learning.questionnaire;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes of a comment what is worth being analysed. */
final class CommentRules {
  private static final int FEWEST_WORDS = 3;
  private static final double FEWEST_VOWELS = 0.15;
  private static final int SHORT = 8;
  private static final Set<String> SHEET_ERRORS =
      Set.of("#n/a", "#ref!", "#value!", "#div/0!", "#name?", "#num!", "#null!");
  private static final Pattern URL = Pattern.compile("(?i)\\b(?:https?://|www\\.)\\S+");
  private static final Pattern LAUGHTER = Pattern.compile("(?i)\\b(?:(?:ha){2,}h?|(?:he){2,}h?|lo+l|lmao|rofl)\\b");
  private static final Pattern REPEATED = Pattern.compile("(\\p{L})\\1{2,}");
  private static final Pattern SIGNS = Pattern.compile("([\\p{Punct}])\\1+");
  private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}\\uFFFD]+");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}’']+");
  private static final String VOWELS = "aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüý";

  private CommentRules() {}

  /** Returns it without what says nothing; null for one that is not worth it. */
  static String clean(String comment) {
    if (comment == null || SHEET_ERRORS.contains(comment.strip().toLowerCase(Locale.ROOT))) {
      return null;
    }
    String text = URL.matcher(comment).replaceAll(" ");
    text = LAUGHTER.matcher(text).replaceAll(" ");
    text = REPEATED.matcher(text).replaceAll("$1$1"); // "gooood" is "good"
    text = SIGNS.matcher(text).replaceAll("$1");
    text = BLANKS.matcher(text).replaceAll(" ").strip();
    return words(text) < FEWEST_WORDS || isGibberish(text) ? null : text;
  }

  static int words(String text) {
    return (int) WORD.matcher(text).results().count();
  }

  /** Letters of the Latin script alone tell: others write vowels otherwise. */
  private static boolean isGibberish(String text) {
    int letters = 0;
    int vowels = 0;
    for (char letter : text.toLowerCase(Locale.ROOT).toCharArray()) {
      if (Character.isLetter(letter)) {
        if (Character.UnicodeScript.of(letter) != Character.UnicodeScript.LATIN) {
          return false;
        }
        letters++;
        vowels += VOWELS.indexOf(letter) >= 0 ? 1 : 0;
      }
    }
    return letters >= SHORT && vowels < letters * FEWEST_VOWELS;
  }
}
