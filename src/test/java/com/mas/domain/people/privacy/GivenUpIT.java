package com.mas.domain.people.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.boot.Modules;
import com.mas.bus.Capacity;
import com.mas.bus.Request;
import com.mas.module.Parts;
import com.mas.runs.RunsContract;
import com.mas.runs.RunsContract.GivenUp;
import com.mas.testkit.House;
import com.mas.testkit.TestInstallation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** An export that was under way when the engine gave its run up: it is over, and another one may be asked for. */
class GivenUpIT {
  private static final Request<GivenUp, Void> TOLD =
      RunsContract.GIVEN_UP.request("privacy", Duration.ofSeconds(10));

  @AutoClose private static final Office office = new Office();

  private static final class Office extends House {
    Office() {
      super("2026-03-10T09:00:00Z");
      deploy(new PrivacyVerticle(new Parts(vertx, bus, db, null, TestInstallation.PLAIN, Map.of()),
          new Capacity("privacy", 1, 100), Modules.tables(), Duration.ZERO));
    }
  }

  @Test
  void itFailsOnceHoweverOftenThatIsTold() {
    UUID export = UUID.randomUUID();
    UUID run = UUID.randomUUID();
    office.execute("""
        INSERT INTO privacy.exports (id, tenant, person, asked_by, state, asked_at, expires_at)
        VALUES (?, 'mas', gen_random_uuid(), gen_random_uuid(), 'queued', now(), now())""", export);
    office.execute("""
        INSERT INTO runs.run (id, kind, tenant, subject, state, phases, asked_at, moved_at, ended_at, error, untold)
        VALUES (?, 'privacy.export', 'mas', ?, 'failed', '{}', now(), now(), now(), 'Given up.', true)""", run,
        export.toString());
    GivenUp told = new GivenUp(run, "privacy.export", "mas", export.toString());
    office.ask(office.product(), TOLD, told);
    assertEquals(List.of("failed Given up."),
        office.column("SELECT state || ' ' || error FROM privacy.exports"));
    office.execute("UPDATE privacy.exports SET state = 'queued'");
    office.ask(office.product(), TOLD, told);
    office.ask(office.product(), TOLD, new GivenUp(UUID.randomUUID(), "another.kind", null, ""));
    assertEquals(List.of("queued"), office.column("SELECT state FROM privacy.exports"), "what came after stays");
  }
}
