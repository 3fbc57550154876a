package com.mas.domain.learning.credential;

import com.mas.boot.Modules;
import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.Principal;
import com.mas.db.UuidV7;
import com.mas.domain.learning.credential.CredentialContract.Anchored;
import com.mas.domain.learning.credential.CredentialContract.Credential;
import com.mas.domain.learning.credential.CredentialContract.IssueCredential;
import com.mas.domain.learning.credential.CredentialContract.MakeAnchor;
import com.mas.domain.learning.credential.IssuerContract.CreateIssuer;
import com.mas.domain.learning.credential.IssuerContract.Issuer;
import com.mas.domain.learning.credential.VerifyContract.CheckName;
import com.mas.domain.learning.credential.VerifyContract.Verdict;
import com.mas.domain.learning.credential.VerifyContract.Verification;
import com.mas.domain.learning.credential.VerifyContract.VerifyOne;
import com.mas.domain.people.identity.DirectoryContract;
import com.mas.domain.people.identity.DirectoryContract.EnsureStudent;
import com.mas.domain.people.identity.IdentityVerticle;
import com.mas.domain.platform.tenant.TenantContract;
import com.mas.imports.ImportsVerticle;
import com.mas.jobs.Jobs;
import com.mas.module.Installation;
import com.mas.module.Parts;
import com.mas.redis.RateLimit;
import com.mas.redis.RedisLink;
import com.mas.testkit.House;
import com.mas.testkit.TestInstallation;
import com.mas.testkit.TestServers;
import com.mas.testkit.TestTokens;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Credentials with the identity that there really is, on a bus and a database of their own. */
final class Registry extends House {
  static final String BASE = "https://campus.example";

  final UUID admin = UUID.randomUUID();
  private final RedisLink redis;
  private String address;

  Registry() {
    super("2026-03-10T09:00:00Z");
    redis = RedisLink.connect(vertx, TestServers.redis().url());
    await(redis.ready(5_000));
    deploy(new IdentityVerticle(bus, new Capacity("identity", 2, 100), db,
        new Jobs(clock, Modules.SUBSCRIPTIONS), new RateLimit(redis, clock), new UuidV7(clock),
        new IdentityVerticle.Config(TestTokens.SECRET, 15, 30, 4, true, "root@mas.example", "correct horse")));
    Installation plain = TestInstallation.PLAIN;
    Installation here = new Installation(plain.node(), plain.tenants(), plain.secrets(), plain.privateHosts(),
        plain.phones(), plain.freeDisk(), plain.flags(), plain.queues(), plain.schedules(),
        List.of(CredentialContract.CREDENTIALS), List.of());
    Parts parts = new Parts(vertx, bus, db, redis, here, Map.of());
    deploy(new CredentialVerticle(parts, new Capacity("credential", 1, 100), BASE, true));
    deploy(new ImportsVerticle(parts, new Capacity("imports", 1, 100), 4 << 20, TenantContract.SHARED));
  }

  @Override
  protected UUID caller() {
    return admin;
  }

  @Override
  protected Principal principal(UUID who, String ofTenant) {
    return new Principal(who, who.equals(admin) ? Principal.Role.ADMIN : Principal.Role.USER, Set.of(), ofTenant);
  }

  @Override
  protected String address() {
    return address;
  }

  /** Says where calls come from from now on; null: from nowhere. */
  void from(String network) {
    address = network;
  }

  Call anybody() {
    return call(null, null);
  }

  Issuer issuer(String slug) {
    return ask(IssuerContract.CREATE, new CreateIssuer(slug, "Campus " + slug, "https://campus.example/" + slug));
  }

  UUID account(String email) {
    return ask(DirectoryContract.ENSURE_STUDENT, new EnsureStudent(email, null, "Asha Kulkarni", null, null, false))
        .id();
  }

  Credential issued(Issuer by, String title, String email) {
    return ask(CredentialContract.ISSUE, asked(by, title, email));
  }

  static IssueCredential asked(Issuer by, String title, String email) {
    return new IssueCredential(by.id(), title, "What it is about: भारत, ₹ 5.", "आशा Kulkarni", email, 40.0,
        LocalDate.of(2026, 3, 1), null);
  }

  int anchor() {
    Anchored anchored = ask(product(), CredentialContract.ANCHOR, new MakeAnchor());
    return anchored.entries();
  }

  Verification verify(UUID id) {
    return ask(anybody(), VerifyContract.VERIFY, new VerifyOne(id.toString()));
  }

  /** Returns the checks by their names. */
  static Map<CheckName, Verdict> verdicts(Verification of) {
    Map<CheckName, Verdict> verdicts = new TreeMap<>();
    of.checks().forEach(check -> verdicts.put(check.name(), check.verdict()));
    return verdicts;
  }

  @Override
  protected void closeMore() {
    await(redis.close());
  }
}
