package com.mas.domain.people.notification;

import com.mas.bus.Text;
import java.util.regex.Pattern;

/** Decides what Meta's error codes mean for the sender. */
final class WhatsAppRules {
  enum Refusal {
    /** The same message may pass later. */
    LATER,
    /** Our account may not send at the moment: every message would be refused. */
    ACCOUNT,
    /** The template is missing, paused or of another form: every message with it would be refused. */
    TEMPLATE,
    /** This person cannot be reached, or not now. */
    RECIPIENT,
    /** Something is wrong with this one message. */
    MESSAGE;

    /** Returns whether other messages that are sent alike would be refused too. */
    boolean isForAll() {
      return this == ACCOUNT || this == TEMPLATE;
    }
  }

  /** The person has told Meta to get no more of what we send. */
  static final int OPTED_OUT = 131050;
  private static final Pattern BLANKS = Pattern.compile("[\\p{Cntrl}\\p{Z}]+");
  private static final int MAX_PARAMETER = 200;
  private static final int PAIR_SECONDS = 7;
  private static final int RATE_SECONDS = 30;

  private WhatsAppRules() {}

  /** @param status of HTTP; judged by when the code is not known */
  static Refusal refusal(int code, int status) {
    if (code >= 200 && code <= 299) {
      return Refusal.ACCOUNT;
    }
    return switch (code) {
      case 2, 4, 80007, 130429, 131000, 131016, 131048, 131056, 131057 -> Refusal.LATER;
      case 0, 3, 10, 190, 368, 131005, 131031, 131037, 131042, 131045 -> Refusal.ACCOUNT;
      case 132000, 132001, 132005, 132007, 132012, 132015, 132016, 132068, 132069 -> Refusal.TEMPLATE;
      case 130472, 131021, 131026, 131047, 131049, OPTED_OUT -> Refusal.RECIPIENT;
      case 1, 33, 100, 131008, 131009, 131051, 131052, 131053 -> Refusal.MESSAGE;
      default -> status == 401 || status == 403 ? Refusal.ACCOUNT
          : status == 429 || status >= 500 ? Refusal.LATER : Refusal.MESSAGE;
    };
  }

  /** Returns how long to wait: the pair limit is one message in six seconds to the same person. */
  static int retryAfterSeconds(int code) {
    return switch (code) {
      case 131056 -> PAIR_SECONDS;
      case 4, 80007, 130429, 131048 -> RATE_SECONDS;
      default -> 5;
    };
  }

  /** Meta refuses line breaks, tabs and rows of blanks in a parameter, and one in which nothing is seen. */
  static String parameter(String text) {
    String plain = text == null ? "" : BLANKS.matcher(text).replaceAll(" ").strip();
    return !Text.isVisible(plain) ? "-" : Text.within(plain, MAX_PARAMETER).strip();
  }
}
