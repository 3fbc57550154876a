package com.mas.realtime.meeting;

import static com.mas.realtime.meeting.MeetingContract.ADMIT;
import static com.mas.realtime.meeting.MeetingContract.ATTENDANCE;
import static com.mas.realtime.meeting.MeetingContract.END;
import static com.mas.realtime.meeting.MeetingContract.GET_ROOM;
import static com.mas.realtime.meeting.MeetingContract.HISTORY;
import static com.mas.realtime.meeting.MeetingContract.ICE_SERVERS;
import static com.mas.realtime.meeting.MeetingContract.JOIN;
import static com.mas.realtime.meeting.MeetingContract.LOBBY;
import static com.mas.realtime.meeting.MeetingContract.LOG;
import static com.mas.realtime.meeting.MeetingContract.NAME_DEPUTY;
import static com.mas.realtime.meeting.MeetingContract.RESUME;
import static com.mas.realtime.meeting.MeetingContract.SAY;
import static com.mas.realtime.meeting.MeetingContract.START_RECORDING;
import static com.mas.realtime.meeting.MeetingContract.SWEEP;
import static com.mas.realtime.meeting.MeetingContract.TOUCH;
import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.realtime.meeting.MeetingContract.Admission;
import com.mas.realtime.meeting.MeetingContract.Admit;
import com.mas.realtime.meeting.MeetingContract.Because;
import com.mas.realtime.meeting.MeetingContract.End;
import com.mas.realtime.meeting.MeetingContract.Ended;
import com.mas.realtime.meeting.MeetingContract.GetRoom;
import com.mas.realtime.meeting.MeetingContract.History;
import com.mas.realtime.meeting.MeetingContract.Join;
import com.mas.realtime.meeting.MeetingContract.Joined;
import com.mas.realtime.meeting.MeetingContract.Lobby;
import com.mas.realtime.meeting.MeetingContract.LogEntry;
import com.mas.realtime.meeting.MeetingContract.Message;
import com.mas.realtime.meeting.MeetingContract.NameDeputy;
import com.mas.realtime.meeting.MeetingContract.Outcome;
import com.mas.realtime.meeting.MeetingContract.Participant;
import com.mas.realtime.meeting.MeetingContract.RecordMeeting;
import com.mas.realtime.meeting.MeetingContract.Removed;
import com.mas.realtime.meeting.MeetingContract.Resume;
import com.mas.realtime.meeting.MeetingContract.Room;
import com.mas.realtime.meeting.MeetingContract.Say;
import com.mas.realtime.meeting.MeetingContract.Sweep;
import com.mas.realtime.meeting.MeetingContract.Touch;
import com.mas.realtime.meeting.MeetingContract.Went;
import io.vertx.core.Future;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests that people who may not be in a meeting leave it, and what people are called. */
class RemovalIT {
  private final Mentorship mentorship = new Mentorship();
  private final UUID id = mentorship.booking.id();
  private final UUID mentor = mentorship.mentor;
  private final UUID student = mentorship.student;
  private final UUID guest = UUID.randomUUID();
  private final List<Removed> removed = new CopyOnWriteArrayList<>();
  private final List<Went> went = new CopyOnWriteArrayList<>();
  private final List<Admission> lobby = new CopyOnWriteArrayList<>();
  private final List<Ended> ended = new CopyOnWriteArrayList<>();

  @BeforeEach
  void listen() {
    mentorship.names.put(guest, "Gopal Rao");
    Mentorship.await(Future.all(
        mentorship.bus.observe(MeetingContract.PARTICIPANT_REMOVED, removed::add).completion(),
        mentorship.bus.observe(MeetingContract.PARTICIPANT_LEFT, went::add).completion(),
        mentorship.bus.observe(MeetingContract.LOBBY_CHANGED, lobby::add).completion(),
        mentorship.bus.observe(MeetingContract.MEETING_ENDED, ended::add).completion()));
  }

  @AfterEach
  void close() {
    mentorship.close();
  }

  private Joined join(UUID user, String socket) {
    return mentorship.ask(user, JOIN, new Join(id, "Asha Kulkarni", socket, false));
  }

  private void decide(UUID user, boolean admit) {
    mentorship.ask(mentor, ADMIT, new Admit(id, user, admit));
  }

