package com.mas.sandbox.kit;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The operations that a provider does not have and its simulator has: for tests and people, below {@code
 * /<name>/sandbox/}. Nothing here is counted among the calls, and nobody logs in.
 */
public final class Switches {
  /** One call of a switch. {@code rest} is what follows the switch's own path, without a slash; empty for nothing. */
  public record Asked(String rest, Map<String, String> query, Object body) {
    /** Returns the body, which is a JSON object with no fields but these. */
    public Given body(String... fields) {
      Given given = Given.of(body);
      given.only(List.of(fields), "this switch");
      return given;
    }

    /** Returns a parameter of the query; null for none. */
    public String query(String name) {
      return query.get(name);
    }

    int whole(String name, int least, int most, Integer usual) {
      String text = query.get(name);
      Object value = text == null ? null : text.matches("[0-9]{1,9}") ? (Object) Integer.parseInt(text) : text;
      return Given.of(new JsonObject().put(name, value)).whole(name, least, most, usual);
    }
  }

  private final Map<String, Function<Asked, Future<?>>> actions = new LinkedHashMap<>();

  Switches() {}

  /** @param path such as {@code messages}; what follows it in a call is {@link Asked#rest} */
  public Switches on(String method, String path, Function<Asked, Object> action) {
    return later(method, path, asked -> Future.succeededFuture(action.apply(asked)));
  }

  Switches later(String method, String path, Function<Asked, Future<?>> action) {
    actions.put(method + " " + path, action);
    return this;
  }

  Set<String> names() {
    return actions.keySet();
  }

  /** Does it; fails with {@link Given.Refused}. */
  Future<?> ask(String method, String path, Map<String, String> query, Object body) {
    int slash = path.indexOf('/');
    Function<Asked, Future<?>> action = actions.get(method + " " + (slash < 0 ? path : path.substring(0, slash)));
    if (action == null) {
      return Future.failedFuture(new Given.Refused("", "there is no switch " + method + " " + path + "; there are "
          + String.join(", ", actions.keySet())));
    }
    try {
      return action.apply(new Asked(slash < 0 ? "" : path.substring(slash + 1), query, body));
    } catch (Given.Refused refused) {
      return Future.failedFuture(refused);
    }
  }
}
