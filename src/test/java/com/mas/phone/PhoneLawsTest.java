package com.mas.phone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;

class PhoneLawsTest {
  private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();
  private static final PhoneRules INDIA = PhoneRules.INDIA;

  /** A mobile number of each country, as E.164 without its plus. */
  @Provide
  Arbitrary<String> mobiles() {
    return Arbitraries.of(PLANS.getSupportedRegions().stream().sorted()
        .map(region -> PLANS.getExampleNumberForType(region, PhoneNumberType.MOBILE)).filter(Objects::nonNull)
        .map(number -> PLANS.format(number, PhoneNumberFormat.E164).substring(1)).distinct().toList());
  }

  @Provide
  Arbitrary<String> indians() {
    return Combinators.combine(Arbitraries.integers().between(6, 9),
        Arbitraries.strings().numeric().ofLength(9)).as((first, rest) -> first + rest);
  }

  /** Returns characters that are invisible, or seen as a gap. */
  @Provide
  Arbitrary<String> fillings() {
    return Arbitraries.of("", " ", "-", ".", "\u00a0", "\u200b", "\u202a", "\u202c", "\u2066", "\u2069", "\ufeff",
        "\u2011", "\u2013", "\u2009", "\u3000", "\u2060", "\u00ad", " - ", "\u200e", "\t");
  }

  /** The zeros of other scripts' digits. */
  @Provide
  Arbitrary<Integer> zeros() {
    return Arbitraries.of((int) '0', 0x0966, 0x09E6, 0x0BE6, 0x0C66, 0x0CE6, 0x0660, 0x06F0, 0xFF10, 0x1D7CE);
  }

  @Property
  void aCodeThatIsWrittenHoldsWhateverTheRegion(@ForAll("mobiles") String digits, @ForAll("fillings") String filling,
      @ForAll("zeros") int zero) {
    PhoneRules america = new PhoneRules("US");
    for (String plus : List.of("+", "\uff0b", "00", "00" + filling, "+" + filling, filling + "+", "(+", "tel:+")) {
      String typed = plus.equals("(+") ? "(+" + digits.charAt(0) + ")" + digits.substring(1) : plus + digits;
      String written = filled(inScript(typed, zero), filling);
      assertEquals(digits, INDIA.digits(written), written);
      assertEquals(digits, america.digits(written), written);
      assertEquals("+" + digits, INDIA.international(written), written);
      assertEquals("+" + digits, america.international(written), written);
      assertFalse(INDIA.isUnclear(written), written);
    }
  }

  @Example
  void aZeroBehindTheCodeMakesNoNumberThatIsUncertainWhenReadAgain() {
    assertNull(INDIA.international("+43020200000"), "+4320200000 may be an Indian number without its code");
    assertNull(INDIA.international("+53030504541"));
    assertEquals("+43664123456", INDIA.international("+430664123456"));
  }

  @Property
  void whatIsReadOnceIsReadAsTheSameEverAfter(@ForAll @StringLength(max = 20) @NumericChars String digits,
      @ForAll("plusses") String plus) {
    String once = INDIA.international(plus + digits);
    if (once != null) {
      assertTrue(once.matches("\\+[1-9][0-9]{5,14}"), once);
      assertEquals(once, INDIA.international(once));
      assertEquals(once.substring(1), new PhoneRules("SG").digits(once));
      assertEquals(once.substring(1), INDIA.digits(once));
      assertEquals(once, INDIA.kept(plus + digits));
      assertEquals(once, INDIA.kept(once));
      assertEquals(once.substring(1), PhoneRules.told(once.substring(1)));
    }
  }

  @Provide
  Arbitrary<String> plusses() {
    return Arbitraries.of("", "+", "00", "0", "+91", "0091", "+1", "+52", "+5521");
  }

  @Property
  void aNumberWithoutACodeIsOfTheRegion(@ForAll("indians") String national, @ForAll("fillings") String filling,
      @ForAll("zeros") int zero) {
    for (String typed : List.of(national, "0" + national, "91" + national, "+91 0" + national, "+91 (0) " + national,
        "0091" + national, national + " x12", national + " ext. 7", "tel:" + national + ";phone-context=+91")) {
      String written = typed.startsWith("tel") ? typed : filled(inScript(typed, zero), filling);
      assertEquals("91" + national, INDIA.digits(written), written);
    }
  }

  @Property
  void aForeignNumberIsNeverTakenForAnIndianOne(@ForAll("mobiles") String digits) {
    if (!digits.startsWith("91")) {
      assertNotEquals("91" + digits, INDIA.digits("+" + digits));
      assertEquals(digits, PhoneRules.told(digits));
      assertNotEquals(PhoneRules.key("91" + digits), PhoneRules.key(digits));
    }
  }

