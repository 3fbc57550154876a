package com.mas.phone;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads phone numbers as they are typed, and tells when two are one.
 *
 * @param region of the numbers that name no country, as ISO 3166 writes it, such as IN
 */
public record PhoneRules(String region) {
  private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();
  public static final PhoneRules INDIA = new PhoneRules("IN");

  private static final String NO_REGION = "ZZ";
  private static final int MOST_TYPED = 100;
  /** E.164 allows so many digits, the country's code included. */
  private static final int MOST_DIGITS = 15;
  private static final int LEAST_DIGITS = 6;
  /** A number without a plus that is shorter than this names no country. */
  private static final int LEAST_WITH_COUNTRY = 11;
  /** Bounds how many digits are typed too many by mistake. */
  private static final int MOST_TOO_MANY = 2;
  private static final String SEPARATORS = "[ ().\\[\\]/~_-]*";
  private static final Pattern NUMBER =
      Pattern.compile(SEPARATORS + "(\\+*)" + SEPARATORS + "((?:[0-9]" + SEPARATORS + ")+)");
  private static final Pattern EXTENSION =
      Pattern.compile("[ ,]*(?:extension|extn|ext|xtn|x|#|,)[ .:]*[0-9]{1,6}[ #]*$");
  private static final Pattern PARAMETER = Pattern.compile("(?:ext|isub|[a-z-]+)=[^;]*");
  private static final Pattern ENDS = Pattern.compile("^[ .,;:/~_-]+|[ .,;:/~_-]+$");
  private static final Pattern SCHEME = Pattern.compile("^[ ]*(?:tel|whatsapp|callto|sms):/{0,2}");
  private static final String CONTEXT = "phone-context=";
  private static final Pattern OPTIONAL_TRUNK = Pattern.compile("\\( *0 *\\)");

  /** Mexico's and Argentina's mobile mark, which WhatsApp writes and people leave out, or the other way round. */
  private static final Pattern MOBILE_MARK = Pattern.compile("(52)1([0-9]{10})|(54)9([0-9]{10})");
  /** Brazil's ninth digit, before what was a mobile number of eight. */
  private static final Pattern NINTH_DIGIT = Pattern.compile("(55[1-9]{2})9([6-9][0-9]{7})");

  public PhoneRules {
    if (!isRegion(region)) {
      throw new IllegalArgumentException("no region: " + region);
    }
  }

  /** Returns whether numbering plans know the region, such as IN. */
  public static boolean isRegion(String region) {
    return region != null && PLANS.getSupportedRegions().contains(region);
  }

  /**
   * @param digits with the country's code, without a plus; the likeliest number, where there are several
   * @param certain whether no other number can be meant, so that somebody may be written to
   */
  public record Reading(String digits, boolean certain) {}

  /**
   * Returns the number as E.164 with its plus, or null for what cannot be one and for what could be several: see
   * {@link #read}. An extension is left out. Idempotent.
   */
  public String international(String typed) {
    Reading reading = read(typed);
    return reading == null || !reading.certain ? null : "+" + reading.digits;
  }

  /**
   * Returns the likeliest number, certain or not, without a plus; null for what cannot be one. For looking something
   * up, where people see what was understood. Not to be read again as typed.
   */
  public String digits(String typed) {
    Reading reading = read(typed);
    return reading == null ? null : reading.digits;
  }

  /** Returns whether there is something of a number that nobody can be sure of, for people to look at. */
  public boolean isUnclear(String typed) {
    return typed != null && typed.codePoints().filter(Character::isDigit).limit(LEAST_DIGITS).count() == LEAST_DIGITS
        && international(typed) == null;
  }

  /**
   * Returns the form in which another system's number is kept: as E.164 where it is certain, else as it was written,
   * so that people see it; null for what could be no number at all. Idempotent.
   */
  public String kept(String typed) {
    String international = international(typed);
    return international != null ? international : isLikeNumber(typed) ? typed : null;
  }

