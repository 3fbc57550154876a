package com.mas.realtime.meeting;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.domain.learning.mentoring.MentoringContract;
import com.mas.domain.learning.mentoring.MentoringContract.CreateSlots;
import com.mas.domain.learning.mentoring.MentoringContract.MoveBooking;
import com.mas.realtime.meeting.MeetingContract.GetRoom;
import com.mas.realtime.meeting.MeetingContract.Room;
import com.mas.realtime.meeting.MeetingContract.RoomState;
import com.mas.realtime.meeting.MeetingContract.Sweep;
import com.mas.realtime.meeting.MeetingContract.Swept;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rooms whose booking moves to another time. */
class MovedMeetingIT {
  private static final Swept NOTHING = new Swept(0, 0);

  private final Mentorship mentorship = new Mentorship();
  private final UUID id = mentorship.booking.id();
  private final Instant start = mentorship.booking.startsAt();
  private final Instant end = mentorship.booking.endsAt();

  @AfterEach
  void close() {
    mentorship.close();
  }

  @Test
  void aRoomWhoseBookingCannotBeAskedForIsLeftAsItIs() {
    mentorship.clock.set(start.minus(Duration.ofHours(20)));
    room();
    UUID slot = mentorship.ask(mentorship.mentor, MentoringContract.CREATE_SLOTS, new CreateSlots(null,
        start.plus(Duration.ofDays(1)), end.plus(Duration.ofDays(1)), null)).slots().getFirst().id();
    mentorship.ask(mentorship.mentor, MentoringContract.MOVE_BOOKING, new MoveBooking(id, slot, null));
    eventually("the room has heard of it",
        () -> mentorship.number("SELECT booking_version FROM meeting.rooms") == 2);
    mentorship.execute("UPDATE meeting.rooms SET starts_at = ?::timestamptz, ends_at = ?::timestamptz,"
        + " booking_version = 1", start.toString(), end.toString()); // as if it had not
    mentorship.clock.set(end.plus(RoomRules.OVERTIME));
    mentorship.execute("ALTER TABLE mentoring.bookings RENAME TO gone");
    assertEquals(NOTHING, sweep());
    mentorship.execute("ALTER TABLE mentoring.gone RENAME TO bookings");
    assertEquals(NOTHING, sweep());
    assertEquals(RoomState.OPEN, room().state());
    assertEquals(end.plus(Duration.ofDays(1)), room().endsAt());
    mentorship.clock.set(end.plus(Duration.ofDays(1)));
    assertEquals(new Swept(0, 1), sweep());
  }

  @Test
  void ofTwoMovesTheNewerStaysWhicheverIsHeardOfLast() {
    room();
    RoomRepository rooms = new RoomRepository(mentorship.db);
    mentorship.on(() -> {
      rooms.move(id, start.plusSeconds(3600), end.plusSeconds(3600), 3);
      rooms.move(id, start.plusSeconds(60), end.plusSeconds(60), 2);
      return id;
    });
    assertEquals(1, mentorship.number("SELECT count(*) FROM meeting.rooms WHERE booking_version = 3 AND ends_at = '"
        + end.plusSeconds(3600) + "'"));
  }

  @Test
  void aRoomThatIsMovedWhileItIsBeingEndedStaysOpen() throws SQLException {
    room();
    mentorship.clock.set(end);
    try (Connection other = mentorship.database.connect(); Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("UPDATE meeting.rooms SET ends_at = ends_at + interval '1 day'");
      Future<Swept> sweep = mentorship.bus.send(mentorship.product(), MeetingContract.SWEEP, new Sweep());
      eventually("the sweep waits for the room", () -> mentorship.number(
          "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") > 0);
      other.commit();
      assertEquals(NOTHING, Mentorship.await(sweep));
    }
    assertEquals(1, mentorship.number("SELECT count(*) FROM meeting.rooms WHERE state = 'open'"));
  }

  private Swept sweep() {
    return mentorship.run(MeetingContract.SWEEP, new Sweep());
  }

  private Room room() {
    return mentorship.ask(mentorship.mentor, MeetingContract.GET_ROOM, new GetRoom(id));
  }
}
