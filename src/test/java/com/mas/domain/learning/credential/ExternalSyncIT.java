package com.mas.domain.learning.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Change;
import com.mas.bus.Failure;
import com.mas.bus.Json;
import com.mas.bus.Request;
import com.mas.domain.learning.credential.CredentialContract.ClaimAll;
import com.mas.domain.learning.credential.CredentialContract.GetMyDocument;
import com.mas.domain.learning.credential.CredentialContract.ListOpenBadges;
import com.mas.domain.learning.credential.ExternalSyncContract.*;
import com.mas.domain.learning.credential.IssuerContract.IssuerState;
import com.mas.domain.learning.credential.IssuerContract.UpdateIssuer;
import com.mas.domain.learning.credential.VerifyContract.CheckName;
import com.mas.domain.learning.credential.VerifyContract.Verdict;
import com.mas.domain.learning.credential.VerifyContract.Verification;
import com.mas.domain.learning.credential.VerifyContract.VerifyOne;
import com.mas.runs.RunsContract;
import com.mas.runs.RunsContract.GivenUp;
import com.mas.runs.RunsContract.Run;
import com.mas.runs.RunsContract.State;
import com.mas.testkit.House;
import com.mas.testkit.Sandbox;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks the sync of outside issuers as an administrator sees it. */
class ExternalSyncIT {
  private static final int ALL = 45 + 30 + 27;
  private static final String ASHA = "asha.kulkarni@learner.example";
  private static final String RAVI = "ravi.menon@learner.example";
  private static final String NEW = "new@learner.example";

  @AutoClose private static final OutsideWorld world = new OutsideWorld();
  private static final OutsideWorld.Node node = world.node;

  @BeforeEach
  void calm() {
    world.calm();
  }

  private static Run sync(String provider) {
    Run run = node.sync(provider);
    assertEquals(State.COMPLETED, run.state(), run::toString);
    assertTrue(run.balanced(), run::toString);
    return run;
  }

  private static SyncStatus status() {
    return node.ask(ExternalSyncContract.STATUS, new GetStatus());
  }

  private static long count(String state, String email) {
    return world.number("SELECT count(*) FROM credential.credentials WHERE state = '" + state
        + "' AND recipient_email = '" + email + "'");
  }

  private static Verification verify(String where) {
    UUID id = UUID.fromString(world.database.text("SELECT id FROM credential.credentials WHERE " + where
        + " ORDER BY entry LIMIT 1"));
    return node.ask(node.call(OutsideWorld.TENANT, null), VerifyContract.VERIFY, new VerifyOne(id.toString()));
  }

  @Test
  void oneClickSyncsAllAndWhatIsUnclaimedIsClaimedAtSignUpAndStaysValid() {
    UUID asha = node.account(ASHA);
    Triggered begun = node.ask(ExternalSyncContract.TRIGGER, new TriggerSync(null));
    assertEquals(List.of("nsdc", "udemy", "jaimin"), begun.results().stream().map(Begun::providerId).toList());
    begun.results().forEach(each -> assertTrue(node.work(each.runId()).balanced()));
    world.assertWhole(ALL);
    assertEquals(5 + 4 + 3, count("issued", ASHA));
    assertEquals(5 + 4 + 3, count("unclaimed", RAVI));
    assertEquals(ALL, node.anchor());
    node.account(RAVI);
    node.ask(node.product(), CredentialContract.CLAIM_ALL, new ClaimAll());
    assertEquals(5 + 4 + 3, count("claimed", RAVI));
    Verification shown = verify("state = 'claimed'");
    assertTrue(shown.valid(), shown::toString);
    Map<CheckName, Verdict> checks = Registry.verdicts(shown);
    assertTrue(checks.values().stream().allMatch(Verdict.PASSED::equals), checks::toString);
    assertEquals("NSDC", verify("external_id = 'N-1'").issuer());
    JsonNode wallet = Json.read(node.ask(asha, CredentialContract.OPEN_BADGES, new ListOpenBadges(null, null, null,
        null)).text(), JsonNode.class);
    assertEquals(12, wallet.path("credential").size());
    String first = world.database.text("SELECT id FROM credential.credentials WHERE holder_id = '" + asha
        + "' LIMIT 1");
    String document = node.ask(asha, CredentialContract.MY_DOCUMENT, new GetMyDocument(UUID.fromString(first), null))
        .text();
    assertEquals(document, node.ask(asha, CredentialContract.MY_DOCUMENT, new GetMyDocument(UUID.fromString(first),
        null)).text());
  }

