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
  void domainsOfOtherLettersAreKeptInAscii() {
    assertEquals("asha@xn--mnchen-3ya.example", EmailRules.normal(" Asha@M\u00dcNCHEN.example "));
    assertEquals("asha@xn--j2bsalm0de7i.xn--h2brj9c", EmailRules.normal("asha@\u0935\u093f\u0926\u094d"
        + "\u092f\u093e\u0932\u092f.\u092d\u093e\u0930\u0924"));
    assertTrue(EmailRules.isValid(EmailRules.normal("asha@m\u00fcnchen.example")));
    for (String bad : List.of("asha@\u200b.example", "\u0906\u0936\u093e@x.example", "a@m\u00fcn chen.example",
        "a@\u00fc@x.example")) {
      assertFalse(EmailRules.isValid(EmailRules.normal(bad)), bad);
    }
  }

  @Test
  void namesCarryNoAddressesAndNothingThatTurnsTextRound() {
    for (String bad : List.of("Refund: https://evil.example/claim", "see www.evil.example", "HTTP:evil.example",
        "Asha\u202e ahsA", "A\u2066sha", "\u200b", "\u00a0\u00a0", "A\u200fsha", "A\u061csha")) {
      Inputs inputs = new Inputs();
      inputs.name("/fullName", bad);
      assertTrue(inputs.first().isPresent(), bad);
    }
    for (String good : List.of("Asha Kulkarni", "\u0906\u0936\u093e", "O'Brien", "Mwww. Lee", "Dr. K. (Kiran) Rao",
        "\u0ba8\u0bbf\u0bb2\u0bbe", "\u0dc1\u0dca\u200d\u0dbb\u0dd3")) {
      Inputs inputs = new Inputs();
      inputs.name("/fullName", good);
      assertTrue(inputs.first().isEmpty(), good);
    }
  }

  @Test
  void onlyASuperAdminGivesCapabilitiesToStaff() {
    Rights plain = new Rights(Role.ADMIN, Status.ACTIVE);
    Rights more = new Rights(Role.ADMIN, Status.ACTIVE, java.util.Set.of("finance"));
    assertTrue(AdminRules.refusal(me, Role.ADMIN, me, plain, more, 1).isPresent());
    assertTrue(AdminRules.refusal(me, Role.SUPERADMIN, other, plain, more, 1).isEmpty());
    assertTrue(AdminRules.refusal(me, Role.ADMIN, me, more, plain, 1).isEmpty(), "giving one up");
    Rights person = new Rights(Role.USER, Status.ACTIVE);
    assertTrue(AdminRules.refusal(me, Role.ADMIN, other, person,
        new Rights(Role.USER, Status.ACTIVE, java.util.Set.of("batch_lead")), 1).isEmpty());
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
    Shown fresh = new Shown(1, NOW.plusSeconds(60), null, null, false);
    assertEquals(Decision.ROTATE, decide(fresh));
    assertEquals(Decision.AGAIN, decide(new Shown(1, NOW.plusSeconds(60), NOW.minusSeconds(10), null, false)));
    assertEquals(Decision.REUSED, decide(new Shown(1, NOW.plusSeconds(60), NOW.minusSeconds(11), null, false)));
    assertEquals(Decision.REUSED, decide(new Shown(1, NOW.plusSeconds(60), NOW, null, true)));
    assertEquals(Decision.EXPIRED, decide(new Shown(1, NOW, null, null, false)));
    assertEquals(Decision.REUSED, decide(new Shown(1, NOW, NOW.minusSeconds(60), null, true)),
        "theft is told before age");
    assertEquals(Decision.REVOKED, decide(new Shown(1, NOW.plusSeconds(60), NOW.minusSeconds(60), NOW, true)));
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
