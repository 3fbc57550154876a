package com.mas.domain.learning.credential;

import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.UuidV7;
import com.mas.domain.learning.credential.CredentialContract.Credential;
import com.mas.domain.learning.credential.CredentialContract.IssueCredential;
import com.mas.domain.learning.credential.IssuerContract.IssueByKey;
import com.mas.domain.learning.credential.IssuerContract.ListByKey;
import com.mas.domain.learning.credential.IssuerContract.Recipient;
import com.mas.domain.learning.credential.IssuerContract.RecipientsByKey;
import com.mas.domain.learning.credential.IssuerRepository.Shown;
import com.mas.domain.learning.credential.OutsideRules.Hours;
import com.mas.domain.learning.sync.LinkContract;
import com.mas.domain.learning.sync.SyncContract;
import com.mas.domain.people.identity.PersonContract;
import com.mas.imports.Importer;
import com.mas.imports.Importer.Aside;
import com.mas.module.Parts;
import com.mas.outbound.HttpCaller;
import com.mas.outbound.evm.EvmClient;
import com.mas.runs.RunsContract;
import com.mas.secrets.DocumentSigner;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** Answers for credentials: one line for each address. Any number of instances. */
public final class CredentialVerticle extends DomainVerticle {
  /**
   * Says what is told outside of this server.
   *
   * @param chain empty: roots stand in the log alone
   * @param store empty: certificates are here alone
   */
  record Told(Optional<Chain> chain, Optional<Function<Parts, ContentStore>> store) {
    static final Told NOTHING = new Told(Optional.empty(), Optional.empty());
  }

  /** @param node of the chain */
  record Chain(HttpCaller.Config node, ChainService.Config how) {}

  private final CredentialRepository credentials;
  private final IssueService issuing;
  private final HolderService holders;
  private final IssuerService issuers;
  private final VerifyService checks;
  private final AnchorService anchors;
  private final OutsideService outside;
  private final Importer<?, ?> tables;
  private final ExternalSyncService syncs;
  private final CompletionService completions;

  /**
   * @param base address of this server as everybody knows it, without a slash at its end; empty: it is not known, and
   *     nothing can be issued
   * @param limits false only for load tests
   * @param certifies whether courses that are completed here are certified
   * @param hours of outside credentials that are kept
   * @param told what of it is told outside
   */
  CredentialVerticle(Parts parts, Capacity capacity, String base, boolean limits, boolean certifies,
      Hours hours, ExternalSyncService.Config synced, Told told) {
    super(parts.bus(), capacity);
    Database db = parts.database();
    DocumentSigner signer = parts.signer();
    UuidV7 ids = parts.ids();
    credentials = new CredentialRepository(db);
    IssuerRepository rows = new IssuerRepository(db);
    VerifyRepository log = new VerifyRepository(db);
    Aside aside = new Aside() {
      @Override
      public <T> Future<T> begin(Callable<T> work) {
        return beside(work);
      }
    };
    issuing = new IssueService(db, credentials, rows, signer, new CertificatePdf(), ids, parts.clock(), base, aside,
        told.store.map(store -> parts.jobs()));
    SignService signing = new SignService(db, signer, parts.clock(), base, aside);
    holders = new HolderService(credentials, signing, issuing::shown);
    issuers = new IssuerService(db, rows, parts.limits(), ids, parts.clock());
    completions = new CompletionService(parts.bus(), credentials, rows, issuers, issuing,
        certifies && !base.isEmpty());
    ChainRepository roots = new ChainRepository(db);
    StoreRepository files = new StoreRepository(db);
    checks = new VerifyService(log, credentials, signer, signing, parts.limits(), limits,
        new VerifyService.Outside(told.chain.isPresent(), told.store.isPresent()), parts.clock(), base, this::waiting);
    anchors = new AnchorService(db, log, signer,
        told.chain.map(chain -> new AnchorService.Chained(roots, parts.jobs())), parts.clock());
    outside = new OutsideService(told.chain.map(chain -> new ChainService(db, roots, parts.jobs(),
        new EvmClient(parts.outbound(chain.node)), chain.how, parts.clock())), roots,
        told.store.map(store -> new StoreService(db, files, parts.jobs(), store.apply(parts), parts.clock())), files);
    tables = new Importer<>(CredentialContract.CREDENTIALS, new CredentialImport(issuing, rows, credentials),
        parts.bus(), db, aside, this::isStopping);
    ExternalSyncRepository rowsOfSyncs = new ExternalSyncRepository(db);
    Map<OutsideIssuer, OutsideConnector> connectors = new HashMap<>();
    synced.issuers().forEach(issuer -> connectors.put(issuer, connector(parts, issuer, hours, rowsOfSyncs)));
    syncs = new ExternalSyncService(parts.bus(), db, parts.jobs(), ids, synced, connectors::get, rowsOfSyncs,
        credentials, this::isStopping);
  }

