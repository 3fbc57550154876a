package com.mas.domain.learning.moodle;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.domain.learning.moodle.MoodleAuditContract.ListLogins;
import com.mas.domain.learning.moodle.MoodleAuditContract.LoginRow;
import com.mas.domain.learning.moodle.MoodleAuditContract.Result;
import com.mas.domain.learning.moodle.MoodleAuditContract.Way;
import com.mas.meters.Meters;
import java.time.Clock;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Keeps who logged in by Moodle: the record is written before the answer. What an administrator typed as a user name is
 * kept only where it is one, by Moodle's word or by the mirror: in the wrong field it is a password.
 */
final class LoginAudit {
  private static final String WRITE = """
      INSERT INTO moodle.logins (id, tenant, at, way, username, email, asked_by, result)
      SELECT $1, $2, $3, $4, CASE WHEN $9 OR p.id IS NOT NULL THEN $5 ELSE '(unknown)' END, coalesce($6, p.email), $7,
          $8
        FROM (SELECT 1) one LEFT JOIN LATERAL (SELECT q.id, q.email FROM moodle.people q
          WHERE q.tenant = $2 AND q.username = $5 ORDER BY q.id LIMIT 1) p ON true""";

  private static final Query<LoginRow> LIST = Query.of(LoginRow.class,
      "id, at, way, username, email, asked_by, result", """
          FROM moodle.logins WHERE tenant = $1 AND ($2::text IS NULL OR result = $2)
            AND ($3::text IS NULL OR username = $3 OR email = $3)""", "at DESC, id DESC");

  private final Database db;
  private final Clock clock;
  private final Supplier<UUID> ids;

  LoginAudit(Database db, Clock clock, Supplier<UUID> ids) {
    this.db = db;
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * @param username of a login, as Moodle or the mirror has it; of a trial, as it was typed
   * @param askedBy the administrator of a trial; null for a login
   */
  void keep(String tenant, String username, String email, UUID askedBy, Result result) {
    Way way = askedBy == null ? Way.SIGN_IN : Way.TRIAL;
    boolean isName = way == Way.SIGN_IN || result == Result.RIGHT;
    db.write(WRITE, ids.get(), tenant, clock.instant(), way, code(username), email, askedBy, result, isName);
    Meters.counter("moodle.logins", "Logins that Moodle was to check", "way", way.wire(), "result", result.wire())
        .increment();
  }

  Page<LoginRow> list(String tenant, ListLogins ask) {
    return LIST.page(db, PageWindow.of(ask), tenant, ask.result(),
        ask.username() == null ? null : code(ask.username()));
  }

  private static String code(String username) {
    return username.strip().toLowerCase(Locale.ROOT);
  }
}
