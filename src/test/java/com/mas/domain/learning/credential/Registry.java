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
import com.mas.domain.learning.credential.CredentialVerticle.Told;
import com.mas.domain.learning.credential.IssuerContract.CreateIssuer;
import com.mas.domain.learning.credential.IssuerContract.Issuer;
import com.mas.domain.learning.credential.OutsideRules.Hours;
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
import com.mas.outbound.HttpCaller;
import com.mas.outbound.evm.EvmClient;
import com.mas.outbound.evm.EvmKey;
import com.mas.outbound.ipfs.IpfsClient;
import com.mas.outbound.s3.S3Client;
import com.mas.outbound.s3.S3Place;
import com.mas.redis.RateLimit;
import com.mas.redis.RedisLink;
import com.mas.sandbox.evm.EvmSimulator;
import com.mas.sandbox.filebase.FilebaseSimulator;
import com.mas.sandbox.ipfs.IpfsSimulator;
import com.mas.testkit.House;
import com.mas.testkit.Sandbox;
import com.mas.testkit.TestInstallation;
import com.mas.testkit.TestServers;
import com.mas.testkit.TestTokens;
import io.vertx.core.Vertx;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Credentials with the identity that there really is, on a bus and a database of their own. */
final class Registry extends House {
  static final String BASE = "https://campus.example";

  final UUID admin = UUID.randomUUID();
  private final RedisLink redis;
  /** Null for a registry that tells nobody outside. */
  private final Vertx outside;
  final Sandbox sandbox;
  private String address;

  /** Tells nobody outside of what it issues. */
  Registry() {
    this(false);
  }

  /** @param tells whether roots are written into the simulated chain, and certificates kept in Filebase */
  Registry(boolean tells) {
    super("2026-03-10T09:00:00Z");
    outside = tells ? Vertx.vertx() : null;
    sandbox = tells ? new Sandbox(outside, clock) : null;
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
    deploy(new CredentialVerticle(parts, new Capacity("credential", 1, 100), BASE, true, true, new Hours(0, 1000),
        ExternalSyncService.Config.NONE,
        tells ? new Told(Optional.of(chain(sandbox)), Optional.of(each -> filebase())) : Told.NOTHING));
    deploy(new ImportsVerticle(parts, new Capacity("imports", 1, 100), 4 << 20, TenantContract.SHARED));
  }

  /** Returns the simulated chain, of which a call that gets no answer fails at once. */
  private static CredentialVerticle.Chain chain(Sandbox sandbox) {
    return new CredentialVerticle.Chain(new HttpCaller.Config("Chain", sandbox.settings("evm").get("EVM_RPC_URL"),
        Duration.ofSeconds(20), 1, Duration.ofMillis(5), Duration.ofSeconds(1), 2 << 20, 1_000, Duration.ofSeconds(1)),
        new ChainService.Config(EvmSimulator.CHAIN_ID, EvmKey.of(EvmSimulator.ACCOUNT_KEY), 3,
            ChainRules.GWEI.multiply(BigInteger.valueOf(200)), Duration.ofMinutes(10)));
  }

  /** Returns a caller that gives up at once. */
  private HttpCaller caller(String name, String url) {
    return new HttpCaller(vertx, clock, new Random(1), new HttpCaller.Config(name, url, Duration.ofSeconds(20), 1,
        Duration.ofMillis(5), Duration.ofSeconds(1), 16 << 20, 1_000, Duration.ofSeconds(1)));
  }

  ContentStore.Filebase filebase() {
    S3Place place = new S3Place(sandbox.url("filebase"), "us-east-1", FilebaseSimulator.BUCKET, true);
    return new ContentStore.Filebase(S3Client.of(caller("Filebase", place.site()), place, FilebaseSimulator.KEYS,
        clock), "filebase:" + FilebaseSimulator.BUCKET);
  }

  ContentStore.Ipfs ipfs() {
    return new ContentStore.Ipfs(new IpfsClient(caller("IPFS", sandbox.url("ipfs")), IpfsSimulator.TOKEN), "ipfs:here");
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

  EvmKey chainKey() {
    return EvmKey.of(EvmSimulator.ACCOUNT_KEY);
  }

  /** Returns a caller of the simulated chain. */
  EvmClient node() {
    return new EvmClient(new HttpCaller(vertx, clock, new Random(1), chain(sandbox).node()));
  }

  /** Goes on at the chain, which may fail. */
  void refusalOrAnswer() {
    await(bus.send(product(), OutsideContract.ADVANCE_CHAIN, new OutsideContract.AdvanceChain()).otherwiseEmpty());
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
    if (outside != null) {
      await(outside.close());
    }
  }
}
