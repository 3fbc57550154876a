package com.mas.domain.learning.mentoring;

import com.mas.db.Database;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.learning.mentoring.PriceContract.FreeCalls;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Free calls that batches grant, and how many of them bookings have taken. */
final class GrantRepository {
  private static final String FIND = """
      SELECT g.batch_id, g.batch_name, g.calls_per_month,
        (SELECT count(*)::int FROM mentoring.bookings b
          WHERE b.student_id = $2 AND b.free_month = $3 AND b.free_batch_id = g.batch_id
            AND b.free_fate IN ('held', 'spent') AND b.id <> $4) AS used
      FROM education.shared_mentoring_grants g WHERE g.tenant = $1 AND g.student_id = $2
      """;

  private record Grant(UUID batchId, String batchName, @Nullable Integer callsPerMonth, int used) {
    FreeCalls standing() {
      return GrantRules.standing(batchId, batchName, callsPerMonth, used);
    }
  }

  private static final Rows<Grant> ROWS = Rows.of(Grant.class);

  private final Database db;

  GrantRepository(Database db) {
    this.db = db;
  }

  List<FreeCalls> find(String tenant, UUID student, LocalDate month) {
    return ROWS.all(db.query(FIND, tenant, student, month, BookingRepository.NONE)).stream().map(Grant::standing)
        .toList();
  }

  /**
   * Returns how the student, whose lock is held, stands in the month.
   *
   * @param but a booking that does not count
   */
  List<FreeCalls> find(Tx tx, String tenant, UUID student, LocalDate month, UUID but) {
    return ROWS.all(tx.query(FIND, tenant, student, month, but)).stream().map(Grant::standing).toList();
  }
}
