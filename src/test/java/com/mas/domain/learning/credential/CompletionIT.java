package com.mas.domain.learning.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Change;
import com.mas.bus.Request;
import com.mas.domain.learning.credential.CredentialContract.Credential;
import com.mas.domain.learning.credential.CredentialContract.ListMine;
import com.mas.domain.learning.credential.CredentialContract.State;
import com.mas.domain.learning.credential.IssuerContract.IssuerState;
import com.mas.domain.learning.credential.IssuerContract.UpdateIssuer;
import com.mas.domain.learning.sync.LinkContract;
import com.mas.domain.learning.sync.LinkContract.ModuleWithdrawn;
import com.mas.domain.learning.sync.SyncContract;
import com.mas.domain.learning.sync.SyncContract.CourseCompleted;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Checks what a completed course is certified with. */
class CompletionIT {
  private static final Request<CourseCompleted, Void> TELL =
      SyncContract.COURSE_COMPLETED.request("credential", Duration.ofSeconds(30));
  private static final Instant AT = Instant.parse("2026-03-09T20:00:00Z");

  @AutoClose private static final Registry registry = new Registry();

  private static List<Credential> held(UUID account) {
    return registry.ask(account, CredentialContract.MINE, new ListMine(null, null)).items();
  }

  @Test
  void aCompletedCourseIsCertifiedOnceHoweverOftenItIsTold() {
    UUID asha = registry.account("completes@learner.example");
    for (int i = 0; i < 2; i++) {
      registry.ask(registry.product(), TELL, new CourseCompleted(asha, "c-1", "SQL for Analysts", AT));
    }
    registry.ask(registry.product(), TELL, new CourseCompleted(asha, "c-1", "SQL for Analysts, renamed", AT));
    registry.ask(registry.product(), TELL, new CourseCompleted(asha, "c-2", "Statistics", AT));
    registry.ask(registry.product(), TELL, new CourseCompleted(UUID.randomUUID(), "c-2", "Statistics", AT));
    assertEquals(List.of("SQL for Analysts", "Statistics"),
        held(asha).stream().map(Credential::title).sorted().toList());
    Credential one = held(asha).getFirst();
    assertEquals(State.ISSUED, one.state());
    assertEquals(registry.tenant, one.issuer());
    assertEquals(LocalDate.parse("2026-03-10"), one.completedOn(), "the day in India");
    assertTrue(registry.verify(one.id()).valid());
    UUID issuer = one.issuerId();
    registry.ask(IssuerContract.UPDATE, new UpdateIssuer(issuer, Change.none(), Change.to(IssuerState.BLOCKED),
        Change.none(), Change.none()));
    registry.ask(registry.product(), TELL, new CourseCompleted(asha, "c-3", "Not any longer", AT));
    assertEquals(2, held(asha).size());
    registry.ask(IssuerContract.UPDATE, new UpdateIssuer(issuer, Change.none(), Change.to(IssuerState.APPROVED),
        Change.none(), Change.none()));
  }

  @Test
  void whatWasSomebodyElsesIsTakenBackWithTheReason() {
    UUID ravi = registry.account("withdrawn@learner.example");
    registry.ask(registry.product(), TELL, new CourseCompleted(ravi, "c-9", "Weaving", AT));
    Request<ModuleWithdrawn, Void> withdraws =
        LinkContract.MODULE_WITHDRAWN.request("credential", Duration.ofSeconds(30));
    ModuleWithdrawn other = new ModuleWithdrawn(UUID.randomUUID(), ravi, "c-8", "m1", 0, "c-8:m1", "Another course.");
    registry.ask(registry.product(), withdraws, other);
    assertEquals(State.ISSUED, held(ravi).getFirst().state());
    for (String module : List.of("m1", "m2")) {
      registry.ask(registry.product(), withdraws, new ModuleWithdrawn(UUID.randomUUID(), ravi, "c-9", module, 0,
          "c-9:" + module, "It belongs to another person."));
    }
    Credential taken = held(ravi).getFirst();
    assertEquals(State.REVOKED, taken.state());
    assertEquals("It belongs to another person.", taken.revokedReason());
    assertFalse(registry.verify(taken.id()).valid());
    assertEquals(1, registry.number("SELECT count(*) FROM credential.entries e JOIN credential.credentials c"
        + " ON c.entry = e.number WHERE c.id = ? AND e.revoked_at IS NOT NULL", taken.id()));
  }
}
