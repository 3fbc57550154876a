package com.mas.domain.people.privacy;

import com.mas.db.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts tables into the order in which a person's rows go: each before those by which its rows are told. */
final class TableOrder {
  private TableOrder() {}

  /** @throws IllegalArgumentException when two tables tell each other's rows */
  static List<Table> childrenFirst(List<Table> tables) {
    Map<String, Table> byName = new HashMap<>();
    tables.forEach(table -> byName.put(table.name(), table));
    Set<Table> parentsFirst = new LinkedHashSet<>();
    tables.stream().filter(Table::isRoot).forEach(parentsFirst::add);
    tables.forEach(table -> add(table, tables, byName, parentsFirst, new LinkedHashSet<>()));
    return new ArrayList<>(parentsFirst).reversed();
  }

  private static void add(Table table, List<Table> all, Map<String, Table> byName, Set<Table> done, Set<Table> under) {
    if (done.contains(table)) {
      return;
    }
    if (!under.add(table)) {
      throw new IllegalArgumentException("The rows of " + table.name() + " are told by themselves.");
    }
    for (Table.Key key : table.keys()) {
      if (key instanceof Table.Part part) {
        Table parent = byName.get(part.parent());
        if (parent == null) {
          throw new IllegalArgumentException(table.name() + " is part of " + part.parent()
              + ", which is not declared.");
        }
        add(parent, all, byName, done, under);
      } else if (key instanceof Table.Tied tied && !tied.view().schema().equals(table.schema())) {
        all.stream().filter(each -> each.schema().equals(tied.view().schema()))
            .forEach(each -> add(each, all, byName, done, under));
      }
    }
    under.remove(table);
    done.add(table);
  }
}
