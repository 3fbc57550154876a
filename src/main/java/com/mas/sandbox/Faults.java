package com.mas.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The switches of one provider's simulator. */
final class Faults {
  static final int MOST = 32;

  private final List<Fault> on = new ArrayList<>();
  private Promise<Void> cleared = Promise.promise();

  /** One for the same requests takes the place of the older one, with its counts from 0. All of them or none. */
  void put(List<Fault> faults) {
    List<Fault> next = new ArrayList<>(on);
    for (Fault fault : faults) {
      next.removeIf(fault::replaces);
      next.add(fault);
    }
    if (next.size() > MOST) {
      throw new SwitchBody.Refused("", "would be more than " + MOST + " faults at once");
    }
    on.clear();
    on.addAll(next);
  }

  /** Also lets go what hangs. */
  void clear() {
    on.clear();
    Promise<Void> before = cleared;
    cleared = Promise.promise();
    before.complete();
  }

  Future<Void> cleared() {
    return cleared.future();
  }

  Distortion strike(Endpoint endpoint, int start) {
    if (on.isEmpty()) {
      return Distortion.NONE;
    }
    Map<Fault.Kind, Fault> striking = new EnumMap<>(Fault.Kind.class);
    for (Fault fault : on) {
      if (fault.strikes(endpoint, start)) {
        striking.put(fault.kind(), fault);
      }
    }
    return new Distortion(striking);
  }

  JsonArray toJson() {
    JsonArray all = new JsonArray();
    on.forEach(fault -> all.add(fault.toJson()));
    return all;
  }
}
