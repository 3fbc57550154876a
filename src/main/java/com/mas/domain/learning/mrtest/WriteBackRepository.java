package com.mas.domain.learning.mrtest;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.learning.mrtest.ExamSyncContract.Tie;
import com.mas.domain.learning.mrtest.WriteBackContract.Push;
import com.mas.domain.learning.mrtest.WriteBackContract.PushState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SQL of what is made there and here. */
final class WriteBackRepository {
  private static final String STUDENT =
      "SELECT id, name, email, email_key, phone, account_id, tie FROM mrtest.students WHERE tenant = $1 AND id = $2";
  /** Ties by the address that the account was made with. */
  private static final String TIE_STUDENTS = """
      UPDATE mrtest.students SET account_id = $3, tie = 'email'
      WHERE tenant = $1 AND email = $2 AND account_id IS DISTINCT FROM $3""";
  private static final String TIE_SUBMISSIONS = """
      UPDATE mrtest.submissions SET account_id = $3, tie = 'email'
      WHERE tenant = $1 AND email = $2 AND account_id IS DISTINCT FROM $3""";

  /** Leaves out who was made before; people whom the mirror ties to a student are there already. */
  private static final String QUEUE = """
      WITH people AS (
        SELECT a.id FROM identity.shared_accounts a WHERE a.tenant = $1 AND (a.id = ANY ($2::uuid[])
          OR a.id IN (SELECT s.student_id FROM education.shared_students s WHERE s.batch_id = $3))
      )
      INSERT INTO mrtest.pushes AS p (tenant, account_id, run_id, state, student_id, changed_at)
      SELECT $1, a.id, $4, CASE WHEN k.id IS NULL THEN 'waiting' ELSE 'there' END, k.id, $5
      FROM people a LEFT JOIN LATERAL (
        SELECT id FROM mrtest.students s WHERE s.tenant = $1 AND s.account_id = a.id AND s.gone_at IS NULL
        ORDER BY id LIMIT 1) k ON true
      ORDER BY a.id
      ON CONFLICT (tenant, account_id) DO UPDATE SET run_id = EXCLUDED.run_id, state = EXCLUDED.state,
        student_id = EXCLUDED.student_id, reason = NULL, changed_at = EXCLUDED.changed_at
      WHERE p.state NOT IN ('made', 'there')""";
  private static final String NEXT = """
      SELECT p.account_id, a.email, a.full_name, a.phone FROM mrtest.pushes p
      JOIN identity.shared_accounts a ON a.id = p.account_id AND a.tenant = p.tenant
      WHERE p.run_id = $1 AND p.state = 'waiting' ORDER BY p.account_id LIMIT 1""";
  private static final String SETTLE = """
      UPDATE mrtest.pushes SET state = $3, student_id = $4, reason = $5, changed_at = $6
      WHERE run_id = $1 AND account_id = $2""";
  private static final String WAITING =
      "SELECT count(*)::int FROM mrtest.pushes WHERE run_id = $1 AND state = 'waiting'";
  private static final Query<Push> PUSHES = Query.of(Push.class, """
      p.account_id AS user_id, a.email, a.full_name, p.state, p.student_id, p.reason, p.changed_at""", """
      FROM mrtest.pushes p LEFT JOIN identity.shared_accounts a ON a.id = p.account_id
      WHERE p.tenant = $1 AND ($2::text IS NULL OR p.state = $2)""", "p.changed_at DESC, p.account_id");

  private static final Rows<Student> STUDENTS = Rows.of(Student.class);
  private static final Rows<Person> PEOPLE = Rows.of(Person.class);

  private final Database db;

  WriteBackRepository(Database db) {
    this.db = db;
  }

  record Student(String id, String name, @Nullable String email, @Nullable String emailKey, @Nullable String phone,
      @Nullable UUID accountId, Tie tie) {}

  record Person(UUID accountId, String email, @Nullable String fullName, @Nullable String phone) {}

  Optional<Student> student(String tenant, String id) {
    return STUDENTS.first(db.query(STUDENT, tenant, id));
  }

  void tie(String tenant, String email, UUID account) {
    db.transaction(tx -> {
      tx.send(TIE_STUDENTS, tenant, email, account);
      tx.send(TIE_SUBMISSIONS, tenant, email, account);
      return null;
    });
  }

  /** Returns how many wait then. */
  int queue(Tx tx, String tenant, List<UUID> people, @Nullable UUID batch, UUID run, Instant now) {
    tx.send(QUEUE, tenant, people.toArray(UUID[]::new), batch, run, now);
    return tx.query(WAITING, run).iterator().next().getInteger(0);
  }

  Optional<Person> next(UUID run) {
    return PEOPLE.first(db.query(NEXT, run));
  }

  void settle(Tx tx, UUID run, UUID account, PushState state, @Nullable String student, @Nullable String reason,
      Instant now) {
    tx.send(SETTLE, run, account, state, student, reason, now);
  }

  Page<Push> pushes(String tenant, @Nullable PushState state, PageWindow window) {
    return PUSHES.page(db, window, tenant, state);
  }
}
