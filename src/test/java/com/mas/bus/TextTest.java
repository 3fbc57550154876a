package com.mas.bus;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "a", "\u00e9\n\t", "\u0bb5\u0ba3\u0b95\u0bcd", "\ud83d\ude00", "\ud55c\uffff"})
  void whatIsMadeOfCharactersCanBeKept(String text) {
    assertTrue(Text.isStorable(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0", "a\0b", "\ud800", "\ud800\u00a8", "\udc00\ud800", "\ud83d\ude00\ude00"})
  void nothingElseCan(String text) {
    assertFalse(Text.isStorable(text));
  }
}
