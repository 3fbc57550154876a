package com.mas.sandbox;

import java.util.Locale;

/** Kind of a request to a provider: faults are filtered and requests are counted by its word. */
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
