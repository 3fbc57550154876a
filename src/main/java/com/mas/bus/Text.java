package com.mas.bus;

import java.text.BreakIterator;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks and cuts text that people write, wherever it comes in. */
public final class Text {
  /** Letters by Unicode's categories, and blank on every screen: fillers of Korean, the empty Braille pattern. */
  private static final String BLANK_LETTERS = "\u115F\u1160\u3164\uFFA0\u2800";
  /**
   * Finds a character that can be seen without another one before it. A regular expression of JSON Schema too: in
   * contracts it is written as {@code pattern} of what must not be blank.
   */
  public static final String VISIBLE = "[^\\s\\p{Z}\\p{C}\\p{M}\\u115F\\u1160\\u3164\\uFFA0\\u2800]";
  private static final Pattern SEEN = Pattern.compile(VISIBLE);

  private Text() {}

  /**
   * False with U+0000, or half of a surrogate pair: JSON can carry both, and PostgreSQL can keep neither, so they must
   * not get that far.
   */
  public static boolean isStorable(String text) {
    return text.codePoints().noneMatch(
        character -> character == 0 || Character.getType(character) == Character.SURROGATE);
  }

  /** Returns whether a screen shows anything of it, other than blanks, marks without a letter and what has no width. */
  public static boolean isVisible(@Nullable String text) {
    return text != null && SEEN.matcher(text).find();
  }

  /**
   * Returns the text without blanks of whatever kind and without characters of no width at its ends, marks and joiners
   * that belong to its last letter excepted; empty for null.
   */
  public static String stripped(@Nullable String text) {
    if (text == null) {
      return "";
    }
    int begin = 0;
    int end = text.length();
    while (begin < end && isBlank(text.codePointAt(begin))) {
      begin += Character.charCount(text.codePointAt(begin));
    }
    while (end > begin && isBlank(text.codePointBefore(end))) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    return text.substring(begin, end);
  }

  private static boolean isBlank(int character) {
    return Character.isWhitespace(character) || Character.isSpaceChar(character) || character == 0x200B
        || character == 0x2060 || character == 0xFEFF || BLANK_LETTERS.indexOf(character) >= 0;
  }

  /** Returns how many characters a person would type: code points, as contracts count. */
  public static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /**
   * Returns the text, or of a longer one as much of its beginning as {@code most} code points hold, without a part of
   * what is seen as one character (a pair of surrogates, a letter with its marks, an emoji of several).
   */
  public static String cut(String text, int most) {
    // a text with no more units has no more code points and need not be counted
    return text.length() <= most || length(text) <= most ? text : within(text, text.offsetByCodePoints(0, most));
  }

  /** Cuts as {@link #cut} does, by a limit that counts UTF-16 units. */
  public static String within(String text, int units) {
    if (text.length() <= units) {
      return text;
    }
    BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
    String window = text.substring(0, Math.min(text.length(), units + 2)); // the characters after an end decide on it
    characters.setText(window);
    int end = characters.isBoundary(units) ? units : characters.preceding(units);
    if (end > 0) {
      return text.substring(0, end);
    }
    boolean splits = units > 0 && Character.isHighSurrogate(text.charAt(units - 1));
    return text.substring(0, splits ? units - 1 : units); // one character is longer than all that may be kept
  }
}
