package com.mas.realtime.terminal;

import com.mas.realtime.terminal.TerminalContract.FirstLink;
import com.mas.realtime.terminal.TerminalContract.LinkMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** Checks and derives the properties of sessions and links. */
final class TerminalRules {
  static final int TOKEN_BYTES = 32;
  static final int MOST_LINKS = 50;
  static final int DEFAULT_GRANT_SECONDS = 600;
  static final int MOST_OPEN_SESSIONS = 20;
  private static final int DEFAULT_MINUTES = 240;
  private static final List<FirstLink> DEFAULT_LINKS =
      List.of(new FirstLink(LinkMode.WATCH, null), new FirstLink(LinkMode.ASK, null));

  private TerminalRules() {}

  static String token(byte[] random) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  /** Returns the form in which a token is stored. One round is enough: it has 256 random bits. */
  static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static int minutes(Integer wanted) {
    return wanted == null ? DEFAULT_MINUTES : wanted;
  }

  static List<FirstLink> links(List<FirstLink> wanted) {
    return wanted == null ? DEFAULT_LINKS : wanted;
  }

  static String label(String wanted) {
    return wanted == null ? "" : wanted.strip();
  }

  static String page(UUID session, String token) {
    return "/console/terminal#session=" + session + "&token=" + token;
  }

  static RuntimeException noSession() {
    return TerminalContract.SESSION_UNKNOWN.refusal();
  }

  static RuntimeException noRecording() {
    return TerminalContract.RECORDING_UNKNOWN.refusal();
  }
}
