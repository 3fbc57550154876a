package com.mas.domain.learning.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.db.Migrator;
import com.mas.testkit.TestDatabase;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A database whose addresses were cut at their first hyphens is brought up: what is found, and what is put right. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WrongTiesIT {
  private static final String BEFORE = "0162";
  private static final String COURSE = "64b0c1f2a9e8d7c6b5000009";
  private final TestDatabase database = TestDatabase.createEmpty();

  @BeforeAll
  void upgrade() throws SQLException {
    URI url = URI.create(database.url());
    String[] login = url.getUserInfo().split(":", 2);
    Flyway.configure().dataSource("jdbc:postgresql://" + url.getHost() + ":" + url.getPort() + url.getPath(), login[0],
        login[1]).locations(Migrator.LOCATION).target(BEFORE).load().migrate();
    // the prefix is what most carry; jigar and vignesh are the fault's own
    learner("mas", "jigar", "masedu-jigar.modi31@mail.example", null, "m1");
    account("mas", "anne", "anne-jigar.modi31@mail.example", "+919811111111", true);
    awarded("anne", "m1");
    execute("INSERT INTO dailycards.hands VALUES (md5('anne')::uuid, 'mas', current_date, now(), 1)");
    learner("mas", "vignesh", "masedu-vignesh.annamalai32@campus.example", "+919822222222");
    account("mas", "bob", "bob-vignesh.annamalai32@campus.example", "+919822222222", true);
    account("mas", "vignesh", "vignesh.annamalai32@campus.example", "+91 98222 22222", true);
    learner("mas", "sneha", "masedu-sneha.gupta@inbox.example", "+919833333333");
    account("mas", "carl", "carl-sneha.gupta@inbox.example", "+919833333333", true);
    execute("INSERT INTO mrlearn.learner_reports VALUES ('mas', '" + COURSE + "', 'sneha',"
        + " '{\"mobile\":\" 9900000044\"}', now())");
    // names with hyphens, without the prefix and with it
    learner("mas", "jane", "mary-jane@x.example", null, "m1", "m2");
    account("mas", "janes", "jane@x.example", null, true);
    awarded("janes", "m1", "m2");
    learner("mas", "marie", "masedu-anne-marie@x.example", "+919844444444", "m1");
    account("mas", "marie", "anne-marie@x.example", "+919844444444", true);
    awarded("marie", "m1");
    // an address that nobody has verified, one that two have, and an award that is on its way
    learner("mas", "nitin", "masedu-nitin.verma@mail.example", "+919855555555", "m1");
    account("mas", "nitin", "nitin.verma@mail.example", "+919855555555", false);
    awarded("nitin", "m1");
    learner("mas", "kajal", "masedu-kajal.yadav@mail.example", null, "m1");
    account("mas", "kajal", "kajal.yadav@mail.example", null, true);
    account("mas", "kajal2", "masedu-kajal.yadav@mail.example", null, true);
    awarded("kajal2", "m1");
    learner("mas", "payal", "masedu-payal.rastogi@mail.example", null, "m3");
    account("mas", "dora", "dora-payal.rastogi@mail.example", null, true);
    execute("""
        INSERT INTO jobs.job (id, queue, address, body, state, run_at, created_at, tenant)
        SELECT gen_random_uuid(), 'databaseQueue', 'gamification.xp.award_all', jsonb_build_object('awards',
          jsonb_build_array(jsonb_build_object('userId', md5('dora')::uuid, 'sourceId', '%s:m3'))), 'ready', now(),
          now(), 'mas'""".formatted(COURSE));
    // she has done herself what she was given for somebody else, too
    learner("mas", "megha", "masedu-megha.dubey@mail.example", null, "m1", "m2");
    learner("mas", "eva", "masedu-eva-megha.dubey@mail.example", null, "m1");
    account("mas", "eva", "eva-megha.dubey@mail.example", null, true);
    awarded("eva", "m1", "m2");
    // a tenant with too few people to tell a prefix from a name
    learner("other", "ravi", "org-ravi@x.example", "+919866666666", "m1");
    account("other", "ravi", "ravi@x.example", "+919866666666", true);
    awarded("ravi", "m1");
    Migrator.migrate(database.url());
  }

  @AfterAll
  void close() {
    database.close();
  }

  /** Inserts a learner with the key as it was made then. */
  private void learner(String tenant, String name, String email, String mobile, String... modules)
      throws SQLException {
    execute("""
        INSERT INTO mrlearn.learners (id, tenant, graphy_course_id, graphy_user_id, name, email, email_stripped, mobile,
          progress_percent, total_time_seconds, is_completed, completed_modules, awarded_modules, created_at,
          updated_at)
        VALUES (gen_random_uuid(), '%s', '%s', '%s', '%3$s', '%s', regexp_replace('%4$s', '^[a-z0-9]+-(?=[^@])', ''),
          %s, 20, 0, false, '{%s}', '{%6$s}', now(), now())""".formatted(tenant, COURSE, name, email,
        mobile == null ? "NULL" : "'" + mobile + "'", String.join(",", modules)));
  }

  private void account(String tenant, String name, String email, String phone, boolean verified) throws SQLException {
    execute("""
        INSERT INTO identity.users (id, tenant, email, email_stripped, full_name, phone, role, email_verified_at,
          created_at, updated_at)
        VALUES (md5('%s')::uuid, '%s', '%s', regexp_replace('%3$s', '^[a-z0-9]+-(?=[^@])', ''), '%1$s', %s, 'USER', %s,
          now(), now())""".formatted(name, tenant, email, phone == null ? "NULL" : "'" + phone + "'",
        verified ? "now()" : "NULL"));
  }

  private void awarded(String account, String... modules) throws SQLException {
    for (String module : modules) {
      execute("""
          INSERT INTO gamification.xp_events (user_id, type, source_id, base_xp, amount, multipliers, occurred_at,
            counts_for_streak, created_at)
          VALUES (md5('%s')::uuid, 'module_completed', '%s:%s', 60, 66, '{}', now(), false, now())"""
          .formatted(account, COURSE, module));
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> rows(String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> all = new ArrayList<>();
      while (rows.next()) {
        all.add(rows.getString(1));
      }
      return all;
    }
  }

  @Test
  void eachWrongTieIsFoundWithItsCauseAndWhatIsToGoBack() throws SQLException {
    assertEquals(List.of(
        "jane janes unknown_prefix found {m1,m2}",
        "jigar anne alike_address found {m1}",
        "kajal kajal2 ambiguous doubtful {m1}",
        "megha eva alike_address found {m2}",
        "nitin nitin not_verified doubtful {m1} phone",
        "payal dora alike_address found {m3}",
        "ravi ravi unknown_prefix doubtful {m1} phone",
        "sneha carl alike_address repaired {} phone",
        "vignesh bob alike_address repaired {} phone"), rows("""
        SELECT concat_ws(' ', graphy_user_id, u.full_name, cause, state, modules::text,
          CASE WHEN phone_removed IS NOT NULL THEN 'phone' END)
        FROM mrlearn.wrong_ties w JOIN identity.users u ON u.id = w.account_id ORDER BY 1"""));
    assertEquals(List.of("9"), rows("SELECT count(*) FROM mrlearn.link_log WHERE act = 'found' AND detail <> ''"));
  }

  @Test
  void phonesOfOthersAreGoneFromLearnersAndFromTheAccountsMadeOfThem() throws SQLException {
    assertEquals(List.of("marie +919844444444 marie", "sneha 9900000044"), rows("""
        SELECT concat_ws(' ', graphy_user_id, mobile, u.full_name) FROM mrlearn.learners l
        LEFT JOIN identity.users u ON u.id = l.mobile_account_id WHERE mobile IS NOT NULL ORDER BY 1"""));
    assertEquals(List.of("vignesh"), rows("SELECT full_name FROM identity.users u JOIN mrlearn.wrong_ties w"
        + " ON w.phone_removed_from = u.id WHERE u.phone IS NULL"));
    assertEquals(List.of("+919822222222"), rows("SELECT phone FROM identity.users WHERE full_name = 'bob'"));
  }

  @Test
  void onlyThePrefixOfMostIsKnownAndKeysAreMadeAgain() throws SQLException {
    assertEquals(List.of("mas masedu upgrade"), rows("SELECT concat_ws(' ', tenant, prefix, source) FROM"
        + " mrlearn.email_prefixes"));
    assertEquals(List.of("anne-marie@x.example", "eva-megha.dubey@mail.example", "mary-jane@x.example",
        "org-ravi@x.example"),
        rows("SELECT email_stripped FROM mrlearn.learners WHERE email_stripped LIKE '%-%' ORDER BY 1"));
  }

  @Test
  void rightfulTiesStayWithTheirXpAndStudentsAreMadeAgain() throws SQLException {
    assertEquals(List.of("eva eva", "marie marie", "vignesh vignesh"), rows("""
        SELECT t.graphy_user_id || ' ' || u.full_name FROM mrlearn.shared_learner_accounts t
        JOIN identity.users u ON u.id = t.account_id ORDER BY 1"""));
    assertEquals(List.of("eva {m1}", "marie {m1}"), rows("""
        SELECT l.graphy_user_id || ' ' || t.modules::text FROM mrlearn.award_ties t
        JOIN mrlearn.learners l ON l.id = t.learner_id ORDER BY 1"""));
    assertEquals(List.of("0"), rows("SELECT count(*) FROM dailycards.hands"));
    assertEquals(List.of("0"), rows("""
        SELECT count(*) FROM mrlearn.learners l WHERE NOT EXISTS (SELECT FROM student.changes c
          WHERE c.tenant = l.tenant AND c.email_key = l.email_stripped)"""));
    assertEquals(0, Migrator.migrate(database.url()));
  }
}
