package com.mas.realtime.meeting;

import java.util.Locale;

/** Says why a socket was taken out of a meeting; see {@code removed-from-room}. */
enum Leaving {
  REMOVED("The host has removed you from this meeting. You can come in again when the host lets you."),
  WAITING("You have to ask to come in again. Please wait until the host lets you in."),
  ELSEWHERE("You are in this meeting in another window."),
  SIGNED_OUT("Your session has ended. Please sign in to come in again."),
  OVER("You can no longer be in this meeting."),
  UNKNOWN("The server could not find out whether you may still be in this meeting. Please join it again.");

  private final String words;

  Leaving(String words) {
    this.words = words;
  }

  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  String words() {
    return words;
  }
}
