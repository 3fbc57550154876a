package com.mas.domain.people.privacy;

import com.mas.db.ComposesSql;
import com.mas.db.Table;
import com.mas.db.Table.Keeps;
import com.mas.db.Table.Key;
import com.mas.domain.people.privacy.Catalogue.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes the statements that follow a table's declaration. All of them are made of declared names; what a person is
 * comes by parameters: id, address, forms of the phone number, tenant, the id that takes the place of the person's, and
 * patterns of the words that tell the person. A person is copied no row before the product shows it to that person;
 * an erasure finds all of them.
 */
@ComposesSql
final class TableSql {
  /** Rows of one statement that erases. */
  static final int ERASED_AT_ONCE = 500;
  /** Rows of one statement that removes what is old. */
  static final int REMOVED_AT_ONCE = 1_000;
  /** Rows of a page of an export. */
  static final int PAGE = 200;

  private static final String PERSON = """
      WITH p AS (SELECT $1::uuid AS id, $2::text AS email, $3::text[] AS phones, $4::text AS tenant,
        $5::uuid AS stand_in, $6::text AS words, $7::text AS named)
      """;

  /** Says whether rows count that the person is not shown yet. */
  private enum Reach { SHOWN, ALL }

  private final Map<String, Table> tables;
  private final Catalogue catalogue;

  TableSql(List<Table> tables, Catalogue catalogue) {
    this.tables = tables.stream().collect(Collectors.toUnmodifiableMap(Table::name, Function.identity()));
    this.catalogue = catalogue;
  }

  /**
   * Returns the statement for the next rows that a person may see, each with its key. Its eighth parameter is the last
   * key, its ninth the present time.
   */
  String page(Table table) {
    List<Column> key = catalogue.key(table.name());
    String names = key.stream().map(each -> "t." + each.name()).collect(Collectors.joining(", "));
    String last = IntStream.range(0, key.size())
        .mapToObj(i -> "($8::text::jsonb ->> " + i + ")::" + key.get(i).type()).collect(Collectors.joining(", "));
    String hidden = table.hidden().stream().map(each -> "'" + each + "'").collect(Collectors.joining(", "));
    return PERSON + ", present AS (SELECT $9::timestamptz AS time)\nSELECT (to_jsonb(t) - ARRAY[" + hidden + "]::text[]"
        + stripped(table)
        + ")::text AS row, jsonb_build_array("
        + key.stream().map(each -> "t." + each.name() + "::text").collect(Collectors.joining(", ")) + ")::text AS key\n"
        + "FROM " + table.name() + " t WHERE (" + whose(table, "t", Reach.SHOWN) + ")\n"
        + "AND ($8::text IS NULL OR (" + names + ") > (" + last + "))\n"
        + "ORDER BY " + names + " LIMIT " + PAGE;
  }

  /** Returns the statements that erase a person from a table, to be repeated until none of them finds a row. */
  List<String> erase(Table table) {
    List<String> statements = new ArrayList<>();
    if (!table.keys().isEmpty()) {
      statements.add(table.isLedger() ? update(table, emptied(table), whose(table, "t", Reach.ALL))
          : some("DELETE FROM " + table.name() + " t", table, whose(table, "t", Reach.ALL)));
    }
    if (!table.actors().isEmpty()) {
      statements.add(update(table, table.actors().stream().map(each -> replaced(table, each)).toList(),
          table.actors().stream().map(each -> is(table, "t", each)).collect(Collectors.joining(" OR "))));
    }
    if (!table.mentions().isEmpty()) {
      statements.add(update(table, table.mentions().stream().map(each -> reworded(table, each)).toList(),
          inTenant(table, "t", "(" + table.mentions().stream()
              .map(each -> "t." + each + "::text ~* (SELECT named FROM p)").collect(Collectors.joining(" OR "))
              + ")")));
    }
    return statements;
  }

  /** Returns the statement that removes some of the rows that are older than its parameter. */
  static String removeOld(Table table, Keeps kept) {
    return "DELETE FROM " + table.name() + " t WHERE t.ctid = ANY (ARRAY(SELECT o.ctid FROM " + table.name()
        + " o WHERE o." + kept.column() + " < $1::timestamptz LIMIT " + REMOVED_AT_ONCE + "))";
  }

