package com.mas.bus;

/** What people may write, wherever it comes in. */
public final class Text {
  private Text() {}

  /**
   * False with U+0000, or half of a surrogate pair: JSON can carry both, and PostgreSQL can keep neither, so they must
   * not get that far.
   */
  public static boolean isStorable(String text) {
    return text.codePoints().noneMatch(
        character -> character == 0 || Character.getType(character) == Character.SURROGATE);
  }
}
