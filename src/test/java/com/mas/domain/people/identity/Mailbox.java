package com.mas.domain.people.identity;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.mas.testkit.Eventually;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the mails that the server has received, one after the other. */
final class Mailbox {
  private static final Pattern CODE = Pattern.compile("(?m)^ {4}([0-9]{6,10})\\s*$");

  private final GreenMail server;
  /** Ids of mails: the server lists them by who gets them, and not as they came. */
  private final Set<String> read = new HashSet<>();

  Mailbox(GreenMail server) {
    this.server = server;
  }

  String nextCode() {
    return code(GreenMailUtil.getWholeMessage(nextMail()));
  }

  static String code(String mail) {
    Matcher code = CODE.matcher(mail);
    assertTrue(code.find(), mail);
    return code.group(1);
  }

  String nextSubject() {
    try {
      return nextMail().getSubject();
    } catch (MessagingException e) {
      throw new AssertionError(e);
    }
  }

  MimeMessage nextMail() {
    Eventually.eventually("a mail comes", () -> server.getReceivedMessages().length > read.size());
    return Stream.of(server.getReceivedMessages()).filter(mail -> read.add(id(mail))).findFirst().orElseThrow();
  }

  private static String id(MimeMessage mail) {
    try {
      return mail.getMessageID();
    } catch (MessagingException e) {
      throw new AssertionError(e);
    }
  }
}
