package com.mas.domain.learning.sync;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.learning.sync.LinkContract.Candidate;
import com.mas.domain.learning.sync.LinkContract.LearnerAccount;
import com.mas.domain.learning.sync.LinkContract.LogEntry;
import com.mas.domain.learning.sync.LinkContract.WrongTie;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** SQL of what is decided by hand, and of the lists that help to decide. */
final class LinkRepository {

  private static final String LIST = """
      SELECT p.graphy_user_id, p.name, p.email, p.email_stripped AS email_key, t.account_id, t.tied_by,
        CASE WHEN t.account_id IS NOT NULL THEN 'linked' WHEN k.graphy_user_id IS NOT NULL THEN 'kept_apart'
          WHEN v.accounts > 1 THEN 'ambiguous' ELSE 'unlinked' END AS state,
        (SELECT count(*)::int FROM mrlearn.learners c
          WHERE c.tenant = p.tenant AND c.graphy_user_id = p.graphy_user_id) AS courses
      FROM (SELECT DISTINCT ON (graphy_user_id) id, tenant, graphy_user_id, name, email, email_stripped
        FROM mrlearn.learners WHERE tenant = $1 AND graphy_user_id NOT LIKE 'demo-%'
          AND ($2::text IS NULL OR lower(coalesce(name, '') || ' ' || coalesce(email, '')) LIKE $2)
        ORDER BY graphy_user_id, last_accessed_at DESC NULLS LAST, id) p
      LEFT JOIN LATERAL (SELECT s.account_id, s.tied_by FROM mrlearn.shared_learner_accounts s
        WHERE s.learner_id = p.id LIMIT 1) t ON true
      LEFT JOIN mrlearn.account_links k ON k.tenant = p.tenant AND k.graphy_user_id = p.graphy_user_id
      CROSS JOIN LATERAL (SELECT count(*) AS accounts FROM identity.shared_accounts a
        WHERE a.tenant = p.tenant AND a.email IN (p.email, p.email_stripped) AND a.email_verified) v
      WHERE CASE $3 WHEN 'unlinked' THEN t.account_id IS NULL WHEN 'linked' THEN t.account_id IS NOT NULL
        WHEN 'by_hand' THEN k.graphy_user_id IS NOT NULL
        WHEN 'kept_apart' THEN k.graphy_user_id IS NOT NULL AND k.account_id IS NULL
        ELSE t.account_id IS NULL AND k.graphy_user_id IS NULL AND v.accounts > 1 END
      ORDER BY p.graphy_user_id LIMIT $4 OFFSET $5""";

  /** An address that is alike is shown to a person, and ties nobody. */
  private static final String CANDIDATES = """
      SELECT u.user_id, a.id AS account_id, a.email, a.full_name,
        CASE WHEN a.email NOT IN (u.email, u.email_key) THEN 'alike'
        WHEN a.email_verified THEN 'verified' ELSE 'not_verified' END AS why
      FROM unnest($2::text[], $3::text[], $4::text[]) AS u (user_id, email, email_key)
      JOIN identity.shared_accounts a ON a.tenant = $1
        AND a.email IN (u.email, u.email_key, regexp_replace(u.email_key, '^[a-z0-9]+-(?=[^@])', ''))
      ORDER BY u.user_id, a.email""";

  /** Locks learners in one order, to avoid deadlocks. Awarding XP locks them, too. */
  private static final String LOCK = """
      SELECT id FROM mrlearn.learners WHERE tenant = $1 AND graphy_user_id = $2
      ORDER BY graphy_course_id FOR NO KEY UPDATE""";
  private static final String TIED = """
      SELECT DISTINCT account_id FROM mrlearn.shared_learner_accounts WHERE tenant = $1 AND graphy_user_id = $2
      ORDER BY 1""";
  private static final String ACCOUNT =
      "SELECT FROM identity.shared_accounts WHERE tenant = $1 AND id = $2";
  private static final String DECIDE = """
      INSERT INTO mrlearn.account_links AS k (tenant, graphy_user_id, account_id, made_by, made_at)
      VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (tenant, graphy_user_id) DO UPDATE SET account_id = EXCLUDED.account_id, made_by = EXCLUDED.made_by,
        made_at = EXCLUDED.made_at WHERE k.account_id IS DISTINCT FROM EXCLUDED.account_id""";
  private static final String UNDECIDE =
      "DELETE FROM mrlearn.account_links WHERE tenant = $1 AND graphy_user_id = $2";

