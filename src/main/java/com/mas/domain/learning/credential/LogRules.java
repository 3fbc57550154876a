package com.mas.domain.learning.credential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.proof.DataIntegrity;
import com.mas.proof.Jcs;
import com.mas.proof.Multibase;
import com.mas.proof.Sha256;
import java.time.Instant;
import java.util.HexFormat;
import java.util.function.UnaryOperator;

/**
 * Writes and checks the heads of the log. Each states one tree and the head before it, and is signed over its canonical
 * JSON; so whoever has kept one head sees whether the log of later still holds it.
 */
final class LogRules {
  /** Stands before the first head. */
  static final String NOTHING = "0".repeat(64);
  private static final String SIGNATURE = "signature";

  private LogRules() {}

  /**
   * Returns a signed head in canonical form.
   *
   * @param previous by {@link #hash}, or {@link #NOTHING}
   * @param sign makes 64 bytes of any
   */
  static String head(long number, String previous, byte[] root, int size, Instant at, String did,
      UnaryOperator<byte[]> sign) {
    ObjectNode head = JsonNodeFactory.instance.objectNode().put("log", "credentials").put("number", number)
        .put("previous", previous).put("root", HexFormat.of().formatHex(root)).put("size", size)
        .put("at", at.toString()).put("key", did);
    return Jcs.text(head.put(SIGNATURE, Multibase.base58(sign.apply(Jcs.bytes(head)))));
  }

  static String hash(String head) {
    return Sha256.hex(head);
  }

  /**
   * Says what is wrong with a head; null: nothing.
   *
   * @param next head after it, or null while it is the newest
   * @param did of the key that must have signed
   */
  static String fault(String text, JsonNode head, byte[] root, int size, JsonNode next, String did) {
    if (!HexFormat.of().formatHex(root).equals(head.path("root").asText()) || head.path("size").asInt() != size) {
      return "The head of the log states another tree.";
    }
    ObjectNode unsigned = head.deepCopy();
    String signature = unsigned.path(SIGNATURE).asText();
    unsigned.remove(SIGNATURE);
    if (!did.equals(head.path("key").asText()) || !DataIntegrity.isSignedBy(did, Jcs.bytes(unsigned), signature)) {
      return "The head of the log is not signed by this server's key.";
    }
    return next != null && !hash(text).equals(next.path("previous").asText())
        ? "The log goes on from another head." : null;
  }
}
