package com.mas.domain.learning.moodle;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Tx;
import com.mas.domain.learning.moodle.MoodleContract.InstitutionalRole;
import com.mas.domain.learning.moodle.MoodleContract.Office;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** SQL of deans and chairpersons. */
final class RoleRepository {
  private static final String COLUMNS = """
      r.id, r.account_id AS user_id, r.role, r.category_id AS moodle_category_id, c.name AS category_name,
      r.source = 'manual' AS by_hand, r.given_at""";
  private static final String FROM = """
      FROM moodle.institutional_roles r JOIN moodle.categories c ON c.tenant = r.tenant AND c.id = r.category_id
      WHERE r.tenant = $1""";

  /** Makes an office one that was given by hand. Returns no row where the category is not of the depth. */
  private static final String GIVE = """
      WITH given AS (
        INSERT INTO moodle.institutional_roles AS r (id, tenant, account_id, role, category_id, source, given_by,
          given_at)
        SELECT $1, $2, $3, $4, c.id, 'manual', $6, $7 FROM moodle.categories c
        WHERE c.tenant = $2 AND c.id = $5 AND c.gone_at IS NULL AND c.depth = $8
        ON CONFLICT (tenant, account_id, role, category_id) DO UPDATE SET source = 'manual',
          given_by = coalesce(r.given_by, EXCLUDED.given_by)
        RETURNING *
      ), suppressed AS (
        DELETE FROM moodle.institutional_roles o USING given g, moodle.categories c
        WHERE g.role = 'DEAN' AND o.tenant = $2 AND o.account_id = $3 AND o.role = 'CHAIRPERSON' AND o.source = 'auto'
          AND c.tenant = $2 AND c.id = o.category_id AND g.category_id = ANY (c.path)
      )
      SELECT\s""" + COLUMNS
      + " FROM given r JOIN moodle.categories c ON c.tenant = r.tenant AND c.id = r.category_id";

  private static final String TAKE = "DELETE FROM moodle.institutional_roles WHERE tenant = $1 AND id = $2";

  /**
   * Makes managers of a programme's courses at Moodle its chairpersons, unless they are deans above it, and takes the
   * office from those who no longer are.
   */
  private static final String CHAIRS = """
      WITH chairs AS (
        SELECT DISTINCT a.id AS account_id, c.id AS category_id
        FROM moodle.enrolments e JOIN moodle.courses k ON k.tenant = $1 AND k.id = e.course_id AND k.gone_at IS NULL
        JOIN moodle.categories c ON c.tenant = $1 AND c.id = k.category_id AND c.depth = 4
        JOIN moodle.people p ON p.tenant = $1 AND p.id = e.user_id
        JOIN identity.shared_accounts a ON a.tenant = $1 AND a.email = p.email AND a.email_verified
        WHERE e.tenant = $1 AND e.role = 'manager' AND e.gone_at IS NULL AND NOT e.suspended
          AND NOT EXISTS (SELECT FROM moodle.institutional_roles d WHERE d.tenant = $1 AND d.account_id = a.id
            AND d.role = 'DEAN' AND d.category_id = ANY (c.path))
      ), over AS (
        DELETE FROM moodle.institutional_roles r WHERE r.tenant = $1 AND r.role = 'CHAIRPERSON' AND r.source = 'auto'
          AND NOT EXISTS (SELECT FROM chairs h WHERE h.account_id = r.account_id AND h.category_id = r.category_id)
      )
      INSERT INTO moodle.institutional_roles (id, tenant, account_id, role, category_id, source, given_at)
      SELECT gen_random_uuid(), $1, account_id, 'CHAIRPERSON', category_id, 'auto', $2 FROM chairs
      ON CONFLICT (tenant, account_id, role, category_id) DO NOTHING""";

  private static final Query<InstitutionalRole> LIST =
      Query.of(InstitutionalRole.class, COLUMNS, FROM, "c.path, r.role, r.id");

  private final Database db;

  RoleRepository(Database db) {
    this.db = db;
  }

  Optional<InstitutionalRole> give(UUID id, String tenant, UUID account, Office office, long category, UUID by,
      Instant now) {
    return LIST.rows().first(db.write(GIVE, id, tenant, account, office.name(), category, by, now,
        office == Office.DEAN ? 3 : 4));
  }

  Page<InstitutionalRole> list(String tenant, PageWindow window) {
    return LIST.page(db, window, tenant);
  }

  boolean take(String tenant, UUID id) {
    return db.write(TAKE, tenant, id).rowCount() > 0;
  }

  void keepChairs(Tx tx, String tenant, Instant now) {
    tx.send(CHAIRS, tenant, now);
  }
}