  /** Answers the seat. */
  private UUID letIn() {
    join(guest, "g1");
    decide(guest, true);
    return join(guest, "g1").seatId();
  }

  private Room room() {
    return mentorship.ask(mentor, GET_ROOM, new GetRoom(id));
  }

  private boolean mayResume(UUID user, UUID seat) {
    return mentorship.ask(user, RESUME, new Resume(id, seat)).allowed();
  }

  private List<String> log() {
    return mentorship.ask(mentor, LOG, new History(id, 200, null)).items().stream().map(LogEntry::what).toList();
  }

  @Test
  void whoIsRefusedAfterHavingBeenLetInIsOutAtOnce() {
    join(mentor, "s1");
    UUID seat = letIn();
    mentorship.clock.advance(Duration.ofSeconds(100));
    mentorship.ask(mentor, TOUCH, new Touch(List.of(seat)));
    mentorship.clock.advance(Duration.ofSeconds(5));
    mentorship.ask(guest, SAY, new Say(id, "Hello"));
    assertTrue(mayResume(guest, seat));
    decide(guest, false);

    assertEquals(List.of(mentor), room().participants().stream().map(Participant::userId).toList());
    eventually("all nodes are told", () -> removed.size() == 1 && went.size() == 1);
    assertEquals(guest, removed.getFirst().userId());
    assertEquals(new Went(id, guest, "g1", "removed"), went.getFirst());
    mentorship.refused(Failure.FORBIDDEN, guest, SAY, new Say(id, "I am still here"));
    mentorship.refused(Failure.NOT_FOUND, guest, GET_ROOM, new GetRoom(id));
    mentorship.refused(Failure.NOT_FOUND, guest, HISTORY, new History(id, null, null));
    mentorship.refused(Failure.NOT_FOUND, guest, ICE_SERVERS, new GetRoom(id));
    assertEquals(List.of(seat), mentorship.ask(guest, TOUCH, new Touch(List.of(seat))).lostSeatIds());
    assertFalse(mayResume(guest, seat));
    assertEquals(105, mentorship.ask(mentor, ATTENDANCE, new GetRoom(id)).attendees().get(1).seconds());
    assertTrue(log().contains("removed"), () -> log().toString());

    for (int i = 0; i < 20; i++) {
      assertEquals(Outcome.REFUSED, mentorship.ask(guest, JOIN, new Join(id, "G", "g" + i, true)).outcome());
    }
    assertEquals(1, log().stream().filter("asked"::equals).count());
    assertEquals(List.of(), mentorship.ask(mentor, LOBBY, new Lobby(id)).waiting());
  }

  @Test
  void whoIsLetInAgainDoesNotGetWhatWasSaidMeanwhile() {
    UUID seat = letIn();
    decide(guest, false);
    decide(guest, true);
    assertFalse(mayResume(guest, seat));
    UUID next = join(guest, "g1").seatId();
    assertNotEquals(seat, next);
    assertTrue(mayResume(guest, next));
    Participant me = room().participants().getFirst();
    eventually("it is told", () -> removed.size() == 1);
    assertTrue(me.joinedAt().isAfter(removed.getFirst().at()), "so that late news are not about the new seat");
  }

  /** The connection was lost before: there is no seat to give up, but something to come back to. */
  @Test
  void aLostConnectionIsNotGoneOnWithAfterTheRefusal() {
    UUID seat = letIn();
    mentorship.clock.advance(Duration.ofSeconds(40));
    mentorship.run(SWEEP, new Sweep());
    assertTrue(mayResume(guest, seat));
    decide(guest, false);
    assertFalse(mayResume(guest, seat));
    eventually("nodes are told", () -> removed.size() == 1);
  }

  @Test
  void aSeatIsResumedByItsOwnPersonInItsOwnMeetingOnly() {
    UUID seat = letIn();
    assertFalse(mayResume(mentor, seat));
    assertFalse(mayResume(guest, UUID.randomUUID()));
    assertFalse(mayResume(guest, null));
    assertFalse(mentorship.ask(guest, RESUME, new Resume(UUID.randomUUID(), seat)).allowed());
  }

