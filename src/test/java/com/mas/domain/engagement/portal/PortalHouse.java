package com.mas.domain.engagement.portal;

import com.mas.bus.Capacity;
import com.mas.db.UuidV7;
import com.mas.jobs.Jobs;
import com.mas.secrets.Vault;
import com.mas.testkit.House;
import java.time.Duration;
import java.util.UUID;

/** Opens the portal in a house. */
final class PortalHouse {
  static final Vault VAULT = Vault.of("a key for tests that is long enough for all", null);
  /** Time that a test waits for what shall be late. */
  static final Duration BRIEF = Duration.ofMillis(700);
  /** Time that a busy machine may take. */
  static final Duration PATIENT = Duration.ofSeconds(15);

  private PortalHouse() {}

  static void open(House house) {
    open(house, PATIENT);
  }

  /** @param patience how long a section is waited for */
  static void open(House house, Duration patience) {
    house.deploy(new PortalVerticle(house.bus, new Capacity("portal", 1, 100), house.db, new Jobs(house.clock),
        new UuidV7(house.clock), VAULT, patience));
  }

  static void person(House house, UUID id, String name) {
    house.execute("""
        INSERT INTO identity.users (id, tenant, email, full_name, role, email_verified_at, created_at, updated_at)
        VALUES ('%s', 'mas', '%s@mas.example', '%s', 'USER', now(), now(), now())""".formatted(id, id, name));
  }
}