  @Property
  void aWebhooksNumberIsTheOneThatATypedOneIsReadAs(@ForAll("mobiles") String digits) {
    assertEquals(PhoneRules.key(digits), PhoneRules.key(PhoneRules.told(INDIA.digits("+" + digits))));
  }

  @Property
  void aKeyIsItsOwnKeyAndKeepsTheCountry(@ForAll("mobiles") String digits) {
    String key = PhoneRules.key(digits);
    assertEquals(key, PhoneRules.key(key));
    assertEquals(digits.substring(0, 2), key.substring(0, 2));
    assertTrue(digits.length() - key.length() <= 1);
  }

  @Property
  void junkIsNoNumberAndBreaksNothing(@ForAll @StringLength(max = 120) String junk) {
    String digits = INDIA.digits(junk);
    assertTrue(digits == null || digits.matches("[1-9][0-9]{5,14}"), junk);
    assertTrue(digits == null || PhoneRules.isLikeNumber(junk), junk);
    PhoneRules.told(junk);
    PhoneRules.part(junk);
  }

  @Example
  void theNumbersThatWentToTheWrongPeople() {
    Map.of("+65 9123 4567", "6591234567", "+45 20 12 34 56", "4520123456", "+354 555 1234", "3545551234",
        "00 65 9123 4567", "6591234567", "+91 65912 34567", "916591234567", "6591234567", "916591234567")
        .forEach((typed, digits) -> assertEquals(digits, INDIA.digits(typed), typed));
    assertEquals("6591234567", PhoneRules.told("6591234567"));
    assertEquals("4520123456", PhoneRules.told("4520123456"));
  }

  @Example
  void phonesAreTypedInManyWays() {
    for (String typed : List.of("9900000001", "+91 99000 00001", "09900000001", "0091-9900000001", "919900000001",
        "091 99000 00001", "(+91) 99000-00001", "+91.99000.00001", "99000/00001", "tel:+91-99000-00001;ext=12",
        "TEL:9900000001;phone-context=+91", "99000 00001 extn 12", "99000 00001 #12", "\u202a+91\u00a099000\u202c00001",
        "9\ufe0f\u20e39\ufe0f\u20e3000 00001", "\uff0b\uff19\uff11\u300099000\uff0d00001",
        "\u096f\u096f\u0966\u0966\u0966 00001")) {
      assertEquals("919900000001", INDIA.digits(typed), typed);
    }
    for (String typed : new String[] {null, "", " ", "+", "12345", "call me", "99000000019900000001",
        "+91x9900000001", "0000000000", "99000 00001, 99000 00002", "99000 00001 / 99000 00002", "+99 9900000001",
        "+91 99000 0000123", "++", "+91 9900+000001", "1e10", "9900000001;drop", "+0 9900000001", "\u4e5d\u4e5d"}) {
      assertNull(INDIA.digits(typed), typed);
    }
    assertEquals("442079460018", INDIA.digits("+44 (0)20 7946 0018"));
    assertEquals("6591234567", INDIA.digits("+65 (0) 9123 4567"));
    assertEquals("390669812345", INDIA.digits("+39 06 698 12345"), "Italy keeps its zero");
    assertEquals("4915112345678", INDIA.digits("4915112345678"), "too long to be Indian, and valid");
  }

  @Example
  void indianNumbersAreCertainHoweverTheyAreWritten() {
    for (String typed : List.of("98200 12345", "9820012345", "098200-12345", "0 98200 12345", "919820012345",
        "91 98200 12345", "+91 98200 12345", "0091 98200 12345", "+91-9820-012345", "(+91) 98200 12345",
        "+91 (0) 98200 12345", "091-9820012345", "98200.12345",
        "\u096f\u096e\u0968\u0966\u0966 \u0967\u0968\u0969\u096a\u096b",
        "+\u0669\u0661 \u0669\u0668\u0662\u0660\u0660\u0661\u0662\u0663\u0664\u0665", "98200 12345 ext. 12")) {
      assertEquals("+919820012345", INDIA.international(typed), typed);
    }
    for (String[] landline : new String[][] {{"022 2345 6789", "+912223456789"}, {"+91 22 2345 6789", "+912223456789"},
        {"080-41234567", "+918041234567"}, {"0120 4567890", "+911204567890"}, {"011 2345 6789", "+911123456789"}}) {
      assertEquals(landline[1], INDIA.international(landline[0]), landline[0]);
    }
  }

