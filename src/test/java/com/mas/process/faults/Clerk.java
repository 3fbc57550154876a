package com.mas.process.faults;

import com.mas.bus.Json;
import com.mas.process.Api;
import com.mas.process.Api.Reply;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * Awards XP and makes accounts, one request after the other, and sends each again until it is answered: every second
 * award with a key, the others as they are. An account is a mail, too.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // each counter has one thread that writes it
final class Clerk {
  static final String PREFIX = "killed-";
  private static final long PAUSE_NANOS = 20_000_000;
  private static final String KEY = "Idempotency-Key";

  private record Award(String path, String body, String key) {}

  private final Api api;
  private final String token;
  private final String name;
  private final List<UUID> students;
  /** Keyed ones, with what was answered. */
  private final Map<Award, Reply> answered = new LinkedHashMap<>();
  /** Their first try was cut off, so that nobody may have their key for a while. */
  private final Queue<Award> taken = new ArrayDeque<>();
  private volatile int awards;
  private volatile int accounts;
  private volatile boolean over;
  private final Thread thread;

  Clerk(Api api, String token, int number, List<UUID> students) {
    this.api = api;
    this.token = token;
    this.name = PREFIX + number + "-";
    this.students = students;
    thread = Thread.ofVirtual().start(this::work);
  }

  private void work() {
    for (int n = 0; !over; n++) {
      String path = "/api/admin/students/" + students.get(n % students.size()) + "/xp";
      String body = Json.write(Map.of("type", "test_taken", "sourceId", name + n));
      Award award = new Award(path, body, n % 2 == 0 ? null : name + n);
      Reply reply = until(award, 200, 201, 409);
      if (reply.status() == 409) {
        taken.add(award);
      } else if (award.key != null) {
        answered.put(award, reply);
      }
      awards++;
      until(() -> api.post("/api/admin/users", token, Map.of("email", name + awards + "@learner.example",
          "password", "a-temporary-one-1", "fullName", "Ravi Kumar", "role", "USER")), 201, 409);
      accounts++;
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    while (!taken.isEmpty()) { // the server stays from now on
      Award award = taken.remove();
      answered.put(award, until(award, 200, 201));
    }
  }

  private interface Try {
    Reply send() throws IOException;
  }

  private Reply until(Award award, int... good) {
    return until(() -> award.key == null ? api.ask("POST", award.path, token, award.body)
        : api.ask("POST", award.path, token, award.body, KEY, award.key), good);
  }

  private static Reply until(Try request, int... good) {
    while (true) {
      try {
        Reply reply = request.send();
        for (int status : good) {
          if (reply.status() == status) {
            return reply;
          }
        }
      } catch (IOException down) {
        // it is being started again
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Awards that were answered, or whose key was taken. */
  int awards() {
    return awards;
  }

  int accounts() {
    return accounts;
  }

  void finish() {
    over = true;
  }

  boolean isDone() {
    return !thread.isAlive();
  }

  /** Answers with a key that are not the same when they are asked for again, in words. */
  List<String> changed() {
    return answered.entrySet().stream().filter(each -> {
      Reply again = until(each.getKey(), 200, 201, 409);
      return again.status() != each.getValue().status() || !again.text().equals(each.getValue().text());
    }).map(each -> each.getKey() + " was answered " + each.getValue().text()).toList();
  }

  int keyed() {
    return answered.size();
  }
}
