package com.mas.domain.learning.credential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.Json;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.domain.learning.credential.CheckRules.Anchored;
import com.mas.domain.learning.credential.CheckRules.Chained;
import com.mas.domain.learning.credential.CredentialContract.FilePart;
import com.mas.domain.learning.credential.CredentialContract.TextPart;
import com.mas.domain.learning.credential.IssuerContract.IssuerState;
import com.mas.domain.learning.credential.VerifyContract.*;
import com.mas.domain.learning.credential.VerifyRepository.Looked;
import com.mas.domain.learning.credential.VerifyRepository.Revoked;
import com.mas.meters.Meters;
import com.mas.proof.Cid;
import com.mas.proof.DataIntegrity;
import com.mas.proof.Sha256;
import com.mas.proof.StatusList;
import com.mas.redis.RateLimit;
import com.mas.redis.RateLimit.Verdict;
import com.mas.secrets.DocumentSigner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Tells everybody whether a credential is good. Needs nothing but the database: every list, root and file that it looks
 * at is here. What takes long to check is kept for minutes, with the time at which it was looked at.
 */
final class VerifyService {
  private static final int KEPT = 10_000;
  /** Credentials whose documents are kept, of a few kB each. */
  private static final int JUDGED = 4_000;
  private static final Duration FILE_FOR = Duration.ofMinutes(5);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int LOOKS = 600;
  private static final int FILES = 60;
  private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

  /**
   * Keeps what was found of content that is compared each time.
   *
   * @param anchored null while it waits
   */
  private record Judged(List<Object> content, Check signature, Check data, Check inclusion, Check log,
      Anchored anchored) {}

  /** @param sha256 null: there is no file */
  private record Filed(String sha256, boolean cidFits, Instant at) {}

  private record Listed(int revoked, Instant since, String text) {}

  private final VerifyRepository log;
  private final CredentialRepository credentials;
  private final DocumentSigner signer;
  private final SignService signing;
  private final RateLimit limit;
  private final boolean limits;
  private final boolean chain;
  private final boolean store;
  private final Clock clock;
  private final String base;
  private final Cache<UUID, Judged> judged = Caffeine.newBuilder().maximumSize(JUDGED).build();
  private final Cache<UUID, Filed> files = Caffeine.newBuilder().maximumSize(KEPT).expireAfterWrite(FILE_FOR).build();
  private final Cache<Integer, Listed> lists = Caffeine.newBuilder().maximumSize(50).build();

  /** Says whether this server tells a chain of what it anchors, and keeps certificates in a store outside. */
  record Outside(boolean chain, boolean store) {}

  /** @param limits false only for load tests */
  VerifyService(VerifyRepository log, CredentialRepository credentials, DocumentSigner signer, SignService signing,
      RateLimit limit, boolean limits, Outside outside, Clock clock, String base) {
    this.log = log;
    this.credentials = credentials;
    this.signer = signer;
    this.signing = signing;
    this.limit = limit;
    this.limits = limits;
    this.chain = outside.chain();
    this.store = outside.store();
    this.clock = clock;
    this.base = base;
  }

  Verification verify(Call call, VerifyOne ask) {
    count(call, "look", LOOKS);
    Looked found = log.byId(CheckRules.id(ask.id())).orElseThrow(VerifyContract.NOTHING_TO_VERIFY::refusal);
    return verification(found, file(found));
  }

