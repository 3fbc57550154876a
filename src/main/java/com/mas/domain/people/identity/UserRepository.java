package com.mas.domain.people.identity;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.people.identity.IdentityContract.*;
import com.mas.domain.people.identity.PersonContract.Placement;
import com.mas.phone.PhoneRules;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** {@code identity.users}. */
final class UserRepository {
  private static final String COLUMNS = """
      id, tenant, email, full_name, phone, password_hash, role, capabilities, status, email_verified_at,
      must_change_password, generation, last_login_at, created_at, campus, department, program""";

  private static final String BY_EMAIL = "SELECT " + COLUMNS + " FROM identity.users WHERE tenant = $1 AND email = $2";
  private static final String BY_ID = "SELECT " + COLUMNS + " FROM identity.users WHERE tenant = $1 AND id = $2";
  private static final String LOCK = BY_ID + " FOR NO KEY UPDATE";

  // in the order of ids, so that two who lock them wait for each other instead of for ever
  private static final String LOCK_SUPER_ADMINS = """
      SELECT id FROM identity.users WHERE tenant = $1 AND role = 'SUPERADMIN' AND status = 'active'
      ORDER BY id FOR NO KEY UPDATE""";

  private static final String INSERT = """
      INSERT INTO identity.users (id, tenant, email, full_name, phone, password_hash, role,
        capabilities, email_verified_at, must_change_password, created_at, updated_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)
      ON CONFLICT (tenant, email) DO NOTHING
      RETURNING\s""" + COLUMNS;

  // in the order of addresses, so that two who make the same wait for each other instead of for ever
  private static final String INSERT_STUDENTS = """
      INSERT INTO identity.users (id, tenant, email, full_name, phone, role, capabilities, email_verified_at,
        must_change_password, created_at, updated_at)
      SELECT id, $1, email, full_name, phone, 'USER', '{}', $6, false, $6, $6
      FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[]) AS made (id, email, full_name, phone) ORDER BY email
      ON CONFLICT (tenant, email) DO NOTHING
      RETURNING\s""" + COLUMNS;

  private static final String LOCK_UNVERIFIED =
      BY_EMAIL + " AND email_verified_at IS NULL AND status = 'active' FOR NO KEY UPDATE";

  // one statement for all, so that the time it takes tells nothing of the account
  private static final String FOR_LOGIN = BY_EMAIL.replace("password_hash", """
      coalesce(password_hash, CASE WHEN email_verified_at IS NULL THEN (SELECT s.password_hash
        FROM identity.sign_ups s WHERE s.user_id = users.id ORDER BY s.id DESC LIMIT 1) END) AS password_hash""");

  private static final String UPDATE = """
      UPDATE identity.users SET full_name = $3, phone = $4, role = $5, capabilities = $6, status = $7,
        generation = generation + $8, updated_at = $9
      WHERE tenant = $1 AND id = $2
      RETURNING\s""" + COLUMNS;

  private static final String SET_PASSWORD = """
      UPDATE identity.users SET password_hash = $2, must_change_password = $3, generation = generation + 1,
        updated_at = $4
      WHERE id = $1 AND generation = $5
      RETURNING\s""" + COLUMNS;

  // in the order of ids, so that two who place the same wait for each other instead of for ever
  private static final String PLACE = """
      WITH locked AS (
        SELECT id FROM identity.users WHERE tenant = $1 AND id = ANY ($2) ORDER BY id FOR NO KEY UPDATE
      )
      UPDATE identity.users u SET campus = g.campus, department = g.department, program = g.program
        FROM locked l, unnest($2::uuid[], $3::text[], $4::text[], $5::text[]) AS g (id, campus, department, program)
       WHERE l.id = g.id AND u.id = l.id
         AND (u.campus, u.department, u.program) IS DISTINCT FROM (g.campus, g.department, g.program)""";

  private static final String REHASH =
      "UPDATE identity.users SET password_hash = $3 WHERE id = $1 AND password_hash = $2";

  private static final String VERIFY = """
      UPDATE identity.users SET email_verified_at = $2, password_hash = $3, must_change_password = $4, full_name = $5,
        phone = $6, contested = false, generation = generation + 1, updated_at = $2
      WHERE id = $1
      RETURNING\s""" + COLUMNS;

  private static final String SET_EMAIL = """
      UPDATE identity.users SET email = $2, email_verified_at = $3, generation = generation + 1, updated_at = $3
      WHERE id = $1 AND generation = $4
      RETURNING\s""" + COLUMNS;

  private static final String END_SESSIONS =
      "UPDATE identity.users SET generation = generation + 1, updated_at = $2 WHERE id = $1"
          + " RETURNING " + COLUMNS;

  private static final Query<User> LIST = Query.of(User.class, COLUMNS, """
      FROM identity.users
      WHERE tenant = $1
        AND ($2::text IS NULL OR search LIKE $2)
        AND ($3::text IS NULL OR role = $3)
        AND ($4::text IS NULL OR status = $4)
        AND ($5::text IS NULL OR capabilities @> ARRAY[$5])""", "created_at DESC, id DESC");
  static final Rows<User> ROWS = LIST.rows();

  private static final String FIND = "SELECT " + COLUMNS + """
       FROM identity.users
      WHERE tenant = $1 AND (id = ANY($2) OR email = ANY($3))""";

