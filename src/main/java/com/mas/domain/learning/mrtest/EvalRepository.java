package com.mas.domain.learning.mrtest;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.learning.mrtest.EvalImport.Line;
import com.mas.domain.learning.mrtest.WriteBackContract.EvalTest;
import com.mas.imports.RowImport.Target;
import com.mas.imports.RowImport.Verdict;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** SQL of the scores of evaluation tests. */
final class EvalRepository {
  /** Finds accounts in the order of the rows: by the whole address, else by the last ten digits. */
  private static final String ACCOUNTS = """
      WITH asked AS MATERIALIZED (
        SELECT * FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS a (email, digits, place)
      ), phones AS MATERIALIZED (
        SELECT p.digits, count(*) AS accounts, min(p.id::text)::uuid AS account_id FROM (
          SELECT a.id, right(regexp_replace(a.phone, '[^0-9]', '', 'g'), 10) AS digits
          FROM identity.shared_accounts a WHERE a.tenant = $1 AND a.phone IS NOT NULL
            AND EXISTS (SELECT FROM asked WHERE digits IS NOT NULL)) p
        WHERE p.digits IN (SELECT digits FROM asked) GROUP BY 1
      )
      SELECT CASE WHEN a.email IS NOT NULL THEN e.id ELSE p.account_id END AS account_id,
        CASE WHEN a.email IS NOT NULL THEN (e.id IS NOT NULL)::int ELSE coalesce(p.accounts, 0) END::bigint AS accounts
      FROM asked a
      LEFT JOIN LATERAL (SELECT id FROM identity.shared_accounts u WHERE u.tenant = $1 AND u.email = a.email LIMIT 1) e
        ON true
      LEFT JOIN phones p ON p.digits = a.digits
      ORDER BY a.place""";

  /** Two rows of one account and test, by address and by phone: the last one of the file counts. */
  private static final String SAVE = """
      WITH given AS MATERIALIZED (
        SELECT * FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[]::numeric[], $6::text[]::numeric[],
          $7::text[]::numeric[], $8::date[]) WITH ORDINALITY
          AS g (account_id, test_key, test, score, total, percentage, taken_on, place)
      ), incoming AS (
        SELECT DISTINCT ON (account_id, test_key) * FROM given ORDER BY account_id, test_key, place DESC
      ), judged AS MATERIALIZED (
        SELECT i.*, o.account_id IS NULL AS is_new,
          (i.score, i.total, coalesce(i.taken_on, o.taken_on)) IS DISTINCT FROM (o.score, o.total, o.taken_on) AS moved
        FROM incoming i LEFT JOIN mrtest.eval_tests o
          ON o.tenant = $1 AND o.account_id = i.account_id AND o.test_key = i.test_key
      ), written AS (
        INSERT INTO mrtest.eval_tests AS t (tenant, account_id, test_key, test, score, total, percentage, taken_on,
          import_id, imported_by, imported_at)
        SELECT $1, account_id, test_key, test, score, total, percentage, taken_on, $9, $10, $11 FROM judged
        WHERE is_new OR moved ORDER BY account_id, test_key
        ON CONFLICT (tenant, account_id, test_key) DO UPDATE SET test = EXCLUDED.test, score = EXCLUDED.score,
          total = EXCLUDED.total, percentage = EXCLUDED.percentage, taken_on = coalesce(EXCLUDED.taken_on, t.taken_on),
          import_id = EXCLUDED.import_id, imported_by = EXCLUDED.imported_by, imported_at = EXCLUDED.imported_at
      )
      SELECT CASE WHEN j.place <> g.place THEN 'twice' WHEN j.is_new THEN 'added' WHEN j.moved THEN 'changed'
        ELSE 'same' END
      FROM given g JOIN judged j ON j.account_id = g.account_id AND j.test_key = g.test_key ORDER BY g.place""";

  private static final Query<EvalTest> LIST = Query.of(EvalTest.class, """
      account_id AS user_id, test, score, total, percentage, taken_on, imported_at""",
      "FROM mrtest.eval_tests WHERE tenant = $1 AND ($2::uuid IS NULL OR account_id = $2)",
      "imported_at DESC, account_id, test_key");
  private static final Rows<Found> FOUND = Rows.of(Found.class);

  private final Database db;

  EvalRepository(Database db) {
    this.db = db;
  }

  /** @param accountId null for none */
  record Found(@Nullable UUID accountId, long accounts) {}

  List<Found> accounts(String tenant, List<Line> rows) {
    return FOUND.all(db.query(ACCOUNTS, tenant, texts(rows, Line::email), texts(rows, Line::digits)));
  }

  List<Verdict> save(Tx tx, Target target, List<Line> rows, List<UUID> accounts, Instant now) {
    List<Verdict> verdicts = new ArrayList<>(rows.size());
    for (Row row : tx.query(SAVE, target.tenant(), accounts.toArray(UUID[]::new),
        texts(rows, row -> row.test().toLowerCase(Locale.ROOT)), texts(rows, Line::test),
        texts(rows, row -> row.marks().score().toPlainString()),
        texts(rows, row -> row.marks().total().toPlainString()),
        texts(rows, row -> row.marks().percentage().toPlainString()),
        rows.stream().map(Line::takenOn).toArray(LocalDate[]::new), target.id(), target.madeBy(), now)) {
      verdicts.add(switch (row.getString(0)) {
        case "added" -> Verdict.ADDED;
        case "changed" -> Verdict.CHANGED;
        case "same" -> Verdict.SAME;
        default -> Verdict.refused("email", "is the same person and test as a later row");
      });
    }
    return verdicts;
  }

  Page<EvalTest> list(String tenant, @Nullable UUID account, PageWindow window) {
    return LIST.page(db, window, tenant, account);
  }

  private static String[] texts(List<Line> rows, Function<Line, String> column) {
    return rows.stream().map(column).toArray(String[]::new);
  }
}
