package com.mas.domain.learning.questionnaire;

import java.util.List;
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
  /** One of these is in whatever {@link #LAUGHTER} finds. */
  private static final List<String> LAUGHS = List.of("haha", "hehe", "lol", "loo", "lmao", "rofl");
  private static final Pattern REPEATED = Pattern.compile("(\\p{L})\\1{2,}");
  private static final Pattern SIGNS = Pattern.compile("([\\p{Punct}])\\1+");
  private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}\\uFFFD]+");
  private static final char UNREADABLE = '\uFFFD';
  private static final String VOWELS = "aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüý";

  private CommentRules() {}

  /** Returns it without what says nothing; null for one that is not worth it. */
  static String clean(String comment) {
    if (comment == null || SHEET_ERRORS.contains(comment.strip().toLowerCase(Locale.ROOT))) {
      return null;
    }
    String text = comment;
    if (mayHaveAddress(text)) {
      text = URL.matcher(text).replaceAll(" ");
    }
    if (mayLaugh(text.toLowerCase(Locale.ROOT))) {
      text = LAUGHTER.matcher(text).replaceAll(" ");
    }
    if (mayRepeat(text)) {
      text = REPEATED.matcher(text).replaceAll("$1$1"); // "gooood" is "good"
      text = SIGNS.matcher(text).replaceAll("$1");
    }
    if (mayHaveBlanks(text)) {
      text = BLANKS.matcher(text).replaceAll(" ");
    }
    text = text.strip();
    return words(text) < FEWEST_WORDS || isGibberish(text) ? null : text;
  }

  // --- cheap looks, without which most of the time of a large import would go into expressions that find nothing

  private static boolean mayHaveAddress(String text) {
    return text.contains("://") || text.toLowerCase(Locale.ROOT).contains("www.");
  }

  private static boolean mayLaugh(String lower) {
    return LAUGHS.stream().anyMatch(lower::contains);
  }

  private static boolean mayRepeat(String text) {
    for (int i = 1; i < text.length(); i++) {
      if (text.charAt(i) == text.charAt(i - 1) || Character.isSurrogate(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether there is more between words than one space. */
  private static boolean mayHaveBlanks(String text) {
    char before = 0;
    for (int i = 0; i < text.length(); i++) {
      char now = text.charAt(i);
      if (now == ' ' ? before == ' ' : Character.isWhitespace(now) || Character.isSpaceChar(now) || now == UNREADABLE) {
        return true;
      }
      before = now;
    }
    return false;
  }

  static int words(String text) {
    int words = 0;
    boolean within = false;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      boolean isOfWord = isOfWord(text.codePointAt(i));
      words += isOfWord && !within ? 1 : 0;
      within = isOfWord;
    }
    return words;
  }

  /** Returns whether it is a letter, a mark on one, a figure or an apostrophe. */
  private static boolean isOfWord(int character) {
    return switch (Character.getType(character)) {
      case Character.UPPERCASE_LETTER, Character.LOWERCASE_LETTER, Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER, Character.OTHER_LETTER, Character.NON_SPACING_MARK,
          Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK, Character.DECIMAL_DIGIT_NUMBER,
          Character.LETTER_NUMBER, Character.OTHER_NUMBER ->
        true;
      default -> character == '\'' || character == '’';
    };
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
