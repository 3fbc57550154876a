package com.mas.domain.people.notification;

import com.mas.bus.Capacity;
import com.mas.db.UuidV7;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.domain.people.notification.NotificationVerticle.Config;
import com.mas.jobs.Jobs;
import com.mas.testkit.House;
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

  Fixtures(TestDatabase database, TurnableClock clock) {
    super(clock, database, UUID.randomUUID().toString());
  }

  static Config config(String smtpHost, int smtpPort) {
    return config(smtpHost, smtpPort, "http://127.0.0.1:1");
  }

  /** @param sandbox base URL of the simulators */
  static Config config(String smtpHost, int smtpPort, String sandbox) {
    return config(smtpHost, smtpPort, sandbox, "no-reply@mas.example");
  }

  static Config config(String smtpHost, int smtpPort, String sandbox, String from) {
    return new Config(
        new NotificationVerticle.Mail(smtpHost, smtpPort, "", "", "off", from, Duration.ofSeconds(2)),
        new NotificationVerticle.WhatsApp(sandbox + "/whatsapp", "v23.0", "100000000000001", "sandbox-token",
            "sandbox-app-secret", "sandbox-verify-token", sandbox + "/aisensy", "sandbox-aisensy-key",
            Set.of(190, 131042, -1), Duration.ofSeconds(2)),
        new NotificationVerticle.QuietHours(INDIA, NIGHT, MORNING), PER_DAY);
  }

  void deploy(Config config) {
    deploy(new NotificationVerticle(bus, new Capacity("notification", 1, 100), db, new Jobs(clock), new UuidV7(clock),
        config, IdentityContract.PEOPLE));
  }

  UUID person(String name, String phone) {
    UUID id = UUID.randomUUID();
    await(db.send("""
        INSERT INTO identity.users (id, tenant, email, email_stripped, full_name, phone, role, created_at, updated_at)
        VALUES ($1, $2, $3, $3, $4, $5, 'USER', now(), now())""", id, tenant, id + "@learner.example", name, phone));
    return id;
  }
}
