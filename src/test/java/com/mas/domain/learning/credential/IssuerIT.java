package com.mas.domain.learning.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.Json;
import com.mas.domain.learning.credential.CredentialContract.Credential;
import com.mas.domain.learning.credential.CredentialContract.ListCredentials;
import com.mas.domain.learning.credential.IssuerContract.CreateIssuer;
import com.mas.domain.learning.credential.IssuerContract.CreateKey;
import com.mas.domain.learning.credential.IssuerContract.IssueByKey;
import com.mas.domain.learning.credential.IssuerContract.Issuer;
import com.mas.domain.learning.credential.IssuerContract.ListByKey;
import com.mas.domain.learning.credential.IssuerContract.ListKeys;
import com.mas.domain.learning.credential.IssuerContract.NewKey;
import com.mas.domain.learning.credential.IssuerContract.RecipientsByKey;
import com.mas.domain.learning.credential.IssuerContract.RevokeKey;
import com.mas.imports.ImportKind.Work;
import com.mas.imports.ImportsContract;
import com.mas.imports.ImportsContract.ConfirmImport;
import com.mas.imports.ImportsContract.GetImport;
import com.mas.imports.ImportsContract.Import;
import com.mas.imports.ImportsContract.ListRefused;
import com.mas.imports.ImportsContract.Tally;
import com.mas.imports.ImportsContract.Upload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Checks issuers, the keys of their systems, and tables of credentials. */
class IssuerIT {
  @AutoClose private static final Registry registry = new Registry();

  private final Issuer issuer = registry.issuer("k" + UUID.randomUUID().toString().substring(0, 8));

  @AfterEach
  void fromNowhere() {
    registry.from(null);
  }

  private NewKey key(Integer perMinute, List<String> addresses, Duration life) {
    return registry.ask(IssuerContract.CREATE_KEY, new CreateKey(issuer.id(), "Their system", perMinute, addresses,
        life == null ? null : registry.clock.instant().plus(life)));
  }

  private static IssueByKey asked(String key, String title) {
    return new IssueByKey(key, title, null, "Ravi Menon", "ravi@learner.example", 12.5, null, null);
  }

  private static void refused(Failure with, String key) {
    Registry.refused(with, registry.bus.send(registry.anybody(), IssuerContract.ISSUE_BY_KEY, asked(key, "Refused")));
  }

  @Test
  void aKeyIssuesInTheNameOfItsIssuerAndIsKeptAsADigestAlone() {
    NewKey made = key(null, null, null);
    assertTrue(made.secret().startsWith(made.key().prefix()));
    assertFalse(made.toString().contains(made.secret()));
    assertEquals(60, made.key().perMinute());
    Credential issued = registry.ask(registry.anybody(), IssuerContract.ISSUE_BY_KEY, asked(made.secret(), "By key"));
    assertEquals(issuer.id(), issued.issuerId());
    assertEquals(registry.tenant, registry.text("SELECT tenant FROM credential.credentials WHERE id = ?",
        issued.id()));
    assertEquals(0, registry.number("SELECT count(*) FROM credential.issuer_keys k WHERE k::text LIKE ?",
        "%" + made.secret() + "%"));
    assertNotNull(registry.ask(IssuerContract.KEYS, new ListKeys(issuer.id(), null, null)).items().getFirst()
        .usedAt());
    assertEquals(List.of(issued), registry.ask(registry.anybody(), IssuerContract.LIST_BY_KEY,
        new ListByKey(made.secret(), null, null)).items());
    assertEquals("ravi@learner.example", registry.ask(registry.anybody(), IssuerContract.RECIPIENTS,
        new RecipientsByKey(made.secret(), null, null)).items().getFirst().email());
  }

  @Test
  void aKeyThatEndedOrIsUsedFromElsewhereIsRefusedAsAnUnknownOneIs() {
    refused(Failure.UNAUTHENTICATED, null);
    refused(Failure.UNAUTHENTICATED, "");
    refused(Failure.UNAUTHENTICATED, "cik_unknown");
    NewKey ended = key(null, null, null);
    registry.ask(IssuerContract.REVOKE_KEY, new RevokeKey(issuer.id(), ended.key().id()));
    registry.ask(IssuerContract.REVOKE_KEY, new RevokeKey(issuer.id(), ended.key().id()));
    refused(Failure.UNAUTHENTICATED, ended.secret());
    NewKey brief = key(null, null, Duration.ofMinutes(5));
    registry.clock.advance(Duration.ofMinutes(6));
    refused(Failure.UNAUTHENTICATED, brief.secret());
    NewKey bound = key(null, List.of("192.0.2.0/25", "2001:db8::/48"), null);
    refused(Failure.UNAUTHENTICATED, bound.secret());
    registry.from("192.0.2.200");
    refused(Failure.UNAUTHENTICATED, bound.secret());
    registry.from("192.0.2.100");
    registry.ask(registry.anybody(), IssuerContract.ISSUE_BY_KEY, asked(bound.secret(), "From within"));
    registry.from("2001:db8:0:ffff::1");
    registry.ask(registry.anybody(), IssuerContract.ISSUE_BY_KEY, asked(bound.secret(), "From within 6"));
  }

