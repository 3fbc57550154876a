package com.mas.domain.people.privacy;

import com.mas.db.ComposesSql;
import com.mas.db.Database;
import com.mas.db.Rows;
import com.mas.db.Table;
import com.mas.db.Table.Keeps;
import com.mas.db.Tx;
import com.mas.domain.people.identity.DirectoryContract.Person;
import com.mas.phone.PhoneRules;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Reads, erases and removes rows of all domains, as their tables are declared. */
@ComposesSql
final class PersonalRows {
  private static final String ERASING = "SELECT set_config('privacy.erasing', 'on', true)";

  /** @param key of the row, as a JSON array */
  record Row(String row, String key) {}

  private static final Rows<Row> ROWS = Rows.of(Row.class);

  private final Database db;
  private final PhoneRules phones;
  private final List<Table> tables;
  private volatile TableSql sql;

  PersonalRows(Database db, PhoneRules phones, List<Table> tables) {
    this.db = db;
    this.phones = phones;
    this.tables = TableOrder.childrenFirst(tables);
  }

  /** Returns all tables, each before those by which its rows are told. */
  List<Table> tables() {
    return tables;
  }

  /**
   * Returns the next rows of the person that the product shows to that person by now.
   *
   * @param after key of the last row that is known; null: none
   */
  List<Row> page(Table table, Person person, String tenant, String after, Instant now) {
    return ROWS.all(db.query(sql().page(table), whole(person, tenant, after, now)));
  }

  /** Erases some rows of the person; returns how many, 0 when none is left. */
  int erase(Tx tx, Table table, Person person, String tenant, UUID standIn) {
    tx.send(ERASING);
    int rows = 0;
    for (String statement : sql().erase(table)) {
      rows += tx.query(statement, parameters(person, tenant, standIn)).rowCount();
    }
    return rows;
  }

  /** Removes some rows that have lived long enough; returns how many, 0 when none is left. */
  static int removeOld(Tx tx, Table table, Keeps kept, Instant now) {
    return tx.query(TableSql.removeOld(table, kept), now.minus(kept.age())).rowCount();
  }

  private Object[] parameters(Person person, String tenant, UUID standIn) {
    List<String> forms = PersonRules.forms(person.phone(), phones);
    return new Object[] {person.id(), person.email(), forms.toArray(String[]::new), tenant, standIn,
        PersonRules.words(person, forms), PersonRules.named(person, forms)};
  }

  private Object[] whole(Person person, String tenant, String after, Instant now) {
    Object[] some = parameters(person, tenant, null);
    Object[] all = Arrays.copyOf(some, some.length + 2);
    all[some.length] = after;
    all[some.length + 1] = now;
    return all;
  }

  private TableSql sql() {
    if (sql == null) {
      sql = new TableSql(tables, Catalogue.read(db, tables.stream().map(Table::name).toList()));
    }
    return sql;
  }
}
