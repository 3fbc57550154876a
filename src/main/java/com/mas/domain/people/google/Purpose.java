package com.mas.domain.people.google;

import com.mas.bus.Word;

/** Says what a person connects an account at Google for. */
enum Purpose implements Word {
  CALENDAR("https://www.googleapis.com/auth/calendar.events", "calendar"), DRIVE(
      "https://www.googleapis.com/auth/drive.readonly", "Drive");

  /** Permission that is needed. */
  final String scope;
  /** Name for people. */
  final String title;

  Purpose(String scope, String title) {
    this.scope = scope;
    this.title = title;
  }
}
