package com.mas.domain.learning.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Request;
import com.mas.db.Database;
import java.time.Duration;

/** A worker in another language, attached to the bridge. */
final class BusWorker implements Worker {
  private final Bus bus;
  private final String address;

  BusWorker(Bus bus, String address) {
    this.bus = bus;
    this.address = address;
  }

  @Override
  public JsonNode ask(Call call, JsonNode request, Duration limit) {
    JsonNode answer;
    try {
      answer = Database.await(bus.send(call, Request.of(address, JsonNode.class, JsonNode.class, limit), request));
    } catch (FailureException e) {
      if (e.failure() == Failure.UNAVAILABLE || e.failure() == Failure.OVERLOADED) {
        throw new Nobody("No worker answers " + address + " at the moment.");
      }
      throw e.failure() == Failure.UNPROCESSABLE || e.failure().retryable() ? e
          : Failure.PROVIDER_FAILED.with("The worker at " + address + " failed: " + e.getMessage());
    }
    if (answer == null) {
      throw Failure.UNPROCESSABLE.with("The worker at " + address + " answered nothing.");
    }
    return answer;
  }
}
