package com.mas.domain.learning.credential;

import com.mas.db.Table;
import com.mas.domain.learning.credential.OutsideRules.Hours;
import com.mas.domain.learning.sync.LinkContract;
import com.mas.domain.learning.sync.SyncContract;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.domain.people.identity.PersonContract;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Queues.Queue;
import com.mas.jobs.Schedule;
import com.mas.module.ConsolePage;
import com.mas.module.DomainModule;
import com.mas.module.Parts;
import com.mas.module.SettingsReader;
import com.mas.outbound.evm.EvmClient;
import com.mas.outbound.evm.EvmKey;
import com.mas.outbound.ipfs.IpfsClient;
import com.mas.outbound.s3.S3Client;
import com.mas.outbound.s3.S3Place;
import com.mas.outbound.s3.SigV4;
import com.mas.runs.RunsContract;
import com.mas.sandbox.evm.EvmSimulator;
import com.mas.sandbox.filebase.FilebaseSimulator;
import com.mas.sandbox.ipfs.IpfsSimulator;
import com.mas.sandbox.issuers.JaiminSimulator;
import com.mas.sandbox.issuers.NsdcSimulator;
import com.mas.sandbox.issuers.UdemySimulator;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Declares credentials: issuing, holding, checking. */
public final class CredentialModule extends DomainModule {
  private static final String QUEUE = "databaseQueue";
  private static final String STORE = "CREDENTIALS_STORE";
  private static final String FILEBASE_BUCKET = "FILEBASE_BUCKET";
  private static final String FILEBASE_KEY = "FILEBASE_ACCESS_KEY";
  private static final String FILEBASE_SECRET = "FILEBASE_SECRET_KEY";
  private static final String IPFS_URL = "IPFS_API_URL";
  private static final String IPFS_AUTHORIZATION = "IPFS_API_AUTHORIZATION";
  private static final Duration SLICE = Duration.ofMinutes(10);
  /** Settings of the issuers that conf/issuers.yaml comes with; one that it leaves out is none the less a setting. */
  private static final List<String> SHIPPED = List.of("NSDC_ENABLED", "NSDC_BASE_URL", "NSDC_CLIENT_ID",
      "NSDC_CLIENT_SECRET", "UDEMY_ENABLED", "UDEMY_BASE_URL", "UDEMY_CLIENT_ID", "UDEMY_CLIENT_SECRET",
      "JAIMIN_ENABLED", "JAIMIN_BASE_URL", "JAIMIN_API_KEY");

