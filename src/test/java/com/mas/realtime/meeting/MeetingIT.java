package com.mas.realtime.meeting;

import static com.mas.realtime.meeting.MeetingContract.ADD_PIECE;
import static com.mas.realtime.meeting.MeetingContract.ADMIT;
import static com.mas.realtime.meeting.MeetingContract.ATTENDANCE;
import static com.mas.realtime.meeting.MeetingContract.CONSENT;
import static com.mas.realtime.meeting.MeetingContract.DESCRIBE_RECORDING;
import static com.mas.realtime.meeting.MeetingContract.END;
import static com.mas.realtime.meeting.MeetingContract.GET_ROOM;
import static com.mas.realtime.meeting.MeetingContract.HISTORY;
import static com.mas.realtime.meeting.MeetingContract.ICE_SERVERS;
import static com.mas.realtime.meeting.MeetingContract.JOIN;
import static com.mas.realtime.meeting.MeetingContract.LEAVE;
import static com.mas.realtime.meeting.MeetingContract.LOBBY;
import static com.mas.realtime.meeting.MeetingContract.LOG;
import static com.mas.realtime.meeting.MeetingContract.NAME_DEPUTY;
import static com.mas.realtime.meeting.MeetingContract.PLAY;
import static com.mas.realtime.meeting.MeetingContract.RECORDINGS;
import static com.mas.realtime.meeting.MeetingContract.SAY;
import static com.mas.realtime.meeting.MeetingContract.START_RECORDING;
import static com.mas.realtime.meeting.MeetingContract.STOP_RECORDING;
import static com.mas.realtime.meeting.MeetingContract.SWEEP;
import static com.mas.realtime.meeting.MeetingContract.TICK;
import static com.mas.realtime.meeting.MeetingContract.TOUCH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Change;
import com.mas.bus.Failure;
import com.mas.domain.people.files.FilesContract;
import com.mas.domain.people.files.FilesContract.FileReady;
import com.mas.realtime.meeting.MeetingContract.AddPiece;
import com.mas.realtime.meeting.MeetingContract.Admit;
import com.mas.realtime.meeting.MeetingContract.Attendance;
import com.mas.realtime.meeting.MeetingContract.DescribeRecording;
import com.mas.realtime.meeting.MeetingContract.End;
import com.mas.realtime.meeting.MeetingContract.GetRoom;
import com.mas.realtime.meeting.MeetingContract.GiveConsent;
import com.mas.realtime.meeting.MeetingContract.History;
import com.mas.realtime.meeting.MeetingContract.Ice;
import com.mas.realtime.meeting.MeetingContract.Join;
import com.mas.realtime.meeting.MeetingContract.Joined;
import com.mas.realtime.meeting.MeetingContract.Leave;
import com.mas.realtime.meeting.MeetingContract.Left;
import com.mas.realtime.meeting.MeetingContract.Lobby;
import com.mas.realtime.meeting.MeetingContract.LogEntry;
import com.mas.realtime.meeting.MeetingContract.Message;
import com.mas.realtime.meeting.MeetingContract.NameDeputy;
import com.mas.realtime.meeting.MeetingContract.Outcome;
import com.mas.realtime.meeting.MeetingContract.Participant;
import com.mas.realtime.meeting.MeetingContract.PlayRecording;
import com.mas.realtime.meeting.MeetingContract.RecordMeeting;
import com.mas.realtime.meeting.MeetingContract.Recording;
import com.mas.realtime.meeting.MeetingContract.Room;
import com.mas.realtime.meeting.MeetingContract.RoomState;
import com.mas.realtime.meeting.MeetingContract.Say;
import com.mas.realtime.meeting.MeetingContract.Sweep;
import com.mas.realtime.meeting.MeetingContract.Swept;
import com.mas.realtime.meeting.MeetingContract.Tick;
import com.mas.realtime.meeting.MeetingContract.Ticked;
import com.mas.realtime.meeting.MeetingContract.Touch;
import io.vertx.core.Future;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MeetingIT {
  private final Mentorship mentorship = new Mentorship();
  private final UUID id = mentorship.booking.id();
  private final UUID mentor = mentorship.mentor;
  private final UUID student = mentorship.student;

  @AfterEach
  void close() {
    mentorship.close();
  }

  private Joined join(UUID user, String socket) {
    return mentorship.ask(user, JOIN, new Join(id, "P " + socket, socket, false));
  }

  private Room room() {
    return mentorship.ask(mentor, GET_ROOM, new GetRoom(id));
  }

  private void after(int seconds) {
    mentorship.clock.advance(Duration.ofSeconds(seconds));
  }

  private Swept sweep() {
    return mentorship.run(SWEEP, new Sweep());
  }

  @Test
  void bothComeTalkAndLeaveAndTheStudentGetsXpOnce() throws SQLException {
    Joined first = join(mentor, "s1");
    assertEquals(Outcome.JOINED, first.outcome());
    after(10);
    join(student, "s2");
    assertEquals(List.of(mentor, student), room().participants().stream().map(Participant::userId).toList());
    assertEquals(first.seatId(), join(mentor, "s1").seatId());
    after(400);
    mentorship.ask(student, LEAVE, new Leave(seatOf("s2"), "left", 0));
    Room ended = mentorship.ask(mentor, END, new End(id, false));
    assertEquals(RoomState.ENDED, ended.state());
    assertEquals(ended, mentorship.ask(mentor, END, new End(id, false)));
    Attendance attendance = mentorship.ask(student, ATTENDANCE, new GetRoom(id));
    assertEquals(400, attendance.togetherSeconds());
    assertEquals(List.of(410L, 400L), attendance.attendees().stream().map(each -> each.seconds()).toList());
    assertEquals(List.of("true"), mentorship.column(
        "SELECT body::jsonb ->> 'held' FROM jobs.every_job WHERE address = 'mentoring.booking.close'"));
    mentorship.refused(Failure.UNPROCESSABLE, student, JOIN, new Join(id, "Late", "s9", false));
  }

  private UUID seatOf(String socket) throws SQLException {
    return UUID.fromString(mentorship.column(
        "SELECT id FROM meeting.seats WHERE left_at IS NULL AND socket_id = '" + socket + "'").getFirst());
  }

  @Test
  void aMeetingThatIsEndedBeforeItsStartStaysOpenForItsTime() throws SQLException {
    mentorship.clock.set(mentorship.booking.startsAt().minusSeconds(300));
    join(mentor, "s1");
    join(student, "s2");
    mentorship.refused(Failure.CONFLICT, mentor, END, new End(id, false));
    assertEquals(2, room().participants().size());
    Room emptied = mentorship.ask(mentor, END, new End(id, true));
    assertEquals(RoomState.OPEN, emptied.state());
    assertEquals(List.of(), emptied.participants());
    assertEquals(List.of("0"), mentorship.column(
        "SELECT count(*) FROM jobs.every_job WHERE address = 'mentoring.booking.close'"));
    mentorship.clock.set(mentorship.booking.startsAt());
    assertEquals(Outcome.JOINED, join(student, "s3").outcome());
    assertEquals(RoomState.ENDED, mentorship.ask(mentor, END, new End(id, true)).state(), "it has begun");
  }

  @Test
  void aShortVisitIsNoMeeting() throws SQLException {
    join(mentor, "s1");
    join(student, "s2");
    after(60);
    mentorship.ask(mentor, END, new End(id, false));
    assertEquals(List.of("false"), mentorship.column(
        "SELECT body::jsonb ->> 'held' FROM jobs.every_job WHERE address = 'mentoring.booking.close'"));
  }

  @Test
  void timeBeforeTheStartMakesNoMeetingAndAMomentDoesNotMakeAStudentPresent() throws SQLException {
    mentorship.clock.set(mentorship.booking.startsAt().minusSeconds(600));
    join(mentor, "s1");
    Joined student = join(this.student, "s2");
    mentorship.clock.set(mentorship.booking.startsAt().plusSeconds(10));
    mentorship.ask(this.student, LEAVE, new Leave(student.seatId(), "left", 0));
    after(1200);
    mentorship.ask(mentor, END, new End(id, false));
    assertEquals(List.of("false student"), mentorship.column("SELECT concat_ws(' ', body::jsonb ->> 'held',"
        + " body::jsonb ->> 'absent') FROM jobs.every_job WHERE address = 'mentoring.booking.close'"));
    assertEquals(10, mentorship.ask(mentor, ATTENDANCE, new GetRoom(id)).togetherSeconds());
  }

  @Test
  void whoIsNotInvitedWaitsUntilTheChairDecides() {
    UUID guest = UUID.randomUUID();
    assertEquals(Outcome.WAITING, join(guest, "g1").outcome());
    assertEquals(Outcome.WAITING, join(guest, "g1").outcome());
    mentorship.refused(Failure.NOT_FOUND, guest, GET_ROOM, new GetRoom(id));
    mentorship.refused(Failure.FORBIDDEN, student, LOBBY, new Lobby(id));
    mentorship.refused(Failure.FORBIDDEN, student, ADMIT, new Admit(id, guest, true));
    assertEquals(guest, mentorship.ask(mentor, LOBBY, new Lobby(id)).waiting().getFirst().userId());
    mentorship.ask(mentor, ADMIT, new Admit(id, guest, false));
    assertEquals(Outcome.REFUSED, join(guest, "g1").outcome());
    mentorship.ask(mentor, ADMIT, new Admit(id, guest, true));
    assertEquals(Outcome.JOINED, join(guest, "g1").outcome());
    mentorship.refused(Failure.NOT_FOUND, mentor, ADMIT, new Admit(id, UUID.randomUUID(), true));
  }

  @Test
  void aDeputyDoesWhatTheChairDoes() {
    mentorship.refused(Failure.FORBIDDEN, student, NAME_DEPUTY, new NameDeputy(id, student));
    mentorship.refused(Failure.UNPROCESSABLE, mentor, NAME_DEPUTY, new NameDeputy(id, UUID.randomUUID()));
    assertEquals(student, mentorship.ask(mentor, NAME_DEPUTY, new NameDeputy(id, student)).deputyId());
    assertEquals(RoomState.ENDED, mentorship.ask(student, END, new End(id, false)).state());
  }

  @Test
  void oneConnectionForEachPersonHoweverManyComeAtOnce() throws SQLException {
    List<Future<Joined>> asked = new ArrayList<>();
    IntStream.range(0, 20).forEach(i -> asked.add(mentorship.send(student, JOIN, new Join(id, "S", "t" + i, false))));
    List<Outcome> outcomes = asked.stream().map(each -> Mentorship.await(each).outcome()).toList();
    assertEquals(1, outcomes.stream().filter(Outcome.JOINED::equals).count());
    assertEquals(19, outcomes.stream().filter(Outcome.ELSEWHERE::equals).count());

    assertEquals(Outcome.JOINED, mentorship.ask(student, JOIN, new Join(id, "S", "new tab", true)).outcome());
    assertEquals(List.of("new tab"),
        mentorship.column("SELECT socket_id FROM meeting.seats WHERE left_at IS NULL"));
    assertEquals(List.of("taken over"),
        mentorship.column("SELECT reason FROM meeting.seats WHERE left_at IS NOT NULL"));
  }

  @Test
  void aSeatWhoseNodeIsGoneIsEmptySinceItWasLastSeen() throws SQLException {
    UUID seat = join(student, "s1").seatId();
    join(mentor, "s2");
    UUID other = seatOf("s2");
    after(10);
    assertEquals(List.of(), mentorship.ask(mentor, TOUCH, new Touch(List.of(seat, other))).lostSeatIds());
    after(20);
    mentorship.ask(mentor, TOUCH, new Touch(List.of(other)));
    after(10);
    assertEquals(new Swept(1, 0), sweep());
    assertEquals(List.of(seat), mentorship.ask(mentor, TOUCH, new Touch(List.of(seat, other))).lostSeatIds());
    assertEquals(10, mentorship.ask(mentor, ATTENDANCE, new GetRoom(id)).togetherSeconds());
    join(student, "s3"); // 30 s after it was seen: the same presence
    after(5);
    Attendance attendance = mentorship.ask(mentor, ATTENDANCE, new GetRoom(id));
    assertEquals(45, attendance.togetherSeconds());
    assertEquals(1, attendance.attendees().getFirst().reconnects());
  }

  @Test
  void whoComesBackBeforeAnybodyMissesThemKeepsTheSeat() {
    UUID seat = join(student, "s1").seatId();
    after(60);
    assertEquals(seat, join(student, "s1").seatId());
    after(4);
    assertEquals(new Left(false), mentorship.ask(student, LEAVE, new Leave(seat, "lost", 5)));
    after(10);
    assertEquals(new Left(true), mentorship.ask(student, LEAVE, new Leave(seat, "lost", 5)));
    assertEquals(69, mentorship.ask(mentor, ATTENDANCE, new GetRoom(id)).attendees().getFirst().seconds());
  }

  @Test
  void nobodyComesBeforeTheTimeAndTheEndComesByItself() throws SQLException {
    mentorship.clock.set(mentorship.booking.startsAt().minusSeconds(601));
    mentorship.refused(Failure.UNPROCESSABLE, student, JOIN, new Join(id, "S", "s1", false));
    after(1);
    join(student, "s1");
    join(mentor, "s2");
    mentorship.clock.set(mentorship.booking.endsAt().plusSeconds(599));
    mentorship.execute("UPDATE meeting.seats SET seen_at = '" + mentorship.clock.instant() + "'");
    assertEquals(new Swept(0, 0), sweep());
    after(1);
    assertEquals(new Swept(0, 1), sweep());
    assertEquals(RoomState.ENDED, room().state());
    mentorship.refused(Failure.UNPROCESSABLE, student, ICE_SERVERS, new GetRoom(id));
  }

  @Test
  void timeIsToldTenFiveAndOneMinuteBeforeTheEnd() throws SQLException {
    join(mentor, "s1");
    join(student, "s2");
    assertEquals(List.of("0", "1", "5", "10"), mentorship.column("SELECT body::jsonb ->> 'minutesLeft'"
        + " FROM jobs.every_job WHERE address = 'meeting.timer.tick' ORDER BY run_at DESC"));
    mentorship.clock.set(mentorship.booking.endsAt().minusSeconds(300));
    assertEquals(new Ticked(true), mentorship.run(TICK, new Tick(id, 5)));
    after(60);
    assertEquals(new Ticked(false), mentorship.run(TICK, new Tick(id, 5)));
  }

  @Test
  void chatIsNumberedAndOnlyForThoseWhoAreThere() {
    mentorship.refused(Failure.FORBIDDEN, student, SAY, new Say(id, "Hello?"));
    join(student, "s1");
    List<Future<Message>> said = new ArrayList<>();
    IntStream.range(0, 30).forEach(i -> said.add(mentorship.send(student, SAY, new Say(id, "<b>" + i + "</b>"))));
    said.forEach(Mentorship::await);
    List<Message> chat = mentorship.ask(mentor, HISTORY, new History(id, 100, null)).items();
    assertEquals(IntStream.iterate(30, i -> i - 1).limit(30).mapToObj(i -> (long) i).toList(),
        chat.stream().map(Message::number).toList());
    assertTrue(chat.stream().allMatch(message -> message.text().matches("<b>\\d+</b>")));
  }

  @Test
  void aRecordingIsTheChairsAndStopsWhenSomebodyDoesNotConsent() {
    join(mentor, "s1");
    join(student, "s2");
    mentorship.refused(Failure.FORBIDDEN, student, START_RECORDING, new RecordMeeting(id));
    Recording recording = mentorship.ask(mentor, START_RECORDING, new RecordMeeting(id));
    assertEquals(recording, mentorship.ask(mentor, START_RECORDING, new RecordMeeting(id)));
    assertTrue(room().recording());
    Recording stopped = mentorship.ask(student, CONSENT, new GiveConsent(id, false));
    assertNotNull(stopped.stoppedAt());
    assertEquals(List.of(true, false), stopped.consents().stream().map(said -> said.given()).toList());
    mentorship.refused(Failure.NOT_FOUND, mentor, STOP_RECORDING, new RecordMeeting(id));
    mentorship.refused(Failure.NOT_FOUND, student, DESCRIBE_RECORDING,
        new DescribeRecording(recording.id(), Change.to("https://store.example/1"), Change.to(1L)));
    Recording described = mentorship.ask(mentor, DESCRIBE_RECORDING,
        new DescribeRecording(recording.id(), Change.to("https://store.example/1"), Change.to(42L)));
    assertEquals(List.of(described), mentorship.ask(student, RECORDINGS, new GetRoom(id)).recordings());
    Recording cleared = mentorship.ask(mentor, DESCRIBE_RECORDING,
        new DescribeRecording(recording.id(), Change.none(), Change.to(null)));
    assertEquals(described.url(), cleared.url());
    assertNull(cleared.bytes());
    mentorship.refused(Failure.INVALID, mentor, DESCRIBE_RECORDING,
        new DescribeRecording(recording.id(), Change.to(null), Change.none()));
  }

  @Test
  void aRecordingThatIsAFileIsPlayedByThoseWhoMaySeeItsMeeting() {
    join(mentor, "s1");
    join(student, "s2");
    Recording recording = mentorship.ask(mentor, START_RECORDING, new RecordMeeting(id));
    assertEquals("recording_not_ready", mentorship.refused(Failure.CONFLICT, student, PLAY,
        new PlayRecording(recording.id())).detail().reason());
    mentorship.refused(Failure.NOT_FOUND, student, ADD_PIECE, new AddPiece(recording.id(), 0, "AAAA", false));
    UUID file = UUID.randomUUID();
    FileReady ready = new FileReady(file, 1, "recording", student, recording.id(), "mas", "video/webm", 7, "00");
    mentorship.run(FilesContract.READY.request("meeting", Duration.ofMinutes(1)), ready);
    assertNull(mentorship.ask(mentor, RECORDINGS, new GetRoom(id)).recordings().getFirst().fileId(), "a stranger's");
    for (int times = 0; times < 2; times++) {
      mentorship.run(FilesContract.READY.request("meeting", Duration.ofMinutes(1)),
          new FileReady(file, 1, "recording", mentor, recording.id(), "mas", "video/webm", 7, "00"));
    }
    Recording kept = mentorship.ask(student, RECORDINGS, new GetRoom(id)).recordings().getFirst();
    assertEquals(file, kept.fileId());
    assertEquals(7, kept.bytes());
    mentorship.refused(Failure.NOT_FOUND, UUID.randomUUID(), PLAY, new PlayRecording(recording.id()));
  }

  @Test
  void nothingIsAddedToARecordingThatStoppedLongAgo() {
    join(mentor, "s1");
    Recording recording = mentorship.ask(mentor, START_RECORDING, new RecordMeeting(id));
    mentorship.ask(mentor, STOP_RECORDING, new RecordMeeting(id));
    AddPiece piece = new AddPiece(recording.id(), 0, "AAAA", false);
    after(1199);
    mentorship.refused(Failure.UNAVAILABLE, mentor, ADD_PIECE, piece); // files are not here
    after(1);
    assertEquals("recording_closed", mentorship.refused(Failure.CONFLICT, mentor, ADD_PIECE, piece).detail().reason());
  }

  @Test
  void whateverStopsARecordingItsFileIsFinishedLater() throws SQLException {
    join(mentor, "s1");
    for (Runnable stop : List.<Runnable>of(() -> mentorship.ask(mentor, STOP_RECORDING, new RecordMeeting(id)),
        () -> mentorship.ask(student, CONSENT, new GiveConsent(id, false)),
        () -> mentorship.ask(mentor, END, new End(id, false)))) {
      Recording recording = mentorship.ask(mentor, START_RECORDING, new RecordMeeting(id));
      stop.run();
      assertEquals(1, mentorship.number("SELECT count(*) FROM jobs.job WHERE address = 'files.piece.finish'"
          + " AND body::text LIKE '%' || ? || '%'", recording.id().toString()));
    }
  }

  @Test
  void turnCredentialsEndWithTheMeetingAndAreLogged() {
    Ice ice = mentorship.ask(student, ICE_SERVERS, new GetRoom(id));
    Instant until = mentorship.booking.endsAt().plus(RoomRules.OVERTIME);
    assertEquals(until, ice.expiresAt());
    assertEquals(until.getEpochSecond() + ":" + student, ice.iceServers().get(1).username());
    assertEquals(28, ice.iceServers().get(1).credential().length());
    assertEquals(List.of("ice servers"), mentorship.ask(mentor, LOG, new History(id, null, null)).items().stream()
        .map(LogEntry::what).toList());
  }

  @Test
  void aCancelledMeetingAndThoseOfOthersAreClosed() {
    mentorship.refused(Failure.NOT_FOUND, UUID.randomUUID(), GET_ROOM, new GetRoom(id));
    mentorship.refused(Failure.NOT_FOUND, student, JOIN, new Join(UUID.randomUUID(), "S", "s1", false));
    mentorship.cancel();
    mentorship.refused(Failure.UNPROCESSABLE, student, JOIN, new Join(id, "S", "s1", false));
  }
}
