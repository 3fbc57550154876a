package com.mas.secrets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VaultTest {
  private final Vault vault = Vault.of(null, "a secret of the test, long enough");

  @Test
  void derivationAgreesWithTheVectorsOfRfc5869() {
    // appendix A.1 and A.3
    assertArrayEquals(
        hex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"),
        Hkdf.derive(hex("0b".repeat(22)), hex("000102030405060708090a0b0c"), hex("f0f1f2f3f4f5f6f7f8f9"), 42));
    assertArrayEquals(
        hex("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"),
        Hkdf.derive(hex("0b".repeat(22)), new byte[0], new byte[0], 42));
  }

  @Test
  void sealedValueOpensAgainAndNeverLooksTheSame() {
    String once = vault.seal("pässword", "graphy password");
    assertEquals(Optional.of("pässword"), vault.open(once, "graphy password"));
    assertNotEquals(once, vault.seal("pässword", "graphy password"));
    assertFalse(once.contains("pässword"));
  }

  @Test
  void anotherKeyAnotherPurposeAndATamperedValueOpenNothing() {
    String sealed = vault.seal("x", "one");
    assertTrue(Vault.of("rotated", "ignored").open(sealed, "one").isEmpty());
    assertTrue(vault.open(sealed, "two").isEmpty());
    int middle = sealed.length() - 20;
    String changed = sealed.substring(0,
        middle) + (sealed.charAt(middle) == 'A' ? 'B' : 'A') + sealed.substring(middle + 1);
    assertTrue(vault.open(changed, "one").isEmpty());
    for (String junk : new String[] {null, "", "v1", "v1." + vault.keyId() + ".", "v1." + vault.keyId() + ".%%%",
        "…"}) {
      assertTrue(vault.open(junk, "one").isEmpty(), junk);
    }
  }

  @Test
  void credentialsKeyAndJwtSecretGiveDifferentKeysEvenWhenTheyAreEqual() {
    assertNotEquals(Vault.of("same", "other").keyId(), Vault.of("", "same").keyId());
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