  private final Database db;
  private final Clock clock;

  UserRepository(Database db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  Optional<User> byEmail(String tenant, String email) {
    return ROWS.first(db.query(BY_EMAIL, tenant, email));
  }

  Optional<User> byId(String tenant, UUID id) {
    return ROWS.first(db.query(BY_ID, tenant, id));
  }

  Optional<User> byId(Tx tx, String tenant, UUID id) {
    return ROWS.first(tx.query(BY_ID, tenant, id));
  }

  Optional<User> lock(Tx tx, String tenant, UUID id) {
    return ROWS.first(tx.query(LOCK, tenant, id));
  }

  /** Locks the active super admins until the transaction ends, and returns how many there are. */
  int lockActiveSuperAdmins(Tx tx, String tenant) {
    return tx.query(LOCK_SUPER_ADMINS, tenant).size();
  }

  /** Nothing when the address is taken. */
  Optional<User> insert(Tx tx, User user) {
    return ROWS.first(tx.query(INSERT, user.id(), user.tenant(), user.email(), user.fullName(), user.phone(),
        user.passwordHash(), user.role(), user.capabilities(), user.emailVerifiedAt(),
        user.mustChangePassword(), clock.instant()));
  }

  /** Makes accounts of role USER without passwords, for those of the addresses that are free; returns these. */
  List<User> insertStudents(Tx tx, String tenant, List<UUID> ids, List<String> emails, List<String> names,
      List<String> phones) {
    return ROWS.all(tx.query(INSERT_STUDENTS, tenant, ids.toArray(UUID[]::new), emails.toArray(String[]::new),
        names.toArray(String[]::new), phones.toArray(String[]::new), clock.instant()));
  }

  List<User> byEmails(Tx tx, String tenant, List<String> emails) {
    return ROWS.all(tx.query(FIND, tenant, new UUID[0], emails.toArray(String[]::new)));
  }

  /** The account to log in to; one that is not verified with the password of its newest sign-up. */
  Optional<User> forLogin(String tenant, String email) {
    return ROWS.first(db.query(FOR_LOGIN, tenant, email));
  }

  /** Sets the places in the school; an account that is gone is passed over. */
  void place(String tenant, List<Placement> all) {
    db.write(PLACE, tenant, all.stream().map(Placement::userId).toArray(UUID[]::new),
        all.stream().map(Placement::campus).toArray(String[]::new),
        all.stream().map(Placement::department).toArray(String[]::new),
        all.stream().map(Placement::program).toArray(String[]::new));
  }

  /** Puts another hash of the same password in the place of one, if it is still there. */
  void rehash(UUID id, String before, String after) {
    db.write(REHASH, id, before, after);
  }

  /** Nothing when there is none, or it is somebody's: verified or disabled. */
  Optional<User> lockUnverified(Tx tx, String tenant, String email) {
    return ROWS.first(tx.query(LOCK_UNVERIFIED, tenant, email));
  }

  User update(Tx tx, User user, boolean endSessions) {
    return ROWS.first(tx.query(UPDATE, user.tenant(), user.id(), user.fullName(), user.phone(), user.role(),
        user.capabilities(), user.status(), endSessions ? 1 : 0, clock.instant())).orElseThrow();
  }

  /** Ends all sessions. Nothing when the user is no longer of the generation that was looked at. */
  Optional<User> setPassword(Tx tx, User user, String hash, boolean mustChange) {
    return ROWS.first(tx.query(SET_PASSWORD, user.id(), hash, mustChange, clock.instant(), user.generation()));
  }

  /** The address counts as verified, with the password and the names that are given; all that was before has ended. */
  User verify(Tx tx, User user) {
    return ROWS.first(tx.query(VERIFY, user.id(), clock.instant(), user.passwordHash(), user.mustChangePassword(),
        user.fullName(), user.phone())).orElseThrow();
  }

  /**
   * Gives the account a verified address; ends all sessions. Nothing when the user is no longer of the generation that
   * was looked at; fails with a violation of uniqueness when the address is taken.
   */
  Optional<User> setEmail(Tx tx, User user, String email) {
    return ROWS.first(tx.query(SET_EMAIL, user.id(), email, clock.instant(), user.generation()));
  }

  User endSessions(Tx tx, UUID id) {
    return ROWS.first(tx.query(END_SESSIONS, id, clock.instant())).orElseThrow();
  }

  Page<User> list(String tenant, ListUsers filter) {
    String q = filter.search() == null ? "" : filter.search().strip().toLowerCase(Locale.ROOT);
    // numbers are kept without what is written between their digits; an address may have digits, too
    String digits = PhoneRules.part(q);
    boolean asTyped = digits == null || q.matches("[0-9._-]+") && !q.matches("0[0-9]{9,}");
    String like = q.isEmpty() ? null : "%" + escapeLike(asTyped ? q : digits) + "%";
    return LIST.page(db, PageWindow.of(filter), tenant, like, filter.role(), filter.status(), filter.capability());
  }

  List<User> find(String tenant, List<UUID> ids, List<String> emails) {
    return ROWS.all(db.query(FIND, tenant, ids.toArray(UUID[]::new), emails));
  }

  private static String escapeLike(String text) {
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }
}
