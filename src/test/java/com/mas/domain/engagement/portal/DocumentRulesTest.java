package com.mas.domain.engagement.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.engagement.portal.DocumentContract.DocumentState;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DocumentRulesTest {
  private static final String GOOD = "234123412346";

  @Test
  void onlyASubmittedDocumentIsDecidedOn() {
    for (DocumentState from : DocumentState.values()) {
      for (DocumentState to : DocumentState.values()) {
        assertEquals(from == DocumentState.SUBMITTED && to != DocumentState.SUBMITTED,
            DocumentRules.mayBecome(from, to), from + " to " + to);
      }
    }
  }

  /** Verhoeff's digit finds each wrong digit, and each pair of neighbours in the wrong order. */
  @Test
  void oneWrongDigitAndTwoInTheWrongOrderAreFound() {
    assertTrue(DocumentRules.isAadhaar(GOOD));
    for (int i = 0; i < GOOD.length(); i++) {
      for (char digit = '0'; digit <= '9'; digit++) {
        if (digit != GOOD.charAt(i)) {
          assertFalse(DocumentRules.isAadhaar(GOOD.substring(0, i) + digit + GOOD.substring(i + 1)));
        }
      }
    }
    assertTrue(IntStream.range(0, GOOD.length() - 1).filter(i -> GOOD.charAt(i) != GOOD.charAt(i + 1))
        .noneMatch(i -> DocumentRules.isAadhaar(swapped(i))), Arrays.toString(GOOD.toCharArray()));
  }

  private static String swapped(int i) {
    char[] digits = GOOD.toCharArray();
    char first = digits[i];
    digits[i] = digits[i + 1];
    digits[i + 1] = first;
    return new String(digits);
  }

  @Test
  void anAadhaarNumberHasTwelveDigitsAndDoesNotBeginWithZeroOrOne() {
    assertFalse(DocumentRules.isAadhaar("23412341234"));
    assertFalse(DocumentRules.isAadhaar("000000000000"));
    assertEquals("2346", DocumentRules.lastFour(DocumentRules.digits("2341-2341 2346")));
  }
}
