package com.mas.domain.learning.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.domain.learning.sync.LinkContract.Candidate;
import com.mas.domain.learning.sync.LinkContract.ListAccounts;
import com.mas.domain.learning.sync.LinkContract.Unlink;
import com.mas.domain.learning.sync.LinkContract.WrongTie;
import com.mas.domain.learning.sync.SyncContract.Run;
import com.mas.domain.learning.sync.SyncContract.RunConfig;
import com.mas.domain.learning.sync.SyncContract.SyncConfig;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Checks which addresses are one person's, in whatever order learners, accounts and prefixes come. */
class AddressIT extends TieHouse {
  @Test
  void theKeyIsTheAddressWithoutAKnownPrefixAndNothingElseIsTakenOff() {
    String keys = """
        SELECT mrlearn.without_prefix('%s', ARRAY['acme-school', 'sajantonge2113', 'acme'])""";
    for (String[] each : new String[][] {
        {"acme-asha@x.example", "asha@x.example"},
        {"sajantonge2113-rohan@gmail.com", "rohan@gmail.com"},
        {"acme-anne-marie@x.example", "anne-marie@x.example"},
        {"acme-school-asha@x.example", "asha@x.example"},
        {"acme-acme-asha@x.example", "acme-asha@x.example"},
        {"mary-jane@x.example", "mary-jane@x.example"},
        {"anne-acme-asha@x.example", "anne-acme-asha@x.example"},
        {"acmeasha@x.example", "acmeasha@x.example"},
        {"asha@acme-x.example", "asha@acme-x.example"},
        {"acme-@x.example", "acme-@x.example"},
        {"acme@x.example", "acme@x.example"},
        {"-asha@x.example", "-asha@x.example"},
        {"not an address", "not an address"}}) {
      assertEquals(each[1], world.one(keys.formatted(each[0])), each[0]);
    }
    assertNull(world.one("SELECT mrlearn.without_prefix(NULL, ARRAY['acme'])"));
  }

  @Test
  void anAddressThatIsOnlyAlikeGetsNeitherXpNorNewsAndGivesNoPhone() {
    List<String> alike = List.of("anne-" + KEY, "masedu-masedu-" + KEY, "masedu2-" + KEY,
        "asha.kulkarni+x@learner.example", "ashakulkarni@learner.example", "asha-kulkarni@learner.example",
        "asha.kulkarni@inbox.example", "kulkarni@learner.example", "asha@learner.example",
        "asha.kulkarni@learner.example.org");
    for (int i = 0; i < alike.size(); i++) {
      world.account(alike.get(i), new UUID(8, i), "+9198111111" + (10 + i), true);
    }
    world.sql("""
        INSERT INTO identity.users (id, tenant, email, full_name, phone, role, email_verified_at, created_at,
          updated_at)
        VALUES (gen_random_uuid(), 'mr-mentor', '%s', 'Asha', '+919811111199', 'USER', now(), now(), now())"""
        .formatted(KEY));
    world.node.create(SyncWorld.SMALL);
    Run run = world.node.work();
    assertEquals("success", run.status(), run.error());
    assertEquals(0, run.xpAwards() + run.completionNotices());
    assertEquals(0L, world.one("SELECT count(*) FROM mrlearn.shared_learner_accounts"));
    assertEquals(0L, world.one("SELECT count(*) FROM mrlearn.learners WHERE mobile LIKE '+9198111111%'"));
    assertEquals("unlinked", asha().state());
    assertEquals(List.of(), asha().candidates(), "what is alike by accident is not even proposed");

    world.account(KEY, ASHA, "+919800000001", true);
    assertEquals(ASHA, accountOf(RAW));
    assertTrue(world.node.run(configId()).xpAwards() > 0);
    assertEquals(1L, world.one("SELECT count(DISTINCT user_id) FROM kept.awards"));
    assertEquals(ASHA, world.one("SELECT user_id FROM kept.awards LIMIT 1"));
  }

