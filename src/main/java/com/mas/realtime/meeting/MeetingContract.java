package com.mas.realtime.meeting;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.AtLeastOne;
import com.mas.bus.Change;
import com.mas.bus.Default;
import com.mas.bus.Event;
import com.mas.bus.Failure;
import com.mas.bus.Listing;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Word;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Requests and events of meetings. A meeting's id is its booking's. Everything is about the call's tenant and, where
 * not said otherwise, of the caller; a meeting that is not the caller's is NOT_FOUND. The chair is the mentor; admins,
 * and a deputy whom the chair names, may do what the chair may.
 */
@NullMarked
public final class MeetingContract {
  /** Characters of base64 that one piece of a recording may have. */
  private static final int MOST_PIECE = 160_000;
  public static final Reason MEETING_OVER = Reason.of(Failure.UNPROCESSABLE, "meeting_over", "The meeting is over.");
  public static final Reason MEETING_EARLY = Reason.of(Failure.UNPROCESSABLE, "meeting_early",
      "The meeting is not open yet.");
  public static final Reason NOT_BEGUN = Reason.of(Failure.CONFLICT, "not_begun",
      "The meeting has not begun. Send early to send all out now; it stays open for its time.");
  public static final Reason LOBBY_FULL = Reason.of(Failure.UNPROCESSABLE, "lobby_full",
      "The waiting room is full; please try again later.");
  public static final Reason MEETING_CANCELLED = Reason.of(Failure.UNPROCESSABLE, "meeting_cancelled",
      "The meeting was cancelled.");
  public static final Reason NEEDS_CHAIR = Reason.of(Failure.FORBIDDEN, "needs_chair",
      "Only the host can do that.");
  public static final Reason MEETING_UNKNOWN = Reason.of(Failure.NOT_FOUND, "meeting_unknown",
      "There is no such meeting.");
  public static final Reason MEETING_FULL = Reason.of(Failure.CONFLICT, "meeting_full",
      "This meeting accepts no further messages.");
  public static final Reason TOO_MUCH_SAID = Reason.of(Failure.TOO_MANY_REQUESTS, "too_much_said",
      "You write too fast; please wait a few seconds.");
  public static final Reason ROOM_FULL = Reason.of(Failure.CONFLICT, "room_full",
      "The meeting is full; please try again later.");
  public static final Reason TOO_MANY_SEATS = Reason.of(Failure.TOO_MANY_REQUESTS, "too_many_seats",
      "You have come to this meeting too often.");
  public static final Reason NOT_IN_MEETING = Reason.of(Failure.FORBIDDEN, "not_in_meeting",
      "You are not in this meeting.");
  public static final Reason RECORDING_UNKNOWN = Reason.of(Failure.NOT_FOUND, "recording_unknown",
      "There is no such recording.");
  public static final Reason RECORDING_NOT_READY = Reason.of(Failure.CONFLICT, "recording_not_ready",
      "The recording is not a file yet. Try again in a minute.");
  public static final Reason RECORDING_CLOSED = Reason.of(Failure.CONFLICT, "recording_closed",
      "The recording stopped more than 20 minutes ago. Nothing can be added to it now.");
  public static final Reason NOT_RECORDING = Reason.of(Failure.NOT_FOUND, "not_recording",
      "Nothing is being recorded.");
  public static final Reason NOT_WAITING = Reason.of(Failure.NOT_FOUND, "not_waiting",
      "This person did not ask to join.");
  public static final Reason NEEDS_MENTOR = Reason.of(Failure.FORBIDDEN, "needs_mentor",
      "Only the mentor can name a co-host.");
  public static final Reason DEPUTY_OUTSIDE = Reason.of(Failure.UNPROCESSABLE, "deputy_outside",
      "A co-host must be a person who may join.");
  public static final Reason MENTOR_STAYS = Reason.of(Failure.UNPROCESSABLE, "mentor_stays",
      "The mentor of a meeting cannot be removed; end the meeting instead.");
  public static final Reason STUDENT_STAYS = Reason.of(Failure.UNPROCESSABLE, "student_stays",
      "Only the mentor can remove the student.");
  public static final Reason SOCKET_UNKNOWN = Reason.of(Failure.NOT_FOUND, "socket_unknown",
      "No participant of the meeting has this socket.");

  public enum RoomState implements Word { OPEN, ENDED }

  // --- coming and going --------------------------------------------------------------------------------------------