  @Example
  void foreignNumbersThatNameTheirCountryAreCertain() {
    Map.of("+1 (650) 253-0000", "+16502530000", "+44 7911 123456", "+447911123456", "+44 (0)20 7946 0018",
        "+442079460018", "+971 50 123 4567", "+971501234567", "00971 50 123 4567", "+971501234567",
        "+\u0669\u0667\u0661 \u0665\u0660 \u0661\u0662\u0663 \u0664\u0665\u0666\u0667", "+971501234567",
        "+65 9123 4567", "+6591234567", "tel:+1-650-253-0000;ext=9", "+16502530000", "+977 984-1234567",
        "+9779841234567")
        .forEach((typed, international) -> assertEquals(international, INDIA.international(typed), typed));
    Map.of("447911123456", "+447911123456", "16502530000", "+16502530000", "4915112345678", "+4915112345678")
        .forEach((typed, international) -> assertEquals(international, INDIA.international(typed), typed));
  }

  @Example
  void whatCouldBeSeveralNumbersIsUnclearAndNobodysNumber() {
    for (String typed : List.of("6591234567", "4520123456", "3545551234", "971501234567", "96512345678",
        "98200123456", "982001234567", "+9820012345", "009820012345", "5012345678", "0501234567", "919820012",
        "91982001234567", "98200 12345, 98200 54321", "98200 1234", "+91 98200 1234", "+91 98200 123456",
        "98200abc12345", "+1 650 253 000")) {
      assertNull(INDIA.international(typed), typed);
      assertTrue(INDIA.isUnclear(typed), typed);
    }
    for (String none : new String[] {null, "", "12345", "call me", "n/a", "-"}) {
      assertNull(INDIA.international(none), none);
      assertFalse(INDIA.isUnclear(none), none);
      assertNull(INDIA.kept(none), none);
    }
    assertEquals("916591234567", INDIA.digits("6591234567"), "the likeliest");
    assertEquals("6591234567", INDIA.kept("6591234567"), "for people to look at");
    assertEquals("+6591234567", new PhoneRules("SG").international("9123 4567"));
  }

  @Example
  void theRegionIsASetting() {
    assertEquals("6591234567", new PhoneRules("SG").digits("9123 4567"));
    assertEquals("14155550123", new PhoneRules("US").digits("(415) 555-0123"));
    assertFalse(PhoneRules.isRegion("XX"));
    assertFalse(PhoneRules.isRegion("in"));
    assertThrows(IllegalArgumentException.class, () -> new PhoneRules("India"));
  }

  @Example
  void theTwoFormsOfMexicanArgentineAndBrazilianNumbersMatch() {
    for (List<String> pair : List.of(List.of("525512345678", "5215512345678"),
        List.of("541123456789", "5491123456789"), List.of("551187654321", "5511987654321"))) {
      assertEquals(PhoneRules.key(pair.getFirst()), PhoneRules.key(pair.getLast()), pair::toString);
      for (String each : pair) {
        assertEquals(PhoneRules.key(each), PhoneRules.key(INDIA.digits("+" + each)), each);
      }
    }
    assertNotEquals(PhoneRules.key("551133334444"), PhoneRules.key("5511933334444"), "a landline is no mobile");
    assertNull(PhoneRules.key(null));
  }

  @Example
  void aWebhookNamesNumbersThatNoPlanKnows() {
    assertEquals("8835100000001", PhoneRules.told("8835100000001"));
    assertEquals("919900000001", PhoneRules.told("+91 99000-00001"));
    for (String none : new String[] {null, "", "0123456789", "12345", "1234567890123456", "abc", "91a9900000001"}) {
      assertNull(PhoneRules.told(none), none);
    }
  }

  @Example
  void whatAnotherSystemWroteIsKeptWhenItCouldBeANumber() {
    for (String number : List.of("+919900000001", "9900000001", "0 99000-00001", "+65 9123 4567", "tel:+6591234567")) {
      assertTrue(PhoneRules.isLikeNumber(number), number);
    }
    for (String none : new String[] {null, "", "NA", "-", "98200", "0000000000", "not a phone", "\u200b",
        "a@b.example"}) {
      assertFalse(PhoneRules.isLikeNumber(none), none);
    }
  }

  @Example
  void aPartOfANumberIsFoundHoweverItIsWritten() {
    assertEquals("919820", PhoneRules.part("+91 98-20"));
    assertEquals("9820012345", PhoneRules.part("098200-12345"));
    assertNull(PhoneRules.part("00"));
    assertNull(PhoneRules.part("asha 98"));
    assertNull(PhoneRules.part(null));
  }

  private static String inScript(String typed, int zero) {
    StringBuilder written = new StringBuilder();
    typed.chars().forEach(c -> written.appendCodePoint(c >= '0' && c <= '9' ? zero + c - '0' : c));
    return written.toString();
  }

  /** Returns the text with the filling in the middle and at both ends. */
  private static String filled(String typed, String filling) {
    int middle = typed.offsetByCodePoints(0, typed.codePointCount(0, typed.length()) / 2);
    return filling + typed.substring(0, middle) + filling + typed.substring(middle) + filling;
  }
}
