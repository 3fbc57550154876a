package com.mas.domain.learning.credential;

import com.mas.db.Table;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.domain.people.identity.PersonContract;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Schedule;
import com.mas.module.ConsolePage;
import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import java.time.Duration;

/** Declares credentials: issuing, holding, checking. */
public final class CredentialModule extends DomainModule {
  private static final String QUEUE = "databaseQueue";

  public CredentialModule() {
    super("credential", CredentialContract.class, IssuerContract.class, VerifyContract.class);
    page(ConsolePage.of(15, "learn", "certificates", "shield", "Certificates",
        "What you were certified, to be shown to others", "role:USER"));
    page(ConsolePage.of(53, "manage", "credentials", "shield", "Credentials",
        "Certificates that were issued, and their issuers", "role:ADMIN"));
    tables(
        Table.of("credential.issuers").never("what was issued names its issuer"),
        Table.of("credential.issuer_keys").by("created_by").hides("key_hash")
            .never("it tells who could issue, and since when"),
        Table.of("credential.anchors").never("the log is only added to"),
        Table.of("credential.entries").never("the log is only added to"),
        Table.of("credential.credentials").person("holder_id").email("recipient_email").by("revoked_by", "created_by")
            .hides("salt", "document").mentions("revoked_reason").never("a credential is good until it is revoked"),
        Table.of("credential.files").partOf("credential.credentials", "credential_id").hides("bytes")
            .goesWith("credential.credentials"));
    reads(IdentityContract.ACCOUNTS);
    on(PersonContract.VERIFIED, JobOptions.on(QUEUE));
    schedule(Schedule.every(Duration.ofMinutes(5), "credential-claims", QUEUE, CredentialContract.CLAIM_ALL,
        new CredentialContract.ClaimAll()));
    schedule(Schedule.every(Duration.ofMinutes(10), "credential-anchor", QUEUE, CredentialContract.ANCHOR,
        new CredentialContract.MakeAnchor()));
  }

  @Override
  public Plan plan(SettingsReader from) {
    String told = from.url("CREDENTIALS_URL", "http", "https").replaceFirst("/+$", "");
    from.require(!from.isProduction() || told.isEmpty() || told.startsWith("https://"),
        "CREDENTIALS_URL must start with https:// in production");
    String base = told.isEmpty() && !from.isProduction() ? "http://127.0.0.1:" + from.text("PORT") : told;
    boolean limits = from.flag("RATE_LIMITS");
    return (parts, capacity) -> new CredentialVerticle(parts, capacity, base, limits);
  }
}
