package com.mas.sandbox.graphy;

import java.util.Locale;

/**
 * The people with an account at the simulated school, known by their number and computed from it each time they are
 * asked for: nothing is stored. Numbers below {@link #PEOPLE} are the school's; from {@link #CROWD} on come those that
 * fill the courses that benchmarks ask for.
 *
 * <p>Some have fixed parts: {@link #ASHA} is the one whom walk-throughs look at, the two {@code NEHA}s have one e-mail
 * address between them once the prefix is gone, the two {@code PHONE_SHARED}s have one phone.
 */
final class GraphyLearners {
  static final int PEOPLE = 3_600;
  static final int CROWD = 1_000_000;
  static final String SLUG = "masedu";

  static final int ASHA = 0;
  static final int NEHA = 1;
  static final int OTHER_NEHA = 2;
  static final int PHONE_SHARED = 3;
  static final int OTHER_PHONE_SHARED = 4;
  private static final int FIXED = 5;

  private static final String[] HOSTS = {"learner.example", "inbox.example", "mail.example", "campus.example"};
  // as MongoDB: seconds, five bytes of the writing process, a counter
  private static final String PROCESS = "a9e8d7c6b5";
  private static final int COUNTER_MASK = 0xffffff;
  private static final int SCATTER = 0x9e3779;
  private static final int GATHER = inverse(SCATTER);
  private static final long FIRST_ACCOUNT = 1_672_531_200L; // 2023-01-01
  private static final int ACCOUNT_SPAN = 364 * 86_400;
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private GraphyLearners() {}

  static void writeId(StringBuilder out, int person) {
    writeHex(out, (int) createdSeconds(person), 8);
    out.append(PROCESS);
    writeHex(out, person * SCATTER & COUNTER_MASK, 6);
  }

  static String id(int person) {
    StringBuilder out = new StringBuilder(24);
    writeId(out, person);
    return out.toString();
  }

  /** The person's number, or -1 for an id that this school never gave out. */
  static int byId(String id) {
    if (id.length() != 24) {
      return -1;
    }
    try {
      int person = Integer.parseInt(id, 18, 24, 16) * GATHER & COUNTER_MASK;
      return id(person).equals(id) ? person : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** Before the first enrolment of anybody. */
  static long createdSeconds(int person) {
    return FIRST_ACCOUNT + Dice.roll(ACCOUNT_SPAN, person, 0, 1);
  }

  static String name(int person) {
    return switch (person) {
      case ASHA -> "Asha Kulkarni";
      case NEHA -> "Neha Sharma";
      case OTHER_NEHA -> "Neha S";
      default -> String.join(" ", LearnerNames.of(person));
    };
  }

  /** Prefixed with the school's slug, except for a few that staff entered by hand; null for about one in sixty. */
  static String email(int person) {
    switch (person) {
      case ASHA :
        return SLUG + "-asha.kulkarni@learner.example";
      case NEHA :
        return SLUG + "-neha.sharma@learner.example";
      case OTHER_NEHA :
        return "Neha.Sharma@learner.example";
      default :
    }
    if (person >= FIXED && person < CROWD && Dice.roll(60, person, 0, 2) == 0) {
      return null;
    }
    String[] name = LearnerNames.of(person);
    StringBuilder out = new StringBuilder(48);
    if (Dice.roll(40, person, 0, 3) != 0) {
      out.append(SLUG).append('-');
    }
    out.append(name[0].toLowerCase(Locale.ROOT));
    // a hyphen of one's own, which must survive the removal of the prefix
    out.append(Dice.roll(50, person, 0, 4) == 0 ? "-" : ".");
    out.append(name[1].toLowerCase(Locale.ROOT));
    int round = person / LearnerNames.distinct();
    if (round > 0) {
      out.append(100 + round);
    } else if (Dice.roll(5, person, 0, 5) < 3) {
      out.append(10 + Dice.roll(90, person, 0, 6));
    }
    return out.append('@').append(HOSTS[Dice.roll(HOSTS.length, person, 0, 7)]).toString();
  }

  /**
   * Returns the phone number, for seven in eight with the country code. All have one; the methods below say who shows
   * it.
   */
  static String phone(int person) {
    int number = person == OTHER_PHONE_SHARED ? PHONE_SHARED : person;
    String digits = Integer.toString(1_000_000 + (number < CROWD ? number + 1 : number)).substring(1);
    boolean bare = person >= FIXED && Dice.roll(8, person, 0, 8) == 0;
    return (bare ? "" : "+91") + (number < CROWD ? "9900" : "9800") + digits;
  }

  /** About two thirds. */
  static boolean showsPhoneInUsers(int person) {
    return person < FIXED || Dice.roll(100, person, 0, 9) < 66;
  }

  /** Returns true for those who show it in the list of users, and for half of the rest. */
  static boolean showsPhoneInReport(int person) {
    return person < FIXED || Dice.roll(100, person, 0, 9) < 83;
  }

  /** One in thirty. */
  static boolean showsPhoneInCourse(int person) {
    return Dice.roll(30, person, 0, 10) == 0 && showsPhoneInUsers(person);
  }

  private static void writeHex(StringBuilder out, int value, int digits) {
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
      out.append(HEX[value >>> shift & 15]);
    }
  }

  // Newton's iteration for odd numbers, modulo a power of two
  private static int inverse(int odd) {
    int x = odd;
    for (int i = 0; i < 5; i++) {
      x *= 2 - odd * x;
    }
    return x;
  }
}
