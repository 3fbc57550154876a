package com.mas.domain.people.privacy;

import com.mas.process.Sql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A person as rows of a database tell: makes some in tables of all domains, and looks for any. */
record Traces(String id, String email, String phone, String name) {
  private static final String TABLES = """
      SELECT string_agg(t.table_schema || '.' || t.table_name, ' ' ORDER BY 1) FROM information_schema.tables t
      WHERE t.table_type = 'BASE TABLE' AND t.table_schema NOT IN ('pg_catalog', 'information_schema')""";

  /** Makes rows about the person and somebody else, in tables of all domains. */
  void leave(Sql sql, Traces other) {
    String script;
    try (var in = Traces.class.getResourceAsStream("/domain/privacy/person.txt")) {
      script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String mine = script.replace(":id8", id.substring(24)).replace(":id", id).replace(":email", email)
        .replace(":phone", phone).replace(":name", name).replace(":other", other.id)
        .replace(":tenant", sql.text("SELECT tenant FROM identity.users WHERE id = '" + id + "'"))
        .replace(":room", UUID.randomUUID().toString());
    for (String statement : mine.split(";\n")) {
      sql.change(statement);
    }
  }

  /** Returns how many rows tell the person, by table, whichever of their columns does. */
  Map<String, Long> rows(Sql sql) {
    Map<String, Long> found = new TreeMap<>();
    for (String table : sql.text(TABLES).split(" ")) {
      String row = table.equals("imports.part") ? "convert_from(t.bytes, 'LATIN1')" : "to_jsonb(t)::text";
      long many = sql.number("SELECT count(*) FROM " + table + " t WHERE " + row + " ~* '" + id + "|" + email + "|"
          + phone + "|" + name + "'");
      if (many > 0) {
        found.put(table, many);
      }
    }
    return found;
  }
}