  public enum Outcome implements Word {
    JOINED,
    /** Waits in the lobby: the chair is asked; ask again when {@link #LOBBY_CHANGED} says so. */
    WAITING,
    REFUSED,
    /** The caller has another connection in the room; {@code takeOver} moves it. */
    ELSEWHERE
  }

  /**
   * Takes a seat. Fails with NOT_FOUND when there is no such booking, with UNPROCESSABLE and words before its time,
   * after its end, and when it was cancelled. The same connection may ask again, and is seen in the seat that it
   * has.
   */
  public static final Request<Join, Joined> JOIN = Request.of("meeting.seat.join", Join.class, Joined.class);

  /**
   * @param name that the client gives: nodes of an earlier release show it, this one shows the account's
   * @param socketId names the connection, in the whole cluster
   */
  public record Join(UUID meetingId, @Nullable String name, String socketId, boolean takeOver) {}

  /** @param seatId and {@code room} only when joined */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Joined(Outcome outcome, @Nullable UUID seatId, @Nullable Room room) {}

  /** @param recording whether it is being recorded now; {@code participants} by the time they came */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Room(UUID id, String title, RoomState state, UUID mentorId, UUID studentId, @Nullable UUID deputyId,
      Instant startsAt, Instant endsAt, @Nullable Instant endedAt, boolean recording, List<Participant> participants) {}

  public record Participant(UUID userId, String name, String socketId, Instant joinedAt) {}

  /** Gives a seat up; twice is as once, and a seat that was taken over stays the other's. */
  public static final Request<Leave, Left> LEAVE = Request.of("meeting.seat.leave", Leave.class, Left.class);

  /**
   * @param reason a word for the log, such as {@code left} or {@code lost}
   * @param unseenSeconds only a seat that was not seen for so long is given up, and it counts as left since then
   */
  public record Leave(UUID seatId, String reason, int unseenSeconds) {}

  public record Left(boolean was) {}

  /** A node says which seats it holds, every {@value #SEEN_SECONDS} s; those that are lost meanwhile are answered. */
  public static final Request<Touch, Touched> TOUCH = Request.of("meeting.seat.touch", Touch.class, Touched.class);

  public static final int SEEN_SECONDS = 10;
  /** A seat that was not seen for this long is empty. */
  public static final int LOST_SECONDS = 30;

  public record Touch(List<UUID> seatIds) {}

  public record Touched(List<UUID> lostSeatIds) {}

  /**
   * Answers whether a connection that was lost may go on with what the room heard meanwhile: its person may still be
   * there, and was not sent away since the seat was taken.
   */
  public static final Request<Resume, Resumable> RESUME =
      Request.of("meeting.seat.resume", Resume.class, Resumable.class);

  public record Resume(UUID meetingId, @Nullable UUID seatId) {}

  public record Resumable(boolean allowed) {}

  /**
   * The chair lets somebody in, or refuses or removes them; again changes it. Whoever is refused gives a seat up at
   * once ({@link #PARTICIPANT_REMOVED}), is no deputy any more, and may not ask again. The student can be removed by
   * the mentor and admins, the mentor by nobody (UNPROCESSABLE). Fails with NOT_FOUND when the person did not ask.
   */
  public static final Request<Admit, Admission> ADMIT =
      Request.of("meeting.lobby.decide", Admit.class, Admission.class);

  public record Admit(UUID meetingId, UUID userId, boolean admit) {}

  /** @param admitted null while waiting */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Admission(UUID meetingId, UUID userId, String name, @Nullable Boolean admitted, Instant askedAt) {}

  /** Lists those who wait. For the chair. */
  public static final Request<Lobby, Waiting> LOBBY = Request.of("meeting.lobby.list", Lobby.class, Waiting.class);

  public record Lobby(UUID id) {}

  public record Waiting(List<Admission> waiting) {}

  /** The mentor names a deputy, or none with null; {@link #DEPUTY_NAMED} tells all. */
  public static final Request<NameDeputy, Room> NAME_DEPUTY =
      Request.of("meeting.deputy.set", NameDeputy.class, Room.class);

  public record NameDeputy(UUID id, @Nullable UUID userId) {}

  /**
   * The chair ends the meeting for all; twice is as once. Before its start it is {@link #NOT_BEGUN} unless that is
   * meant: then all are sent out, and the meeting stays open for its time.
   */
  public static final Request<End, Room> END = Request.of("meeting.room.end", End.class, Room.class);