  /**
   * Returns what is understood, or null for what cannot be a number.
   *
   * <ul>
   * <li>A code that is written with {@code +} or {@code 00} wins. It is uncertain after a plus when no plan has the
   *     number and the region has one of the same digits (a code was forgotten), after zeros when no plan has it.
   * <li>What has neither is of the region when the region has such a number. It is uncertain when it is not one of the
   *     region's mobiles, was written without the region's prefixes, and would be a number abroad.
   * <li>What is too long for the region has a code of its own when that gives a valid number. It is uncertain when it
   *     begins as one of the region's mobiles, with a digit or two too many.
   * </ul>
   */
  public Reading read(String typed) {
    if (typed == null || typed.length() > MOST_TYPED) {
      return null;
    }
    String plain = SCHEME.matcher(plain(typed)).replaceFirst("");
    String context = null;
    int end = plain.indexOf(';');
    if (end >= 0) {
      for (String parameter : plain.substring(end + 1).split(";")) {
        if (!PARAMETER.matcher(parameter.strip()).matches() && !parameter.strip().matches("[0-9]{1,6}")) {
          return null;
        }
        context = parameter.strip().startsWith(CONTEXT + "+") ? parameter.strip().substring(CONTEXT.length()) : context;
      }
      plain = plain.substring(0, end);
    }
    plain = EXTENSION.matcher(plain).replaceFirst("");
    String whole = context == null || plain.stripLeading().startsWith("+") ? plain : context + " " + plain;
    List<String> ways = OPTIONAL_TRUNK.matcher(whole).find()
        ? List.of(whole, OPTIONAL_TRUNK.matcher(whole).replaceAll(" ")) : List.of(whole);
    List<Found> found = ways.stream().map(this::find).filter(Objects::nonNull).toList();
    return found.stream().filter(each -> PLANS.isValidNumber(each.number)).findFirst()
        .or(() -> found.stream().findFirst()).map(PhoneRules::stable).orElse(null);
  }

  /**
   * Returns the digits of a number that names its country in any case, with a plus or without, as WhatsApp's webhooks
   * do; null for what is none. Numbers that no plan knows are taken, since somebody wrote from them.
   */
  public static String told(String number) {
    String digits = number == null || number.length() > MOST_TYPED ? "" : plain(number).replaceAll("[+ ().-]", "");
    return digits.matches("[1-9][0-9]{" + (LEAST_DIGITS - 1) + "," + (MOST_DIGITS - 1) + "}") ? digits : null;
  }

  /**
   * Returns what two ways of writing one person's number have in common: Mexican numbers with and without their 1,
   * Argentine ones with and without their 9, Brazilian mobiles with and without their ninth digit. Idempotent.
   *
   * @param digits with the country's code, without a plus; null gives null
   */
  public static String key(String digits) {
    if (digits == null) {
      return null;
    }
    Matcher mark = MOBILE_MARK.matcher(digits);
    if (mark.matches()) {
      return mark.group(1) == null ? mark.group(3) + mark.group(4) : mark.group(1) + mark.group(2);
    }
    Matcher ninth = NINTH_DIGIT.matcher(digits);
    return ninth.matches() ? ninth.group(1) + ninth.group(2) : digits;
  }

  /**
   * Returns whether the text could be a number of some country: digits enough, and nothing but what is written in and
   * around numbers. For what is kept as another system wrote it.
   */
  public static boolean isLikeNumber(String typed) {
    if (typed == null || typed.length() > MOST_TYPED) {
      return false;
    }
    String plain = EXTENSION.matcher(SCHEME.matcher(plain(typed)).replaceFirst("")).replaceFirst("");
    Matcher number = NUMBER.matcher(plain.replaceFirst(";.*", ""));
    if (!number.matches()) {
      return false;
    }
    String digits = number.group(2).replaceAll("[^0-9]", "");
    return digits.length() >= LEAST_DIGITS && digits.length() <= MOST_DIGITS + 2
        && digits.chars().distinct().count() > 1;
  }

  /**
   * Returns the digits of what may be a part of a number, to look for, without the zeros before it, which no number is
   * kept with; null for what has anything else in it, or nothing but zeros.
   */
  public static String part(String searched) {
    Matcher number = NUMBER.matcher(searched == null || searched.length() > MOST_TYPED ? "" : plain(searched));
    String digits = number.matches() ? number.group(2).replaceAll("[^0-9]", "").replaceFirst("^0+", "") : "";
    return digits.isEmpty() ? null : digits;
  }

  private record Found(PhoneNumber number, boolean certain) {}

  private Found find(String written) {
    Matcher number = NUMBER.matcher(written);
    if (!number.matches()) {
      return null;
    }
    String digits = number.group(2).replaceAll("[^0-9]", "");
    boolean plus = !number.group(1).isEmpty();
    return plus || digits.startsWith("00") ? withCode(digits.replaceFirst("^00", ""), plus) : withoutCode(digits);
  }

  private Found withCode(String digits, boolean plus) {
    PhoneNumber number = abroad(digits);
    if (number == null) {
      return null;
    }
    // a zero behind the code is not kept: what is kept has to be as certain when it is read again
    String kept = PLANS.format(number, PhoneNumberFormat.E164).substring(1);
    return new Found(number, PLANS.isValidNumber(number)
        || plus && Stream.of(digits, kept).noneMatch(each -> isValid(parsed(each, region))));
  }