  @Test
  void aNameWithAHyphenIsKeptAndFindsItsOwnAccount() {
    SyncConfig config = synced();
    world.sql("""
        UPDATE mrlearn.learners SET email = 'mary-jane@x.example', email_stripped = mrlearn.without_prefix(
          'mary-jane@x.example', mrlearn.prefixes_of(tenant)) WHERE email = '%s'""".formatted(RAW));
    world.account("jane@x.example", OTHER);
    assertNull(accountOf("mary-jane@x.example"));
    assertEquals(List.of(new Candidate(OTHER, "jane@x.example", "Somebody", "alike")), ask(LinkContract.LIST,
        new ListAccounts(null, "mary-jane", null, null)).items().getFirst().candidates());
    world.account("mary-jane@x.example", ASHA);
    assertEquals(ASHA, accountOf("mary-jane@x.example"));
    world.sql("UPDATE mrlearn.learners SET email = 'masedu-mary-jane@x.example' WHERE email = 'mary-jane@x.example'");
    assertEquals(ASHA, accountOf("masedu-mary-jane@x.example"));
    assertTrue(awardOnly(config).xpAwards() > 0);
  }

  @Test
  void anAddressThatNobodyHasVerifiedTiesNobodyUntilSomebodyHas() {
    world.account(KEY, OTHER, "+919811111111", false);
    SyncConfig config = synced();
    assertNull(accountOf(RAW));
    assertEquals(0L, world.one("SELECT count(*) FROM kept.awards"));
    assertEquals("not_verified", asha().candidates().getFirst().why());
    world.sql("UPDATE identity.users SET email_verified_at = now()");
    assertTrue(world.node.run(config.id()).xpAwards() > 0);
    assertEquals(OTHER, accountOf(RAW));
  }

  @Test
  void anAccountUnderTheProvidersOwnAddressIsTheLearnersToo() {
    world.account(RAW, ASHA, "+919811111111", true);
    synced();
    assertEquals(ASHA, accountOf(RAW));
    assertEquals("+919811111111", world.one("SELECT mobile FROM mrlearn.learners WHERE email = '" + RAW + "'"));
  }

  @Test
  void anAddressThatChangesAtTheProviderMovesTheTieAndTheCopiedPhoneAndNothingIsAwardedTwice() {
    world.account(KEY, ASHA, "+919811111111", true);
    world.account("asha.new@home.example", OTHER, "+919822222222", true);
    SyncConfig config = synced();
    deliver();
    long earned = xp(ASHA);
    String changed = "masedu-asha.new@home.example";
    listed(config, changed);
    assertEquals(OTHER, accountOf(changed));
    assertEquals("asha.new@home.example", world.one(
        "SELECT email_stripped FROM mrlearn.learners WHERE email = '" + changed + "'"));
    assertNull(world.one("SELECT mobile FROM mrlearn.learners WHERE email = '" + changed + "'"));
    assertEquals(0L, world.one("SELECT count(*) FROM kept.awards"));
    assertEquals(earned, xp(ASHA), "it was the address of that account when it was earned");
    listed(config, "masedu-asha.nobodys@home.example");
    assertNull(accountOf("masedu-asha.nobodys@home.example"));
  }

