package com.mas.domain.people.notification;

import com.mas.bus.Capacity;
import com.mas.bus.FailureException;
import com.mas.bus.Request;
import com.mas.db.UuidV7;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.domain.people.notification.NotificationContract.Category;
import com.mas.domain.people.notification.NotificationContract.Delivered;
import com.mas.domain.people.notification.NotificationContract.SendEmail;
import com.mas.domain.people.notification.NotificationContract.SendWhatsApp;
import com.mas.domain.people.notification.NotificationVerticle.Config;
import com.mas.domain.people.notification.NotificationVerticle.Mail;
import com.mas.domain.people.notification.NotificationVerticle.WhatsApp;
import com.mas.jobs.Jobs;
import com.mas.sandbox.SandboxConformance.Verdict;
import com.mas.sandbox.mail.MailSimulator;
import com.mas.sandbox.whatsapp.AiSensySimulator;
import com.mas.sandbox.whatsapp.WhatsAppSimulator;
import com.mas.testkit.House;
import com.mas.testkit.Sandbox;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TurnableClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends one message after the other by a provider of the sandbox, each as a node that has just been started does. */
final class Outside implements AutoCloseable {
  private static final Duration PATIENT = Duration.ofSeconds(20);
  /** The mail client counts whole seconds. */
  private static final Duration IMPATIENT = Duration.ofSeconds(1);
  private static final WhatsApp NO_WHATSAPP = whatsApp("", "", "", "", IMPATIENT);
  private static final Mail NO_MAIL = mail("", 25, IMPATIENT);

  private final TurnableClock clock = TurnableClock.at("2026-03-01T12:00:00+05:30");
  private final TestDatabase database = TestDatabase.create();
  private final Fixtures node = new Fixtures(database, clock);
  private final AtomicInteger keys = new AtomicInteger();
  final Sandbox sandbox = new Sandbox(node.vertx, clock);

  private static WhatsApp whatsApp(String meta, String number, String aisensy, String key,
      Duration patience) {
    return new WhatsApp(meta, "v23.0", number, WhatsAppSimulator.TOKEN, "", "", aisensy, key, Set.of(), patience);
  }

  private static Mail mail(String host, int port, Duration patience) {
    return new Mail(host, port, MailSimulator.USER, MailSimulator.PASSWORD, "off", "no-reply@mas.example", patience);
  }

  Verdict byMeta(boolean isPatient) {
    return message(whatsApp(sandbox.url("whatsapp"), WhatsAppSimulator.PHONE_NUMBER_ID, "http://127.0.0.1:1", "",
        isPatient ? PATIENT : IMPATIENT));
  }

  Verdict byAiSensy(boolean isPatient) {
    return message(whatsApp("http://127.0.0.1:1", "", sandbox.url("aisensy"), AiSensySimulator.KEY,
        isPatient ? PATIENT : IMPATIENT));
  }

  Verdict byMail(boolean isPatient) {
    return deliver(NO_WHATSAPP, mail("127.0.0.1", sandbox.smtpPort(), isPatient ? PATIENT : IMPATIENT),
        NotificationContract.SEND_EMAIL,
        new SendEmail("asha@x.example", "login_code",
            Map.of("name", "Asha", "code", "123456", "minutes", "10"),
            "key-" + keys.incrementAndGet()));
  }

  private Verdict message(WhatsApp config) {
    int number = keys.incrementAndGet();
    return deliver(config, NO_MAIL, NotificationContract.SEND_WHATSAPP,
        new SendWhatsApp("+9199%08d".formatted(number * 1_000 + 1), null, Category.REMINDER,
            "mrlearn_course_progress_reminder", "en", List.of("Asha", "Data Science", "42%", "8", "Friday"),
            "courses/1/take", "key-" + number));
  }

  private <Q> Verdict deliver(WhatsApp whatsApp, Mail mail, Request<Q, Delivered> request, Q body) {
    Config config = new Config(mail, whatsApp,
        new NotificationVerticle.QuietHours(Fixtures.INDIA, Fixtures.NIGHT, Fixtures.MORNING), Fixtures.PER_DAY);
    String id = node.deploy(new NotificationVerticle(node.bus, new Capacity("notification", 1, 100), node.db,
        new Jobs(clock), new UuidV7(clock), config, IdentityContract.PEOPLE));
    try {
      Delivered delivered = node.ask(node.product(), request, body);
      return switch (delivered.state()) {
        case SENT -> Verdict.USED;
        case UNKNOWN -> Verdict.UNKNOWN;
        default -> Verdict.REFUSED;
      };
    } catch (FailureException failed) {
      return Verdict.of(failed);
    } finally {
      House.await(node.vertx.undeploy(id));
    }
  }

  @Override
  public void close() {
    node.close();
    database.close();
  }
}
