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
 * Checks the signatures, the data and the places in the log and the chain once for what they are of. That is compared
 * with what was checked, to the byte, each time: what was found still holds.
 */
final class Judge {
  /** Credentials whose documents are kept, of a few kB each. */
  private static final int KEPT = 4_000;

  /**
   * Keeps what was found of content.
   *
   * @param chain empty: there is no chain to look at
   * @param isChainAsked whether the chain was asked, at the time that its check names; else it was looked at just now
   * @param initials of the recipient
   * @param anchor null while it waits
   */
  record Judged(List<Object> content, Check signature, Check data, Check inclusion, Check log, Optional<Check> chain,
      boolean isChainAsked, String initials, Anchor anchor) {
    /** Returns all checks, as of a time, in the order in which people read them. */
    List<Check> with(Instant now, Check status, Check file, Optional<Check> store, Check issuer) {
      List<Check> checks =
          new ArrayList<>(List.of(signature.at(now), data.at(now), status, inclusion.at(now), log.at(now)));
      chain.map(check -> isChainAsked ? check : check.at(now)).ifPresent(checks::add);
      checks.add(file);
      store.ifPresent(checks::add);
      checks.add(issuer);
      return checks;
    }
  }

  private final Cache<UUID, Judged> kept = Caffeine.newBuilder().maximumSize(KEPT).build();
  private final String did;
  private final boolean chain;

  /** @param chain whether this server tells a chain of what it anchors */
  Judge(String did, boolean chain) {
    this.did = did;
    this.chain = chain;
  }

  /** Returns what was found of the same content before; takes microseconds. */
  Optional<Judged> known(Looked found) {
    return Optional.ofNullable(kept.getIfPresent(found.id())).filter(known -> known.content.equals(found.content()));
  }

  /** Checks what was not checked before. */
  Judged judge(Looked found, Instant now) {
    return known(found).orElseGet(() -> {
      Judged judged = judged(found, now);
      kept.put(found.id(), judged);
      return judged;
    });
  }

  private Judged judged(Looked found, Instant now) {
    Chained chained = found.chained();
    Anchored anchored = found.anchor() == null ? null : new Anchored(found.anchor(), found.position(), found.path(),
        found.root(), found.size(), found.head(), Json.read(found.head(), JsonNode.class),
        found.nextHead() == null ? null : Json.read(found.nextHead(), JsonNode.class));
    ObjectNode document = Json.read(found.document(), ObjectNode.class);
    boolean isOurs = document.at("/issuer/id").asText().equals(did)
        && document.path("id").asText().equals("urn:uuid:" + found.id())
        && document.at("/credentialSubject/identifier/0/identityHash").asText()
            .equals(DocumentRules.identityHash(found.certified()));
    return new Judged(found.content(), CheckRules.signature(DataIntegrity.findings(document), isOurs, now),
        CheckRules.content(found.certified(), found.leaf(), now), CheckRules.inclusion(found.leaf(), anchored, now),
        CheckRules.log(anchored, did, now), CheckRules.chain(anchored, chained, chain, now),
        chained != null && chained.checkedAt() != null, CheckRules.initials(found.recipientName()),
        anchored == null ? null : new Anchor(anchored.number(), anchored.position(), anchored.size(),
            anchored.stated(), CheckRules.proof(found.leaf(), anchored, chained), onChain(chained)));
  }

  private static OnChain onChain(Chained chained) {
    return chained == null || chained.chainId() == null ? null : new OnChain(ChainRules.network(chained.chainId()),
        chained.chainId(), chained.transaction(), chained.blockNumber());
  }
}