  @Test
  void theNextSyncReadsOnFromWhereTheLastOneBegan() {
    assertEquals(45, sync("nsdc").counts().get("written"));
    assertEquals(3, world.sandbox.calls("nsdc", "list") - 1, "pages beside the probe");
    world.clock.advance(Duration.ofHours(1));
    world.sandbox.ask("nsdc", "DELETE", "requests", null);
    world.issue("nsdc", "X-1", NEW, "Something new", null);
    Run second = sync("nsdc");
    assertEquals(1, second.counts().get("read"));
    assertEquals(1, second.counts().get("written"));
    world.clock.advance(Duration.ofHours(1));
    Run third = sync("nsdc");
    assertEquals(1, third.counts().get("duplicate"), "the overlap shows it again");
    assertEquals(0, third.counts().getOrDefault("written", 0L));
    assertEquals(46, node.provider("nsdc").syncState().credentialsSynced());
  }

  @Test
  void whatIsNotKeptIsCountedWithItsReason() {
    world.issue("nsdc", "N-1", NEW, "By its id it is here", null);
    world.issue("nsdc", "X-2", ASHA, "data entry operator", null);
    world.issue("nsdc", "X-3", "no address", "Without an address", null);
    world.sandbox.ask("nsdc", "PUT", "credential", """
        {"id":"X-4","email":"%s","title":"Endless","hours":1001}""".formatted(NEW));
    world.sandbox.ask("jaimin", "PUT", "credential", """
        {"id":"X-5","email":"%s","title":"Made up","good":0}""".formatted(NEW));
    assertEquals(45, sync("nsdc").counts().get("written"));
    Tally tally = node.last("nsdc").counts();
    assertEquals(new Tally(49, 45, 2, 1, 1, 0, 0, 0, 0), tally);
    assertEquals(27, sync("jaimin").counts().get("written"));
    assertEquals(new Tally(28, 27, 0, 0, 0, 1, 0, 0, 0), node.last("jaimin").counts());
    List<SyncError> told = node.ask(ExternalSyncContract.ERRORS, new ListSyncErrors(node.last("nsdc").id(), null, null))
        .items();
    assertEquals(List.of("X-3", "X-4"), told.stream().map(SyncError::place).toList());
    assertFalse(Json.write(told).contains("@"), told::toString);
    world.assertWhole(45 + 27);
  }

  @Test
  void rowsThatComeTwiceAndRowsWithoutAnAddressDoNotUpsetTheBooks() {
    world.sandbox.faults("nsdc", Sandbox.written("repeated path=list"),
        Sandbox.written("noEmail path=list times=2"));
    sync("nsdc");
    Tally tally = node.last("nsdc").counts();
    assertEquals(2, tally.duplicate());
    assertEquals(1, tally.noEmail(), "the first is the probe's");
    assertEquals(44, tally.written());
    world.assertWhole(44);
  }

  @Test
  void aTokenThatEndsABusyIssuerAndOneThatFailsOnceAreGotOver() {
    world.sandbox.faults("udemy", Sandbox.written("expire path=list afterRequests=2"),
        Sandbox.written("status status=429 retryAfter=1 path=list times=1 afterRequests=1"));
    assertEquals(30, sync("udemy").counts().get("written"));
    assertEquals(2, world.sandbox.calls("udemy", "token"));
    world.sandbox.faults("nsdc", Sandbox.written("status status=500 path=list times=1"),
        Sandbox.written("status status=500 path=token times=1"));
    assertEquals(45, sync("nsdc").counts().get("written"));
  }

