package com.mas.sandbox;

import java.util.Locale;

/** What a provider is asked for: the word that faults are filtered by and requests are counted under. */
enum Endpoint {
  AUTHENTICATE,
  COURSES,
  LEARNERS,
  REPORT,
  USERS;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
