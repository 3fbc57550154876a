package com.mas.domain.learning.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.boot.Modules;
import com.mas.bus.Capacity;
import com.mas.bus.Principal;
import com.mas.db.UuidV7;
import com.mas.domain.learning.credential.CredentialContract.Anchored;
import com.mas.domain.learning.credential.CredentialContract.MakeAnchor;
import com.mas.domain.learning.credential.ExternalSyncContract.Advance;
import com.mas.domain.learning.credential.ExternalSyncContract.GetStatus;
import com.mas.domain.learning.credential.ExternalSyncContract.ListSyncs;
import com.mas.domain.learning.credential.ExternalSyncContract.Provider;
import com.mas.domain.learning.credential.ExternalSyncContract.Sync;
import com.mas.domain.learning.credential.ExternalSyncContract.TriggerSync;
import com.mas.domain.learning.credential.OutsideRules.Hours;
import com.mas.domain.people.identity.DirectoryContract;
import com.mas.domain.people.identity.DirectoryContract.EnsureStudent;
import com.mas.domain.people.identity.IdentityVerticle;
import com.mas.jobs.Jobs;
import com.mas.module.Parts;
import com.mas.module.SettingsReader;
import com.mas.redis.RateLimit;
import com.mas.redis.RedisLink;
import com.mas.runs.Runs;
import com.mas.runs.RunsContract.Run;
import com.mas.testkit.House;
import com.mas.testkit.Sandbox;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestInstallation;
import com.mas.testkit.TestServers;
import com.mas.testkit.TestTokens;
import com.mas.testkit.TurnableClock;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A database, the issuers of the sandbox, and nodes that sync them as {@code conf/issuers.yaml} says. */
final class OutsideWorld implements AutoCloseable {
  static final String TENANT = "mas";
  static final UUID ADMIN = new UUID(1, 1);
  static final String BASE = "https://campus.example";
  static final Path SHIPPED = Path.of("conf", "issuers.yaml");
  private static final int ROWS = 20;

  final TurnableClock clock = TurnableClock.at("2026-11-29T10:00:00Z");
  final TestDatabase database = TestDatabase.create();
  final Vertx outside = Vertx.vertx();
  final Sandbox sandbox = new Sandbox(outside, clock);
  private final List<Node> nodes = new ArrayList<>();
  final Node node;

  OutsideWorld() {
    node = join(issuers(SHIPPED, Map.of()), Duration.ofMinutes(10));
  }

  /** Reads a file of issuers with the settings of the sandbox and these; without pauses, in pages of twenty. */
  List<OutsideIssuer> issuers(Path file, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(sandbox.settings("nsdc", "udemy", "jaimin"));
    environment.putAll(more);
    SettingsReader from = SettingsReader.of(Path.of("conf", "application.yaml"), environment, Modules.DOMAINS);
    return OutsideIssuers.read(from, file, TENANT).stream().map(each -> paged(each, ROWS)).toList();
  }

  static OutsideIssuer paged(OutsideIssuer of, int rows) {
    OutsideIssuer.Listed list = of.list();
    return new OutsideIssuer(of.id(), of.name(), of.issuer(), of.url(), of.enabled(), of.tenant(), of.address(),
        of.auth(), new OutsideIssuer.Listed(list.path(), list.since(), list.size(), rows, list.page(), list.paging(),
            list.begin(), list.next(), list.items()),
        of.map(), of.verify(), of.certificates(), "0-0", of.atOnce(), 2, of.overlapHours());
  }

  /** One process of the product, as far as credentials go. */
  final class Node extends House {
    private final RedisLink redis;
    final List<OutsideIssuer> issuers;
    final Parts parts;

    private Node(List<OutsideIssuer> issuers, Duration slice) {
      super(OutsideWorld.this.clock, OutsideWorld.this.database, TENANT);
      this.issuers = issuers;
      redis = RedisLink.connect(vertx, TestServers.redis().url());
      await(redis.ready(5_000));
      deploy(new IdentityVerticle(bus, new Capacity("identity", 2, 100), db, new Jobs(clock, Modules.SUBSCRIPTIONS),
          new RateLimit(redis, clock), new UuidV7(clock),
          new IdentityVerticle.Config(TestTokens.SECRET, 15, 30, 4, true, "root@mas.example", "correct horse")));
      parts = new Parts(vertx, bus, db, redis, TestInstallation.PLAIN, Map.of(), Modules.SUBSCRIPTIONS);
      deploy(new CredentialVerticle(parts, new Capacity("credential", 1, 100), BASE, true, true, new Hours(0, 1000),
          new ExternalSyncService.Config(issuers, List.of(TENANT), 1, slice), CredentialVerticle.Told.NOTHING));
    }

