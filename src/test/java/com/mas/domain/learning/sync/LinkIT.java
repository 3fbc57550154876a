package com.mas.domain.learning.sync;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.domain.learning.sync.LinkContract.Candidate;
import com.mas.domain.learning.sync.LinkContract.Decided;
import com.mas.domain.learning.sync.LinkContract.Link;
import com.mas.domain.learning.sync.LinkContract.ListAccounts;
import com.mas.domain.learning.sync.LinkContract.ListLog;
import com.mas.domain.learning.sync.LinkContract.LogEntry;
import com.mas.domain.learning.sync.LinkContract.Undecide;
import com.mas.domain.learning.sync.LinkContract.Unlink;
import com.mas.domain.learning.sync.LinkContract.WrongTie;
import com.mas.domain.learning.sync.SyncContract.DeleteConfig;
import com.mas.domain.learning.sync.SyncContract.Run;
import com.mas.domain.learning.sync.SyncContract.RunConfig;
import com.mas.domain.learning.sync.SyncContract.SyncConfig;
import com.mas.testkit.House;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Decisions by hand, and their effect on XP and phones; the ledger is the real one. */
class LinkIT extends TieHouse {
  @Test
  void twoAccountsThatBothFitAreNoneUntilAPersonDecides() {
    world.account(KEY, ASHA);
    SyncConfig config = synced();
    deliver();
    long earned = xp(ASHA);
    assertTrue(earned > 0);
    world.account(RAW, OTHER);
    assertNull(accountOf(RAW));
    assertEquals(List.of(ashasId()), ids("ambiguous", null));
    assertEquals("ambiguous", asha().state());
    assertEquals(Set.of(ASHA, OTHER), asha().candidates().stream().map(Candidate::accountId)
        .collect(Collectors.toSet()));
    assertEquals(0, world.node.run(config.id()).xpAwards());

    Decided decided = ask(LinkContract.LINK, new Link(ashasId(), ASHA, "she told us"));
    assertEquals(new Decided(ashasId(), null, ASHA, 0, 0), decided);
    assertEquals(ASHA, accountOf(RAW));
    assertEquals(List.of(), ids("ambiguous", null));
    assertEquals(List.of(ashasId()), ids("by_hand", null));
    assertEquals("hand", asha().tiedBy());
    assertEquals(0, world.node.run(config.id()).xpAwards(), "what was awarded once is not awarded again");
    assertEquals(earned, xp(ASHA));
  }

  @Test
  void linkingToAnotherAccountTakesXpAndPhoneBackAndGivesThemToTheRightOneOnce() {
    world.account(KEY, OTHER, "+919811111111", true);
    world.account("asha.private@home.example", ASHA, "+919822222222", true);
    SyncConfig config = synced();
    deliver();
    long modules = (Long) world.one("SELECT count(*) FROM gamification.xp_events WHERE type = 'module_completed'");
    assertTrue(modules > 0 && xp(OTHER) > 0);
    assertEquals("+919811111111", world.one("SELECT mobile FROM mrlearn.learners WHERE email = '" + RAW + "'"));

    Decided decided = ask(LinkContract.LINK, new Link(ashasId(), ASHA, null));
    assertEquals(new Decided(ashasId(), OTHER, ASHA, (int) modules, 1), decided);
    assertEquals(1L, world.one("SELECT count(*) FROM kept.repairs"));
    assertEquals(new Decided(ashasId(), ASHA, ASHA, 0, 0), ask(LinkContract.LINK, new Link(ashasId(), ASHA, null)),
        "twice is as once");
    assertNull(world.one("SELECT mobile FROM mrlearn.learners WHERE email = '" + RAW + "'"));
    assertEquals(modules, repair().awards());
    assertEquals(0, xp(OTHER));
    assertEquals(0, repair().awards());

    Run run = world.node.run(config.id());
    assertEquals(modules, run.xpAwards());
    deliver();
    assertTrue(xp(ASHA) > 0);
    assertEquals("+919822222222", world.one("SELECT mobile FROM mrlearn.learners WHERE email = '" + RAW + "'"));
    WrongTie tie = wrong(null).getFirst();
    assertEquals(List.of("unlinked", "repaired", OTHER), List.of(tie.cause(), tie.state(), tie.accountId()));
    assertEquals(modules, tie.modulesTakenBack().size());
    assertTrue(tie.xpTakenBack() > 0 && tie.modules().isEmpty());

    // and back: the same account can earn the same module again after it was taken back
    ask(LinkContract.LINK, new Link(ashasId(), OTHER, "it was hers after all"));
    assertEquals(modules, repair().awards());
    assertEquals(0, xp(ASHA));
    assertEquals(modules, world.node.run(config.id()).xpAwards());
    deliver();
    assertTrue(xp(OTHER) > 0);
    assertEquals(modules, world.one("SELECT count(*) FROM gamification.xp_events WHERE source_id LIKE '%:again-1'"
        + " AND type = 'module_completed'"));
    List<LogEntry> log = ask(LinkContract.LOG, new ListLog(ashasId(), 200, null)).items();
    assertEquals(List.of("it was hers after all", ""), log.stream().filter(entry -> entry.act().equals("linked"))
        .map(entry -> entry.detail() == null ? "" : entry.detail()).toList());
    assertEquals(new UUID(1, 1), log.stream().filter(entry -> entry.act().equals("linked")).findFirst().orElseThrow()
        .by());
    assertEquals(2 * modules, log.stream().filter(entry -> entry.act().equals("repaired")).count());
  }