  /** @param early whether the caller knows that the meeting has not begun */
  public record End(UUID id, @Default("false") boolean early) {}

  /** Returns the room, for those who may come in. */
  public static final Request<GetRoom, Room> GET_ROOM = Request.of("meeting.room.get", GetRoom.class, Room.class);

  public record GetRoom(UUID id) {}

  /** Seats of lost nodes are emptied; meetings whose time is over by ten minutes, or that were cancelled, end. */
  public static final Request<Sweep, Swept> SWEEP = Request.of("meeting.room.sweep", Sweep.class, Swept.class);

  public record Sweep() {}

  public record Swept(int lostSeats, int endedMeetings) {}

  /** Says how much time is left; stored when the first person comes. */
  public static final Request<Tick, Ticked> TICK = Request.of("meeting.timer.tick", Tick.class, Ticked.class);

  /** @param endsAt of the meeting that it is for: one that was moved has other ticks */
  public record Tick(UUID meetingId, int minutesLeft, @Nullable Instant endsAt) {
    public Tick(UUID meetingId, int minutesLeft) {
      this(meetingId, minutesLeft, null);
    }
  }

  public record Ticked(boolean told) {}

  // --- chat and recording ------------------------------------------------------------------------------------------

  /** Keeps a message and gives it the next number. Fails with FORBIDDEN when the caller has no seat. */
  public static final Request<Say, Message> SAY = Request.of("meeting.chat.say", Say.class, Message.class);

  /** @param text 1 to 4000 characters, kept as they are */
  public record Say(UUID meetingId, String text) {}

  public record Message(long number, UUID userId, String name, String text, Instant sentAt) {}

  /** Latest first. */
  public static final Request<History, Page<Message>> HISTORY =
      Request.list("meeting.chat.list", History.class, Message.class);

  public record History(UUID id, @Nullable Integer limit, @Nullable Long offset) implements Listing {}

  /** The chair begins; everybody's consent is asked for. One that runs already is answered. */
  public static final Request<RecordMeeting, Recording> START_RECORDING =
      Request.of("meeting.recording.start", RecordMeeting.class, Recording.class);
  /** Stops the recording; fails with NOT_FOUND when nothing did. */
  public static final Request<RecordMeeting, Recording> STOP_RECORDING =
      Request.of("meeting.recording.stop", RecordMeeting.class, Recording.class);

  public record RecordMeeting(UUID meetingId) {}

  /**
   * @param fileId of the file that the recording has become; null while it has not
   * @param consents of those who said something
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Recording(UUID id, UUID meetingId, UUID startedBy, Instant startedAt, @Nullable Instant stoppedAt,
      @Nullable String url, @Nullable Long bytes, @Nullable UUID fileId, List<Consent> consents) {}

  public record Consent(UUID userId, boolean given, Instant at) {}

  /** One's consent to the recording that runs; refusing stops it. */
  public static final Request<GiveConsent, Recording> CONSENT =
      Request.of("meeting.recording.consent", GiveConsent.class, Recording.class);

  public record GiveConsent(UUID meetingId, boolean given) {}

  /**
   * Keeps the next bytes of a recording, for the one who makes it. Twice is as once. Fails with CONFLICT when bytes
   * before these are missing, when the recording is a file already, and 20 minutes after it has stopped.
   */
  public static final Request<AddPiece, Added> ADD_PIECE =
      Request.of("meeting.recording.add", AddPiece.class, Added.class);

  /**
   * @param at number of the recording's bytes before these
   * @param bytes in base64; may be none with the last
   */
  public record AddPiece(UUID id, @Min(0) long at, @Size(max = MOST_PIECE) String bytes,
      @Default("false") boolean last) {
    @Override
    public String toString() {
      return "AddPiece[" + id + ", " + at + "]";
    }
  }

  /** @param bytes that are kept */
  public record Added(UUID id, long bytes) {}

  /** Signs an address from which the recording is played or downloaded, for those who may see its meeting. */
  public static final Request<PlayRecording, Address> PLAY =
      Request.of("meeting.recording.play", PlayRecording.class, Address.class);

  public record PlayRecording(UUID id) {}

  /** @param url a secret until it expires; begins with a slash where the server does not know its own address */
  public record Address(String url, Instant expiresAt) {
    @Override
    public String toString() {
      return "Address[]";
    }
  }

