package com.mas.domain.people.notification;

import com.mas.domain.people.notification.AppointmentContract.Invitation;
import io.vertx.ext.mail.MailMessage;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

/**
 * Writes the body of a mail that brings an entry for calendars: the entry is one of three forms of the same mail, which
 * Gmail and Outlook want, and a file too, which Apple's programs want. The library knows no such body; it sends one
 * that is ASCII in short lines as it is.
 */
final class InviteMail {
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(76, "\n".getBytes(StandardCharsets.US_ASCII));

  private InviteMail() {}

  static void put(MailMessage mail, EmailTemplate texts, Invitation invitation) {
    String method = invitation.cancelled() ? "CANCEL" : "REQUEST";
    String boundary = UUID.randomUUID().toString();
    String forms = multipart("forms-" + boundary,
        part("text/plain; charset=utf-8", "", texts.text()), part("text/html; charset=utf-8", "", texts.html()),
        part("text/calendar; charset=utf-8; method=" + method, "", invitation.text()));
    String all = multipart("mixed-" + boundary,
        "Content-Type: multipart/alternative; boundary=\"forms-" + boundary + "\"\n\n" + forms,
        part("application/ics; name=\"invite.ics\"", "Content-Disposition: attachment; filename=\"invite.ics\"\n",
            invitation.text()));
    mail.setText(all).addHeader("Content-Type", "multipart/mixed; boundary=\"mixed-" + boundary + "\"");
  }

  private static String part(String type, String more, String text) {
    return "Content-Type: " + type + "\nContent-Transfer-Encoding: base64\n" + more + "\n"
        + LINES.encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "\n";
  }

  private static String multipart(String boundary, String... parts) {
    StringBuilder all = new StringBuilder();
    for (String part : parts) {
      all.append("--").append(boundary).append('\n').append(part);
    }
    return all.append("--").append(boundary).append("--\n").toString();
  }
}
