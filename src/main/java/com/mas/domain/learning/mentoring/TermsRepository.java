package com.mas.domain.learning.mentoring;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.learning.mentoring.TermsContract.ListTerms;
import com.mas.domain.learning.mentoring.TermsContract.Manner;
import com.mas.domain.learning.mentoring.TermsContract.SetManner;
import com.mas.domain.learning.mentoring.TermsContract.Terms;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Dated rules, and how mentors take bookings. */
final class TermsRepository {
  private static final Query<Terms> LIST = Query.of(Terms.class, "*", """
      FROM mentoring.terms WHERE tenant IN ('', $1)
      """, "valid_from DESC, tenant DESC");
  private static final Rows<Terms> ROWS = LIST.rows();

  /** A tenant's own go before those of all. */
  private static final String AT = """
      SELECT * FROM mentoring.terms WHERE tenant IN ('', $1) AND valid_from <= $2
       ORDER BY tenant = '', valid_from DESC LIMIT 1
      """;
  private static final String ALL = "SELECT * FROM mentoring.terms WHERE tenant IN ('', $1)";
  private static final String SET = """
      INSERT INTO mentoring.terms (tenant, valid_from, book_notice_minutes, change_notice_minutes, answer_minutes,
        hold_minutes, minutes_per_token, absent_percent, source)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      ON CONFLICT (tenant, valid_from) DO UPDATE SET book_notice_minutes = excluded.book_notice_minutes,
        change_notice_minutes = excluded.change_notice_minutes, answer_minutes = excluded.answer_minutes,
        hold_minutes = excluded.hold_minutes, minutes_per_token = excluded.minutes_per_token,
        absent_percent = excluded.absent_percent, source = excluded.source
      RETURNING *
      """;

  private static final Rows<Manner> MANNERS = Rows.of(Manner.class);
  private static final Manner STANDARD = new Manner(false, null, 0);
  private static final String MANNER = """
      SELECT on_approval, notice_minutes, buffer_minutes FROM mentoring.mentors WHERE user_id = $1 AND tenant = $2
      """;
  /** Counts what the mentor, $1 of the tenant $2, has held before there was a row to count in. */
  static final String HELD =
      "(SELECT count(*) FROM mentoring.bookings WHERE mentor_id = $1 AND tenant = $2 AND state = 'completed')";
  private static final String SET_MANNER = """
      INSERT INTO mentoring.mentors AS m (user_id, tenant, on_approval, notice_minutes, buffer_minutes, changed_at,
        completed)
      VALUES ($1, $2, $3, $4, $5, $6,\s""" + HELD + ")" + """
       ON CONFLICT (user_id) DO UPDATE SET on_approval = $3, notice_minutes = $4, buffer_minutes = $5, changed_at = $6
       WHERE m.tenant = $2
      RETURNING on_approval, notice_minutes, buffer_minutes
      """;

  private final Database db;

  TermsRepository(Database db) {
    this.db = db;
  }

  Page<Terms> list(String tenant, ListTerms ask) {
    return LIST.page(db, PageWindow.of(ask), tenant);
  }

  /** Returns all of the tenant and of all, for {@link BookingRules#inForce}. */
  List<Terms> all(String tenant) {
    return ROWS.all(db.query(ALL, tenant));
  }

  /** Returns the rules about a meeting that starts then. */
  Terms at(String tenant, Instant startsAt) {
    return ROWS.first(db.query(AT, tenant, startsAt)).orElseThrow();
  }

  Terms at(Tx tx, String tenant, Instant startsAt) {
    return ROWS.first(tx.query(AT, tenant, startsAt)).orElseThrow();
  }

  Terms set(Terms terms) {
    return ROWS.first(db.write(SET, terms.tenant(), terms.validFrom(), terms.bookNoticeMinutes(),
        terms.changeNoticeMinutes(), terms.answerMinutes(), terms.holdMinutes(), terms.minutesPerToken(),
        terms.absentPercent(), terms.source())).orElseThrow();
  }

  Manner manner(String tenant, UUID mentor) {
    return MANNERS.first(db.query(MANNER, mentor, tenant)).orElse(STANDARD);
  }

  Manner manner(Tx tx, String tenant, UUID mentor) {
    return MANNERS.first(tx.query(MANNER, mentor, tenant)).orElse(STANDARD);
  }

  Manner setManner(String tenant, UUID mentor, SetManner ask, Instant now) {
    return MANNERS.first(db.write(SET_MANNER, mentor, tenant, ask.onApproval(), ask.noticeMinutes(),
        ask.bufferMinutes(), now)).orElseThrow();
  }
}
