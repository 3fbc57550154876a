package com.mas.domain.learning.credential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.mas.bus.Json;
import com.mas.domain.learning.credential.CheckRules.Anchored;
import com.mas.domain.learning.credential.CheckRules.Chained;
import com.mas.domain.learning.credential.VerifyContract.Anchor;
import com.mas.domain.learning.credential.VerifyContract.Check;
import com.mas.domain.learning.credential.VerifyContract.OnChain;
import com.mas.domain.learning.credential.VerifyRepository.Looked;
import com.mas.proof.DataIntegrity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Checks the signatures, the data and the places in the log and the chain once for what they are of: that is compared
 * with what was checked, to the byte, so that what was found holds for now.
 */
final class Judge {
  /** Credentials whose documents are kept, of a few kB each. */
  private static final int JUDGED = 4_000;

  /**
   * Keeps what was found.
   *
   * @param fixed found of what never changes
   * @param chain empty: there is no chain to look at
   * @param initials of the recipient
   * @param anchor null while it waits
   */
  private record Judged(List<Object> content, Fixed fixed, Optional<Check> chain, String initials, Anchor anchor) {}

  private record Fixed(Check signature, Check data, Check inclusion, Check log) {}

  /** Says what was found of a credential, as of a time. */
  static final class Verdict {
    private final Judged judged;
    private final Instant now;
    private final boolean chainAsked;

    private Verdict(Judged judged, Looked found, Instant now) {
      this.judged = judged;
      this.now = now;
      this.chainAsked = found.chained() != null && found.chained().checkedAt() != null;
    }

    String initials() {
      return judged.initials;
    }

    Anchor anchor() {
      return judged.anchor;
    }

    /** Returns all checks in the order in which people read them. */
    List<Check> with(Check status, Check file, Optional<Check> store, Check issuer) {
      List<Check> checks = new ArrayList<>(List.of(judged.fixed.signature.at(now), judged.fixed.data.at(now), status,
          judged.fixed.inclusion.at(now), judged.fixed.log.at(now)));
      judged.chain.map(check -> chainAsked ? check : check.at(now)).ifPresent(checks::add);
      checks.add(file);
      store.ifPresent(checks::add);
      checks.add(issuer);
      return checks;
    }
  }

  private final Cache<UUID, Judged> kept = Caffeine.newBuilder().maximumSize(JUDGED).build();
  private final String did;
  private final boolean chain;

  /** @param chain whether this server tells a chain of what it anchors */
  Judge(String did, boolean chain) {
    this.did = did;
    this.chain = chain;
  }

  /** Returns what was found of the same content before; takes microseconds. */
  Optional<Verdict> known(Looked found, Instant now) {
    Judged known = kept.getIfPresent(found.id());
    return known == null || !known.content.equals(found.content()) ? Optional.empty()
        : Optional.of(new Verdict(known, found, now));
  }

  /** Checks what was not checked before. */
  Verdict judge(Looked found, Instant now) {
    return known(found, now).orElseGet(() -> {
      Judged judged = judged(found, now);
      kept.put(found.id(), judged);
      return new Verdict(judged, found, now);
    });
  }

  private Judged judged(Looked found, Instant now) {
    Anchored anchored = found.anchor() == null ? null : new Anchored(found.anchor(), found.position(), found.path(),
        found.root(), found.size(), found.head(), Json.read(found.head(), JsonNode.class),
        found.nextHead() == null ? null : Json.read(found.nextHead(), JsonNode.class));
    ObjectNode document = Json.read(found.document(), ObjectNode.class);
    boolean isOurs = document.at("/issuer/id").asText().equals(did)
        && document.path("id").asText().equals("urn:uuid:" + found.id())
        && document.at("/credentialSubject/identifier/0/identityHash").asText()
            .equals(DocumentRules.identityHash(found.certified()));
    Fixed fixed = new Fixed(CheckRules.signature(DataIntegrity.findings(document), isOurs, now),
        CheckRules.content(found.certified(), found.leaf(), now), CheckRules.inclusion(found.leaf(), anchored, now),
        CheckRules.log(anchored, did, now));
    return new Judged(found.content(), fixed, CheckRules.chain(anchored, found.chained(), chain, now),
        CheckRules.initials(found.recipientName()), anchored == null ? null : new Anchor(anchored.number(),
            anchored.position(), anchored.size(), anchored.stated(),
            CheckRules.proof(found.leaf(), anchored, found.chained()), onChain(found.chained())));
  }

  private static OnChain onChain(Chained chained) {
    return chained == null || chained.chainId() == null ? null : new OnChain(ChainRules.network(chained.chainId()),
        chained.chainId(), chained.transaction(), chained.blockNumber());
  }
}