  private String update(Table table, List<String> assignments, String whose) {
    return some("UPDATE " + table.name() + " t SET " + String.join(", ", assignments), table, whose);
  }

  private static String some(String act, Table table, String whose) {
    return PERSON + act + " WHERE t.ctid = ANY (ARRAY(SELECT t.ctid FROM " + table.name() + " t WHERE " + whose
        + " LIMIT " + ERASED_AT_ONCE + "))";
  }

  private List<String> emptied(Table table) {
    List<String> assignments = new ArrayList<>(table.keys().stream().map(key -> key.column() + " = CASE WHEN "
        + is(table, "t", key.column()) + " THEN (SELECT stand_in FROM p) ELSE t." + key.column() + " END").toList());
    table.cleared().forEach(each -> assignments.add(each + " = "
        + (catalogue.column(table.name(), each).required() ? "'erased'" : "NULL")));
    return assignments;
  }

  private String replaced(Table table, String column) {
    String by = catalogue.column(table.name(), column).required() ? "(SELECT stand_in FROM p)" : "NULL";
    return column + " = CASE WHEN " + is(table, "t", column) + " THEN " + by + " ELSE t." + column + " END";
  }

  private String reworded(Table table, String column) {
    return column + " = regexp_replace(replace(t." + column + "::text, (SELECT id FROM p)::text,"
        + " (SELECT stand_in FROM p)::text), (SELECT words FROM p), 'erased', 'gi')::"
        + catalogue.column(table.name(), column).type();
  }

  /** Replaces columns by what they are without the fields that are not exported. */
  private static String stripped(Table table) {
    return table.stripped().stream().map(each -> " || jsonb_build_object('" + each.column()
        + "', (SELECT coalesce(jsonb_agg(e.value - '" + each.name() + "' ORDER BY e.place), '[]') FROM"
        + " jsonb_array_elements(t." + each.column() + ") WITH ORDINALITY AS e (value, place)))")
        .collect(Collectors.joining());
  }

  private String whose(Table table, String alias, Reach reach) {
    return table.keys().stream().map(key -> "(" + whose(table, alias, key, reach) + ")")
        .collect(Collectors.joining(" OR "));
  }

  /** Returns the condition that the row is shown to the person of the column by now. */
  private static String shown(Table table, String alias, String person) {
    return table.later().stream().filter(each -> each.person().equals(person)).map(each -> " AND EXISTS (SELECT FROM "
        + each.view().name() + " s WHERE s." + each.viewColumn() + " = " + alias + "." + each.column() + " AND s."
        + each.since() + " <= (SELECT time FROM present))").collect(Collectors.joining());
  }

  private String whose(Table table, String alias, Key key, Reach reach) {
    String column = alias + "." + catalogue.column(table.name(), key.column()).name();
    return switch (key) {
      case Table.Id id ->
        is(table, alias, id.column()) + (reach == Reach.SHOWN ? shown(table, alias, id.column()) : "");
      case Table.Email _ -> inTenant(table, alias, column + " = (SELECT email FROM p)");
      case Table.Phone _ -> inTenant(table, alias,
          "regexp_replace(" + column + ", '[^0-9]', '', 'g') = ANY ((SELECT phones FROM p)::text[])");
      case Table.Part part -> {
        Table parent = tables.get(part.parent());
        String inner = alias + "p";
        yield inTenant(table, alias, column + " IN (SELECT " + inner + "." + part.parentColumn() + " FROM "
            + part.parent() + " " + inner + " WHERE " + inTenant(parent, inner, "(" + whose(parent, inner, reach) + ")")
            + ")");
      }
      case Table.Tied tied -> inTenant(table, alias, column + " IN (SELECT v." + tied.viewColumn() + " FROM "
          + tied.view().name() + " v WHERE v." + tied.idColumn() + " = (SELECT id FROM p))");
    };
  }

  private String is(Table table, String alias, String column) {
    return alias + "." + column + " = (SELECT id FROM p)"
        + (catalogue.column(table.name(), column).type().equals("uuid") ? "" : "::text");
  }

  /** An address, a number or a name is a person's within a tenant only; '' and null are all of them. */
  private String inTenant(Table table, String alias, String condition) {
    return catalogue.has(table.name(), "tenant")
        ? condition + " AND coalesce(" + alias + ".tenant, '') IN ('', (SELECT tenant FROM p))" : condition;
  }
}