  private Found withoutCode(String digits) {
    PhoneNumber national = parsed(digits, region);
    if (national != null) {
      return new Found(national, PLANS.isValidNumber(national) && (isMobile(national) || !isForeign(digits)));
    }
    String withCountry = digits.replaceFirst("^0", "");
    PhoneNumber foreign = withCountry.length() < LEAST_WITH_COUNTRY ? null : abroad(withCountry);
    boolean isHere = foreign != null && foreign.getCountryCode() == PLANS.getCountryCodeForRegion(region);
    return foreign == null || !PLANS.isValidNumber(foreign) && !isHere ? null : new Found(foreign,
        PLANS.isValidNumber(foreign) && (isHere || withCountry.equals(digits) && !beginsAsMobile(digits)));
  }

  private boolean isForeign(String digits) {
    PhoneNumber foreign = digits.startsWith("0") ? null : abroad(digits);
    return isValid(foreign) && foreign.getCountryCode() != PLANS.getCountryCodeForRegion(region);
  }

  private boolean beginsAsMobile(String digits) {
    for (int length = digits.length() - MOST_TOO_MANY; length < digits.length(); length++) {
      String beginning = digits.substring(0, length);
      PhoneNumber mobile = parsed(beginning, region);
      if (isValid(mobile) && isMobile(mobile)
          && PLANS.getNationalSignificantNumber(mobile).equals(beginning)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isMobile(PhoneNumber number) {
    PhoneNumberType type = PLANS.getNumberType(number);
    return type == PhoneNumberType.MOBILE || type == PhoneNumberType.FIXED_LINE_OR_MOBILE;
  }

  private static boolean isValid(PhoneNumber number) {
    return number != null && PLANS.isValidNumber(number);
  }

  /** Numbers of people's WhatsApp have a mobile mark that plans may not know any more. */
  private static PhoneNumber abroad(String digits) {
    PhoneNumber number = parsed("+" + digits, NO_REGION);
    return number == null && !key(digits).equals(digits) ? parsed("+" + key(digits), NO_REGION) : number;
  }

  private static PhoneNumber parsed(String digits, String region) {
    try {
      PhoneNumber number = PLANS.parse(digits, region);
      return isPossible(number) ? number : null;
    } catch (NumberParseException e) {
      return null;
    }
  }

  /** Plans lag behind the numbers that are given out, so that a person's number need not be valid, but of a length. */
  private static boolean isPossible(PhoneNumber number) {
    return PLANS.isValidNumber(number)
        || PLANS.isPossibleNumberForTypeWithReason(number, PhoneNumberType.MOBILE) == ValidationResult.IS_POSSIBLE
        || PLANS.isPossibleNumberForTypeWithReason(number, PhoneNumberType.FIXED_LINE) == ValidationResult.IS_POSSIBLE;
  }

  /** Some plans take a digit off at each reading; what would not be read as itself is no number. */
  private static Reading stable(Found found) {
    String written = PLANS.format(found.number, PhoneNumberFormat.E164);
    PhoneNumber again = parsed(written, NO_REGION);
    boolean same = again != null && PLANS.format(again, PhoneNumberFormat.E164).equals(written);
    return same && written.length() <= MOST_DIGITS + 1 ? new Reading(written.substring(1), found.certain) : null;
  }

  /** Digits of all scripts as 0 to 9, all blanks as one, all dashes as one, without what is not seen; in lower case. */
  private static String plain(String typed) {
    StringBuilder plain = new StringBuilder();
    typed.codePoints().forEach(each -> {
      int character = each >= 0xFF01 && each <= 0xFF5E ? each - 0xFEE0 : each;
      int digit = Character.isDigit(character) ? Character.digit(character, 10) : -1;
      if (digit >= 0) {
        plain.append(digit);
        return;
      }
      switch (Character.getType(character)) {
        case Character.FORMAT, Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> {}
        case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.CONTROL ->
          plain.append(' ');
        case Character.DASH_PUNCTUATION -> plain.append('-');
        default -> plain.append(switch (character) {
          case '\u2212', '\u30FC', '\u02D7' -> "-";
          case '\u207A', '\u208A', '\uFE62', '\u2795' -> "+";
          case '\u00B7', '\u2022', '\u2219', '\u22C5', '\u30FB', '\uFF65', '\u2024', '\u3002', '\uFF61' -> ".";
          case '\u2215', '\u2044' -> "/";
          case '|', '\u3164', '\uFFA0', '\u115F', '\u1160', '\u2800' -> " ";
          default -> Character.toString(character).toLowerCase(Locale.ROOT);
        });
      }
    });
    return ENDS.matcher(plain).replaceAll("");
  }
}
