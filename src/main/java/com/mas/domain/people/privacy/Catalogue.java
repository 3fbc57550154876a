package com.mas.domain.people.privacy;

import com.mas.db.Database;
import com.mas.db.Rows;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Columns of the declared tables, as the database has them. */
final class Catalogue {
  private static final String READ = """
      SELECT n.nspname || '.' || c.relname AS table_name, a.attname::text AS name,
        format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS required,
        array_position(i.indkey::int2[], a.attnum) AS place
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
      WHERE n.nspname || '.' || c.relname = ANY ($1) AND c.relkind IN ('r', 'p')""";

  /** @param place in the primary key; null for a column that is not in it */
  record Column(String tableName, String name, String type, boolean required, Integer place) {}

  private static final Rows<Column> COLUMNS = Rows.of(Column.class);

  private final Map<String, List<Column>> byTable;

  private Catalogue(Map<String, List<Column>> byTable) {
    this.byTable = byTable;
  }

  static Catalogue read(Database db, List<String> tables) {
    return new Catalogue(COLUMNS.all(db.query(READ, tables)).stream()
        .collect(Collectors.groupingBy(Column::tableName)));
  }

  boolean has(String table, String column) {
    return byTable.getOrDefault(table, List.of()).stream().anyMatch(each -> each.name.equals(column));
  }

  /** Fails with {@link IllegalStateException} for a column that is declared and not there. */
  Column column(String table, String column) {
    return byTable.getOrDefault(table, List.of()).stream().filter(each -> each.name.equals(column)).findFirst()
        .orElseThrow(() -> new IllegalStateException(table + " has no column " + column + ", which is declared."));
  }

  /** Returns the columns of the primary key, in its order. */
  List<Column> key(String table) {
    return byTable.getOrDefault(table, List.of()).stream().filter(each -> Objects.nonNull(each.place))
        .sorted(Comparator.comparing(Column::place)).toList();
  }
}
