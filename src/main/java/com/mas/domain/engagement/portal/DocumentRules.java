package com.mas.domain.engagement.portal;

import com.mas.domain.engagement.portal.DocumentContract.DocumentState;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Says what may become of a document, and what an Aadhaar number is. */
final class DocumentRules {
  private static final Map<DocumentState, Set<DocumentState>> NEXT = Map.of(
      DocumentState.SUBMITTED, EnumSet.of(DocumentState.VERIFIED, DocumentState.REJECTED),
      DocumentState.VERIFIED, EnumSet.noneOf(DocumentState.class),
      DocumentState.REJECTED, EnumSet.noneOf(DocumentState.class));

  /** Tables of Verhoeff's check digit: the group of a pentagon's symmetries, and a permutation for each place. */
  private static final int[][] PRODUCT = {{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 2, 3, 4, 0, 6, 7, 8, 9, 5},
      {2, 3, 4, 0, 1, 7, 8, 9, 5, 6}, {3, 4, 0, 1, 2, 8, 9, 5, 6, 7}, {4, 0, 1, 2, 3, 9, 5, 6, 7, 8},
      {5, 9, 8, 7, 6, 0, 4, 3, 2, 1}, {6, 5, 9, 8, 7, 1, 0, 4, 3, 2}, {7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
      {8, 7, 6, 5, 9, 3, 2, 1, 0, 4}, {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}};
  private static final int[][] PLACE = {{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 5, 7, 6, 2, 8, 3, 0, 9, 4},
      {5, 8, 0, 3, 7, 9, 6, 1, 4, 2}, {8, 9, 1, 6, 0, 4, 3, 5, 2, 7}, {9, 4, 5, 3, 1, 2, 6, 8, 7, 0},
      {4, 2, 8, 6, 5, 7, 3, 9, 0, 1}, {2, 7, 9, 3, 8, 0, 6, 4, 1, 5}, {7, 0, 4, 6, 9, 1, 3, 2, 5, 8}};
  private static final int AADHAAR_DIGITS = 12;
  private static final int SHOWN = 4;

  private DocumentRules() {}

  static boolean mayBecome(DocumentState from, DocumentState to) {
    return NEXT.get(from).contains(to);
  }

  /** Returns the digits alone. */
  static String digits(String typed) {
    return typed.replaceAll("[^0-9]", "");
  }

  /** Returns whether twelve digits are an Aadhaar number: they begin with 2 to 9, and the last checks the others. */
  static boolean isAadhaar(String digits) {
    if (digits.length() != AADHAAR_DIGITS || digits.charAt(0) < '2') {
      return false;
    }
    int check = 0;
    for (int i = 0; i < AADHAAR_DIGITS; i++) {
      check = PRODUCT[check][PLACE[i % PLACE.length][digits.charAt(AADHAAR_DIGITS - 1 - i) - '0']];
    }
    return check == 0;
  }

  /** Returns the digits that are shown. */
  static String lastFour(String digits) {
    return digits.substring(digits.length() - SHOWN);
  }
}
