package com.mas.domain.learning.sync;

import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.learning.sync.LinkContract.Prefix;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** SQL of prefixes, and of the learners' keys, which follow from them. */
final class PrefixRepository {
  /** Pages of syncs, which make keys of what they see known, wait until the keys of before are made again. */
  private static final String LOCK = "LOCK TABLE mrlearn.learners IN SHARE ROW EXCLUSIVE MODE";

  private static final String LIST = """
      WITH heads AS (
        SELECT split_part(email, '-', 1) AS prefix, count(DISTINCT graphy_user_id)::int AS people FROM mrlearn.learners
        WHERE tenant = $1 AND email ~ '^[a-z0-9]{1,60}-[^@]+@.' AND graphy_user_id NOT LIKE 'demo-%' GROUP BY 1
      )
      SELECT k.prefix, true AS known, k.source, k.known_by, k.known_at, (SELECT count(DISTINCT graphy_user_id)::int
        FROM mrlearn.learners l WHERE l.tenant = $1 AND starts_with(l.email, k.prefix || '-')) AS people
      FROM mrlearn.email_prefixes k WHERE k.tenant = $1
      UNION ALL
      (SELECT h.prefix, false, NULL, NULL, NULL, h.people FROM heads h WHERE h.people >= $2
        AND NOT EXISTS (SELECT FROM mrlearn.email_prefixes k WHERE k.tenant = $1 AND k.prefix = h.prefix)
      ORDER BY h.people DESC, h.prefix LIMIT 50)
      ORDER BY people DESC, prefix""";

  private static final String PEOPLE = """
      SELECT count(DISTINCT graphy_user_id)::int FROM mrlearn.learners
      WHERE tenant = $1 AND starts_with(email, $2 || '-') AND graphy_user_id NOT LIKE 'demo-%'""";
  private static final String SOURCE =
      "SELECT source FROM mrlearn.email_prefixes WHERE tenant = $1 AND prefix = $2";
  private static final String OF_SETTINGS =
      "SELECT prefix FROM mrlearn.email_prefixes WHERE tenant = $1 AND source = 'setting'";
  private static final String ADD = """
      INSERT INTO mrlearn.email_prefixes AS p (tenant, prefix, source, known_by, known_at) VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (tenant, prefix) DO UPDATE SET source = EXCLUDED.source, known_by = EXCLUDED.known_by,
        known_at = EXCLUDED.known_at WHERE EXCLUDED.source = 'setting' AND p.source <> 'setting'""";
  private static final String REMOVE = "DELETE FROM mrlearn.email_prefixes WHERE tenant = $1 AND prefix = $2";

  private static final String REKEY = """
      UPDATE mrlearn.learners l SET email_stripped = mrlearn.without_prefix(l.email, k.prefixes)
      FROM (SELECT mrlearn.prefixes_of($1) AS prefixes OFFSET 0) k
      WHERE l.tenant = $1 AND l.email_stripped <> mrlearn.without_prefix(l.email, k.prefixes)""";

  /** Awards that an account got for learners who were tied to it by this prefix alone: a person has to decide. */
  private static final String DOUBT = """
      INSERT INTO mrlearn.wrong_ties (id, tenant, learner_id, graphy_course_id, graphy_user_id, account_id,
        learner_email, account_email, cause, state, modules, found_at)
      SELECT gen_random_uuid(), $1, l.id, l.graphy_course_id, l.graphy_user_id, t.account_id, l.email, u.email,
        'prefix_removed', 'doubtful', t.modules, $3
      FROM mrlearn.learners l JOIN mrlearn.award_ties t ON t.learner_id = l.id
      LEFT JOIN identity.shared_accounts u ON u.id = t.account_id
      WHERE l.tenant = $1 AND starts_with(l.email, $2 || '-') AND t.modules <> '{}'
        AND NOT EXISTS (SELECT FROM mrlearn.shared_learner_accounts s
          WHERE s.learner_id = l.id AND s.account_id = t.account_id)
        AND NOT EXISTS (SELECT FROM mrlearn.wrong_ties w WHERE w.learner_id = l.id AND w.account_id = t.account_id
          AND w.state IN ('found', 'doubtful'))""";

  private static final Rows<Prefix> PREFIXES = Rows.of(Prefix.class);

  private final Database db;

  PrefixRepository(Database db) {
    this.db = db;
  }

  List<Prefix> list(String tenant) {
    return PREFIXES.all(db.query(LIST, tenant, LinkRules.FEWEST_PEOPLE));
  }

  int people(String tenant, String prefix) {
    return db.query(PEOPLE, tenant, prefix).iterator().next().getInteger(0);
  }

  Optional<String> source(String tenant, String prefix) {
    return PageWindow.all(db.query(SOURCE, tenant, prefix), row -> row.getString(0)).stream().findFirst();
  }

  List<String> ofSettings(String tenant) {
    return PageWindow.all(db.query(OF_SETTINGS, tenant), row -> row.getString(0));
  }

  void lock(Tx tx) {
    tx.send(LOCK);
  }

  /** @return whether it, or that it comes from the settings, was not known */
  boolean add(Tx tx, String tenant, String prefix, String source, UUID by, Instant now) {
    return tx.query(ADD, tenant, prefix, source, by, now).rowCount() > 0;
  }

  boolean remove(Tx tx, String tenant, String prefix) {
    return tx.query(REMOVE, tenant, prefix).rowCount() > 0;
  }

  /** Makes the keys that are not what the known prefixes say; answers how many. */
  int rekey(Tx tx, String tenant) {
    return tx.query(REKEY, tenant).rowCount();
  }

  void doubt(Tx tx, String tenant, String prefix, Instant now) {
    tx.send(DOUBT, tenant, prefix, now);
  }
}
