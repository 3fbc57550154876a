package com.mas.process.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.process.Api;
import com.mas.process.Api.Reply;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * A student who books, moves and cancels meetings, and has them approved, one request after the other; each is sent
 * again until it is answered for good. Remembers what was acknowledged last of each booking.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // each counter has one thread that writes it
final class Booker {
  private static final long PAUSE_NANOS = 20_000_000;
  /** Refusals that another try does not change. */
  private static final Set<String> REFUSALS = Set.of("slot_taken", "slot_held", "slot_closed", "meeting_overlaps",
      "move_refused", "not_booked", "not_requested", "meeting_over");

  /** @param state as the API says it */
  record Said(String state, String slot) {}

  private final Api api;
  private final String token;
  private final Map<String, List<String>> slotsOfMentors;
  private final List<String> mentors;
  private final Random random;
  private final String name;
  /** Last answers by booking. */
  final Map<String, Said> said = new LinkedHashMap<>();
  /** Titles of bookings whose first answer was cut off and that were refused then. */
  final Set<String> cut = new HashSet<>();
  private boolean wasCut;
  private volatile int done;
  private volatile boolean over;
  /** Says which request was refused last, and is sent again. */
  private volatile String last = "";
  private final Thread thread;

  /** @param slotsOfMentors ids of slots by their mentors' tokens */
  Booker(Api api, String token, Map<String, List<String>> slotsOfMentors, String name, long seed) {
    this.api = api;
    this.token = token;
    this.slotsOfMentors = slotsOfMentors;
    this.mentors = List.copyOf(slotsOfMentors.keySet());
    this.name = name;
    this.random = new Random(seed);
    thread = Thread.ofVirtual().start(this::work);
  }

  private void work() {
    for (int n = 0; !over; n++) {
      String mentor = mentors.get(random.nextInt(mentors.size()));
      String title = name + "-" + n;
      Reply booked = until("/api/bookings", token, Map.of("slotId", slot(mentor), "title", title));
      if (booked.status() != 201 && wasCut) {
        cut.add(title); // it may be there, though its answer is not
      }
      if (booked.status() != 201) {
        cancelOne(); // so that slots are open again
      } else {
        String id = heard(booked);
        if (said.get(id).state.equals("requested") && random.nextBoolean()) {
          heard(until("/api/bookings/" + id + (random.nextInt(4) == 0 ? "/decline" : "/approve"), mentor, Map.of()));
        }
        if (random.nextBoolean()) {
          heard(until("/api/bookings/" + id + "/move", token, Map.of("slotId", slot(mentor))));
        }
        if (random.nextInt(3) > 0) {
          heard(until("/api/bookings/" + id + "/cancel", token, Map.of()));
        }
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void cancelOne() {
    said.entrySet().stream().filter(each -> Set.of("booked", "requested").contains(each.getValue().state))
        .map(Map.Entry::getKey).findFirst()
        .ifPresent(id -> heard(until("/api/bookings/" + id + "/cancel", token, Map.of())));
  }

  private String slot(String mentor) {
    List<String> slots = slotsOfMentors.get(mentor);
    return slots.get(random.nextInt(slots.size()));
  }

  /** Remembers what was acknowledged; a refusal changes nothing. */
  private String heard(Reply reply) {
    JsonNode booking = reply.data();
    String id = booking.path("id").asText();
    if (reply.status() < 300) {
      said.put(id, new Said(booking.path("state").asText(), booking.path("slotId").asText()));
    }
    done++;
    return id;
  }

  private Reply until(String path, String as, Map<String, ?> body) {
    wasCut = false;
    while (true) {
      try {
        Reply reply = api.post(path, as, body);
        if (reply.status() < 300 || REFUSALS.contains(reply.json().path("reason").asText())) {
          return reply;
        }
        last = path + " " + body + ": " + reply.text();
      } catch (IOException down) {
        wasCut = true; // it is being started again
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  int done() {
    return done;
  }

  void finish() {
    over = true;
  }

  String last() {
    return last;
  }

  boolean isDone() {
    return !thread.isAlive();
  }
}