  static OutsideConnector connector(Parts parts, OutsideIssuer issuer, Hours hours,
      ExternalSyncRepository syncs) {
    OutsideClient client = null;
    CertificateDownload certificates = null;
    if (issuer.isOn()) {
      Duration timeout = Duration.ofSeconds(issuer.timeoutSeconds());
      client = new OutsideClient(parts.outbound(HttpCaller.Config.polite(issuer.name(), issuer.address(), timeout)),
          issuer, parts.clock());
      certificates = new CertificateDownload(issuer,
          (name, origin) -> parts.outbound(HttpCaller.Config.polite(name, origin, timeout)));
    }
    return new OutsideConnector(issuer, client, certificates, hours,
        externals -> syncs.known(issuer.tenant(), issuer.issuer(), externals),
        () -> ExternalSyncRules.isPatient(syncs.heldAt(issuer.tenant(), issuer.id()), parts.clock().instant()),
        parts.clock());
  }

  @Override
  protected void open() {
    answer(CredentialContract.LIST, issuing::list);
    answer(CredentialContract.GET, (call, ask) -> issuing.get(call, ask.id()));
    answer(CredentialContract.ISSUE, issuing::issue);
    answer(CredentialContract.REVOKE, issuing::revoke);
    answer(CredentialContract.CREDENTIALS.work(), tables::work);

    answer(CredentialContract.MINE, holders::list);
    answer(CredentialContract.UPDATE_MINE, holders::update);
    answer(CredentialContract.MY_DOCUMENT, (call, ask) -> holders.document(call, ask.id()));
    answer(CredentialContract.MY_FILE, (call, ask) -> holders.file(call, ask.id()));
    answer(CredentialContract.OPEN_BADGES, holders::openBadges);

    answer(CredentialContract.CLAIM_ALL, (call, ask) -> issuing.claim(null, null));
    answer(CredentialContract.ANCHOR, (call, ask) -> anchors.anchor());
    on(PersonContract.VERIFIED, (call, told) -> issuing.claim(told.tenant(), told.email()));

    answer(OutsideContract.ADVANCE_CHAIN, outside::advanceChain);
    answer(OutsideContract.ADVANCE_STORE, outside::advanceStore);
    answer(OutsideContract.GET, outside::get);
    answer(OutsideContract.RETRY, outside::retry);

    answer(IssuerContract.LIST, issuers::list);
    answer(IssuerContract.CREATE, issuers::create);
    answer(IssuerContract.UPDATE, issuers::update);
    answer(IssuerContract.KEYS, issuers::keys);
    answer(IssuerContract.CREATE_KEY, issuers::createKey);
    answer(IssuerContract.REVOKE_KEY, issuers::revokeKey);
    answer(IssuerContract.ISSUE_BY_KEY, this::issueByKey);
    answer(IssuerContract.LIST_BY_KEY, this::listByKey);
    answer(IssuerContract.RECIPIENTS, this::recipientsByKey);

    answer(ExternalSyncContract.STATUS, (call, ask) -> syncs.status(call));
    answer(ExternalSyncContract.TRIGGER, syncs::trigger);
    answer(ExternalSyncContract.START_SCHEDULER, (call, ask) -> syncs.change(call, true));
    answer(ExternalSyncContract.STOP_SCHEDULER, (call, ask) -> syncs.change(call, false));
    answer(ExternalSyncContract.PROVIDERS, (call, ask) -> syncs.providers(call));
    answer(ExternalSyncContract.HISTORY, syncs::history);
    answer(ExternalSyncContract.ERRORS, syncs::errors);
    answer(ExternalSyncContract.TICK, syncs::tick);
    answer(ExternalSyncContract.ADVANCE, syncs::advance);
    on(SyncContract.COURSE_COMPLETED, completions::completed);
    on(LinkContract.MODULE_WITHDRAWN, completions::withdrawn);
    on(RunsContract.GIVEN_UP, (call, over) -> syncs.givenUp(over));
    syncs.open();

    answerUnblocked(VerifyContract.VERIFY, checks::verify);
    answer(VerifyContract.VERIFY_FILE, checks::verifyFile);
    answer(VerifyContract.FILE, checks::publicFile);
    answer(VerifyContract.STATUS_LIST, checks::statusList);
    answer(VerifyContract.HEADS, checks::heads);
  }

  private Credential issueByKey(Call call, IssueByKey ask) {
    Shown key = issuers.admit(call, ask.key());
    return issuing.issue(call.asProduct(key.tenant()), new IssueCredential(key.issuerId(), ask.title(),
        ask.description(), ask.recipientName(), ask.recipientEmail(), ask.hours(), ask.completedOn(),
        ask.externalId()));
  }

  private Page<Credential> listByKey(Call call, ListByKey ask) {
    Shown key = issuers.admit(call, ask.key());
    return credentials.list(key.tenant(), null, null, key.issuerId(), PageWindow.of(ask)).map(issuing::shown);
  }

  private Page<Recipient> recipientsByKey(Call call, RecipientsByKey ask) {
    return credentials.recipients(issuers.admit(call, ask.key()).issuerId(), PageWindow.of(ask));
  }
}
