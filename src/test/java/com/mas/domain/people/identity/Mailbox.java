package com.mas.domain.people.identity;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.mas.testkit.Eventually;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the mails that the server has received, one after the other. */
final class Mailbox {
  private static final Pattern CODE = Pattern.compile("(?m)^ {4}([0-9]{6,10})\\s*$");

  private final GreenMail server;
  private int read;

  Mailbox(GreenMail server) {
    this.server = server;
  }

  String nextCode() {
    Matcher code = CODE.matcher(GreenMailUtil.getWholeMessage(next()));
    assertTrue(code.find());
    return code.group(1);
  }

  String nextSubject() {
    try {
      return next().getSubject();
    } catch (MessagingException e) {
      throw new AssertionError(e);
    }
  }

  private MimeMessage next() {
    Eventually.eventually("a mail comes", () -> server.getReceivedMessages().length > read);
    return server.getReceivedMessages()[read++];
  }
}
