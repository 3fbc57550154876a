package com.mas.domain.learning.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.proof.Jcs;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CredentialRulesTest {
  private static final Certified ONE = new Certified(new UUID(1, 2), new UUID(3, 4), "SQL", "About",
      "a@learner.example", "Asha", 7.5, LocalDate.of(2026, 1, 5), Instant.parse("2026-01-06T00:00:00Z"), "00ff", 1,
      "ab");

  /** The bytes that are hashed never change: what was anchored under version 1 is checked under it for ever. */
  @Test
  void theViewOfVersionOneIsTheseBytes() {
    assertEquals("{\"completedOn\":\"2026-01-05\",\"description\":\"About\",\"file\":\"ab\",\"hours\":7.5,"
        + "\"id\":\"00000000-0000-0001-0000-000000000002\",\"issuedAt\":\"2026-01-06T00:00:00Z\","
        + "\"issuer\":\"00000000-0000-0003-0000-000000000004\",\"recipientEmail\":\"a@learner.example\","
        + "\"recipientName\":\"Asha\",\"salt\":\"00ff\",\"title\":\"SQL\",\"v\":1}",
        Jcs.text(HashedViewRules.view(ONE)));
    assertEquals("c07f55e0", HexFormat.of().formatHex(HashedViewRules.leaf(ONE)).substring(0, 8));
    Certified bare = new Certified(ONE.id(), ONE.issuerId(), "SQL", null, "a@learner.example", "Asha", null, null,
        ONE.issuedAt(), "00ff", 1, null);
    assertTrue(Jcs.text(HashedViewRules.view(bare)).startsWith("{\"completedOn\":null,\"description\":null,"));
  }

  @Test
  void everyPartOfWhatIsCertifiedChangesTheLeaf() {
    String leaf = HexFormat.of().formatHex(HashedViewRules.leaf(ONE));
    List<Certified> others = List.of(
        new Certified(new UUID(9, 9), ONE.issuerId(), "SQL", "About", "a@learner.example", "Asha", 7.5,
            ONE.completedOn(), ONE.issuedAt(), "00ff", 1, "ab"),
        new Certified(ONE.id(), ONE.issuerId(), "SQL", "About", "a@learner.example", "Asha", 7.5, ONE.completedOn(),
            ONE.issuedAt(), "00fe", 1, "ab"),
        new Certified(ONE.id(), ONE.issuerId(), "SQL", null, "a@learner.example", "Asha", 7.5, ONE.completedOn(),
            ONE.issuedAt(), "00ff", 1, "ab"),
        new Certified(ONE.id(), ONE.issuerId(), "SQL", "About", "a@learner.example", "Asha", 7.5, ONE.completedOn(),
            ONE.issuedAt(), "00ff", 1, null));
    others.forEach(other -> assertNotEquals(leaf, HexFormat.of().formatHex(HashedViewRules.leaf(other))));
    assertThrows(IllegalArgumentException.class, () -> HashedViewRules.leaf(new Certified(ONE.id(), ONE.issuerId(),
        "SQL", null, "a@learner.example", "Asha", null, null, ONE.issuedAt(), "00ff", 2, null)));
  }

  @Test
  void everybodyIsShownTheFirstLettersOfNames() {
    assertEquals("A. K.", CheckRules.initials("Asha Kulkarni"));
    assertEquals("É.", CheckRules.initials("  Élodie "));
    assertEquals("आ. कु.", CheckRules.initials("आशा कुलकर्णी"));
    assertEquals("👩‍🎓.", CheckRules.initials("👩‍🎓"));
    assertEquals("A. B. C. D.", CheckRules.initials("a b c d e".toUpperCase(java.util.Locale.ROOT)));
  }

  @Test
  void networksAreComparedByTheirBits() {
    assertTrue(NetworkRules.admits(List.of(), null));
    assertTrue(NetworkRules.admits(List.of("198.51.100.7"), "198.51.100.7"));
    assertFalse(NetworkRules.admits(List.of("198.51.100.7"), "198.51.100.8"));
    assertTrue(NetworkRules.admits(List.of("10.0.0.0/8", "198.51.100.0/24"), "198.51.100.200"));
    assertFalse(NetworkRules.admits(List.of("198.51.100.0/24"), "2001:db8::1"));
    assertFalse(NetworkRules.admits(List.of("198.51.100.0/24"), "a host"));
    assertFalse(NetworkRules.admits(List.of("198.51.100.0/24"), null));
    assertTrue(NetworkRules.isNetwork("2001:db8::/129") == false && NetworkRules.isNetwork("2001:db8::/128"));
    assertFalse(NetworkRules.isNetwork("example.org"));
  }

  @Test
  void hoursAreWrittenAsPeopleDo() {
    assertEquals("1 hour", DocumentRules.hours(1));
    assertEquals("40 hours", DocumentRules.hours(40));
    assertEquals("7.5 hours", DocumentRules.hours(7.5));
  }
}
