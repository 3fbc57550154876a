package com.mas.process.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.process.Api;
import com.mas.process.SignalClient;
import com.mas.process.Sql;
import com.mas.process.Traffic;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * A mentor and a student who have one meeting after the other: both come, talk, the student leaves and is back, and the
 * mentor ends it. Whoever loses the connection comes back, and says what comes next.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // each counter has one thread that writes it
final class MeetingPair {
  private static final int SENTENCES = 6;
  private static final long PAUSE_NANOS = 15_000_000;
  private static final long AWAY_NANOS = 100_000_000;
  private static final String OVER = "The meeting is over.";

  /** Counts of acknowledged and of tried actions. */
  static final class Count {
    volatile int tried;
    volatile int done;
  }

  private final class Person {
    private final String name;
    private final String token;
    private SignalClient client;
    /** Seat of this connection; null: none. */
    private String seat;

    Person(String name, String token) {
      this.name = name;
      this.token = token;
    }

    /** Null when the answer did not come. */
    JsonNode tell(String event, Map<String, ?> body) {
      try {
        if (client == null || client.isClosed()) {
          close();
          client = new SignalClient(vertx, api, "/", token, new Traffic());
        }
        return client.ask(event, body);
      } catch (AssertionError silence) {
        unanswered++;
        close();
        return null;
      } catch (Exception lost) {
        close();
        return null;
      }
    }

    void close() {
      seat = null;
      if (client != null) {
        client.close();
        client = null;
      }
    }

    boolean sitsIn(String meeting) {
      return meeting.equals(seat);
    }
  }

  private final Vertx vertx;
  private final Api api;
  private final Sql sql;
  private final List<String> meetings;
  private final Person mentor;
  private final Person student;
  final Count joins = new Count();
  final Count leaves = new Count();
  final Count ends = new Count();
  /** Sent messages, by meeting and text. */
  final List<String> said = new ArrayList<>();
  private volatile int heard;
  private volatile int unanswered;
  private volatile boolean over;
  private final Thread thread;

  /** @param sql is this pair's own */
  MeetingPair(Vertx vertx, Api api, Sql sql, List<String> meetings, String mentorToken, String studentToken) {
    this.vertx = vertx;
    this.api = api;
    this.sql = sql;
    this.meetings = List.copyOf(meetings);
    mentor = new Person("mentor", mentorToken);
    student = new Person("student", studentToken);
    thread = Thread.ofVirtual().start(this::meetAll);
  }

  private void meetAll() {
    for (String meeting : meetings) {
      if (over) {
        break;
      }
      meet(meeting);
    }
    mentor.close();
    student.close();
  }

  private void meet(String meeting) {
    sit(mentor, meeting);
    sit(student, meeting);
    // they have been there for some time, and it has begun
    sql.change("""
        UPDATE meeting.seats s SET joined_at = joined_at - interval '10 minutes' WHERE room_id = '%s' AND joined_at = (
          SELECT min(joined_at) FROM meeting.seats o WHERE o.room_id = s.room_id AND o.user_id = s.user_id)
        """.formatted(meeting));
    sql.change("""
        UPDATE mentoring.bookings SET starts_at = now() - interval '10 minutes', ends_at = now() + interval '10 minutes'
        WHERE id = '%s'
        """.formatted(meeting));
    for (int sentence = 0; sentence < SENTENCES; sentence++) {
      say(mentor, meeting, sentence);
      say(student, meeting, sentence);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    leaves.tried++;
    JsonNode left = student.tell("leave-room", Map.of("roomId", meeting));
    leaves.done += left != null && left.path("ok").asBoolean() ? 1 : 0;
    sit(student, meeting);
    say(student, meeting, SENTENCES);
    while (!isEnded(meeting)) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    ends.done++;
  }

  private boolean isEnded(String meeting) {
    if (!mentor.sitsIn(meeting) && !sit(mentor, meeting)) {
      return true; // nobody was told so
    }
    ends.tried++;
    JsonNode ended = mentor.tell("end-meeting", Map.of("roomId", meeting));
    return ended != null && ended.path("ok").asBoolean();
  }

  /** Waits until they sit; false when the meeting is over. */
  private boolean sit(Person person, String meeting) {
    String event = "join-room";
    while (true) {
      joins.tried++;
      JsonNode answer = person.tell(event, Map.of("roomId", meeting, "userName", person.name));
      if (answer != null && answer.path("ok").asBoolean()) {
        joins.done++;
        person.seat = meeting;
        return true;
      }
      if (answer != null && answer.path("error").asText().equals(OVER)) {
        return false;
      }
      // the connection that died with the server is believed in for a while
      event = answer != null && answer.path("outcome").asText().equals("elsewhere") ? "takeover-connection" : event;
      LockSupport.parkNanos(answer == null ? AWAY_NANOS : PAUSE_NANOS);
    }
  }

  private void say(Person person, String meeting, int number) {
    if (!person.sitsIn(meeting)) {
      sit(person, meeting);
    }
    String text = person.name + " " + number;
    JsonNode answer = person.tell("chat-message", Map.of("roomId", meeting, "message", text));
    if (answer != null && answer.path("ok").asBoolean()) {
      said.add(meeting + " " + text);
      heard++;
    }
  }

  /** Messages of which they know that they are kept. */
  int heard() {
    return heard;
  }

  /** Returns how often a connection stayed and nothing came. */
  int unanswered() {
    return unanswered;
  }

  void finish() {
    over = true;
  }

  boolean isDone() {
    return !thread.isAlive();
  }

  /** Returns the meetings that they have ended. */
  List<String> ended() {
    return meetings.subList(0, ends.done);
  }
}