  @Test
  void anIssuerThatIsAwayLeavesTheRunRestingAndOneThatRefusesEndsIt() {
    UUID run = node.start("nsdc");
    world.sandbox.fault("nsdc", "status status=503 retryAfter=600 path=list");
    assertEquals(State.RUNNING, node.slice(run).state());
    world.sandbox.well("nsdc");
    assertEquals(State.COMPLETED, node.work(run).state());
    world.sandbox.fault("nsdc", "status status=401");
    Run refused = node.sync("nsdc");
    assertEquals(State.FAILED, refused.state());
    Provider shown = node.provider("nsdc");
    assertEquals(Activity.FAILED, shown.syncState().status());
    assertEquals(refused.error(), shown.syncState().errors().getFirst());
    assertFalse(Json.write(shown).contains("nsdc-secret"), "no secret is told");
    assertNotNull(shown.syncState().lastSuccessfulSyncAt());
    assertEquals(SyncEnd.FAILED, node.last("nsdc").status());
    world.sandbox.well("nsdc");
    assertEquals(Activity.COMPLETED, retried().syncState().status());
  }

  private static Provider retried() {
    sync("nsdc");
    return node.provider("nsdc");
  }

  @Test
  void theStateIsToldInTheShapeThatScreensKnow() {
    JsonNode before = Json.MAPPER.valueToTree(status());
    assertEquals("idle", before.at("/providers/0/sync_state/status").asText());
    assertTrue(before.at("/providers/0/enabled").asBoolean());
    assertTrue(before.at("/providers/0/has_issuer").asBoolean());
    assertEquals(1, before.at("/scheduler/interval_hours").asInt());
    assertTrue(before.at("/scheduler/running").asBoolean());
    assertFalse(before.at("/scheduler").has("last_sync_at"));
    UUID run = node.start("udemy");
    assertEquals("running", Json.MAPPER.<JsonNode>valueToTree(status()).at("/providers/1/sync_state/status").asText());
    node.refused(Failure.ALREADY_RUNNING, ExternalSyncContract.TRIGGER, new TriggerSync("udemy"));
    Triggered others = node.ask(ExternalSyncContract.TRIGGER, new TriggerSync(null));
    assertEquals(List.of(true, false, true), others.results().stream().map(Begun::started).toList());
    node.refused(Failure.ALREADY_RUNNING, ExternalSyncContract.TRIGGER, new TriggerSync(null));
    node.work(run);
    JsonNode after = Json.MAPPER.valueToTree(status());
    assertEquals("completed", after.at("/providers/1/sync_state/status").asText());
    assertEquals(30, after.at("/providers/1/sync_state/credentials_synced").asInt());
    assertEquals(world.clock.instant().toString(), after.at("/scheduler/last_sync_at").asText());
    JsonNode providers = Json.MAPPER.valueToTree(node.ask(ExternalSyncContract.PROVIDERS, new ListProviders()));
    assertEquals("jwt", providers.at("/providers/0/auth_type").asText());
    assertEquals("api_key", providers.at("/providers/2/auth_type").asText());
    assertFalse(Json.write(providers).contains("secret"), providers::toString);
    node.refused(Failure.NOT_FOUND, ExternalSyncContract.TRIGGER, new TriggerSync("nobody"));
    Registry.refused(Failure.NOT_FOUND, node.send("other", OutsideWorld.ADMIN, ExternalSyncContract.TRIGGER,
        new TriggerSync("nsdc")));
    Registry.refused(Failure.NOT_CONFIGURED, node.send("other", OutsideWorld.ADMIN, ExternalSyncContract.TRIGGER,
        new TriggerSync(null)));
    Registry.refused(Failure.NOT_FOUND, node.send("other", OutsideWorld.ADMIN, ExternalSyncContract.ERRORS,
        new ListSyncErrors(node.last("udemy").id(), null, null)));
    assertEquals(List.of(), House.await(node.send("other", OutsideWorld.ADMIN,
        ExternalSyncContract.STATUS, new GetStatus())).providers());
  }

