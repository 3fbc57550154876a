package com.mas.domain.learning.credential;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Tx;
import com.mas.db.UuidV7;
import com.mas.domain.learning.credential.CredentialContract.*;
import com.mas.domain.learning.credential.CredentialRepository.Made;
import com.mas.domain.learning.credential.CredentialRepository.Stored;
import com.mas.domain.learning.credential.IssuerContract.Issuer;
import com.mas.domain.learning.credential.IssuerContract.IssuerState;
import com.mas.imports.Importer.Aside;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import com.mas.meters.Meters;
import com.mas.proof.Cid;
import com.mas.proof.Sha256;
import com.mas.secrets.DocumentSigner;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Issues credentials, takes them back, and gives them to the people whose addresses they name. */
final class IssueService {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SALT_BYTES = 16;

  private final Database db;
  private final CredentialRepository credentials;
  private final IssuerRepository issuers;
  private final DocumentSigner signer;
  private final CertificatePdf certificates;
  private final UuidV7 ids;
  private final Clock clock;
  private final String base;
  private final Aside aside;
  private final Optional<Jobs> keeping;

  /**
   * @param base address of this server as everybody knows it, without a slash at its end; empty: it is not known
   * @param aside runs what takes a core for a while
   * @param keeping stores the request to keep certificates outside; empty: they are kept here alone
   */
  IssueService(Database db, CredentialRepository credentials, IssuerRepository issuers, DocumentSigner signer,
      CertificatePdf certificates, UuidV7 ids, Clock clock, String base, Aside aside,
      Optional<Jobs> keeping) {
    this.db = db;
    this.credentials = credentials;
    this.issuers = issuers;
    this.signer = signer;
    this.certificates = certificates;
    this.ids = ids;
    this.clock = clock;
    this.base = base;
    this.aside = aside;
    this.keeping = keeping;
  }

  Page<Credential> list(Call call, ListCredentials ask) {
    return credentials.list(call.tenant(), ask.search(), ask.state(), ask.issuerId(), PageWindow.of(ask))
        .map(this::shown);
  }

  Credential get(Call call, UUID id) {
    return shown(credentials.get(call.tenant(), id).orElseThrow(CredentialContract.CREDENTIAL_UNKNOWN::refusal));
  }

  Credential issue(Call call, IssueCredential ask) {
    Issuer issuer = mustIssue(issuers.get(call.tenant(), ask.issuerId())
        .orElseThrow(() -> IssuerContract.ISSUER_UNKNOWN.refusal().at("/issuerId")));
    if (ask.completedOn() != null && ask.completedOn().isAfter(
        clock.instant().atOffset(ZoneOffset.UTC).toLocalDate().plusDays(1))) {
      throw Failure.INVALID.with("completedOn must not be in the future.").at("/completedOn");
    }
    Made made = prepare(issuer, List.of(ask), false).getFirst();
    UUID by = call.principal() == null ? null : call.userId();
    boolean fresh = db.transaction(tx -> {
      mustIssue(issuers.getForShare(tx, call.tenant(), issuer.id())
          .orElseThrow(IssuerContract.ISSUER_UNKNOWN::refusal));
      keep(tx);
      return !credentials.insert(tx, call.tenant(), issuer.id(), by, List.of(made)).isEmpty();
    });
    if (!fresh) {
      FailureException twice = CredentialContract.ISSUED_ALREADY.refusal();
      throw credentials.likeIt(issuer.id(), made).map(there -> twice.data(shown(there))).orElse(twice);
    }
    count("issued", 1);
    return get(call, made.certified().id());
  }

  /** Lets new certificates be kept outside, soon after the transaction. */
  void keep(Tx tx) {
    keeping.ifPresent(jobs -> jobs.store(tx, OutsideContract.ADVANCE_STORE, new OutsideContract.AdvanceStore(),
        JobOptions.on(OutsideContract.STORE_QUEUE).unique("credential-store:new")));
  }

  static Issuer mustIssue(Issuer issuer) {
    if (issuer.state() != IssuerState.APPROVED) {
      throw CredentialContract.ISSUER_BLOCKED.refusal();
    }
    return issuer;
  }

  /**
   * Makes credentials, which are not written yet: documents, signatures, certificates.
   *
   * @param rehearsal whether they come to nothing, so that they need no signature and no certificate
   */
  List<Made> prepare(Issuer issuer, List<IssueCredential> asked, boolean rehearsal) {
    if (base.isEmpty()) {
      throw CredentialContract.NO_PUBLIC_ADDRESS.refusal();
    }
    List<Long> entries = credentials.numbers(asked.size());
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    return aside.run(() -> {
      List<Made> made = new ArrayList<>(asked.size());
      for (int i = 0; i < asked.size(); i++) {
        made.add(make(issuer, asked.get(i), entries.get(i), now, rehearsal));
      }
      return made;
    });
  }

  private Made make(Issuer issuer, IssueCredential ask, long entry, Instant now, boolean rehearsal) {
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    Certified plain = new Certified(ids.next(), issuer.id(), ask.title(), ask.description(), ask.recipientEmail(),
        ask.recipientName(), ask.hours(), ask.completedOn(), now, HexFormat.of().formatHex(salt),
        HashedViewRules.VERSION, null);
    if (rehearsal) {
      return new Made(plain, entry, ask.externalId(), "{}", null, null);
    }
    byte[] file = certificates.write(plain, issuer.name(), CertificatePdf.link(base, plain));
    Certified certified = new Certified(plain.id(), plain.issuerId(), plain.title(), plain.description(),
        plain.recipientEmail(), plain.recipientName(), plain.hours(), plain.completedOn(), plain.issuedAt(),
        plain.salt(), plain.viewVersion(), Sha256.hex(file));
    String document = signer.sign(DocumentRules.credential(certified,
        new DocumentRules.Signer(signer.did(), issuer.name(), issuer.url()), base, entry), now).toString();
    return new Made(certified, entry, ask.externalId(), document, Cid.of(file), file);
  }

  Credential revoke(Call call, RevokeCredential ask) {
    boolean revoked = credentials.revoke(call.tenant(), ask.id(), call.userId(), ask.reason(), clock.instant());
    Credential now = get(call, ask.id());
    if (!revoked) {
      throw CredentialContract.REVOKED_ALREADY.refusal().data(now);
    }
    count("revoked", 1);
    return now;
  }

  /** @param tenant null: of all tenants and addresses */
  Claimed claim(String tenant, String email) {
    int claimed = credentials.claim(tenant, email, clock.instant());
    count("claimed", claimed);
    return new Claimed(claimed);
  }

  static void count(String what, int number) {
    Meters.counter("credential.changes", "Credentials that were issued, claimed or revoked", "what", what)
        .increment(number);
  }

  Credential shown(Stored row) {
    return new Credential(row.id(), row.issuerId(), row.issuer(), row.externalId(), row.state(), row.title(),
        row.description(), row.recipientName(), row.recipientEmail(), row.holderId(), row.hours(), row.completedOn(),
        row.issuedAt(), row.claimedAt(), row.revokedAt(), row.revokedReason(), row.showsName(), row.anchored(),
        row.cid(), base + "/verify/" + row.id());
  }
}
