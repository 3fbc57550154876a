package com.mas.domain.people.notification;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.domain.people.notification.DeliveryService.Begun;
import com.mas.domain.people.notification.DeliveryService.Message;
import com.mas.domain.people.notification.EmailTemplate.Offer;
import com.mas.domain.people.notification.MailActionContract.Link;
import com.mas.domain.people.notification.MailRules.Sender;
import com.mas.domain.people.notification.NotificationContract.*;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import com.mas.secrets.Vault;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.SMTPException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down that a mail goes out, hands it over, writes down what became of it. */
final class EmailService {
  private static final Logger LOG = LoggerFactory.getLogger(EmailService.class);
  /** The mail server's time, and some for the database. */
  private static final Duration IN_HAND = Duration.ofSeconds(60);
  private static final String SMTP = "smtp";
  private static final Pattern ADDRESS =
      Pattern.compile("[^\\s@<>,;:\"\\p{Cntrl}]{1,64}@[^\\s@<>,;:\"\\p{Cntrl}]{1,189}");

  /** Tells a refusal from an answer that cannot be read, to which the library gives the code of a refusal too. */
  private static final Pattern REFUSAL = Pattern.compile("[45][0-9]{2}[ -]");

  private final DeliveryService deliveries;
  private final Jobs jobs;
  /** Null when there is no mail server. */
  private final Mailer mailer;
  private final Sender from;
  private final String publicUrl;
  /** Null where mails offer nothing to do. */
  private final Vault vault;
  private final Map<String, EmailTemplate> templates = new ConcurrentHashMap<>();

  EmailService(DeliveryService deliveries, Jobs jobs, Mailer mailer, NotificationVerticle.Config config) {
    this.deliveries = deliveries;
    this.jobs = jobs;
    this.mailer = mailer;
    this.from = config.mail().sender();
    this.publicUrl = config.publicUrl();
    this.vault = config.vault();
  }

  Delivered send(Call call, SendEmail mail) {
    if (!ADDRESS.matcher(mail.to()).matches()) {
      throw Failure.INVALID.with("An e-mail needs an address to go to.").at("/to");
    }
    EmailTemplate texts = templates.computeIfAbsent(mail.template(), EmailTemplate::load)
        .filled(mail.data(), publicUrl, offers(call, mail));
    if (mailer == null) {
      throw NotificationContract.MAIL_MISSING.refusal();
    }
    Category category = mail.category() == null ? Category.ACCOUNT : mail.category();
    Message message = new Message(call.tenant(), mail.key(), Channel.EMAIL, category, mail.userId(), mail.to(),
        mail.template());
    Begun begun = deliveries.begin(message, SMTP, IN_HAND, (tx, due) -> jobs.store(tx, NotificationContract.SEND_EMAIL,
        mail, JobOptions.on(NotificationContract.EMAIL_QUEUE).unique("held-" + mail.key() + "-" + due.getEpochSecond())
            .at(due).because(call)));
    return begun.answer() != null ? begun.answer() : handOver(begun, mail, texts);
  }

  /** Seals the links now, so that they are nowhere but in the mail. */
  private List<Offer> offers(Call call, SendEmail mail) {
    if (mail.actions() == null || vault == null || publicUrl.isEmpty() || mail.userId() == null) {
      return List.of();
    }
    return mail.actions().stream().map(each -> new Offer(each.label(), publicUrl + each.page() + "#token="
        + new Link(call.tenant(), mail.userId(), MailActionContract.mark(mail.to()), each.name(), each.subject(),
            each.version(), each.expiresAt()).sealed(vault)))
        .toList();
  }

  private Delivered handOver(Begun begun, SendEmail mail, EmailTemplate texts) {
    // the library encodes headers UTF-16 unit by unit, which no emoji survives; what is set here it leaves as it is
    MailMessage message = new MailMessage().setFrom(from.address()).setTo(mail.to())
        .addHeader("From", MailRules.from(from)).addHeader("Subject", MailRules.subject(texts.subject()))
        .addHeader("Auto-Submitted", "auto-generated");
    if (mail.invitation() == null) {
      message.setText(texts.text()).setHtml(texts.html());
    } else {
      InviteMail.put(message, texts, mail.invitation());
    }
    String messageId;
    try {
      messageId = mailer.send(message).await().getMessageID();
    } catch (Exception e) {
      return failed(begun, mail, e);
    }
    deliveries.complete(begun.id(), begun.attempt(), DeliveryState.SENT, messageId, null, null);
    LOG.info("sent e-mail {} ({})", mail.key(), mail.template());
    return new Delivered(begun.id(), DeliveryState.SENT, null, null, false, null);
  }

  private Delivered failed(Begun begun, SendEmail mail, Exception cause) {
    String error = String.valueOf(cause.getMessage());
    boolean isRefusal = cause instanceof SMTPException smtp && REFUSAL.matcher(smtp.getReplyMessage()).lookingAt();
    if (isRefusal && ((SMTPException) cause).isPermanent()) {
      complete(begun, DeliveryState.REJECTED, error);
      LOG.warn("the mail server refuses e-mail {}", mail.key());
      throw NotificationContract.MAIL_REFUSED.refusal();
    }
    if (isRefusal || cause instanceof Mailer.NotSent) {
      complete(begun, DeliveryState.FAILED, error);
      throw NotificationContract.MAIL_UNREACHABLE.refusal();
    }
    complete(begun, DeliveryState.UNKNOWN, error);
    LOG.warn("e-mail {} may or may not have been sent", mail.key());
    return new Delivered(begun.id(), DeliveryState.UNKNOWN, null, null, false, null);
  }

  private void complete(Begun begun, DeliveryState state, String error) {
    deliveries.complete(begun.id(), begun.attempt(), state, null, null, error);
  }
}
