package com.mas.domain.learning.mrtest;

import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.learning.mrtest.ConfigRepository.Reach;
import com.mas.runs.Counts;
import com.mas.sources.Mirror.Done;
import com.mas.sources.Place;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * SQL of whose account a row of the site is, and of the scores that others are told. An account is a row's by its
 * whole, verified address, or that without a known prefix; without one by the last ten digits of the phone, where one
 * account alone and one person of the site alone have them. What could be several is told and not guessed. Anybody may
 * enter a phone number, so what is tied by one is for staff: the account earns and sees nothing by it.
 */
final class TieRepository {
  private static final int ROWS_AT_ONCE = 2_000;
  private static final int SCORES_AT_ONCE = 500;

  /** $1 tenant, $2 now; those has id, email, email_key and phone_digits. */
  private static final String JUDGED = """
      ), digits AS MATERIALIZED (
        SELECT DISTINCT phone_digits FROM those WHERE phone_digits IS NOT NULL
      ), numbers AS MATERIALIZED (
        SELECT d.phone_digits, min(a.id::text)::uuid AS account_id, count(*) AS accounts
        FROM identity.shared_accounts a
        JOIN digits d ON d.phone_digits = right(regexp_replace(a.phone, '[^0-9]', '', 'g'), 10)
        WHERE a.tenant = $1 AND a.phone IS NOT NULL GROUP BY 1
      ), sharing AS MATERIALIZED (
        SELECT d.phone_digits FROM digits d CROSS JOIN LATERAL (
          SELECT email, roll_number FROM mrtest.submissions s WHERE s.tenant = $1 AND s.phone_digits = d.phone_digits
          UNION SELECT email, roll_number FROM mrtest.students t
            WHERE t.tenant = $1 AND t.phone_digits = d.phone_digits) p
        GROUP BY 1 HAVING count(DISTINCT p.email) > 1 OR count(DISTINCT p.roll_number) > 1
      ), judged AS (
        SELECT w.id, CASE WHEN m.accounts = 1 THEN m.account_id WHEN m.accounts > 1 THEN NULL
            WHEN n.accounts = 1 AND h.phone_digits IS NULL THEN n.account_id END AS account_id,
          CASE WHEN m.accounts = 1 THEN 'email' WHEN m.accounts > 1 THEN 'ambiguous'
            WHEN n.accounts IS NULL THEN 'none' WHEN n.accounts = 1 AND h.phone_digits IS NULL THEN 'phone'
            ELSE 'ambiguous' END AS tie
        FROM those w
        CROSS JOIN LATERAL (
          SELECT count(*) AS accounts, min(a.id::text)::uuid AS account_id FROM identity.shared_accounts a
          WHERE a.tenant = $1 AND a.email_verified AND a.email IN (w.email, w.email_key)) m
        LEFT JOIN numbers n ON n.phone_digits = w.phone_digits
        LEFT JOIN sharing h ON h.phone_digits = w.phone_digits
      ), changed AS (""";

  private static final String TOLD = """
        RETURNING 1
      )
      SELECT (SELECT max(id) FROM those) AS last, (SELECT count(*) FROM those) AS seen,
        (SELECT count(*) FROM changed) AS changed, count(*) FILTER (WHERE account_id IS NOT NULL) AS tied,
        count(*) FILTER (WHERE tie = 'ambiguous') AS ambiguous FROM judged""";

  private static final String SUBMISSIONS = """
      WITH those AS MATERIALIZED (
        SELECT s.id, s.email, s.email_key, s.phone_digits FROM mrtest.submissions s
        JOIN mrtest.exams e ON e.tenant = $1 AND e.id = s.exam_id
        WHERE s.tenant = $1 AND s.id > $5 AND\s""" + MirrorRepository.IN_REACH + """

        ORDER BY s.id LIMIT $4
      """ + JUDGED + """

        UPDATE mrtest.submissions s SET account_id = j.account_id, tie = j.tie
        FROM judged j WHERE s.tenant = $1 AND s.id = j.id
          AND (s.account_id, s.tie) IS DISTINCT FROM (j.account_id, j.tie)
      """ + TOLD;

