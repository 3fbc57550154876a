package com.mas.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "a", "\u00e9\n\t", "\u0bb5\u0ba3\u0b95\u0bcd", "\ud83d\ude00", "\ud55c\uffff"})
  void whatIsMadeOfCharactersCanBeKept(String text) {
    assertTrue(Text.isStorable(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\u00a0\u00a0", "\u200b", "\u3164", "\u115f\u1160", "\uffa0", "\u2800",
      "\u0301\u0302", "\u202e\u202c", "\u2066\u2069", "\ufeff", "\ufe0f", "\u00ad", "\u034f", "\u180e", "\u2060",
      "\t\n", "\udb40\udc41", "\u0940"})
  void whatAScreenShowsNothingOfIsNotVisible(String text) {
    assertFalse(Text.isVisible(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", ".", "1", "\ud83d\ude00", "\u2764\ufe0f", "\u0915\u093f", "\u200bx", "\u4e2d",
      "\u202eabc", "\ud83c\uddee\ud83c\uddf3"})
  void whatItShowsSomethingOfIs(String text) {
    assertTrue(Text.isVisible(text));
  }

  @Test
  void blanksOfWhateverKindAreTakenOffTheEndsAndMarksAreLeft() {
    assertEquals("Asha  Rao", Text.stripped("\u00a0\u200b Asha  Rao\u3000\ufeff\n"));
    assertEquals("\u2764\ufe0f", Text.stripped(" \u2764\ufe0f "));
    assertEquals("", Text.stripped("\u00a0\u3164"));
    assertEquals("", Text.stripped(null));
  }

  @Test
  void nothingIsCutWithinWhatIsSeenAsOneCharacter() {
    for (String one : new String[] {"\ud83d\ude00", "\ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67",
        "\ud83c\uddee\ud83c\uddf3", "e\u0301", "\u0915\u094d\u0937\u093f", "\ud83d\ude4f\ud83c\udffd", "\r\n"}) {
      String text = "ab" + one + one + "cd";
      for (int most = 0; most <= text.length(); most++) {
        String cut = Text.cut(text, most);
        String within = Text.within(text, most);
        assertTrue(Text.length(cut) <= most && within.length() <= most);
        for (String part : new String[] {cut, within}) {
          assertTrue(text.startsWith(part));
          int inside = part.length() - 2;
          assertTrue(inside <= 0 || inside % one.length() == 0 || inside > 2 * one.length(), one + " at " + most);
        }
      }
      assertEquals(text, Text.cut(text, Text.length(text)));
    }
  }

  @Test
  void lengthIsWhatTheContractCounts() {
    assertEquals(61, Text.length("\ud83d\ude00".repeat(61)));
    assertEquals("\ud83d\ude00".repeat(60), Text.cut("\ud83d\ude00".repeat(61), 60));
  }

  @Test
  void aCharacterThatIsLongerThanAllThatMayBeKeptIsCutBetweenItsParts() {
    assertEquals("e" + "\u0301".repeat(9), Text.cut("e" + "\u0301".repeat(99), 10));
    assertEquals("", Text.within("\ud83d\ude00", 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0", "a\0b", "\ud800", "\ud800\u00a8", "\udc00\ud800", "\ud83d\ude00\ude00"})
  void nothingElseCan(String text) {
    assertFalse(Text.isStorable(text));
  }
}
