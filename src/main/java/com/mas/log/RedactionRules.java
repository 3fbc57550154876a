package com.mas.log;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes secrets from log lines: credentials by their key, tokens by their shape, and the password part of a URL.
 * Logged text comes from anybody, a path of 8 KB among it, so each rule takes time in proportion to the line.
 */
public final class RedactionRules {
  private static final String HIDDEN = "[redacted]";

  private static final Pattern KEY = Pattern.compile(
      "(?i)password|passwd|secret|token|api[-_]?key|credential|authorization|cookie|c_ujwt|otp");
  private static final Pattern BEARER = Pattern.compile("(?i)\\b(bearer|basic)\\s++[A-Za-z0-9._~+/=-]{8,}+");
  private static final Pattern JWT =
      Pattern.compile("\\beyJ[A-Za-z0-9_-]{5,1024}+\\.[A-Za-z0-9_-]++\\.[A-Za-z0-9_-]*+");
  private static final Pattern URL_PASSWORD = Pattern.compile("(://[^\\s:/@]*+):[^\\s@/]++@");

  /** The cluster's name opens the cluster. */
  private static final Pattern CLUSTER_NAME = Pattern.compile("\\bengagement-[0-9a-f]{32}\\b");

  private RedactionRules() {}

  /** Each pattern is tried only on text that has what it cannot do without: most has not, and patterns are dear. */
  public static String redact(String line) {
    String text = line;
    if (text.contains("://")) {
      text = URL_PASSWORD.matcher(text).replaceAll("$1:" + HIDDEN + "@");
    }
    if (text.contains("engagement-")) {
      text = CLUSTER_NAME.matcher(text).replaceAll(HIDDEN);
    }
    if (text.contains("eyJ")) {
      text = JWT.matcher(text).replaceAll(HIDDEN);
    }
    if (text.indexOf(':') >= 0 || text.indexOf('=') >= 0) {
      text = hideByKey(text);
    }
    return hasSpace(text) ? BEARER.matcher(text).replaceAll("$1 " + HIDDEN) : text;
  }

  /** Hides the value after a name that contains one of the words and is followed by a colon or an equals sign. */
  private static String hideByKey(String text) {
    Matcher key = KEY.matcher(text);
    StringBuilder out = null;
    int copied = 0;
    int at = 0;
    while (key.find(at)) {
      at = endOfWord(text, key.end()); // other keys in this word end there too
      int value = value(text, at);
      int end = value < 0 ? value : endOfValue(text, value);
      if (end > value) {
        out = out == null ? new StringBuilder(text.length()) : out;
        out.append(text, copied, value).append(HIDDEN);
        copied = end;
        at = end;
      }
    }
    return out == null ? text : out.append(text, copied, text.length()).toString();
  }

  private static int endOfWord(String text, int from) {
    int at = from;
    while (at < text.length() && (isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_'
        || text.charAt(at) == '-')) {
      at++;
    }
    return at;
  }

  private static boolean isLetterOrDigit(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }

  /** Returns where the value of a key that ends here begins; -1 if it is none. */
  private static int value(String text, int endOfKey) {
    int at = endOfKey < text.length() && text.charAt(endOfKey) == '\\' ? endOfKey + 1 : endOfKey; // JSON within JSON
    at = afterSpaces(text, at < text.length() && text.charAt(at) == '"' ? at + 1 : at);
    boolean given = at < text.length() && (text.charAt(at) == ':' || text.charAt(at) == '=');
    return given ? afterSpaces(text, at + 1) : -1;
  }

  private static int afterSpaces(String text, int from) {
    int at = from;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** A string to its last quote, or to the line's end if it has none; else a word, with the scheme before it. */
  private static int endOfValue(String text, int from) {
    if (text.startsWith("\\\"", from)) {
      int end = text.indexOf("\\\"", from + 2);
      return end < 0 ? text.length() : end + 2;
    }
    if (from < text.length() && text.charAt(from) == '"') {
      int at = from + 1;
      while (at < text.length() && text.charAt(at) != '"') {
        at += text.charAt(at) == '\\' ? 2 : 1;
      }
      return Math.min(at + 1, text.length());
    }
    for (String scheme : new String[] {"bearer", "basic"}) {
      int after = from + scheme.length();
      if (text.regionMatches(true, from, scheme, 0, scheme.length()) && afterSpaces(text, after) > after) {
        return endOfPlain(text, afterSpaces(text, after), ",;}])");
      }
    }
    return endOfPlain(text, from, ",;&}])");
  }

  private static int endOfPlain(String text, int from, String ends) {
    int at = from;
    while (at < text.length() && !Character.isWhitespace(text.charAt(at)) && ends.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return at;
  }

  private static boolean hasSpace(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ') {
        return true;
      }
    }
    return false;
  }
}
