package com.mas.domain.learning.credential;

import com.mas.db.Tx;
import com.mas.db.UuidV7;
import com.mas.domain.learning.credential.CredentialRepository.Made;
import com.mas.domain.learning.credential.ExternalSyncRepository.Named;
import com.mas.domain.learning.credential.IssuerContract.IssuerState;
import com.mas.domain.learning.credential.OutsideRow.Skip;
import com.mas.proof.Cid;
import com.mas.proof.Sha256;
import com.mas.runs.Counts;
import com.mas.sources.Place;
import com.mas.sources.Sink;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Takes a page of an outside issuer: credentials, their entries for the log, their certificates, and where the sync
 * stands are one commit. A row that is here already stays as it is.
 */
final class OutsideSink implements Sink<OutsideRow> {
  /** Names a count: credentials whose certificates cannot be had. */
  static final String WITHOUT_FILE = "withoutFile";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SALT_BYTES = 16;

  private final OutsideIssuer issuer;
  private final ExternalSyncRepository syncs;
  private final CredentialRepository credentials;
  private final UuidV7 ids;

  OutsideSink(OutsideIssuer issuer, ExternalSyncRepository syncs, CredentialRepository credentials, UuidV7 ids) {
    this.issuer = issuer;
    this.syncs = syncs;
    this.credentials = credentials;
    this.ids = ids;
  }

  @Override
  public Counts write(Tx tx, Place place, List<OutsideRow> rows) {
    Named named = mustIssue(tx, place);
    List<OutsideRow> kept = rows.stream().filter(OutsideRow::isKept).toList();
    List<Made> made = made(tx, named.id(), kept, place.now().truncatedTo(ChronoUnit.SECONDS));
    Set<UUID> fresh = made.isEmpty() ? Set.of() : credentials.insert(tx, place.tenant(), named.id(), null, made);
    Counts counts = Counts.NONE.plus(Counts.READ, rows.size()).plus(Counts.WRITTEN, fresh.size());
    List<String> places = new ArrayList<>();
    List<String> messages = new ArrayList<>();
    int nth = 0;
    for (OutsideRow row : rows) {
      boolean isFresh = row.isKept() && fresh.contains(made.get(nth++).certified().id());
      if (!isFresh) {
        Skip why = row.isKept() ? Skip.DUPLICATE : row.skip();
        counts = counts.plus(why == Skip.LATER ? Counts.FAILED : Counts.SKIPPED, 1).plus(why.count(), 1);
      } else if (row.note() != null) {
        counts = counts.plus(WITHOUT_FILE, 1);
      }
      if (row.note() != null && (isFresh || !row.isKept())) {
        places.add(row.externalId());
        messages.add(row.note());
      }
    }
    if (!places.isEmpty()) {
      syncs.keepErrors(tx, place, places, messages);
    }
    syncs.wrote(tx, place, issuer.id(), fresh.size(), counts.get(Skip.LATER.count()) > 0);
    IssueService.count("issued", fresh.size());
    return counts;
  }

  private Named mustIssue(Tx tx, Place place) {
    Named named = syncs.lockIssuer(tx, place.tenant(), issuer.issuer())
        .orElseThrow(IssuerContract.ISSUER_UNKNOWN::refusal);
    if (named.state() != IssuerState.APPROVED) {
      throw CredentialContract.ISSUER_BLOCKED.refusal();
    }
    return named;
  }

  /** Makes credentials whose documents are signed when somebody asks for them. */
  private List<Made> made(Tx tx, UUID issuerId, List<OutsideRow> rows, Instant now) {
    List<Long> entries = credentials.numbers(tx, rows.size());
    List<Made> made = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      OutsideRow row = rows.get(i);
      byte[] salt = new byte[SALT_BYTES];
      RANDOM.nextBytes(salt);
      Certified certified = new Certified(ids.next(), issuerId, row.title(), row.description(), row.email(), row.name(),
          row.hours(), row.day(), now, HexFormat.of().formatHex(salt), HashedViewRules.VERSION,
          row.file() == null ? null : Sha256.hex(row.file()));
      made.add(new Made(certified, entries.get(i), row.externalId(), null,
          row.file() == null ? null : Cid.of(row.file()), row.file()));
    }
    return made;
  }

  @Override
  public String since(Place place) {
    return syncs.since(place.tenant(), issuer.id());
  }

  @Override
  public void since(Tx tx, Place place, String mark) {
    syncs.setSince(tx, place, issuer.id(), mark);
  }
}