  @Test
  void whoJoinsWhileTheChairRefusesIsInOrOut() {
    join(guest, "g1");
    for (int round = 0; round < 20; round++) {
      decide(guest, true);
      String socket = "r" + round;
      Future<Joined> joined = mentorship.send(guest, JOIN, new Join(id, "G", socket, true));
      decide(guest, false);
      Joined answer = Mentorship.await(joined);
      assertTrue(room().participants().isEmpty(), "no seat is left");
      if (answer.outcome() == Outcome.JOINED) {
        assertFalse(mayResume(guest, answer.seatId()));
        eventually("the news is later than the seat", () -> went.stream()
            .anyMatch(each -> each.socketId().equals(socket)));
      }
    }
  }

  @Test
  void aDeputyWhoIsRemovedHasNoChairAndRecordsNoMore() {
    letIn();
    mentorship.ask(mentor, NAME_DEPUTY, new NameDeputy(id, guest));
    mentorship.ask(guest, START_RECORDING, new RecordMeeting(id));
    decide(guest, false);
    assertNull(room().deputyId());
    assertFalse(room().recording());
    mentorship.refused(Failure.NOT_FOUND, guest, END, new End(id, false));
    mentorship.refused(Failure.UNPROCESSABLE, mentor, NAME_DEPUTY, new NameDeputy(id, guest));
  }

  @Test
  void theStudentIsRemovedByTheMentorOnlyAndTheMentorByNobody() {
    join(mentor, "s1");
    UUID seat = join(student, "s2").seatId();
    letIn();
    mentorship.ask(mentor, NAME_DEPUTY, new NameDeputy(id, guest));
    mentorship.refused(Failure.UNPROCESSABLE, guest, ADMIT, new Admit(id, student, false));
    mentorship.refused(Failure.UNPROCESSABLE, guest, ADMIT, new Admit(id, mentor, false));
    decide(student, false);
    assertEquals(Outcome.REFUSED, join(student, "s3").outcome());
    assertFalse(mayResume(student, seat));
    mentorship.refused(Failure.NOT_FOUND, student, GET_ROOM, new GetRoom(id));
    decide(student, true);
    assertEquals(Outcome.JOINED, join(student, "s3").outcome());
    mentorship.refused(Failure.NOT_FOUND, mentor, ADMIT, new Admit(id, UUID.randomUUID(), false));
  }

  @Test
  void aMeetingThatIsCancelledEndsForThoseInIt() throws SQLException {
    join(mentor, "s1");
    join(student, "s2");
    mentorship.cancel();
    eventually("it has ended", () -> ended.size() == 1);
    assertEquals(Because.CANCELLED, ended.getFirst().because());
    assertEquals(List.of(), mentorship.column("SELECT id FROM meeting.seats WHERE left_at IS NULL"));
    mentorship.refused(Failure.UNPROCESSABLE, student, JOIN, new Join(id, "S", "s3", false));
  }

  /** The news of it did not reach anybody. */
  @Test
  void aCancelledMeetingEndsWithTheNextSweep() throws SQLException {
    join(mentor, "s1");
    mentorship.execute("UPDATE mentoring.bookings SET state = 'cancelled'");
    assertEquals(1, mentorship.run(SWEEP, new Sweep()).endedMeetings());
    assertEquals(Because.CANCELLED, ended.getFirst().because());
  }

  @Test
  void whoWritesTooFastWaitsAndTheOthersDoNot() {
    join(mentor, "s1");
    letIn();
    List<Future<Message>> said = IntStream.range(0, RoomRules.MOST_SAID + 20)
        .mapToObj(i -> mentorship.send(guest, SAY, new Say(id, "spam"))).toList();
    Future.join(said).otherwiseEmpty().toCompletionStage().toCompletableFuture().join();
    assertEquals(RoomRules.MOST_SAID, said.stream().filter(Future::succeeded).count());
    mentorship.refused(Failure.TOO_MANY_REQUESTS, guest, SAY, new Say(id, "more"));
    mentorship.ask(mentor, SAY, new Say(id, "Please stop"));
    mentorship.clock.advance(RoomRules.SPEAKING);
    mentorship.ask(guest, SAY, new Say(id, "Sorry"));
  }

