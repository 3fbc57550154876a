package com.mas.sandbox.kit;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One outside provider, as far as the product uses it: its paths, its credentials, its answers, and nothing that the
 * {@link Desk} does for all of them. All methods run on one event loop.
 */
public interface Simulator {
  /** Returns the first part of its paths, such as {@code graphy}. */
  String name();

  List<Route> routes();

  /** Adds what tests and people may change about it and see of it, beside faults and calls. */
  default void switches(Switches switches) {}

  /** Returns the words of its routes, by which faults are aimed and calls are counted. */
  default Set<String> words() {
    return routes().stream().map(Route::word).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns the faults that it can have. */
  default List<Kind> kinds() {
    return Kind.common();
  }

  /**
   * Returns the settings that lead to it; a provider that is configured stays the one that is used.
   *
   * @param base its URL
   * @param configured the value of a setting, as the server was told it
   */
  Map<String, String> settings(String base, Function<String, String> configured);

  /** Returns whether there is what a call is about, to count calls by. */
  default boolean knows(String about) {
    return true;
  }

  /** Returns whether the call shows credentials that count. */
  default boolean admits(Exchange call) {
    return true;
  }

  /** Ends the credentials that it has given out; those that it has not given out are refused for one call. */
  default void expire() {}

  /**
   * Answers with an error, in the provider's form.
   *
   * @param status 401 for wrong credentials, 404 for what is not there; any of a fault
   */
  void refuse(Exchange call, int status);

  /** Returns the path, below its own, to which a redirect leads; a page for people is there. */
  default String elsewhere() {
    return "elsewhere";
  }

  /** Forgets everything that tests and calls have made of it. */
  void reset();

  /** Returns how much it holds of each thing that calls can make it hold. */
  default Map<String, Kept.Held> held() {
    return Map.of();
  }

  /** Starts what it has beside its paths; that asks the desk for the faults, and tells it the calls. */
  default Future<?> open(Desk desk) {
    return Future.succeededFuture();
  }

  /** Learns where the product listens, for webhooks. */
  default void productAt(String url) {}
}
