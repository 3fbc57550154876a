package com.mas.sandbox.kit;

import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One way to misbehave that was switched on, and how often it has done so. */
final class Fault {
  private static final int ANY_PAGE = -1;
  private static final int MANY = 1_000_000_000;
  private static final String[] COMMON = {"kind", "path", "page", "afterRequests", "times"};

  private final Kind kind;
  private final String path;
  private final int page;
  private final int afterRequests;
  private final int times;
  private final Map<String, Integer> values = new LinkedHashMap<>();
  private int seen;
  private int happened;

  /**
   * Reads a fault.
   *
   * @param kinds that the simulator knows
   * @param paths the words of its routes
   * @throws Given.Refused for what it cannot do
   */
  Fault(Given given, Collection<Kind> kinds, Set<String> paths) {
    kind = named(given.text("kind"), kinds);
    given.only(Stream.concat(Stream.of(COMMON), kind.fields().stream().map(Kind.Field::name)).toList(), kind.name());
    path = given.has("path") ? given.oneOf("path", new TreeSet<>(paths)) : null;
    page = given.whole("page", 0, MANY, ANY_PAGE);
    afterRequests = given.whole("afterRequests", 0, MANY, 0);
    times = given.whole("times", 1, MANY, kind.equals(Kind.EXPIRE) ? 1 : MANY);
    for (Kind.Field field : kind.fields()) {
      values.put(field.name(), given.whole(field.name(), field.least(), field.most(), field.usual()));
    }
  }

  private static Kind named(String name, Collection<Kind> kinds) {
    return kinds.stream().filter(kind -> kind.name().equals(name)).findFirst().orElseThrow(
        () -> new Given.Refused("kind", "must be one of "
            + kinds.stream().map(Kind::name).collect(Collectors.joining(", "))));
  }

  Kind kind() {
    return kind;
  }

  /** Returns the value of one of the kind's fields. */
  int value(String field) {
    return values.get(field);
  }

  /** Counts the call if it is one of those meant; returns true when the fault is to happen to it. */
  boolean strikes(String calledPath, int start) {
    if (path != null && !path.equals(calledPath) || page != ANY_PAGE && page != start) {
      return false;
    }
    if (seen++ < afterRequests || happened >= times) {
      return false;
    }
    happened++;
    return true;
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject().put("kind", kind.name());
    if (path != null) {
      json.put("path", path);
    }
    if (page != ANY_PAGE) {
      json.put("page", page);
    }
    values.forEach(json::put);
    if (times != MANY) {
      json.put("times", times);
    }
    return json.put("afterRequests", afterRequests).put("seen", seen).put("happened", happened);
  }
}
