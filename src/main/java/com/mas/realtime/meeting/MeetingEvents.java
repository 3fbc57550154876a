package com.mas.realtime.meeting;

import java.util.List;

/**
 * The names of all events of this product's namespaces. What they carry is in {@code domain/meeting/asyncapi}; the
 * two are held together by tests.
 */
final class MeetingEvents {
  static final String JOIN = "join-room";
  static final String TAKE_OVER = "takeover-connection";
  static final String LEAVE = "leave-room";
  static final String USERS = "get-online-users";
  static final String CHAT = "chat-message";
  static final String CHAT_HISTORY = "get-chat-history";
  static final String START = "initialize-meeting";
  static final String END = "end-meeting";
  static final String ADMIT = "admit-user";
  static final String START_RECORDING = "start-recording";
  static final String STOP_RECORDING = "stop-recording";
  static final String CONSENT = "recording-consent";
  static final String RENEW = "renew-token";
  /** Events that go to one socket of the meeting. */
  static final List<String> SIGNALS = List.of("offer", "answer", "ice-candidate");
  /** Events in which a person tells the others in the room about itself. */
  static final List<String> STATES =
      List.of("audio-toggle", "video-toggle", "raise-hand", "screen-share", "connection-quality");

  static final String USERS_UPDATED = "room-users-updated";
  static final String STARTED = "meeting-started";
  static final String ENDED = "meeting-ended";
  static final String TAKEN_OVER = "connection-taken-over";
  /** Tells that another person has gone. */
  static final String USER_LEFT = "user-left";
  /** Tells a person that it was removed from the room although the meeting goes on. */
  static final String REMOVED = "removed-from-room";
  static final String LOBBY_REQUEST = "lobby-request";
  static final String LOBBY_DECISION = "lobby-decision";
  static final String DEPUTY_CHANGED = "deputy-changed";
  static final String TIMER_WARNING = "timer-warning";
  static final String RECORDING_STARTED = "recording-started";
  static final String RECORDING_STOPPED = "recording-stopped";
  static final String NOTIFICATION = "notification";

  private MeetingEvents() {}
}
