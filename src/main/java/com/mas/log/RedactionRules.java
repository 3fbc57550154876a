package com.mas.log;

import java.util.regex.Pattern;

/** What must not be read in a log: credentials by their key, tokens by their shape, and the password part of a URL. */
public final class RedactionRules {
  private static final String HIDDEN = "[redacted]";

  private static final Pattern BY_KEY = Pattern.compile(
      "(?i)(\"?(?:[\\w-]*(?:password|passwd|secret|token|api[-_]?key|credentials?|authorization|cookie|c_ujwt|otp)"
          + "[\\w-]*)\"?\\s*[:=]\\s*)"
          + "(\"(?:[^\"\\\\]|\\\\.)*+\"|(?:bearer|basic)\\s+[^\\s,;}\\])]+|[^\\s,;&}\\])]+)");
  private static final Pattern BEARER = Pattern.compile("(?i)\\b(bearer|basic)\\s+[A-Za-z0-9._~+/=-]{8,}");
  private static final Pattern JWT = Pattern.compile("\\beyJ[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");
  private static final Pattern URL_PASSWORD = Pattern.compile("(\\w+://[^\\s:/@]*):[^\\s@/]+@");

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
      text = BY_KEY.matcher(text).replaceAll("$1" + HIDDEN);
    }
    return hasSpace(text) ? BEARER.matcher(text).replaceAll("$1 " + HIDDEN) : text;
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
