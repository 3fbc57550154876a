package com.mas.imports;

import com.mas.bus.Call;
import com.mas.db.Tx;
import com.mas.imports.ImportKind.Column;
import java.util.List;
import java.util.UUID;

/**
 * Says what a domain does with the rows of one {@link ImportKind}. Called in this order for up to
 * {@value Importer#ROWS} rows at a time, in the check and in the import alike.
 *
 * @param <R> a row that was read
 * @param <L> what was looked up for many rows
 */
public interface RowImport<R, L> {
  /**
   * Says for what a file is imported.
   *
   * @param subject that the kind asks for; null where it asks for none
   * @param madeBy who uploaded it
   * @param rehearsal whether nothing that is done now stays
   */
  record Target(UUID id, String tenant, UUID subject, UUID madeBy, boolean rehearsal) {}

  /** A value that two rows of one file must not share. */
  record Key(String column, String value) {}

  enum Outcome { ADDED, CHANGED, SAME, REFUSED }

  /**
   * Says what came of a row.
   *
   * @param column that is to blame; null: the whole row, or none
   * @param reason of a refusal, for a person: what is wrong and what to do; null otherwise
   */
  record Verdict(Outcome outcome, String column, String reason) {
    public static final Verdict ADDED = new Verdict(Outcome.ADDED, null, null);
    public static final Verdict CHANGED = new Verdict(Outcome.CHANGED, null, null);
    public static final Verdict SAME = new Verdict(Outcome.SAME, null, null);

    public static Verdict refused(String column, String reason) {
      return new Verdict(Outcome.REFUSED, column, reason);
    }
  }

  /**
   * Returns what works on one file, from its first row to its last; this itself, where rows are the same whatever their
   * subject is. Called once each time the file is opened, on a virtual thread.
   *
   * @throws com.mas.bus.FailureException UNPROCESSABLE ends the import
   */
  default RowImport<R, L> about(Target target) {
    return this;
  }

  /**
   * Returns the columns of the file.
   *
   * @param usual those that the kind declares
   */
  default List<Column> columns(List<Column> usual) {
    return usual;
  }

  /** Reads one row; what is wrong is told to the cells, and the answer then ignored. Pure. */
  R read(Cells cells);

  /** Returns what makes the row the same as another of the file. */
  List<Key> keys(R row);

  /**
   * Looks up, over the bus, what the rows need; before the transaction. What it makes elsewhere it makes idempotently,
   * and in a rehearsal it only tries.
   *
   * @throws com.mas.bus.FailureException UNPROCESSABLE ends the import; what may pass is tried again
   */
  L look(Call call, Target target, List<R> rows);

  /**
   * Writes the rows, by as few statements as there can be, and returns a verdict for each. Rows that are there already
   * are {@link Verdict#SAME}.
   */
  List<Verdict> write(Tx tx, Target target, List<R> rows, L looked);

  /**
   * Takes back rows that this file has written, up to 5,000, and returns whether some are left, which is looked up
   * after that: another node may be taking them back at the same time. Only for kinds that declare it.
   */
  default boolean takeBack(Target target) {
    throw new IllegalStateException("this kind of import takes nothing back");
  }
}