  /** The one who recorded says where it is kept. */
  public static final Request<DescribeRecording, Recording> DESCRIBE_RECORDING =
      Request.of("meeting.recording.describe", DescribeRecording.class, Recording.class);

  /** The length can be cleared. */
  @AtLeastOne
  public record DescribeRecording(UUID id, Change<@Size(max = 2000) @Pattern(regexp = "^https?://[^\\s]+$") String> url,
      Change<@Nullable @Min(0) Long> bytes) {}

  // --- what remains ------------------------------------------------------------------------------------------------

  public static final Request<GetRoom, Recordings> RECORDINGS =
      Request.of("meeting.recording.list", GetRoom.class, Recordings.class);

  public record Recordings(List<Recording> recordings) {}

  public static final Request<GetRoom, Attendance> ATTENDANCE =
      Request.of("meeting.attendance.get", GetRoom.class, Attendance.class);

  /** @param togetherSeconds in which both the mentor and the student were there */
  public record Attendance(List<Attendee> attendees, long togetherSeconds) {}

  /** @param reconnects breaks of at most a minute, which count as presence; {@code presences} in their order */
  public record Attendee(UUID userId, String name, long seconds, int reconnects, List<Presence> presences) {}

  /** @param until null while present */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Presence(Instant from, @Nullable Instant until) {}

  /** Everything that happened, in its order. */
  public static final Request<History, Page<LogEntry>> LOG =
      Request.list("meeting.log.list", History.class, LogEntry.class);

  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record LogEntry(Instant at, @Nullable UUID userId, String what, @Nullable String detail) {}

  /** Returns what the browser's RTCPeerConnection needs; TURN credentials end with the meeting, and each is logged. */
  public static final Request<GetRoom, Ice> ICE_SERVERS = Request.of("meeting.ice.get", GetRoom.class, Ice.class);

  /** @param expiresAt of the credentials; null without TURN */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Ice(List<IceServer> iceServers, @Nullable Instant expiresAt) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record IceServer(List<String> urls, @Nullable String username, @Nullable String credential) {}

  // --- events ------------------------------------------------------------------------------------------------------

  public static final Event<Came> PARTICIPANT_JOINED = Event.of("meeting.participant.joined", Came.class);

  public record Came(UUID meetingId, Participant participant) {}

  /** Comes when a person's connection was moved, too; then the old one is told to go. */
  public static final Event<Went> PARTICIPANT_LEFT = Event.of("meeting.participant.left", Went.class);

  public record Went(UUID meetingId, UUID userId, String socketId, String reason) {}

  /** Announces that a person may not be in the meeting any more: all connections of the person leave it. */
  public static final Event<Removed> PARTICIPANT_REMOVED = Event.of("meeting.participant.removed", Removed.class);

  /** @param at seats that were taken later are not meant */
  public record Removed(UUID meetingId, UUID userId, Instant at) {}

  /** Announces that a person asks to come in (at most every few seconds), or that the chair has decided. */
  public static final Event<Admission> LOBBY_CHANGED = Event.of("meeting.lobby.changed", Admission.class);

  public static final Event<DeputyNamed> DEPUTY_NAMED = Event.of("meeting.deputy.named", DeputyNamed.class);

  /** @param deputyId null: there is none any more */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record DeputyNamed(UUID meetingId, UUID mentorId, @Nullable UUID deputyId) {}

  public static final Event<TimeLeft> TIME_LEFT = Event.of("meeting.timer.left", TimeLeft.class);

  public record TimeLeft(UUID meetingId, int minutesLeft, Instant endsAt) {}

  public static final Event<Recording> RECORDING_CHANGED = Event.of("meeting.recording.changed", Recording.class);

  public static final Event<Ended> MEETING_ENDED = Event.of("meeting.room.ended", Ended.class);

  /** Says why a meeting is over. */
  public enum Because implements Word {
    CHAIR("The meeting is over: the host has ended it."), TIME("The meeting is over: its time has run out."),
    CANCELLED("The meeting is over: it was cancelled."),
    EARLY("The host has closed the room for now. The meeting is still on for its time.");

    private final String words;

    Because(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /** @param endedBy null: nobody of the meeting; {@code because} null: a node of an earlier release does not say */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Ended(UUID meetingId, @Nullable UUID endedBy, Instant endedAt, long togetherSeconds,
      @Nullable Because because) {}

  private MeetingContract() {}
}
