package com.mas.domain.people.privacy;

import com.mas.bus.Call;
import com.mas.db.Table;
import com.mas.db.Table.Keeps;
import com.mas.domain.people.privacy.PrivacyContract.ApplyRetention;
import com.mas.domain.people.privacy.PrivacyContract.RetentionApplied;
import com.mas.runs.About;
import com.mas.runs.Budget;
import com.mas.runs.Move;
import com.mas.runs.Phases;
import com.mas.runs.Runs;
import com.mas.runs.Slice;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Removes the rows that have lived as long as their tables declare. */
final class RetentionService {
  private static final String DELETED = "deleted";

  private final Runs runs;
  private final List<Table> kept;

  /** @param table place of the table that is next */
  record At(int table) {}

  RetentionService(Runs runs, List<Table> tables) {
    this.runs = runs;
    this.kept = tables.stream().filter(table -> table.retention() instanceof Keeps).toList();
  }

  RetentionApplied apply(Call call, ApplyRetention ask, BooleanSupplier stopping) {
    return new RetentionApplied(runs.work(call, new About("privacy.retention", null, ""),
        Phases.from(new At(0)).then("rows", this::rows), Budget.of(PrivacyContract.APPLY_RETENTION.timeout(), stopping))
        .sums().get(DELETED));
  }

  private Move<At> rows(Slice slice, At at) {
    if (at.table >= kept.size()) {
      return Move.done(at);
    }
    Table table = kept.get(at.table);
    return slice.write(tx -> {
      int deleted = PersonalRows.removeOld(tx, table, (Keeps) table.retention(), slice.now());
      return Move.to(deleted < TableSql.REMOVED_AT_ONCE ? new At(at.table + 1) : at).count(DELETED, deleted);
    });
  }
}