  private static final String STUDENTS = """
      WITH those AS MATERIALIZED (
        SELECT id, email, email_key, phone_digits FROM mrtest.students
        WHERE tenant = $1 AND id > $2 ORDER BY id LIMIT $3
      """ + JUDGED + """

        UPDATE mrtest.students s SET account_id = j.account_id, tie = j.tie
        FROM judged j WHERE s.tenant = $1 AND s.id = j.id
          AND (s.account_id, s.tie) IS DISTINCT FROM (j.account_id, j.tie)
      """ + TOLD;

  /** The best attempt counts. What is taken is stated in the same commit. */
  private static final String SCORES = """
      WITH best AS (
        SELECT DISTINCT ON (s.account_id, s.exam_id) s.account_id, s.exam_id, e.title, s.percentage, s.submitted_at
        FROM mrtest.submissions s JOIN mrtest.exams e ON e.tenant = $1 AND e.id = s.exam_id
        WHERE s.tenant = $1 AND s.account_id IS NOT NULL AND s.tie = 'email' AND s.percentage IS NOT NULL
          AND s.submitted_at IS NOT NULL AND\s""" + MirrorRepository.IN_REACH + """

        ORDER BY s.account_id, s.exam_id, s.percentage DESC, s.submitted_at
      ), due AS (
        SELECT b.* FROM best b LEFT JOIN mrtest.told t
          ON t.tenant = $1 AND t.account_id = b.account_id AND t.exam_id = b.exam_id
        WHERE t.percentage IS DISTINCT FROM b.percentage ORDER BY b.account_id, b.exam_id LIMIT $4
      ), taken AS (
        INSERT INTO mrtest.told AS t (tenant, account_id, exam_id, percentage, told_at)
        SELECT $1, account_id, exam_id, percentage, $5 FROM due
        ON CONFLICT (tenant, account_id, exam_id) DO UPDATE SET percentage = EXCLUDED.percentage,
          told_at = EXCLUDED.told_at
      )
      SELECT account_id, exam_id, title, percentage::float8 AS percentage, submitted_at AS at FROM due
      ORDER BY account_id, exam_id""";

  private static final Rows<Score> SCORE = Rows.of(Score.class);

  /** Best score of an account in an exam. */
  record Score(UUID accountId, String examId, String title, double percentage, Instant at) {}

  /** Ties the next students to accounts. */
  Done students(Tx tx, Place place) {
    return piece(tx.query(STUDENTS, place.tenant(), after(place), ROWS_AT_ONCE).iterator().next());
  }

  /** Ties the next submissions of the exams of a config to accounts. */
  Done submissions(Tx tx, Place place, Reach reach) {
    return piece(tx.query(SUBMISSIONS, place.tenant(), reach.scope(), reach.key(), ROWS_AT_ONCE, after(place))
        .iterator().next());
  }

  /** Takes the scores that are due, and answers them; nothing when nothing is left. */
  List<Score> scores(Tx tx, Place place, Reach reach) {
    return SCORE.all(tx.query(SCORES, place.tenant(), reach.scope(), reach.key(), SCORES_AT_ONCE, place.now()));
  }

  private static String after(Place place) {
    return place.of() == null || place.of().isEmpty() ? "" : place.of().getFirst();
  }

  private static Done piece(Row row) {
    Counts counts = Counts.NONE.plus("seen", row.getLong("seen")).plus(SyncRules.UPDATED, row.getLong("changed"))
        .plus(SyncRules.TIED, row.getLong("tied")).plus(SyncRules.AMBIGUOUS, row.getLong("ambiguous"));
    return new Done(counts, row.getLong("seen") < ROWS_AT_ONCE ? null : List.of(row.getString("last")));
  }
}
