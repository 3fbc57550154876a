package com.mas.domain.people.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Principal.Role;
import com.mas.domain.people.identity.AdminRules.Rights;
import com.mas.domain.people.identity.IdentityContract.Status;
import com.mas.domain.people.identity.RefreshRules.Decision;
import com.mas.domain.people.identity.RefreshRules.Shown;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RulesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T03:30:00Z");
  private final UUID me = UUID.randomUUID();
  private final UUID other = UUID.randomUUID();

  @Test
  void addressesThatCouldSmuggleHeadersOrMarkupAreNone() {
    for (String good : List.of("asha@x.example", "a.b+c@x-y.co.in", "o'brien@x.ie")) {
      assertTrue(EmailRules.isValid(good), good);
    }
    for (String bad : List.of("", "asha", "asha@x", "a@b@c.de", "asha@x.example\r\nBcc: all@x.example",
        "<a@b.example>", "a b@c.de",
        "asha@-x.example", "asha@x..example", "\"a\"@b.example", "a@[127.0.0.1]", "a".repeat(65) + "@x.example",
        "a@" + "x".repeat(250) + ".de", "आशा@x.example")) {
      assertFalse(EmailRules.isValid(bad), bad);
    }
  }

  @Test
  void passwordsAreLongEnoughForGuessersAndShortEnoughForBcrypt() {
    assertEquals(Optional.empty(), PasswordRules.objection("Test@1234", "asha@x.example"));
    assertEquals(Optional.empty(), PasswordRules.objection("पासवर्ड लंबा", "asha@x.example"));
    for (String bad : new String[] {null, "", "short", "aaaaaaaa", "asha@x.example", "x1y2".repeat(19),
        "ok but\0nul"}) {
      assertTrue(bad != null && bad.indexOf('\0') >= 0 || PasswordRules.objection(bad, "asha@x.example").isPresent(),
          bad);
    }
    assertFalse(PasswordRules.fits("ok but\0nul"), "bcrypt would stop reading there");
  }

  @Test
  void aTokenIsRotatedOnceAndItsTwinsWithinTheGraceOnly() {
    Shown fresh = new Shown(1, NOW.plusSeconds(60), null, null, 0, false);
    assertEquals(Decision.ROTATE, decide(fresh));
    assertEquals(Decision.ROTATE, decide(new Shown(1, NOW.plusSeconds(60), NOW.minusSeconds(10), null, 1, false)));
    assertEquals(Decision.REUSED, decide(new Shown(1, NOW.plusSeconds(60), NOW.minusSeconds(11), null, 1, false)));
    assertEquals(Decision.REUSED, decide(new Shown(1, NOW.plusSeconds(60), NOW, null, 1, true)));
    assertEquals(Decision.REUSED, decide(new Shown(1, NOW.plusSeconds(60), NOW, null, RefreshRules.MAX_SUCCESSORS,
        false)));
    assertEquals(Decision.EXPIRED, decide(new Shown(1, NOW, null, null, 0, false)));
    assertEquals(Decision.REUSED, decide(new Shown(1, NOW, NOW.minusSeconds(60), null, 1, true)),
        "theft is told before age");
    assertEquals(Decision.REVOKED, decide(new Shown(1, NOW.plusSeconds(60), NOW.minusSeconds(60), NOW, 1, true)));
    assertEquals(Decision.REVOKED, RefreshRules.decide(fresh, 2, true, NOW));
    assertEquals(Decision.DISABLED, RefreshRules.decide(fresh, 1, false, NOW));
  }

  @Test
  void onlySuperAdminsMakeOrTouchAdmins() {
    for (Role target : Role.values()) {
      for (Role wanted : Role.values()) {
        boolean allowed = !AdminRules.isStaff(target) && (!AdminRules.isStaff(wanted) || wanted == target);
        assertEquals(allowed ? Optional.empty() : Optional.of(IdentityContract.NEEDS_SUPER_ADMIN),
            AdminRules.refusal(me, Role.ADMIN, other, active(target), active(wanted), 5), target + " to " + wanted);
        assertEquals(Optional.empty(), AdminRules.refusal(me, Role.SUPERADMIN, other, active(target), active(wanted),
            5));
      }
    }
    assertEquals(Optional.of(IdentityContract.NEEDS_SUPER_ADMIN),
        AdminRules.refusal(me, Role.ADMIN, me, active(Role.ADMIN), active(Role.SUPERADMIN), 5), "nor himself");
  }

  @Test
  void nobodyLocksHimselfOrEverybodyOut() {
    Rights top = active(Role.SUPERADMIN);
    Rights disabled = new Rights(Role.SUPERADMIN, Status.DISABLED);
    assertEquals(Optional.of(IdentityContract.OWN_ACCOUNT), AdminRules.refusal(me, Role.SUPERADMIN, me,
        top, active(Role.ADMIN),
        2));
    assertEquals(Optional.of(IdentityContract.OWN_ACCOUNT), AdminRules.refusal(me, Role.SUPERADMIN, me,
        top, disabled, 2));
    assertEquals(Optional.of(IdentityContract.LAST_SUPER_ADMIN), AdminRules.refusal(me, Role.SUPERADMIN, other,
        top, disabled,
        1));
    assertEquals(Optional.empty(), AdminRules.refusal(me, Role.SUPERADMIN, me, top, top, 1),
        "a new phone number is fine");
    assertEquals(Optional.empty(), AdminRules.refusal(me, Role.ADMIN, me, active(Role.ADMIN), active(Role.ADMIN), 1));
  }

  private static Rights active(Role role) {
    return new Rights(role, Status.ACTIVE);
  }

  private static Decision decide(Shown token) {
    return RefreshRules.decide(token, 1, true, NOW);
  }
}