  @Test
  void whoIsKeptApartHasNoAccountUntilTheAddressesMayTellAgain() {
    world.account(KEY, ASHA);
    SyncConfig config = synced();
    deliver();
    long earned = xp(ASHA);
    assertTrue(ask(LinkContract.UNLINK, new Unlink(ashasId(), "another Asha")).awardsToTakeBack() > 0);
    assertNull(accountOf(RAW));
    assertEquals("kept_apart", asha().state());
    assertEquals(List.of(ashasId()), ids("kept_apart", "asha"));
    repair();
    assertEquals(0, xp(ASHA));
    assertEquals(0, world.node.run(config.id()).xpAwards());
    assertEquals(ASHA, ask(LinkContract.UNDECIDE, new Undecide(ashasId())).accountId());
    assertEquals(new Decided(ashasId(), ASHA, ASHA, 0, 0), ask(LinkContract.UNDECIDE, new Undecide(ashasId())));
    assertTrue(world.node.run(config.id()).xpAwards() > 0);
    deliver();
    assertEquals(earned > 0, xp(ASHA) > 0);
  }

  @Test
  void anAwardThatIsStillOnItsWayIsTakenBackWhenItHasArrived() {
    world.account(KEY, ASHA);
    synced();
    ask(LinkContract.UNLINK, new Unlink(ashasId(), null));
    assertEquals(Failure.UNAVAILABLE, assertThrows(FailureException.class, this::repair).failure());
    assertEquals("found", wrong(null).getFirst().state());
    deliver();
    assertTrue(xp(ASHA) > 0);
    assertTrue(repair().awards() > 0);
    assertEquals(0, xp(ASHA));
  }

  @Test
  void ofTwoLearnersWhoAreOnePersonTheOtherKeepsWhatBothHaveDone() {
    UUID neha = new UUID(7, 8);
    world.account("neha.sharma@learner.example", neha);
    SyncConfig config = synced();
    List<Object[]> twins = world.rows("""
        SELECT graphy_user_id FROM mrlearn.learners WHERE email_stripped = 'neha.sharma@learner.example'""");
    assertEquals(2, twins.size());
    twins.forEach(each -> world.sandbox("PUT", "progress", new io.vertx.core.json.JsonObject()
        .put("courseId", SyncWorld.SMALL).put("userId", each[0]).put("percent", 100).encode()));
    world.node.run(config.id());
    deliver();
    long earned = xp(neha);
    assertTrue(earned > 0);
    assertEquals(0, ask(LinkContract.UNLINK, new Unlink((String) twins.getFirst()[0], null)).awardsToTakeBack());
    assertEquals(earned, xp(neha));
    world.account("neha.s@home.example", OTHER);
    ask(LinkContract.LINK, new Link((String) twins.getFirst()[0], OTHER, null));
    assertTrue(world.node.run(config.id()).xpAwards() > 0, "the first one's own account gets what is due to it");
    assertTrue(ask(LinkContract.UNLINK, new Unlink((String) twins.getLast()[0], null)).awardsToTakeBack() > 0);
    deliver();
    repair();
    assertEquals(0, xp(neha));
    assertTrue(xp(OTHER) > 0);
  }

