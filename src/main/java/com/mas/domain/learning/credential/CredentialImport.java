package com.mas.domain.learning.credential;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.db.Tx;
import com.mas.domain.learning.credential.CredentialContract.IssueCredential;
import com.mas.domain.learning.credential.CredentialRepository.Made;
import com.mas.domain.learning.credential.IssuerContract.Issuer;
import com.mas.imports.Cells;
import com.mas.imports.RowImport;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Credentials of an issuer, by a table: {@link CredentialContract#CREDENTIALS}. */
final class CredentialImport implements RowImport<IssueCredential, List<Made>> {
  private final IssueService issuing;
  private final IssuerRepository issuers;
  private final CredentialRepository credentials;

  CredentialImport(IssueService issuing, IssuerRepository issuers, CredentialRepository credentials) {
    this.issuing = issuing;
    this.issuers = issuers;
    this.credentials = credentials;
  }

  @Override
  public IssueCredential read(Cells cells) {
    String email = cells.text("recipientEmail");
    if (email != null && !email.toLowerCase(Locale.ROOT).matches(CredentialContract.EMAIL)) {
      cells.refuse("recipientEmail", "is no e-mail address");
    }
    String external = cells.text("externalId");
    if (external != null && !external.matches("[!-~]+")) {
      cells.refuse("externalId", "has a blank, or a letter that is not plain ASCII");
    }
    return new IssueCredential(new UUID(0, 0), cells.text("title"), cells.text("description"),
        cells.text("recipientName"), email, hours(cells), day(cells), external);
  }

  private static Double hours(Cells cells) {
    String word = cells.text("hours");
    if (word == null) {
      return null;
    }
    boolean number = word.matches("\\d{1,5}(\\.\\d{1,2})?");
    double hours = number ? Double.parseDouble(word) : 0;
    if (hours < 0.1 || hours > 10_000) {
      cells.refuse("hours", "is not a number of hours such as 40 or 7.5");
      return null;
    }
    return hours;
  }

  private static LocalDate day(Cells cells) {
    String word = cells.text("completedOn");
    try {
      return word == null ? null : LocalDate.parse(word);
    } catch (DateTimeParseException e) {
      cells.refuse("completedOn", "is not a day such as 2026-01-31");
      return null;
    }
  }

  @Override
  public List<Key> keys(IssueCredential row) {
    Key person = new Key("recipientEmail", row.recipientEmail() + "\n" + row.title().toLowerCase(Locale.ROOT));
    return row.externalId() == null ? List.of(person) : List.of(person, new Key("externalId", row.externalId()));
  }

  @Override
  public List<Made> look(Call call, Target target, List<IssueCredential> rows) {
    return issuing.prepare(open(issuers.get(target.tenant(), target.subject())), rows, target.rehearsal());
  }

  @Override
  public List<Verdict> write(Tx tx, Target target, List<IssueCredential> rows, List<Made> made) {
    Issuer issuer = open(issuers.getForShare(tx, target.tenant(), target.subject()));
    Set<UUID> fresh = credentials.insert(tx, target.tenant(), issuer.id(), target.madeBy(), made);
    if (!target.rehearsal()) {
      IssueService.count("issued", fresh.size());
      issuing.keep(tx);
    }
    List<Verdict> verdicts = new ArrayList<>(rows.size());
    made.forEach(each -> verdicts.add(fresh.contains(each.certified().id()) ? Verdict.ADDED : Verdict.SAME));
    return verdicts;
  }

  private static Issuer open(Optional<Issuer> found) {
    return IssueService.mustIssue(found.orElseThrow(() -> Failure.UNPROCESSABLE.with("There is no such issuer.")));
  }
}
