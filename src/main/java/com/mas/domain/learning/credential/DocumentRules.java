package com.mas.domain.learning.credential;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.proof.Sha256;
import com.mas.proof.StatusList;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.IntStream;

/** Writes what is signed: credentials as Open Badges 3.0, and the lists that tell which are revoked. */
final class DocumentRules {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String CREDENTIALS = "https://www.w3.org/ns/credentials/v2";
  private static final String OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";
  private static final String LISTS = "/api/credentials/status/";

  private DocumentRules() {}

  /** @param did of the key that signs; {@code name} and {@code url} of the issuer for people, the last may be null */
  record Signer(String did, String name, String url) {}

  /**
   * Returns the credential without proofs. The person is known in it by the salted hash of the address alone.
   *
   * @param base address of this server as everybody knows it, without a slash at its end
   * @param entry its place in the status lists
   */
  static ObjectNode credential(Certified of, Signer signer, String base, long entry) {
    ObjectNode document = JSON.objectNode();
    document.putArray("@context").add(CREDENTIALS).add(OPEN_BADGES);
    document.put("id", "urn:uuid:" + of.id());
    document.putArray("type").add("VerifiableCredential").add("OpenBadgeCredential");
    document.put("name", of.title());
    ObjectNode issuer = document.putObject("issuer").put("id", signer.did()).put("name", signer.name());
    issuer.putArray("type").add("Profile");
    if (signer.url() != null) {
      issuer.put("url", signer.url());
    }
    document.put("validFrom", of.issuedAt().toString());
    ObjectNode subject = document.putObject("credentialSubject");
    subject.putArray("type").add("AchievementSubject");
    if (of.completedOn() != null) {
      subject.put("activityEndDate", of.completedOn() + "T00:00:00Z");
    }
    subject.putArray("identifier").addObject().put("type", "IdentityObject").put("identityType", "emailAddress")
        .put("hashed", true).put("salt", of.salt()).put("identityHash", identityHash(of));
    achievement(subject.putObject("achievement"), of);
    String list = list(base, entry);
    document.putObject("credentialStatus").put("id", list + "#" + index(entry)).put("type", "BitstringStatusListEntry")
        .put("statusPurpose", "revocation").put("statusListIndex", String.valueOf(index(entry)))
        .put("statusListCredential", list);
    return document;
  }

  private static void achievement(ObjectNode achievement, Certified of) {
    achievement.put("id", "urn:uuid:" + UUID.nameUUIDFromBytes(
        (of.issuerId() + " " + of.title()).getBytes(StandardCharsets.UTF_8)));
    achievement.putArray("type").add("Achievement");
    achievement.put("name", of.title());
    achievement.put("description", of.description() == null ? of.title() : of.description());
    achievement.putObject("criteria").put("narrative", of.hours() == null ? "Completed " + of.title() + "."
        : "Completed " + of.title() + ", " + hours(of.hours()) + ".");
  }

  /** Returns the number of hours as people write it. */
  static String hours(double hours) {
    String number = hours == Math.rint(hours) ? String.valueOf((long) hours) : String.valueOf(hours);
    return number + (hours == 1 ? " hour" : " hours");
  }

  static String identityHash(Certified of) {
    return "sha256$" + Sha256.hex(of.recipientEmail() + of.salt());
  }

  /** Returns the address of the status list that has the entry. */
  static String list(String base, long entry) {
    return base + LISTS + entry / StatusList.ENTRIES;
  }

  static int index(long entry) {
    return (int) (entry % StatusList.ENTRIES);
  }

  /**
   * Returns a status list without proofs.
   *
   * @param number of the list; {@code revoked} are places in it
   * @param since when it last changed
   */
  static ObjectNode statusList(int number, IntStream revoked, String did, String base, Instant since) {
    ObjectNode document = JSON.objectNode();
    document.putArray("@context").add(CREDENTIALS);
    document.put("id", base + LISTS + number);
    document.putArray("type").add("VerifiableCredential").add("BitstringStatusListCredential");
    document.put("issuer", did).put("validFrom", since.toString());
    document.putObject("credentialSubject").put("id", base + LISTS + number + "#list")
        .put("type", "BitstringStatusList").put("statusPurpose", "revocation")
        .put("encodedList", StatusList.encoded(revoked));
    return document;
  }
}