  @Test
  void anAwardAndADecisionAtTheSameMomentAreOneAfterTheOther() throws Exception {
    SyncConfig config = synced();
    world.account(KEY, ASHA);
    String id = ashasId();
    UUID run = ask(SyncContract.RUN_CONFIG, new RunConfig(config.id(), null)).runId();
    world.sql("UPDATE mrlearn.sync_runs SET phase = 'awards' WHERE id = '" + run + "'");
    Future<Run> advanced;
    try (Connection connection = world.database.connect(); Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SELECT FROM mrlearn.learners WHERE graphy_user_id = '" + id + "' FOR NO KEY UPDATE");
      statement.execute("INSERT INTO mrlearn.account_links VALUES ('" + SyncWorld.TENANT + "', '" + id
          + "', NULL, NULL, now())");
      advanced = world.node.send(SyncContract.ADVANCE, world.take());
      eventually("the award waits for the decision", LONG, () -> (Long) world.one(
          "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()") > 0);
      connection.commit();
    }
    assertEquals("success", House.await(advanced).status());
    assertEquals(0L, world.one("SELECT count(*) FROM kept.awards"));
    assertEquals(0L, world.one("SELECT count(*) FROM mrlearn.award_ties"));
  }

  @Test
  void aRestartKeepsDecisionsAndGoesOnWithWhatIsToBeRepaired() {
    world.account(KEY, ASHA);
    synced();
    deliver();
    ask(LinkContract.UNLINK, new Unlink(ashasId(), null));
    world.sql("TRUNCATE kept.repairs");
    SyncWorld.Node second = world.join();
    assertEquals(List.of(SyncWorld.TENANT), world.rows("SELECT DISTINCT tenant FROM kept.repairs").stream()
        .map(row -> row[0]).toList());
    second.kill();
    assertNull(accountOf(RAW));
    assertTrue(repair().awards() > 0);
    world.sql("TRUNCATE kept.repairs");
    world.join().kill();
    assertEquals(0L, world.one("SELECT count(*) FROM kept.repairs"));
    assertEquals(1L, world.one("SELECT count(*) FROM mrlearn.email_prefixes"));
  }

  @Test
  void decisionsAreOfTheCallersPlatformAndOfWhoThereIs() {
    world.account(KEY, ASHA);
    synced();
    String id = ashasId();
    refused(Failure.NOT_FOUND, LinkContract.UNLINK, new Unlink("nobody", null));
    refused(Failure.UNPROCESSABLE, LinkContract.LINK, new Link(id, new UUID(9, 9), null));
    refused(Failure.INVALID, LinkContract.LINK, new Link(id, null, null));
    refused(Failure.INVALID, LinkContract.LINK, new Link(id, ASHA, "x".repeat(301)));
    refused(Failure.INVALID, LinkContract.LIST, new ListAccounts("lost", null, null, null));
    assertEquals(Failure.NOT_FOUND, assertThrows(FailureException.class, () -> House.await(world.node.bus.send(
        world.node.admin("mr-mentor"), LinkContract.UNLINK, new Unlink(id, null)))).failure());
    assertEquals(List.of(), House.await(world.node.bus.send(world.node.admin("mr-mentor"), LinkContract.LIST,
        new ListAccounts(null, null, null, null))).items());
    assertEquals(ASHA, accountOf(RAW));
  }

  @Test
  void aCourseThatIsPurgedTakesItsTiesAlong() {
    world.account(KEY, ASHA);
    SyncConfig config = synced();
    assertEquals(1L, world.one("SELECT count(*) FROM mrlearn.award_ties"));
    ask(SyncContract.DELETE_CONFIG, new DeleteConfig(config.id(), true));
    assertEquals(0L, world.one("SELECT count(*) FROM mrlearn.award_ties"));
  }
}