  private static final String KEEP = """
      INSERT INTO mrlearn.link_log (tenant, act, graphy_user_id, account_before, account_after, prefix, detail, by_user,
        at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)""";
  private static final Query<LogEntry> LOG = Query.of(LogEntry.class, "*, by_user AS by",
      "FROM mrlearn.link_log WHERE tenant = $1 AND ($2::text IS NULL OR graphy_user_id = $2)", "id DESC");
  private static final Query<WrongTie> WRONG = Query.of(WrongTie.class, """
      id, graphy_user_id, graphy_course_id, learner_id, learner_email, account_id, account_email, cause, state, modules,
      modules_taken_back, xp_taken_back, phone_removed IS NOT NULL AS phone_removed, phone_removed_from, found_at,
      repaired_at""", "FROM mrlearn.wrong_ties WHERE tenant = $1 AND ($2::text IS NULL OR state = $2)",
      "found_at DESC, id");

  private static final Rows<Found> FOUND = Rows.of(Found.class);
  private static final Rows<Candidacy> CANDIDACIES = Rows.of(Candidacy.class);

  private record Found(String graphyUserId, String name, String email, String emailKey, UUID accountId, String tiedBy,
      String state, int courses) {}

  private record Candidacy(String userId, Candidate candidate) {}

  private final Database db;

  LinkRepository(Database db) {
    this.db = db;
  }

  List<LearnerAccount> list(String tenant, String state, String pattern, PageWindow window) {
    List<Found> found = FOUND.all(db.query(LIST, tenant, pattern, state, window.limit(), window.offset()));
    Map<String, List<Candidate>> candidates = candidates(tenant,
        found.stream().filter(each -> each.accountId == null && each.email != null).toList());
    return found.stream().map(each -> new LearnerAccount(each.graphyUserId, each.name, each.email, each.emailKey,
        each.courses, each.state, each.accountId, each.tiedBy, candidates.getOrDefault(each.graphyUserId, List.of())))
        .toList();
  }

  private Map<String, List<Candidate>> candidates(String tenant, List<Found> free) {
    return free.isEmpty() ? Map.of() : CANDIDACIES.all(db.query(CANDIDATES, tenant, column(free, Found::graphyUserId),
        column(free, Found::email), column(free, Found::emailKey))).stream().collect(Collectors.groupingBy(
            Candidacy::userId, Collectors.mapping(Candidacy::candidate, Collectors.toList())));
  }

  private static String[] column(List<Found> rows, Function<Found, String> part) {
    return rows.stream().map(part).toArray(String[]::new);
  }

  /** @return whether any course has this learner */
  boolean lock(Tx tx, String tenant, String userId) {
    return tx.query(LOCK, tenant, userId).size() > 0;
  }

  /** The accounts that the learner has now; more than one when the courses' addresses differ. */
  List<UUID> tied(Tx tx, String tenant, String userId) {
    return PageWindow.all(tx.query(TIED, tenant, userId), row -> row.getUUID(0));
  }

  boolean isAccount(Tx tx, String tenant, UUID account) {
    return tx.query(ACCOUNT, tenant, account).size() > 0;
  }

  /** @param account null: none */
  boolean decide(Tx tx, String tenant, String userId, UUID account, UUID by, Instant now) {
    return tx.query(DECIDE, tenant, userId, account, by, now).rowCount() > 0;
  }

  boolean undecide(Tx tx, String tenant, String userId) {
    return tx.query(UNDECIDE, tenant, userId).rowCount() > 0;
  }

  void keep(Tx tx, String tenant, LogEntry entry) {
    tx.send(KEEP, tenant, entry.act(), entry.graphyUserId(), entry.accountBefore(), entry.accountAfter(),
        entry.prefix(), entry.detail(), entry.by(), entry.at());
  }

  Page<LogEntry> log(String tenant, String userId, PageWindow window) {
    return LOG.page(db, window, tenant, userId);
  }

  Page<WrongTie> wrong(String tenant, String state, PageWindow window) {
    return WRONG.page(db, window, tenant, state);
  }
}
