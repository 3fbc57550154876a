package com.mas.domain.people.notification;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Header lines of a mail: who it is from, and words beyond ASCII (RFC 2047). */
final class MailRules {
  /** @param name shown to people, or empty; {@code address} in ASCII */
  record Sender(String name, String address) {
    /** Returns the name that the mail server is greeted with. */
    String domain() {
      return address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }
  }

  private static final Pattern NAMED = Pattern.compile("(.*?)\\s*<([^<>]*)>");
  private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern UNQUOTED = Pattern.compile("[^<>\"]*");
  private static final Pattern LOCAL_PART = Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}");
  private static final Pattern DOMAIN = Pattern.compile(
      "(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*");
  private static final Pattern ATOMS = Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*");
  private static final Pattern ASCII = Pattern.compile("[\\x20-\\x7E]*");
  private static final String BEGIN = "=?UTF-8?Q?";
  private static final String END = "?=";
  /** Longest line with encoded words. */
  private static final int LONGEST_LINE = 76;
  private static final int LONGEST_WORD = 75;
  /** Lists what stands for itself in an encoded word of any header; a name has no others. */
  private static final String PLAIN = "!*+-/";
  private static final String PLAIN_IN_SUBJECT = PLAIN + ":;,.'()&%$#@~^|{}[]<>";

  private MailRules() {}

  /** Reads {@code address} or {@code Name <address>}; empty for anything else, several addresses too. */
  static Optional<Sender> sender(String text) {
    Matcher named = NAMED.matcher(text.strip());
    boolean hasName = named.matches();
    String address = hasName ? named.group(2).strip() : text.strip();
    String name = hasName ? named.group(1).strip() : "";
    Matcher quoted = QUOTED.matcher(name);
    boolean isQuoted = quoted.matches();
    name = isQuoted ? quoted.group(1).replaceAll("\\\\(.)", "$1") : name;
    int at = address.lastIndexOf('@');
    boolean fits = at > 0 && LOCAL_PART.matcher(address.substring(0, at)).matches()
        && (isQuoted || UNQUOTED.matcher(name).matches()) && name.chars().noneMatch(Character::isISOControl);
    String domain = fits ? domain(address.substring(at + 1)) : "";
    return domain.isEmpty() ? Optional.empty() : Optional.of(new Sender(name, address.substring(0, at) + "@" + domain));
  }

  private static String domain(String typed) {
    try {
      String ascii = IDN.toASCII(typed);
      return DOMAIN.matcher(ascii).matches() ? ascii : "";
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** Returns the value of {@code From}. */
  static String from(Sender sender) {
    if (sender.name.isEmpty()) {
      return sender.address;
    }
    String name = !isPlain(sender.name) ? encoded(sender.name, PLAIN, "From: ".length())
        : ATOMS.matcher(sender.name).matches() ? sender.name
            : "\"" + sender.name.replaceAll("([\"\\\\])", "\\\\$1") + "\"";
    return name + (name.contains(BEGIN) ? "\r\n <" : " <") + sender.address + ">";
  }

  /** Returns the value of {@code Subject}: as it is in ASCII, else in encoded words of whole characters. */
  static String subject(String text) {
    return isPlain(text) ? text : encoded(text, PLAIN_IN_SUBJECT, "Subject: ".length());
  }

  /** Returns whether the text needs no encoding; text that looks encoded already needs it. */
  private static boolean isPlain(String text) {
    return ASCII.matcher(text).matches() && !text.contains("=?");
  }

  private static String encoded(String text, String plain, int column) {
    StringBuilder words = new StringBuilder(BEGIN);
    int room = Math.min(LONGEST_WORD, LONGEST_LINE - column) - BEGIN.length() - END.length();
    for (int character : text.codePoints().toArray()) {
      String letters = encoded(character, plain);
      if (letters.length() > room) {
        words.append(END).append("\r\n ").append(BEGIN);
        room = LONGEST_LINE - 1 - BEGIN.length() - END.length();
      }
      words.append(letters);
      room -= letters.length();
    }
    return words.append(END).toString();
  }

  private static String encoded(int character, String plain) {
    boolean asItIs = character >= '0' && character <= '9' || character >= 'A' && character <= 'Z'
        || character >= 'a' && character <= 'z' || plain.indexOf(character) >= 0;
    if (asItIs) {
      return Character.toString(character);
    }
    StringBuilder bytes = new StringBuilder();
    for (byte each : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
      bytes.append('=').append("%02X".formatted(each & 0xff));
    }
    return character == ' ' ? "_" : bytes.toString();
  }
}