  @Test
  void aPrefixIsTakenOffWhenItIsConfirmedAndWhatItBroughtIsDoubtfulWhenItIsRemoved() {
    SyncConfig config = synced();
    newlyPrefixed("email = '" + RAW + "'");
    newlyPrefixed("id = (SELECT min(id::text)::uuid FROM mrlearn.learners WHERE email LIKE 'masedu-%')");
    world.account(KEY, ASHA);
    assertNull(accountOf("neworg-" + KEY));
    assertEquals(List.of("alike"), ask(LinkContract.LIST, new ListAccounts(null, "neworg-" + KEY, null, null)).items()
        .getFirst().candidates().stream().map(Candidate::why).toList());
    refused(Failure.UNPROCESSABLE, LinkContract.CONFIRM_PREFIX, new LinkContract.ConfirmPrefix("neworg"));
    newlyPrefixed("id = (SELECT min(id::text)::uuid FROM mrlearn.learners WHERE email LIKE 'masedu-%')");
    LinkContract.Prefix seen = ask(LinkContract.PREFIXES, new LinkContract.ListPrefixes()).items().stream()
        .filter(each -> each.prefix().equals("neworg")).findFirst().orElseThrow();
    assertEquals(List.of(false, 3), List.of(seen.known(), seen.people()));
    assertEquals("setting", ask(LinkContract.PREFIXES, new LinkContract.ListPrefixes()).items().getFirst().source());

    assertEquals(3, ask(LinkContract.CONFIRM_PREFIX, new LinkContract.ConfirmPrefix("NewOrg-")).learners());
    assertEquals(0, ask(LinkContract.CONFIRM_PREFIX, new LinkContract.ConfirmPrefix("neworg")).learners());
    assertEquals(ASHA, accountOf("neworg-" + KEY));
    world.sql("UPDATE mrlearn.sync_runs SET status = 'success' WHERE status = 'running'; TRUNCATE runs.run");
    awardOnly(config);
    deliver();
    long earned = xp(ASHA);
    assertTrue(earned > 0);

    assertEquals(3, ask(LinkContract.REMOVE_PREFIX, new LinkContract.RemovePrefix("neworg")).learners());
    assertNull(accountOf("neworg-" + KEY));
    assertEquals(List.of("prefix_removed"), wrong("doubtful").stream().map(WrongTie::cause).toList());
    assertEquals(0, repair().awards());
    assertEquals(earned, xp(ASHA), "one wrong click takes nothing from anybody");
    ask(LinkContract.CONFIRM_PREFIX, new LinkContract.ConfirmPrefix("neworg"));
    assertEquals(List.of("prefix_removed"), wrong("right").stream().map(WrongTie::cause).toList());
    ask(LinkContract.REMOVE_PREFIX, new LinkContract.RemovePrefix("neworg"));
    assertTrue(ask(LinkContract.UNLINK, new Unlink((String) world.one("SELECT graphy_user_id FROM mrlearn.learners"
        + " WHERE email = 'neworg-" + KEY + "'"), null)).awardsToTakeBack() > 0, "a person has said so");
    repair();
    assertEquals(0, xp(ASHA));

    refused(Failure.CONFLICT, LinkContract.REMOVE_PREFIX, new LinkContract.RemovePrefix("masedu"));
    refused(Failure.NOT_FOUND, LinkContract.REMOVE_PREFIX, new LinkContract.RemovePrefix("neworg"));
    refused(Failure.NOT_FOUND, LinkContract.CONFIRM_PREFIX, new LinkContract.ConfirmPrefix("nobodys"));
    refused(Failure.INVALID, LinkContract.CONFIRM_PREFIX, new LinkContract.ConfirmPrefix("a@b"));
  }

  /** Stores a page of the provider's listing that has her with this address. */
  private void listed(SyncConfig config, String email) {
    String id = (String) world.one("SELECT graphy_user_id FROM mrlearn.learners WHERE name = 'Asha Kulkarni'");
    UUID run = ask(SyncContract.RUN_CONFIG, new RunConfig(config.id(), null)).runId();
    world.node.on(() -> {
      RunRepository runs = new RunRepository(world.node.db, world.clock);
      UUID worker = world.node.takeOver(run);
      RunRow row = runs.taken(run).orElseThrow();
      Lms.LearnerPage page = new Lms.LearnerPage();
      page.add(new Lms.LearnerPage.Row(id, "Asha Kulkarni", email, null, null, 0, 0, false, null, null, null,
          null));
      return new LearnerRepository(world.node.db).merge(row, worker, new LearnerColumns(page.rows(), page.rows(), 1,
          UUID::randomUUID), 1, world.clock.instant()).size();
    });
    world.sql("DELETE FROM mrlearn.sync_runs WHERE status = 'running'; TRUNCATE kept.slices, runs.run");
  }

  private void newlyPrefixed(String which) {
    world.sql("UPDATE mrlearn.learners SET email = 'neworg-' || email_stripped,"
        + " email_stripped = 'neworg-' || email_stripped WHERE " + which);
  }

  private UUID configId() {
    return (UUID) world.one("SELECT id FROM mrlearn.sync_configs");
  }
}
