package com.mas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.boot.Modules;
import com.mas.db.Table;
import com.mas.module.DomainModule;
import com.mas.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The tables that modules declare, held against those that the migrations make. */
class DeclaredTablesIT {
  private static final String COLUMNS = """
      SELECT c.table_schema || '.' || c.table_name, c.column_name, c.data_type
      FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
      WHERE t.table_type = 'BASE TABLE' AND c.table_schema NOT IN ('pg_catalog', 'information_schema')
        AND c.table_name <> 'flyway_schema_history'
      ORDER BY 1, c.ordinal_position""";

  /** Columns with the id of a person, whoever it is. */
  private static final Pattern PERSON = Pattern.compile(
      "((.*_)?(user|student|account|owner|mentor|person|principal|deputy|rater|lead|learner|member)_id"
          + "|user|person|actor|by_user|.*_by|.*_by_user)");
  /** Columns with what tells a person to people. */
  private static final Pattern CONTACT =
      Pattern.compile("(.*_)?(e?mail|email_key|email_stripped|phone|mobile|recipient|full_name)(_removed)?");

  private record Column(String name, String type) {}

  private static final Map<String, List<Column>> THERE = new TreeMap<>();

  @BeforeAll
  static void readWhatTheMigrationsMake() throws SQLException {
    try (TestDatabase database = TestDatabase.create();
        Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(COLUMNS)) {
      while (rows.next()) {
        THERE.computeIfAbsent(rows.getString(1), none -> new ArrayList<>())
            .add(new Column(rows.getString(2), rows.getString(3)));
      }
    }
    assertTrue(THERE.size() > 60, () -> THERE.keySet().toString());
  }

  @Test
  void everyTableIsDeclaredOnceByTheModuleWhoseMigrationMakesIt() {
    Map<String, String> declared = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    for (DomainModule module : Modules.DOMAINS) {
      for (Table table : module.tables()) {
        if (declared.put(table.name(), module.role()) != null) {
          wrong.add(table.name() + " is declared twice");
        }
        String owner = Domains.ofSchema(table.name());
        if (!owner.equals(Domains.of(module.getClass().getPackageName()))) {
          wrong.add(table.name() + " is of " + owner + ", and declared by " + module.role());
        }
        if (!THERE.containsKey(table.name())) {
          wrong.add(table.name() + " is declared, and no migration makes it");
        }
        if (table.retention() == null) {
          wrong.add(table.name() + " does not say how long its rows live: keeps(…), never(reason), goesWith(table) or"
              + " removed(how)");
        }
      }
    }
    THERE.keySet().stream().filter(table -> !declared.containsKey(table)).forEach(table -> wrong.add(table
        + " is not declared. Add to the module of " + Domains.ofSchema(table) + ": tables(Table.of(\"" + table
        + "\").person(\"user_id\").keeps(Duration.ofDays(365), \"created_at\")), with the columns that are about people"
        + " (see Declare your tables in .github/CONTRIBUTING.md)"));
    assertEquals(List.of(), wrong);
  }

  @Test
  void everyColumnThatNamesAPersonIsCovered() {
    List<String> uncovered = new ArrayList<>();
    for (Table table : Modules.tables()) {
      Set<String> named = new TreeSet<>(Stream.of(table.keys().stream().map(Table.Key::column).toList(), table.actors(),
          table.mentions(), table.others(), table.cleared()).flatMap(List::stream).toList());
      boolean goes = !table.keys().isEmpty() && !table.isLedger();
      for (Column column : THERE.getOrDefault(table.name(), List.of())) {
        boolean person = PERSON.matcher(column.name).matches() && !column.type.equals("ARRAY");
        boolean contact = CONTACT.matcher(column.name).matches() && column.type.equals("text");
        if (!named.contains(column.name) && (person && !isOfRow(table, column) || contact && !goes)) {
          uncovered.add(table.name() + "." + column.name + ": declare it by person, by, email, phone, ledger, mentions,"
              + " or nobody where it is about no person");
        }
      }
    }
    assertEquals(List.of(), uncovered);
  }

  /** Ids at a provider go with the rows that have them. */
  private static boolean isOfRow(Table table, Column column) {
    return column.name.matches("graphy_user_id|(.*_)?learner_id") && !table.keys().isEmpty();
  }

  @Test
  void everyDeclaredColumnIsThere() {
    Map<String, List<String>> missing = new LinkedHashMap<>();
    for (Table table : Modules.tables()) {
      List<String> there = THERE.get(table.name()).stream().map(Column::name).toList();
      Stream<String> kept = table.retention() instanceof Table.Keeps keeps ? Stream.of(keeps.column()) : Stream.of();
      List<String> gone = Stream.of(table.keys().stream().map(Table.Key::column), table.actors().stream(),
          table.mentions().stream(), table.others().stream(), table.cleared().stream(), table.hidden().stream(), kept)
          .flatMap(each -> each).filter(each -> !there.contains(each)).toList();
      if (!gone.isEmpty()) {
        missing.put(table.name(), gone);
      }
    }
    assertEquals(Map.of(), missing);
  }

  @Test
  void secretsAreNotExported() {
    Pattern secret = Pattern.compile(".*(hash|token|password|secret|encrypted).*");
    List<String> shown = Modules.tables().stream().filter(table -> !table.keys().isEmpty())
        .flatMap(table -> THERE.get(table.name()).stream()
            .filter(column -> secret.matcher(column.name).matches() && !column.type.equals("boolean"))
            .filter(column -> !table.hidden().contains(column.name))
            .map(column -> table.name() + "." + column.name))
        .toList();
    assertEquals(List.of(), shown);
  }

  @Test
  void oneTableHasThePeopleThemselves() {
    assertEquals(List.of("identity.users"),
        Modules.tables().stream().filter(Table::isRoot).map(Table::name).toList());
  }
}