    @Override
    protected Principal principal(UUID who, String ofTenant) {
      return new Principal(who, who.equals(ADMIN) ? Principal.Role.ADMIN : Principal.Role.USER, Set.of(), ofTenant);
    }

    @Override
    protected UUID caller() {
      return ADMIN;
    }

    /** Returns the connector that this node has of an issuer. */
    OutsideConnector connector(String id) {
      OutsideIssuer issuer = issuers.stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
      return CredentialVerticle.connector(parts, issuer, new Hours(0, 1000), new ExternalSyncRepository(db));
    }

    UUID start(String provider) {
      return ask(ExternalSyncContract.TRIGGER, new TriggerSync(provider)).results().getFirst().runId();
    }

    /** Does what a job runner does, until the run is over. */
    Run work(UUID run) {
      for (Run now = find(run); !now.state().isOver(); now = find(run)) {
        ask(product(), ExternalSyncContract.ADVANCE, new Advance(run, now.slice()));
      }
      return find(run);
    }

    /** Works on one slice. */
    Run slice(UUID run) {
      ask(product(), ExternalSyncContract.ADVANCE, new Advance(run, find(run).slice()));
      return find(run);
    }

    Run find(UUID run) {
      return on(() -> new Runs(bus, db).find(run)).orElseThrow();
    }

    Run sync(String provider) {
      return work(start(provider));
    }

    Sync last(String provider) {
      return ask(ExternalSyncContract.HISTORY, new ListSyncs(provider, 1, 0L)).items().getFirst();
    }

    Provider provider(String id) {
      return ask(ExternalSyncContract.STATUS, new GetStatus()).providers().stream()
          .filter(each -> each.id().equals(id)).findFirst().orElseThrow();
    }

    UUID account(String email) {
      return ask(DirectoryContract.ENSURE_STUDENT, new EnsureStudent(email, null, "Asha Kulkarni", null, null, false))
          .id();
    }

    int anchor() {
      Anchored anchored = ask(product(), CredentialContract.ANCHOR, new MakeAnchor());
      return anchored.entries();
    }

    /** Ends it like {@code kill -9}: nothing is drained, connections break. */
    void kill() {
      nodes.remove(this);
      await(db.close());
      vertx.close();
    }

    @Override
    protected void closeMore() {
      await(redis.close());
    }
  }

  Node join(List<OutsideIssuer> issuers, Duration slice) {
    Node joined = new Node(issuers, slice);
    nodes.add(joined);
    return joined;
  }

  /** An issuer has one more, from now on. */
  void issue(String simulator, String id, String email, String title, String certificate) {
    JsonObject one = new JsonObject().put("id", id).put("email", email).put("title", title);
    sandbox.ask(simulator, "PUT", "credential", certificate == null ? one : one.put("certificate", certificate));
  }

  void scale(String simulator, int credentials, boolean hasCertificates) {
    sandbox.ask(simulator, "PUT", "scale", new JsonObject().put("credentials", credentials)
        .put("certificates", hasCertificates ? 1 : 0));
  }

  /** The issuers and what is known of them are as at the beginning; tokens of before have ended. */
  void calm() {
    clock.advance(Duration.ofMinutes(10));
    List.of("nsdc", "udemy", "jaimin").forEach(sandbox::reset);
    database.execute("TRUNCATE credential.credentials, credential.entries, credential.anchors, credential.files,"
        + " credential.sync_state, credential.sync_log, credential.sync_errors, credential.sync_schedulers, runs.run,"
        + " jobs.job, identity.users CASCADE");
    database.execute("UPDATE credential.issuers SET state = 'approved'");
  }

  long number(String sql) {
    return database.number(sql);
  }

  /** Checks that nothing is lost, doubled, or in the log twice. */
  void assertWhole(long credentials) {
    assertEquals(credentials, number("SELECT count(*) FROM credential.credentials"));
    assertEquals(credentials, number("SELECT count(DISTINCT external_id) FROM credential.credentials"));
    assertEquals(credentials, number("SELECT count(*) FROM credential.entries"));
    assertEquals(0, number("SELECT count(*) FROM credential.credentials c LEFT JOIN credential.entries e"
        + " ON e.number = c.entry WHERE e.number IS NULL"));
    assertEquals(0, number("SELECT count(*) FROM credential.credentials c LEFT JOIN credential.files f"
        + " ON f.credential_id = c.id WHERE (c.file_sha256 IS NULL) <> (f.credential_id IS NULL)"));
    assertEquals(number("SELECT coalesce(sum(size), 0) FROM credential.anchors"),
        number("SELECT count(DISTINCT (anchor, position)) FROM credential.entries WHERE anchor IS NOT NULL"));
  }

  @Override
  public void close() {
    nodes.forEach(House::close);
    outside.close();
    database.close();
  }
}