  public CredentialModule() {
    super("credential", CredentialContract.class, IssuerContract.class, VerifyContract.class, OutsideContract.class,
        ExternalSyncContract.class);
    provider("evm", stage -> new EvmSimulator(stage.clock()), "EVM_RPC_URL", "EVM_CHAIN_ID", "EVM_PRIVATE_KEY",
        "EVM_CONFIRMATIONS");
    provider("filebase", stage -> new FilebaseSimulator(stage.clock()), STORE, "FILEBASE_ENDPOINT", FILEBASE_BUCKET,
        FILEBASE_KEY, FILEBASE_SECRET);
    provider("ipfs", stage -> new IpfsSimulator(), IPFS_URL, IPFS_AUTHORIZATION);
    queue(Queue.named(OutsideContract.STORE_QUEUE).cap(1).within(Duration.ofMinutes(4)));
    queue(Queue.named(OutsideContract.CHAIN_QUEUE).cap(1).within(Duration.ofMinutes(4)));
    provider("nsdc", stage -> new NsdcSimulator(stage.clock()), "NSDC_BASE_URL", "NSDC_CLIENT_ID",
        "NSDC_CLIENT_SECRET");
    provider("udemy", stage -> new UdemySimulator(stage.clock()), "UDEMY_BASE_URL", "UDEMY_CLIENT_ID",
        "UDEMY_CLIENT_SECRET");
    provider("jaimin", stage -> new JaiminSimulator(stage.clock()), "JAIMIN_BASE_URL", "JAIMIN_API_KEY");
    queue(Queue.named(ExternalSyncContract.QUEUE).cap(1).within(Duration.ofHours(4)));
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
            .goesWith("credential.credentials"),
        Table.of("credential.chain_accounts").never("numbers of transactions are counted on"),
        Table.of("credential.chain_anchors").never("the log is only added to"),
        Table.of("credential.chain_transactions").never("what was sent to a chain is looked for there"),
        Table.of("credential.outside_garbage").removed("when the store outside has removed what it names"),
        Table.of("credential.sync_state").nobody("held_by").never("it is one row for each outside issuer"),
        Table.of("credential.sync_log").by("triggered_by").keeps(Duration.ofDays(400), "started_at"),
        Table.of("credential.sync_errors").mentions("message", "excerpt").goesWith("credential.sync_log"),
        Table.of("credential.sync_schedulers").by("changed_by").never("it is one row for each tenant"));
    reads(IdentityContract.ACCOUNTS, SyncContract.LEARNERS, LinkContract.LEARNER_ACCOUNTS);
    on(PersonContract.VERIFIED, JobOptions.on(QUEUE));
    on(SyncContract.COURSE_COMPLETED, JobOptions.on(QUEUE));
    on(LinkContract.MODULE_WITHDRAWN, JobOptions.on(QUEUE));
    on(RunsContract.GIVEN_UP, JobOptions.on(QUEUE));
    schedule(Schedule.every(Duration.ofMinutes(5), "credential-claims", QUEUE, CredentialContract.CLAIM_ALL,
        new CredentialContract.ClaimAll()));
    schedule(Schedule.every(Duration.ofMinutes(10), "credential-anchor", QUEUE, CredentialContract.ANCHOR,
        new CredentialContract.MakeAnchor()));
    schedule(Schedule.every(Duration.ofMinutes(5), "credential-chain", OutsideContract.CHAIN_QUEUE,
        OutsideContract.ADVANCE_CHAIN, new OutsideContract.AdvanceChain()));
    schedule(Schedule.every(Duration.ofMinutes(1), "credential-store", OutsideContract.STORE_QUEUE,
        OutsideContract.ADVANCE_STORE, new OutsideContract.AdvanceStore()));
  }

  @Override
  public Plan plan(SettingsReader from) {
    String told = from.url("CREDENTIALS_URL", "http", "https").replaceFirst("/+$", "");
    from.require(!from.isProduction() || told.isEmpty() || told.startsWith("https://"),
        "CREDENTIALS_URL must start with https:// in production");
    String base = told.isEmpty() && !from.isProduction() ? "http://127.0.0.1:" + from.text("PORT") : told;
    boolean limits = from.flag("RATE_LIMITS");
    boolean certifies = from.flag("COURSE_CREDENTIALS");
    SHIPPED.forEach(from::text);
    List<String> tenants = from.list("TENANTS");
    List<OutsideIssuer> outside = OutsideIssuers.read(from, from.rules("issuers"),
        tenants.isEmpty() ? "" : tenants.getFirst());
    outside.forEach(issuer -> from.require(tenants.contains(issuer.tenant()), "issuers.yaml, " + issuer.id()
        + ": tenant must be one of TENANTS"));
    int hours = from.number("POLL_INTERVAL_HOURS", 1, 24 * 31);
    Hours kept = new Hours(hours(from, "MIN_HOUR_LEN"), hours(from, "POSSIBLE_MAX_HOUR"));
    CredentialVerticle.Told outwards = new CredentialVerticle.Told(chain(from), store(from));
    return (parts, capacity) -> new CredentialVerticle(parts, capacity, base, limits, certifies, kept,
        new ExternalSyncService.Config(outside, tenants, hours, SLICE), outwards);
  }

  private enum Store { LOCAL, FILEBASE, IPFS }

  private static Optional<Function<Parts, ContentStore>> store(SettingsReader from) {
    Store store = from.text(STORE).isEmpty() ? Store.LOCAL : from.oneOf(STORE, Store.class);
    String endpoint = from.url("FILEBASE_ENDPOINT", "http", "https");
    String bucket = from.text(FILEBASE_BUCKET);
    SigV4.Keys keys = SigV4.Keys.of(from.text(FILEBASE_KEY), from.text(FILEBASE_SECRET));
    String url = from.url(IPFS_URL, "http", "https").replaceFirst("/+$", "");
    String authorization = from.text(IPFS_AUTHORIZATION);
    return switch (store) {
      case LOCAL -> Optional.empty();
      case FILEBASE -> {
        from.require(!endpoint.isEmpty() && !bucket.isEmpty() && !keys.id().isEmpty() && !keys.secret().isEmpty(),
            "CREDENTIALS_STORE=filebase needs FILEBASE_ENDPOINT, FILEBASE_BUCKET, FILEBASE_ACCESS_KEY and "
                + FILEBASE_SECRET);
        S3Place place = new S3Place(endpoint, "us-east-1", bucket, true);
        yield Optional.of(parts -> new ContentStore.Filebase(S3Client.of(parts.outbound(
            S3Client.polite("Filebase", place)), place, keys, parts.clock()), "filebase:" + bucket));
      }
      case IPFS -> {
        from.require(!url.isEmpty(), "CREDENTIALS_STORE=ipfs needs IPFS_API_URL");
        yield Optional.of(parts -> new ContentStore.Ipfs(new IpfsClient(parts.outbound(IpfsClient.polite(url)),
            authorization), "ipfs:" + url));
      }
    };
  }

  private static Optional<CredentialVerticle.Chain> chain(SettingsReader from) {
    String url = from.url("EVM_RPC_URL", "http", "https");
    int chainId = from.number("EVM_CHAIN_ID", 1, Integer.MAX_VALUE);
    String key = from.text("EVM_PRIVATE_KEY");
    int confirmations = from.number("EVM_CONFIRMATIONS", 1, 1_000);
    BigInteger most = BigInteger.valueOf(from.number("EVM_MAX_FEE_GWEI", 1, 100_000)).multiply(ChainRules.GWEI);
    Duration patience = Duration.ofSeconds(from.number("EVM_REPLACE_SECONDS", 30, 86_400));
    if (url.isEmpty()) {
      return Optional.empty();
    }
    from.require(!from.isProduction() || url.startsWith("https://"),
        "EVM_RPC_URL must start with https:// in production");
    boolean usable = EvmKey.isKey(key);
    from.require(usable, "EVM_RPC_URL needs EVM_PRIVATE_KEY, of 64 hexadecimal digits");
    return usable ? Optional.of(new CredentialVerticle.Chain(EvmClient.polite(url),
        new ChainService.Config(chainId, EvmKey.of(key), confirmations, most, patience))) : Optional.empty();
  }

  private static double hours(SettingsReader from, String name) {
    String text = from.text(name);
    boolean isNumber = text.matches("\\d{1,5}(\\.\\d{1,2})?");
    from.require(isNumber, name + " must be a number of hours such as 40 or 7.5, not \"" + text + "\"");
    return isNumber ? Double.parseDouble(text) : 0;
  }
}
