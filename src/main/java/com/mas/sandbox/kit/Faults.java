package com.mas.sandbox.kit;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The faults that are switched on for one simulator. */
public final class Faults {
  static final int MOST = 32;

  private final List<Fault> on = new ArrayList<>();
  private Promise<Void> changed = Promise.promise();

  Faults() {}

  /** Takes these in place of all that were on, with their counts from 0, and lets go what hangs. */
  void set(List<Fault> faults) {
    on.clear();
    on.addAll(faults);
    Promise<Void> before = changed;
    changed = Promise.promise();
    before.complete();
  }

  /** Returns what completes when other faults are switched on, or none. */
  public Future<Void> changed() {
    return changed.future();
  }

  /**
   * Counts a call, and returns what happens to it.
   *
   * @param path the word of its route
   * @param start of the page that it asks for; 0 otherwise
   */
  public Struck strike(String path, int start) {
    if (on.isEmpty()) {
      return Struck.NONE;
    }
    Map<Kind, Fault> striking = new HashMap<>();
    for (Fault fault : on) {
      if (fault.strikes(path, start)) {
        striking.putIfAbsent(fault.kind(), fault);
      }
    }
    return new Struck(striking);
  }

  JsonArray toJson() {
    JsonArray all = new JsonArray();
    on.forEach(fault -> all.add(fault.toJson()));
    return all;
  }
}
