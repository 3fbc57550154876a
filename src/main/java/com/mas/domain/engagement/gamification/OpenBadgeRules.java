package com.mas.domain.engagement.gamification;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;

/** An unlocked badge as an Open Badges 3.0 credential, which is a W3C verifiable credential of version 2. */
final class OpenBadgeRules {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private OpenBadgeRules() {}

  /** @param verifiedEmail which the holder is known by, hashed with the credential's id; null when there is none */
  record Holder(UUID id, String verifiedEmail) {}

  /**
   * Without a proof; the same each time.
   *
   * @param issuer its id, a URI; {@code issuerName} for people
   */
  static ObjectNode credential(GamificationConfig.Badge badge, Holder holder, Instant unlockedAt, String issuer,
      String issuerName) {
    String id = "urn:uuid:" + UUID.nameUUIDFromBytes((holder.id() + " " + badge.id()).getBytes(StandardCharsets.UTF_8));
    ObjectNode credential = JSON.objectNode();
    credential.putArray("@context").add("https://www.w3.org/ns/credentials/v2")
        .add("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json");
    credential.put("id", id);
    credential.putArray("type").add("VerifiableCredential").add("OpenBadgeCredential");
    credential.put("name", badge.name());
    credential.putObject("issuer").put("id", issuer).put("name", issuerName).putArray("type").add("Profile");
    credential.put("validFrom", unlockedAt.toString());
    ObjectNode subject = credential.putObject("credentialSubject").put("id", "urn:uuid:" + holder.id());
    subject.putArray("type").add("AchievementSubject");
    if (holder.verifiedEmail() != null) {
      subject.putArray("identifier").addObject().put("type", "IdentityObject").put("identityType", "emailAddress")
          .put("hashed", true).put("salt", id).put("identityHash", "sha256$" + sha256(holder.verifiedEmail() + id));
    }
    ObjectNode achievement = subject.putObject("achievement").put("id", "urn:mas:badge:" + badge.id())
        .put("name", badge.name()).put("description", badge.about() + ".");
    achievement.putArray("type").add("Achievement");
    achievement.putObject("criteria").put("narrative", badge.about() + ".");
    return credential;
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of().formatHex(
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
