package com.mas.realtime.terminal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Default;
import com.mas.bus.Event;
import com.mas.bus.Failure;
import com.mas.bus.Listing;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Visible;
import com.mas.bus.Word;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Requests and events of shared terminals. A session is its owner's and the administrators' of its tenant; for
 * anybody else it is {@link com.mas.bus.Failure#NOT_FOUND}. Tokens are told once, when they are made.
 */
@NullMarked
public final class TerminalContract {
  public static final Reason TOO_MANY_SESSIONS = Reason.of(Failure.CONFLICT, "too_many_sessions",
      "You have too many open sessions; close one first.");
  public static final Reason NEEDS_ADMIN = Reason.of(Failure.FORBIDDEN, "needs_admin",
      "Only an administrator can see other people's sessions.");
  public static final Reason SESSION_OVER = Reason.of(Failure.CONFLICT, "session_over", "The session is over.");
  public static final Reason TOO_MANY_LINKS = Reason.of(Failure.CONFLICT, "too_many_links",
      "The session has too many links; revoke one first.");
  public static final Reason LINK_UNKNOWN = Reason.of(Failure.NOT_FOUND, "link_unknown",
      "The session has no such link.");
  public static final Reason NOT_ADMITTED = Reason.of(Failure.UNAUTHENTICATED, "not_admitted",
      "There is no such session, or the token is not for it.");
  public static final Reason SESSION_UNKNOWN = Reason.of(Failure.NOT_FOUND, "session_unknown",
      "There is no such terminal session.");
  public static final Reason RECORDING_UNKNOWN = Reason.of(Failure.NOT_FOUND, "recording_unknown",
      "There is no such recording.");
  public static final Reason RECORDING_FULL = Reason.of(Failure.CONFLICT, "recording_full",
      "There is no room for another recording. Open the session without recording.");

  /** Rights of a link: to look; to ask for the keyboard; to type without asking. */
  public enum LinkMode implements Word {
    WATCH, ASK, WRITE
  }

  public enum Role {
    HOST, VIEWER
  }

  /** Says why a session is over; also the reason that its sockets are closed with. */
  public enum Ending implements Word {
    CLOSED, HOST_LEFT, HOST_GONE, EXPIRED
  }

  /**
   * @param minutes until it expires: 5 to 1440, null for 240; {@code links} null for one of each, {@code watch} and
   * {@code ask}
   */
  public record CreateSession(@Visible @Size(max = 200) String title, @Nullable UUID meetingId, @Nullable UUID batchId,
      @Nullable @Min(5) @Max(1440) @Default("240") Integer minutes, @Nullable @Default("false") Boolean recording,
      @Nullable @Size(min = 1, max = 10) List<FirstLink> links) {}

  /** @param label tells the host who came by it, null for none */
  public record FirstLink(LinkMode mode, @Nullable @Size(max = 60) String label) {}

  /** @param label as that of {@link FirstLink} */
  public record CreateLink(UUID sessionId, LinkMode mode, @Nullable @Size(max = 60) String label) {}

  /** @param page path of the viewer's page; the token is behind the #, which browsers keep to themselves */
  public record NewLink(UUID id, LinkMode mode, String label, String token, String page) {}

  public record NewSession(UUID id, String hostToken, Session session, List<NewLink> links) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Session(UUID id, UUID ownerId, String title, @Nullable UUID meetingId, @Nullable UUID batchId,
      boolean recording, Instant createdAt, Instant expiresAt, @Nullable Instant endedAt, @Nullable Ending endedBecause,
      List<Link> links) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Link(UUID id, LinkMode mode, String label, Instant createdAt, @Nullable Instant revokedAt) {}

  /** @param all of everybody: for administrators only; {@code open} null for both */
  public record ListSessions(@Nullable Boolean all, @Nullable Boolean open, @Nullable UUID meetingId,
      @Nullable UUID batchId, @Nullable Integer limit, @Nullable Long offset)
      implements
        Listing {}

  public record GetSession(UUID id) {}

  public record CloseSession(UUID id) {}

  public record RevokeLink(UUID sessionId, UUID id) {}

  /** @param viewer as {@code state} of the session's socket names them; {@code seconds} 1 to 3600, null for 600 */
  public record GrantKeyboard(UUID id, UUID viewer, @Nullable @Min(1) @Max(3600) @Default("600") Integer seconds) {}

  /** @param viewer who gets no keyboard or has it no more, null for whoever has it */
  public record RevokeKeyboard(UUID id, @Nullable UUID viewer) {}

  public record Done(UUID id) {}

  /** @param seconds of its last event; {@code bytes} of the file, about */
  public record Recording(UUID id, UUID sessionId, String title, int columns, int lines, Instant startedAt,
      Instant updatedAt, double seconds, long bytes) {}

  public record ListRecordings(UUID sessionId, @Nullable Integer limit, @Nullable Long offset) implements Listing {}

  public record RemoveRecording(UUID sessionId, UUID id) {}

  /** @param from the first part wanted, 0 at the beginning */
  public record ReadRecording(UUID sessionId, UUID id,
      @Nullable @Min(0) @Max(100_000_000) @Default("0") Integer from) {}

  /**
   * @param text lines of asciicast v2, the header line first when the first part was asked for; {@code next} null at
   * the end
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RecordingText(UUID id, String text, @Nullable Integer next) {}

  /** @param from the first part wanted, null for the whole file */
  public record DownloadRecording(UUID sessionId, UUID id,
      @Nullable @Min(0) @Max(100_000_000) @Default("0") Integer from) {}

  /** @param text some of the file; {@code next} what to go on with, null at the end */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record FilePart(String text, @Nullable Integer next) {}

  /** @param tokens that the socket showed, any of which may be the right one */
  public record Admit(UUID sessionId, Role role, List<String> tokens) {}

  /** @param mode null for the host; {@code recordingId} null when nothing is recorded */
  public record Admission(UUID sessionId, String tenant, String title, Role role, @Nullable LinkMode mode,
      @Nullable UUID linkId, @Nullable String label, @Nullable UUID recordingId, Instant expiresAt, UUID ownerId) {}

  /** Ends a session. Sent by the relay; idempotent. */
  public record EndSession(UUID id, Ending because) {}

  public record FindOver(List<UUID> ids) {}

  public record Over(List<SessionEnded> sessions) {}

  /**
   * Idempotent by writer and sequence. Beyond what may be recorded nothing is kept but a mark that says why.
   *
   * @param writer one host's connection; {@code sequence} counts what it appends
   * @param lines whole lines of asciicast, each ended, or none to learn where the recording stands; {@code seconds} of
   * the last
   */
  public record AppendRecording(UUID recordingId, @Nullable UUID writer, int sequence, String lines, int columns,
      int rows, double seconds) {}

  /** @param seconds where the recording stands, 0 for a new one; {@code refused} null when it may go on */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Appended(double seconds, @Nullable NotRecorded refused) {}

  /**
   * Recording was refused; the session is not touched by that.
   *
   * @param because what there is too much of: session, account, day, tenant, all; or disk, of which there is too little
   * @param message for people
   */
  public record NotRecorded(String because, String message) {}

  public record Purge() {}

  public record Purged(int sessions, int recordings) {}

  public record SessionEnded(UUID sessionId, Ending because) {}

  public record LinkRevoked(UUID sessionId, UUID linkId) {}

  /** @param viewer null for whoever has the keyboard; {@code seconds} null when it is taken back */
  public record KeyboardDecided(UUID sessionId, @Nullable UUID viewer, @Nullable Integer seconds) {}

  /** @param node the relay that the host has connected to */
  public record HostUp(UUID sessionId, String node) {}

  /** @param node that has viewers and looks for the session's host */
  public record HostWanted(UUID sessionId, String node) {}

  public static final Request<CreateSession, NewSession> SESSIONS_CREATE =
      Request.of("terminal.session.create", CreateSession.class, NewSession.class);
  public static final Request<ListSessions, Page<Session>> SESSIONS_LIST =
      Request.list("terminal.session.list", ListSessions.class, Session.class);
  public static final Request<GetSession, Session> SESSIONS_GET =
      Request.of("terminal.session.get", GetSession.class, Session.class);
  public static final Request<CloseSession, Session> SESSIONS_CLOSE =
      Request.of("terminal.session.close", CloseSession.class, Session.class);
  public static final Request<CreateLink, NewLink> LINKS_CREATE =
      Request.of("terminal.link.create", CreateLink.class, NewLink.class);
  public static final Request<RevokeLink, Done> LINKS_REVOKE =
      Request.of("terminal.link.revoke", RevokeLink.class, Done.class);
  /** Gives or takes back the keyboard, at once on the node with the host; a viewer who has left gets nothing. */
  public static final Request<GrantKeyboard, Done> KEYBOARD_GRANT =
      Request.of("terminal.keyboard.grant", GrantKeyboard.class, Done.class);
  public static final Request<RevokeKeyboard, Done> KEYBOARD_REVOKE =
      Request.of("terminal.keyboard.revoke", RevokeKeyboard.class, Done.class);
  public static final Request<ListRecordings, Page<Recording>> RECORDINGS_LIST =
      Request.list("terminal.recording.list", ListRecordings.class, Recording.class);
  public static final Request<ReadRecording, RecordingText> RECORDINGS_READ =
      Request.of("terminal.recording.read", ReadRecording.class, RecordingText.class);
  public static final Request<DownloadRecording, FilePart> RECORDINGS_DOWNLOAD =
      Request.of("terminal.recording.download", DownloadRecording.class, FilePart.class);
  public static final Request<RemoveRecording, Done> RECORDINGS_REMOVE =
      Request.of("terminal.recording.remove", RemoveRecording.class, Done.class);

  /** The relay's own, on no route. */
  public static final Request<Admit, Admission> ADMIT =
      Request.of("terminal.session.admit", Admit.class, Admission.class, Duration.ofSeconds(5));
  public static final Request<EndSession, Done> SESSIONS_END =
      Request.of("terminal.session.end", EndSession.class, Done.class);
  /**
   * Returns which of these sessions are over, and ends those whose owner is disabled. For relays that did not hear it
   * announced.
   */
  public static final Request<FindOver, Over> SESSIONS_OVER =
      Request.of("terminal.session.over", FindOver.class, Over.class, Duration.ofSeconds(4));
  public static final Request<AppendRecording, Appended> RECORDINGS_APPEND =
      Request.of("terminal.recording.append", AppendRecording.class, Appended.class);
  /** Ends what has expired and forgets recordings past their time; a scheduled stored request. */
  public static final Request<Purge, Purged> PURGE =
      Request.of("terminal.recording.purge", Purge.class, Purged.class, Duration.ofMinutes(2));

  public static final Event<SessionEnded> SESSION_ENDED = Event.of("terminal.session.ended", SessionEnded.class);
  public static final Event<LinkRevoked> LINK_REVOKED = Event.of("terminal.link.revoked", LinkRevoked.class);

  public static final Event<KeyboardDecided> KEYBOARD_DECIDED =
      Event.of("terminal.keyboard.decided", KeyboardDecided.class);

  public static final Event<HostUp> HOST_UP = Event.of("terminal.host.up", HostUp.class);

  public static final Event<HostWanted> HOST_WANTED = Event.of("terminal.host.wanted", HostWanted.class);

  private TerminalContract() {}
}
