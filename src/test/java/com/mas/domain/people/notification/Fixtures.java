package com.mas.domain.people.notification;

import com.mas.bus.Capacity;
import com.mas.db.UuidV7;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.domain.people.notification.NotificationVerticle.Config;
import com.mas.jobs.Jobs;
import com.mas.sandbox.mail.MailSimulator;
import com.mas.testkit.House;
import com.mas.testkit.Sandbox;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TurnableClock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;
import java.util.UUID;

/** A node with the notification domain on it, its stored requests included but not run. */
final class Fixtures extends House {
  static final ZoneId INDIA = ZoneId.of("Asia/Kolkata");
  static final LocalTime NIGHT = LocalTime.of(21, 0);
  static final LocalTime MORNING = LocalTime.of(8, 0);
  static final int PER_DAY = 3;
  private static final String FROM = "no-reply@mas.example";
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  Fixtures(TestDatabase database, TurnableClock clock) {
    super(clock, database, UUID.randomUUID().toString());
  }

  /** Leads to no WhatsApp, and to a mail server without a login. */
  static Config config(String smtpHost, int smtpPort) {
    return config(new NotificationVerticle.Mail(smtpHost, smtpPort, "", "", "off", FROM, PATIENCE));
  }

  /** Leads to no WhatsApp. */
  static Config config(NotificationVerticle.Mail mail) {
    return config(mail, "http://127.0.0.1:1");
  }

  /** Leads to the sandbox with everything. */
  static Config config(Sandbox sandbox) {
    return config(mail(sandbox, PATIENCE), "http://127.0.0.1:" + sandbox.port());
  }

  static NotificationVerticle.Mail mail(Sandbox sandbox, Duration patience) {
    return mail(sandbox, FROM, patience);
  }

  static NotificationVerticle.Mail mail(Sandbox sandbox, String from) {
    return mail(sandbox, from, PATIENCE);
  }

  private static NotificationVerticle.Mail mail(Sandbox sandbox, String from, Duration patience) {
    return new NotificationVerticle.Mail("127.0.0.1", sandbox.smtpPort(), MailSimulator.USER, MailSimulator.PASSWORD,
        "off", from, patience);
  }

  private static Config config(NotificationVerticle.Mail mail, String sandbox) {
    return new Config(mail,
        new NotificationVerticle.WhatsApp(sandbox + "/whatsapp", "v23.0", "100000000000001", "sandbox-token",
            "sandbox-app-secret", "sandbox-verify-token", sandbox + "/aisensy", "sandbox-aisensy-key",
            Set.of(190, 131042, -1), PATIENCE),
        new NotificationVerticle.QuietHours(INDIA, NIGHT, MORNING), PER_DAY);
  }

  /** Returns the deployment's id. */
  String deploy(Config config) {
    return deploy(new NotificationVerticle(bus, new Capacity("notification", 1, 100), db, new Jobs(clock),
        new UuidV7(clock),
        config, IdentityContract.PEOPLE));
  }

  UUID person(String name, String phone) {
    UUID id = UUID.randomUUID();
    await(db.send("""
        INSERT INTO identity.users (id, tenant, email, full_name, phone, role, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, 'USER', now(), now())""", id, tenant, id + "@learner.example", name, phone));
    return id;
  }
}
