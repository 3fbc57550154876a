package com.mas.domain.learning.credential;

import com.mas.db.Database;
import com.mas.db.Rows;
import com.mas.imports.Importer.Aside;
import com.mas.secrets.DocumentSigner;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/**
 * Signs the documents of credentials that were taken in by the thousand, when somebody wants one of them. A document is
 * signed once: of two that are made at the same time the first stays.
 */
final class SignService {
  private record Unsigned(UUID id, UUID issuerId, String issuer, String issuerUrl, long entry, String title,
      String description, String recipientEmail, String recipientName, Double hours, LocalDate completedOn,
      Instant issuedAt, String salt, int viewVersion, String fileSha256) {
    Certified certified() {
      return new Certified(id, issuerId, title, description, recipientEmail, recipientName, hours, completedOn,
          issuedAt, salt, viewVersion, fileSha256);
    }
  }

  private static final Rows<Unsigned> ROWS = Rows.of(Unsigned.class);
  private static final String UNSIGNED = """
      SELECT c.id, c.issuer_id, i.name AS issuer, i.url AS issuer_url, c.entry, c.title, c.description,
        c.recipient_email, c.recipient_name, c.hours, c.completed_on, c.issued_at, c.salt, c.view_version, c.file_sha256
      FROM credential.credentials c JOIN credential.issuers i ON i.id = c.issuer_id
      WHERE c.id = ANY($1::uuid[]) AND c.document IS NULL""";
  private static final String SIGN = """
      UPDATE credential.credentials c SET document = n.document FROM unnest($1::uuid[], $2::text[]) AS n (id, document)
      WHERE c.id = n.id AND c.document IS NULL""";

  private final Database db;
  private final DocumentSigner signer;
  private final Clock clock;
  private final String base;
  private final Aside aside;

  /** @param base address of this server as everybody knows it; empty: it is not known, and nothing is signed */
  SignService(Database db, DocumentSigner signer, Clock clock, String base, Aside aside) {
    this.db = db;
    this.signer = signer;
    this.clock = clock;
    this.base = base;
    this.aside = aside;
  }

  /** Signs those that are not signed yet. */
  void sign(List<UUID> ids) {
    List<Unsigned> rows = ROWS.all(db.query(UNSIGNED, (Object) ids.toArray(UUID[]::new)));
    if (rows.isEmpty()) {
      return;
    }
    if (base.isEmpty()) {
      throw CredentialContract.NO_PUBLIC_ADDRESS.refusal();
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    String[] documents = aside.run(() -> rows.stream().map(row -> signer.sign(DocumentRules.credential(row.certified(),
        new DocumentRules.Signer(signer.did(), row.issuer(), row.issuerUrl()), base, row.entry()), now).toString())
        .toArray(String[]::new));
    db.write(SIGN, rows.stream().map(Unsigned::id).toArray(UUID[]::new), documents);
  }
}
