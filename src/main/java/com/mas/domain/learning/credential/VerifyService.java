package com.mas.domain.learning.credential;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.domain.learning.credential.CredentialContract.FilePart;
import com.mas.domain.learning.credential.CredentialContract.TextPart;
import com.mas.domain.learning.credential.IssuerContract.IssuerState;
import com.mas.domain.learning.credential.Judge.Judged;
import com.mas.domain.learning.credential.VerifyContract.*;
import com.mas.domain.learning.credential.VerifyRepository.Looked;
import com.mas.domain.learning.credential.VerifyRepository.Revoked;
import com.mas.meters.Meters;
import com.mas.proof.Cid;
import com.mas.proof.Sha256;
import com.mas.proof.StatusList;
import com.mas.redis.RateLimit;
import com.mas.secrets.DocumentSigner;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * Tells everybody whether a credential is good. Needs nothing but the database: every list, root and file that it looks
 * at is here. What takes long to check is kept for minutes, with the time at which it was looked at.
 */
final class VerifyService {
  private static final int KEPT = 10_000;
  private static final Duration FILE_FOR = Duration.ofMinutes(5);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int LOOKS = 600;
  private static final int FILES = 60;
  private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

  /** @param sha256 null: there is no file */
  private record Filed(String sha256, boolean cidFits, Instant at) {}

  private record Listed(int revoked, Instant since, String text) {}

  private final VerifyRepository log;
  private final CredentialRepository credentials;
  private final DocumentSigner signer;
  private final SignService signing;
  private final Judge judge;
  private final Function<Callable<Verification>, Future<Verification>> waiting;
  private final RateLimit limit;
  private final boolean limits;
  private final boolean store;
  private final Clock clock;
  private final String base;
  private final Counter good = checkedAs(true);
  private final Counter bad = checkedAs(false);
  private final Cache<UUID, Filed> files = Caffeine.newBuilder().maximumSize(KEPT).expireAfterWrite(FILE_FOR).build();
  private final Cache<Integer, Listed> lists = Caffeine.newBuilder().maximumSize(50).build();

  /** Says whether this server tells a chain of what it anchors, and keeps certificates in a store outside. */
  record Outside(boolean chain, boolean store) {}

  /**
   * @param limits false only for load tests
   * @param waiting does on a virtual thread what must wait
   */
  VerifyService(VerifyRepository log, CredentialRepository credentials, DocumentSigner signer, SignService signing,
      RateLimit limit, boolean limits, Outside outside, Clock clock, String base,
      Function<Callable<Verification>, Future<Verification>> waiting) {
    this.log = log;
    this.credentials = credentials;
    this.signer = signer;
    this.signing = signing;
    this.limit = limit;
    this.limits = limits;
    this.judge = new Judge(signer.did(), outside.chain());
    this.waiting = waiting;
    this.store = outside.store();
    this.clock = clock;
    this.base = base;
  }

  /** Answers on the event loop what was checked before; what must be checked, signed or read anew waits elsewhere. */
  Future<Verification> verify(Call call, VerifyOne ask) {
    return counted(call, "look", LOOKS).compose(counted -> log.look(CheckRules.id(ask.id()))).compose(looked -> {
      Looked found = looked.orElseThrow(VerifyContract.NOTHING_TO_VERIFY::refusal);
      Optional<Filed> filed = known(found);
      Instant now = clock.instant();
      return found.document() == null || filed.isEmpty() ? waiting.apply(() -> checked(found))
          : judge.known(found).map(known -> Future.succeededFuture(verification(found, known, filed.get(), now)))
              .orElseGet(() -> waiting.apply(() -> checked(found)));
    });
  }

  private Verification checked(Looked looked) {
    Looked found = signed(looked);
    Instant now = clock.instant();
    return verification(found, judge.judge(found, now), file(found), now);
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
    Looked found = signed(log.byFile(sha256).or(() -> FileIdRules.id(bytes).flatMap(log::byId))
        .orElseThrow(VerifyContract.FILE_UNKNOWN::refusal));
    Instant now = clock.instant();
    return verification(found, judge.judge(found, now), new Filed(sha256, Cid.of(bytes).equals(found.cid()), now), now);
  }

  private Looked signed(Looked found) {
    if (found.document() != null) {
      return found;
    }
    signing.sign(List.of(found.id()));
    return log.byId(found.id()).orElseThrow(VerifyContract.NOTHING_TO_VERIFY::refusal);
  }

  private Verification verification(Looked found, Judged known, Filed filed, Instant now) {
    boolean revoked = found.revokedAt() != null;
    List<Check> checks = known.with(now, CheckRules.status(revoked, found.revokedReason(), now),
        CheckRules.file(found.fileSha256(), filed.sha256, filed.cidFits, filed.at),
        CheckRules.store(found.cid(), found.stored(), store, now),
        CheckRules.issuer(found.issuerState() == IssuerState.APPROVED, found.issuer(), now));
    boolean valid = CheckRules.isValid(checks);
    (valid ? good : bad).increment();
    return new Verification(found.id(), found.title(), found.description(), found.issuer(), found.issuerUrl(),
        found.showsName() ? found.recipientName() : known.initials(), found.hours(), found.completedOn(),
        found.issuedAt(), revoked, found.revokedAt(), found.revokedReason(), valid, checks, known.anchor(),
        nameToTell(found), isShown(found));
  }

  /** Returns the name of the file; a store outside gives the file to everybody who knows it. */
  private String nameToTell(Looked found) {
    return store && !isShown(found) ? null : found.cid();
  }

  private Optional<Filed> known(Looked found) {
    return found.fileSha256() == null ? Optional.of(new Filed(null, true, clock.instant()))
        : Optional.ofNullable(files.getIfPresent(found.id()));
  }

  private Filed file(Looked found) {
    return known(found).orElseGet(() -> {
      Optional<byte[]> bytes = credentials.file(found.id());
      Filed read = new Filed(bytes.map(Sha256::hex).orElse(null),
          bytes.map(Cid::of).filter(cid -> cid.equals(found.cid())).isPresent(), clock.instant());
      files.put(found.id(), read);
      return read;
    });
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
    Database.await(counted(call, what, most));
  }

  private Future<Void> counted(Call call, String what, int most) {
    if (!limits || call.address() == null) {
      return Future.succeededFuture();
    }
    return limit.allow("credential:" + what + ":" + RateLimit.network(call.address()), most, MINUTE).map(verdict -> {
      if (!verdict.allowed()) {
        throw VerifyContract.TOO_MANY_LOOKS.refusal().retryAfter(verdict.retryAfterSeconds());
      }
      return null;
    });
  }

  private static Counter checkedAs(boolean valid) {
    return Meters.counter("credential.checked", "Credentials that were checked by request", "valid",
        String.valueOf(valid));
  }
}