  @Test
  void theSeatsOfAPersonTheSeatsOfAMeetingAndItsLogHaveAnEnd() throws SQLException {
    join(mentor, "s1");
    letIn();
    mentorship.execute("INSERT INTO meeting.seats (id, room_id, user_id, name, socket_id, joined_at, seen_at, left_at,"
        + " reason) SELECT gen_random_uuid(), '" + id + "', '" + guest + "', 'G', 's', now(), now(), now(), 'left'"
        + " FROM generate_series(2, " + RoomRules.MOST_SEATS + ")");
    assertEquals(Outcome.JOINED, join(guest, "g1").outcome(), "who sits there goes on");
    mentorship.refused(Failure.TOO_MANY_REQUESTS, guest, JOIN, new Join(id, "G", "g2", true));
    mentorship.execute("INSERT INTO meeting.seats (id, room_id, user_id, name, socket_id, joined_at, seen_at)"
        + " SELECT gen_random_uuid(), '" + id + "', gen_random_uuid(), 'X', 's', now(), now()"
        + " FROM generate_series(1, " + RoomRules.MOST_SEATED + ")");
    mentorship.refused(Failure.CONFLICT, student, JOIN, new Join(id, "S", "s3", false));
    assertEquals(Outcome.JOINED, mentorship.ask(mentor, JOIN, new Join(id, "M", "s4", true)).outcome(), "the host");

    mentorship.execute("INSERT INTO meeting.log (room_id, at, what) SELECT '" + id + "', now(), 'x'"
        + " FROM generate_series(1, " + RoomRules.MOST_LOGGED + ")");
    String logged = "SELECT count(*)::text FROM meeting.log";
    List<String> before = mentorship.column(logged);
    mentorship.ask(mentor, ICE_SERVERS, new GetRoom(id));
    assertEquals(before, mentorship.column(logged));
  }

  /** Each may be 4000 characters long, and people may speak as fast as they like. */
  @Test
  void aMeetingHasTenThousandMessagesHoweverManySpeakAtOnce() throws SQLException {
    join(mentor, "s1");
    letIn();
    mentorship.execute("UPDATE meeting.rooms SET next_chat = 9981");
    List<Future<Message>> said = IntStream.range(0, 60)
        .mapToObj(i -> mentorship.send(i % 2 == 0 ? mentor : guest, SAY, new Say(id, "x".repeat(4000)))).toList();
    Future.join(said).otherwiseEmpty().toCompletionStage().toCompletableFuture().join();
    assertEquals(LongStream.rangeClosed(9981, 10_000).boxed().toList(),
        said.stream().filter(Future::succeeded).map(each -> each.result().number()).sorted().toList());
    mentorship.refused(Failure.CONFLICT, guest, SAY, new Say(id, "One more"));
    mentorship.refused(Failure.FORBIDDEN, UUID.randomUUID(), SAY, new Say(id, "Who is there?"));
  }

  @Test
  void theLobbyAnnouncesOneRequestOfAPersonUnderTheAccountsName() {
    List<Future<Joined>> asked = new ArrayList<>();
    IntStream.range(0, 300)
        .forEach(i -> asked.add(mentorship.send(guest, JOIN, new Join(id, "X" + i, "g" + i, false))));
    asked.forEach(each -> assertEquals(Outcome.WAITING, Mentorship.await(each).outcome()));
    eventually("the chair is told", () -> !lobby.isEmpty());
    assertEquals(List.of("Gopal Rao"), mentorship.ask(mentor, LOBBY, new Lobby(id)).waiting().stream()
        .map(Admission::name).toList());
    mentorship.clock.advance(Duration.ofSeconds(4));
    join(guest, "g1");
    assertEquals(1, lobby.size(), lobby::toString);
    assertEquals("Gopal Rao", lobby.getFirst().name());
    mentorship.clock.advance(Duration.ofSeconds(1));
    join(guest, "g1");
    join(guest, "g1");
    eventually("the chair is told again", () -> lobby.size() == 2);
    assertEquals(1, log().stream().filter("asked"::equals).count());
    decide(guest, true);
    join(guest, "g1");
    assertEquals("Gopal Rao", room().participants().getFirst().name());
    assertEquals("Gopal Rao", mentorship.ask(guest, SAY, new Say(id, "Hello")).name());
  }
}
