package com.mas.domain.people.privacy;

import com.mas.process.Sql;
import com.mas.redis.RedisLink;
import com.mas.testkit.House;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  /** Returns the keys that tell the person, by their names or by what they hold. */
  List<String> keys(RedisLink redis) {
    List<String> found = new ArrayList<>();
    for (Response key : House.await(redis.send(Command.KEYS, "*"))) {
      String text = key + " " + switch (House.await(redis.send(Command.TYPE, key.toString())).toString()) {
        case "string" -> House.await(redis.send(Command.GET, key.toString()));
        case "hash" -> House.await(redis.send(Command.HGETALL, key.toString()));
        case "stream" -> House.await(redis.send(Command.XRANGE, key.toString(), "-", "+"));
        default -> throw new AssertionError(key + " is of a kind that is not looked into");
      };
      if (text.contains(id) || text.contains(email) || text.contains(phone)) {
        found.add(key.toString());
      }
    }
    return found;
  }

  /** Returns the files below a folder that tell the person. */
  List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).filter(this::tells).toList();
    }
  }

  private boolean tells(Path file) {
    try {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      return text.contains(id) || text.contains(email) || text.contains(phone) || text.contains(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns how many rows tell the person, by table, whichever of their columns does. */
  Map<String, Long> rows(Sql sql) {
    return rows(sql, List.of(sql.text(TABLES).split(" ")));
  }

  Map<String, Long> rows(Sql sql, Collection<String> tables) {
    Map<String, Long> found = new TreeMap<>();
    for (String table : tables) {
      String row = table.equals("imports.part") ? "convert_from(t.bytes, 'LATIN1')" : "to_jsonb(t)::text";
      // compared as lower case: a regular expression that ignores case takes minutes for all tables
      long many = sql.number("SELECT count(*) FROM " + table + " t WHERE lower(" + row + ") LIKE ANY (ARRAY["
          + Stream.of(id, email, phone, name).map(word -> "'%" + word.toLowerCase(Locale.ROOT) + "%'")
              .collect(Collectors.joining(", "))
          + "])");
      if (many > 0) {
        found.put(table, many);
      }
    }
    return found;
  }
}