  @Test
  void theSchedulerBeginsFiveSecondsLaterAndAStopOutlivesARestart() {
    Scheduler stopped = node.ask(ExternalSyncContract.STOP_SCHEDULER, new StopScheduler()).scheduler();
    assertFalse(stopped.running());
    assertEquals(0, world.number("SELECT count(*) FROM jobs.schedule WHERE key = 'credential-sync'"));
    OutsideWorld.Node restarted = world.join(node.issuers, Duration.ofMinutes(1));
    assertFalse(restarted.ask(ExternalSyncContract.STATUS, new GetStatus()).scheduler().running());
    assertEquals(0, world.number("SELECT count(*) FROM jobs.schedule WHERE key = 'credential-sync'"));
    world.database.execute("TRUNCATE jobs.job CASCADE");
    assertTrue(node.ask(ExternalSyncContract.START_SCHEDULER, new StartScheduler()).scheduler().running());
    assertTrue(node.ask(ExternalSyncContract.START_SCHEDULER, new StartScheduler()).scheduler().running());
    assertEquals(5, world.number("SELECT extract(epoch FROM run_at - '" + world.clock.instant()
        + "')::int FROM jobs.job WHERE address = 'credential.sync.tick'"));
    node.ask(node.product(), ExternalSyncContract.TICK, new Tick(Trigger.SCHEDULED));
    node.ask(node.product(), ExternalSyncContract.TICK, new Tick(Trigger.SCHEDULED));
    assertEquals(3, world.number("SELECT count(*) FROM credential.sync_log"));
    assertEquals(3, world.number("SELECT count(*) FROM runs.run"));
  }

  @Test
  void aBlockedIssuerIsNotSynced() {
    UUID nsdc = UUID.fromString(world.database.text("SELECT id FROM credential.issuers WHERE slug = 'nsdc'"));
    UUID run = node.start("nsdc");
    node.ask(IssuerContract.UPDATE, new UpdateIssuer(nsdc, Change.none(), Change.to(IssuerState.BLOCKED),
        Change.none(), Change.to("Sold certificates")));
    Registry.refused(Failure.UNPROCESSABLE, node.bus.send(node.product(), ExternalSyncContract.ADVANCE,
        new Advance(run, 0)));
    assertEquals(State.FAILED, node.find(run).state());
    assertFalse(node.provider("nsdc").hasIssuer());
    node.refused(Failure.UNPROCESSABLE, ExternalSyncContract.TRIGGER, new TriggerSync("nsdc"));
    node.ask(node.product(), ExternalSyncContract.TICK, new Tick(Trigger.SCHEDULED));
    assertEquals(0, world.number("SELECT count(*) FROM credential.credentials"));
    assertEquals(1, world.number("SELECT count(*) FROM credential.sync_log WHERE source = 'nsdc'"));
  }

  @Test
  void aRunThatTheEngineGivesUpEndsInTheHistoryToo() {
    UUID run = node.start("nsdc");
    world.database.execute("UPDATE runs.run SET state = 'failed', ended_at = now(), error = 'lost', token = NULL,"
        + " untold = true WHERE id = '" + run + "'");
    Request<GivenUp, Void> tells = RunsContract.GIVEN_UP.request("credential", Duration.ofSeconds(10));
    GivenUp told = new GivenUp(run, ExternalSyncContract.KIND, OutsideWorld.TENANT, "nsdc");
    node.ask(node.product(), tells, told);
    node.ask(node.product(), tells, told);
    assertEquals(SyncEnd.FAILED, node.last("nsdc").status());
    assertEquals(Activity.FAILED, node.provider("nsdc").syncState().status());
  }
}