  @Test
  void aKeyHasItsOwnSpeed() {
    NewKey slow = key(2, null, null);
    registry.ask(registry.anybody(), IssuerContract.ISSUE_BY_KEY, asked(slow.secret(), "One"));
    registry.ask(registry.anybody(), IssuerContract.ISSUE_BY_KEY, asked(slow.secret(), "Two"));
    refused(Failure.TOO_MANY_REQUESTS, slow.secret());
  }

  @Test
  void whatIsWrongWithAKeyOrAnIssuerIsTold() {
    registry.refused(Failure.INVALID, IssuerContract.CREATE_KEY,
        new CreateKey(issuer.id(), "x", null, List.of("192.0.2.0/33"), null));
    registry.refused(Failure.INVALID, IssuerContract.CREATE_KEY,
        new CreateKey(issuer.id(), "x", null, null, registry.clock.instant()));
    registry.refused(Failure.NOT_FOUND, IssuerContract.CREATE_KEY,
        new CreateKey(UUID.randomUUID(), "x", null, null, null));
    registry.refused(Failure.NOT_FOUND, IssuerContract.REVOKE_KEY, new RevokeKey(issuer.id(), UUID.randomUUID()));
    var taken = registry.refused(Failure.CONFLICT, IssuerContract.CREATE,
        new CreateIssuer(issuer.slug(), "Another", null));
    assertTrue(Json.write(taken.detail().data()).contains(issuer.id().toString()));
    registry.refused(Failure.INVALID, IssuerContract.CREATE, new CreateIssuer("Not A Slug", "x", null));
    registry.refused(Failure.INVALID, IssuerContract.CREATE, new CreateIssuer("ok", "x", "javascript:alert(1)"));
  }

  private Import checked(String... lines) {
    Import put = registry.ask(ImportsContract.UPLOAD, new Upload(null, "credentials", issuer.id(), "people.csv",
        Base64.getEncoder().encodeToString(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)), true));
    return work(put.id());
  }

  private static Import work(UUID id) {
    registry.ask(registry.product(), CredentialContract.CREDENTIALS.work(), new Work(id));
    return registry.ask(ImportsContract.GET, new GetImport(id));
  }

  private Import imported(String... lines) {
    Import checked = checked(lines);
    registry.ask(ImportsContract.CONFIRM, new ConfirmImport(checked.id()));
    Import done = work(checked.id());
    assertEquals(checked.checked(), done.imported());
    return done;
  }

  private long there() {
    return registry.ask(CredentialContract.LIST, new ListCredentials(null, null, issuer.id(), null, null)).total();
  }

  @Test
  void aTableIsCheckedThenIssuedAndTheSecondTimeChangesNothing() {
    String[] rows = {"Name,E-mail,Course,Hours,Completed on,Certificate ID",
        "Asha,asha@learner.example,Data,40,2026-01-05,D-1", "Ravi,RAVI@learner.example,Data,7.5,,D-2"};
    Import checked = checked(rows);
    assertEquals(new Tally(2, 2, 0, 0, 0), checked.checked(), checked::error);
    assertEquals(0, there());
    assertEquals(new Tally(2, 2, 0, 0, 0), imported(rows).imported());
    assertEquals(2, there());
    assertEquals(new Tally(2, 0, 0, 2, 0), imported(rows).imported());
    assertEquals(2, there());
    assertEquals(2, registry.number("SELECT count(*) FROM credential.files f JOIN credential.credentials c"
        + " ON c.id = f.credential_id WHERE c.issuer_id = ?", issuer.id()));
    assertEquals(0, registry.number("SELECT count(*) FROM credential.credentials c LEFT JOIN credential.entries e"
        + " ON e.number = c.entry WHERE e.number IS NULL"));
  }

  @Test
  void rowsThatCannotBeIssuedAreRefusedWithTheirColumns() {
    Import checked = checked("Name,E-mail,Course,Hours,Completed on,Certificate ID",
        "Asha,no address,Data,,,", "Asha,a@learner.example,Data,many,,", "Asha,b@learner.example,Data,,31/12/2026,",
        "Asha,c@learner.example,Data,,,two words", "Asha,,Data,,,", "Asha,d@learner.example,Data,,,",
        "Asha,D@learner.example,data,,,");
    assertEquals(new Tally(7, 1, 0, 0, 6), checked.checked(), checked::error);
    List<String> refused = registry.ask(ImportsContract.REFUSED, new ListRefused(checked.id(), 500, 0L)).items()
        .stream().map(row -> row.row() + " " + row.problems().getFirst().column()).toList();
    assertEquals(List.of("2 recipientEmail", "3 hours", "4 completedOn", "5 externalId", "6 recipientEmail",
        "8 recipientEmail"), refused);
  }
}
