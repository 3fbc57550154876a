package com.mas.boot;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.Map;

/** Gives each metric the words that say what it counts, where its place of birth has not. */
final class MeterWords implements MeterFilter {
  private static final Map<String, String> WORDS = Map.ofEntries(
      Map.entry("bus.refused", "Requests that a domain had no room for"),
      Map.entry("bus.expired", "Requests whose deadline had passed before they were taken up"),
      Map.entry("bus.in_hand", "Requests that a role works on"),
      Map.entry("bus.pool_busy", "Threads of a role that are at work"),
      Map.entry("bus.delivery", "Time from sending a probe over the bus to its answer"),
      Map.entry("http.connections", "Open connections that are counted by address"),
      Map.entry("http.connections.refused", "Connections refused because their address has too many"),
      Map.entry("http.operation", "Time from a request to its answer, by operation and class of status"),
      Map.entry("http.pipelines.cut", "Connections closed because they sent too many requests ahead"),
      Map.entry("http.readers.cut", "Clients closed because they did not take their answers"),
      Map.entry("http.strangers", "Signed requests refused before their signature was looked at"),
      Map.entry("http.unread.bytes", "Bytes of answers that clients have not taken yet"),
      Map.entry("identity.bcrypt.runs", "Passwords hashed or compared"),
      Map.entry("imports.ended", "Imports that are over, by kind and how they ended"),
      Map.entry("imports.rows", "Rows of imported tables, by what became of them"),
      Map.entry("jobs.stored", "Jobs stored, by queue"),
      Map.entry("jobs.claimed", "Jobs taken by a node, by queue"),
      Map.entry("jobs.completed", "Jobs that succeeded, by queue"),
      Map.entry("jobs.failed", "Attempts of jobs that failed, by queue"),
      Map.entry("jobs.dead", "Jobs given up after their last attempt, by queue"),
      Map.entry("jobs.latency", "Time from when a job was due to when it was taken, by queue"),
      Map.entry("outbound.calls", "Time of calls to a provider, by outcome"),
      Map.entry("outbound.circuit_open", "1 while a provider is left alone after failures"),
      Map.entry("outbound.retries", "Calls to a provider that were tried again"),
      Map.entry("runs.ended", "Long runs that are over, by kind and how they ended"),
      Map.entry("runs.time", "Time from asking for a long run to its end, by kind"),
      Map.entry("socket.sessions", "Open sockets"),
      Map.entry("socket.closed", "Sockets closed, by reason"),
      Map.entry("socket.refused", "Sockets refused before they were opened, by reason"),
      Map.entry("terminal.sessions", "Shared terminals that this node carries"),
      Map.entry("terminal.recorded_bytes", "Bytes of recordings stored"),
      Map.entry("terminal.recording.left_out_bytes", "Bytes left out of recordings because of their bounds"),
      Map.entry("terminal.recording.refused", "Recordings refused or ended, by reason"),
      Map.entry("terminal.recording.waiting_bytes", "Bytes of recordings that wait to be stored"));

  @Override
  public Meter.Id map(Meter.Id id) {
    String known = id.getDescription();
    if (known != null && !known.isBlank()) {
      return id;
    }
    String words = WORDS.getOrDefault(id.getName(), id.getName().replace('.', ' ').replace('_', ' '));
    return new Meter.Id(id.getName(), Tags.of(id.getTagsAsIterable()), id.getBaseUnit(), words, id.getType());
  }
}
