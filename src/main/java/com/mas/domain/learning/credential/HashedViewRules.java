package com.mas.domain.learning.credential;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.proof.Jcs;
import com.mas.proof.MerkleTree;

/**
 * Says which bytes of a credential are hashed. Nothing is among them that may change: no account, no address of a
 * server, no place where it is anchored. A version stays as it is for ever, since credentials of then are checked by
 * it; another view is another version.
 */
final class HashedViewRules {
  /** Version of what is issued now. */
  static final int VERSION = 1;

  private HashedViewRules() {}

  /** Returns the hash by which the log knows the credential. Fails for a version that this build does not know. */
  static byte[] leaf(Certified of) {
    return MerkleTree.leaf(Jcs.bytes(view(of)));
  }

  static ObjectNode view(Certified of) {
    if (of.viewVersion() != 1) {
      throw new IllegalArgumentException("The view of version " + of.viewVersion() + " is unknown.");
    }
    ObjectNode view = JsonNodeFactory.instance.objectNode().put("v", 1).put("id", of.id().toString())
        .put("issuer", of.issuerId().toString()).put("title", of.title()).put("description", of.description())
        .put("recipientEmail", of.recipientEmail()).put("recipientName", of.recipientName())
        .put("completedOn", of.completedOn() == null ? null : of.completedOn().toString())
        .put("issuedAt", of.issuedAt().toString()).put("file", of.fileSha256()).put("salt", of.salt());
    return of.hours() == null ? view.putNull("hours") : view.put("hours", of.hours());
  }
}