  Verification verifyFile(Call call, VerifyFile ask) {
    count(call, "file", FILES);
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(ask.file());
    } catch (IllegalArgumentException e) {
      throw Failure.INVALID.with("The body is not base64.");
    }
    if (!FileIdRules.isPdf(bytes)) {
      throw Failure.UNSUPPORTED_MEDIA_TYPE.with("The file is no PDF. Send the certificate as it was downloaded.");
    }
    String sha256 = Sha256.hex(bytes);
    Looked found = log.byFile(sha256).or(() -> FileIdRules.id(bytes).flatMap(log::byId))
        .orElseThrow(VerifyContract.FILE_UNKNOWN::refusal);
    return verification(found, new Filed(sha256, Cid.of(bytes).equals(found.cid()), clock.instant()));
  }

  private Verification verification(Looked looked, Filed filed) {
    Looked found = looked;
    if (found.document() == null) {
      signing.sign(List.of(found.id()));
      found = log.byId(found.id()).orElseThrow(VerifyContract.NOTHING_TO_VERIFY::refusal);
    }
    Instant now = clock.instant();
    Judged known = judged(found, now);
    Anchored anchored = known.anchored;
    boolean revoked = found.revokedAt() != null;
    List<Check> checks = new ArrayList<>(List.of(known.signature.at(now), known.data.at(now),
        CheckRules.status(revoked, found.revokedReason(), now), known.inclusion.at(now), known.log.at(now)));
    CheckRules.chain(anchored, found.chained(), chain, now).ifPresent(checks::add);
    checks.add(CheckRules.file(found.fileSha256(), filed.sha256, filed.cidFits, filed.at));
    CheckRules.store(found.cid(), found.stored(), store, now).ifPresent(checks::add);
    checks.add(CheckRules.issuer(found.issuerState() == IssuerState.APPROVED, found.issuer(), now));
    boolean valid = CheckRules.isValid(checks);
    Meters.counter("credential.checked", "Credentials that were checked by request", "valid", String.valueOf(valid))
        .increment();
    return new Verification(found.id(), found.title(), found.description(), found.issuer(), found.issuerUrl(),
        found.showsName() ? found.recipientName() : CheckRules.initials(found.recipientName()), found.hours(),
        found.completedOn(), found.issuedAt(), revoked, found.revokedAt(), found.revokedReason(), valid, checks,
        anchored == null ? null : new Anchor(anchored.number(), anchored.position(), anchored.size(),
            anchored.stated(), CheckRules.proof(found.leaf(), anchored, found.chained()), onChain(found.chained())),
        nameToTell(found), isShown(found));
  }

  /** Returns the name of the file; a store outside gives the file to everybody who knows it. */
  private String nameToTell(Looked found) {
    return store && !isShown(found) ? null : found.cid();
  }

  private static OnChain onChain(Chained chained) {
    return chained == null || chained.chainId() == null ? null : new OnChain(ChainRules.network(chained.chainId()),
        chained.chainId(), chained.transaction(), chained.blockNumber());
  }

  /**
   * Checks signatures, data and place in the log once for what they are of: that is compared with what was checked, to
   * the byte, so that what was found holds for now.
   */
  private Judged judged(Looked found, Instant now) {
    List<Object> content = found.content();
    Judged known = judged.getIfPresent(found.id());
    if (known == null || !known.content.equals(content)) {
      Anchored anchored = found.anchor() == null ? null : new Anchored(found.anchor(), found.position(), found.path(),
          found.root(), found.size(), found.head(), Json.read(found.head(), JsonNode.class),
          found.nextHead() == null ? null : Json.read(found.nextHead(), JsonNode.class));
      ObjectNode document = Json.read(found.document(), ObjectNode.class);
      boolean isOurs = document.at("/issuer/id").asText().equals(signer.did())
          && document.path("id").asText().equals("urn:uuid:" + found.id())
          && document.at("/credentialSubject/identifier/0/identityHash").asText()
              .equals(DocumentRules.identityHash(found.certified()));
      known = new Judged(content, CheckRules.signature(DataIntegrity.findings(document), isOurs, now),
          CheckRules.content(found.certified(), found.leaf(), now), CheckRules.inclusion(found.leaf(), anchored, now),
          CheckRules.log(anchored, signer.did(), now), anchored);
      judged.put(found.id(), known);
    }
    return known;
  }

  private Filed file(Looked found) {
    if (found.fileSha256() == null) {
      return new Filed(null, true, clock.instant());
    }
    Filed known = files.getIfPresent(found.id());
    if (known == null) {
      Optional<byte[]> bytes = credentials.file(found.id());
      known = new Filed(bytes.map(Sha256::hex).orElse(null),
          bytes.map(Cid::of).filter(cid -> cid.equals(found.cid())).isPresent(), clock.instant());
      files.put(found.id(), known);
    }
    return known;
  }

  private static boolean isShown(Looked found) {
    return found.showsName() && found.revokedAt() == null && found.fileSha256() != null;
  }

  FilePart publicFile(Call call, GetPublicFile ask) {
    count(call, "look", LOOKS);
    return log.byId(CheckRules.id(ask.id())).filter(VerifyService::isShown)
        .flatMap(found -> credentials.file(found.id())).map(FilePart::of)
        .orElseThrow(VerifyContract.NO_FILE::refusal);
  }

  /** Signs a list once for each of its states. */
  TextPart statusList(Call call, GetStatusList ask) {
    count(call, "look", LOOKS);
    long from = (long) ask.list() * StatusList.ENTRIES;
    if (base.isEmpty() || log.lastEntry().orElse(-1L) < from) {
      throw VerifyContract.LIST_UNKNOWN.refusal();
    }
    Revoked revoked = log.revoked(from, from + StatusList.ENTRIES);
    Instant since = revoked.since() == null ? BEGINNING : revoked.since();
    Listed known = lists.getIfPresent(ask.list());
    if (known == null || known.revoked != revoked.entries().size() || !known.since.equals(since)) {
      known = new Listed(revoked.entries().size(), since, signer.sign(DocumentRules.statusList(ask.list(),
          revoked.places(from), signer.did(), base, since), since).toString());
      lists.put(ask.list(), known);
    }
    return new TextPart(known.text, null);
  }

  Page<Head> heads(Call call, ListHeads ask) {
    count(call, "look", LOOKS);
    return log.heads(PageWindow.of(ask));
  }

  private void count(Call call, String what, int most) {
    if (limits && call.address() != null) {
      Verdict verdict = Database.await(limit.allow("credential:" + what + ":" + RateLimit.network(call.address()),
          most, MINUTE));
      if (!verdict.allowed()) {
        throw VerifyContract.TOO_MANY_LOOKS.refusal().retryAfter(verdict.retryAfterSeconds());
      }
    }
  }
}
