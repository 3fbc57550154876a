package com.mas.domain.notification;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.db.Database;
import com.mas.db.UuidV7;
import com.mas.domain.notification.EmailRepository.Logged;
import com.mas.domain.notification.NotificationContract.EmailSent;
import com.mas.domain.notification.NotificationContract.EmailState;
import com.mas.domain.notification.NotificationContract.SendEmail;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.SMTPException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down that a mail goes out, hands it over, writes down what became of it. */
final class EmailService {
  private static final Logger LOG = LoggerFactory.getLogger(EmailService.class);
  /** Who has it in hand for longer than this has died: the mail server's time, and some for the database. */
  private static final Duration IN_HAND = Duration.ofSeconds(60);
  private static final int MAX_KEY = 200;
  private static final int MAX_ERROR = 300;
  private static final Pattern ADDRESS =
      Pattern.compile("[^\\s@<>,;:\"\\p{Cntrl}]{1,64}@[^\\s@<>,;:\"\\p{Cntrl}]{1,189}");

  private final EmailRepository repository;
  /** Null when there is no mail server. */
  private final Mailer mailer;
  private final String from;
  private final UuidV7 ids;
  private final Clock clock;
  private final Map<String, EmailTemplate> templates = new ConcurrentHashMap<>();

  EmailService(Database db, Mailer mailer, String from, UuidV7 ids, Clock clock) {
    this.repository = new EmailRepository(db);
    this.mailer = mailer;
    this.from = from;
    this.ids = ids;
    this.clock = clock;
  }

  EmailSent send(Call call, SendEmail mail) {
    if (mail.to() == null || !ADDRESS.matcher(mail.to()).matches() || mail.key() == null || mail.key()
        .length() > MAX_KEY) {
      throw Failure.INVALID.with("An e-mail needs an address to go to, and a key of at most " + MAX_KEY
          + " characters.");
    }
    EmailTemplate texts = templates.computeIfAbsent(mail.template(), EmailTemplate::load).filled(mail.data());
    if (mailer == null) {
      throw Failure.NOT_CONFIGURED.with("There is no mail server: SMTP_HOST is not set.");
    }
    Optional<UUID> begun = repository.begin(ids.next(), call.tenant(), mail, clock.instant());
    return new EmailSent(begun.isPresent() ? handOver(begun.get(), mail, texts) : earlier(call, mail));
  }

  private EmailState handOver(UUID id, SendEmail mail, EmailTemplate texts) {
    MailMessage message = new MailMessage().setFrom(from).setTo(mail.to())
        .setSubject(texts.subject()).setText(texts.text()).setHtml(texts.html())
        .addHeader("Auto-Submitted", "auto-generated");
    String messageId;
    try {
      messageId = mailer.send(message).await().getMessageID();
    } catch (Exception e) {
      return failed(id, mail, e);
    }
    repository.complete(id, "sent", messageId, null, clock.instant());
    LOG.info("sent e-mail {} ({})", mail.key(), mail.template());
    return EmailState.SENT;
  }

  private EmailState failed(UUID id, SendEmail mail, Exception cause) {
    String error = brief(cause);
    if (cause instanceof SMTPException smtp && smtp.isPermanent()) {
      repository.complete(id, "rejected", null, error, clock.instant());
      LOG.warn("the mail server refuses e-mail {}: {}", mail.key(), error);
      throw Failure.UNPROCESSABLE.with("The mail server refuses this e-mail.");
    }
    if (cause instanceof SMTPException || cause instanceof ConnectException || cause instanceof UnknownHostException) {
      repository.complete(id, "failed", null, error, clock.instant());
      throw Failure.PROVIDER_FAILED.with("The mail server cannot take the e-mail at the moment.");
    }
    repository.complete(id, "unknown", null, error, clock.instant());
    LOG.warn("e-mail {} may or may not have been sent: {}", mail.key(), error);
    return EmailState.UNKNOWN;
  }

  private EmailState earlier(Call call, SendEmail mail) {
    Logged logged = repository.find(call.tenant(), mail.key()).orElseThrow();
    return switch (logged.state()) {
      case "sent" -> EmailState.SENT;
      case "unknown" -> EmailState.UNKNOWN;
      default -> {
        if (logged.updatedAt().plus(IN_HAND).isAfter(clock.instant())) {
          throw Failure.UNAVAILABLE.with("This e-mail is being sent at this moment.")
              .retryAfter((int) IN_HAND.toSeconds());
        }
        repository.complete(logged.id(), "unknown", null, "the process that sent it was lost", clock.instant());
        LOG.warn("e-mail {} may or may not have been sent: the process that sent it was lost", mail.key());
        yield EmailState.UNKNOWN;
      }
    };
  }

  private static String brief(Exception cause) {
    String text = String.valueOf(cause.getMessage()).replaceAll("\\p{Cntrl}+", " ");
    return text.length() <= MAX_ERROR ? text : text.substring(0, MAX_ERROR);
  }
}
