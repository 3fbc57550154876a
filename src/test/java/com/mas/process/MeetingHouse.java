package com.mas.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.process.Api.Reply;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The people of the meeting tests, and a booking for them. */
final class MeetingHouse {
  static final String STUDENT = "asha.kulkarni@learner.example";
  static final String MENTOR = "mentor.of.meetings@mas.example";
  static final String GUEST = "guest.of.meetings@mas.example";
  static final String PASSWORD = "learner-password-1";
  static final String TITLE = "Career advice";

  private MeetingHouse() {}

  /** The mentor and a guest; the student is there. */
  static void people(Api api) throws IOException {
    String admin = api.admin();
    newUser(api, admin, MENTOR, "Meera Iyer", "EXPERT");
    newUser(api, admin, GUEST, "Gopal Rao", "USER");
  }

  /** Where no sandbox has made her. */
  static void student(Api api) throws IOException {
    newUser(api, api.admin(), STUDENT, "Asha Kulkarni", "USER");
  }

  private static void newUser(Api api, String admin, String email, String name, String role) throws IOException {
    Reply made = api.post("/api/admin/users", admin, Map.of("email", email, "password", "a-temporary-one-1",
        "fullName", name, "role", role));
    assertEquals(201, made.status(), made::text);
    api.takeOver(email, "a-temporary-one-1", PASSWORD);
  }

  /** A meeting that is open already, although it begins in some minutes; answers its id. */
  static String book(Api api) throws IOException {
    return book(api, Instant.now().plus(Duration.ofMinutes(8)), Duration.ofMinutes(30));
  }

  static String book(Api api, Instant start, Duration length) throws IOException {
    Reply slots = api.post("/api/slots", api.login(MENTOR, PASSWORD),
        Map.of("startsAt", start.toString(), "endsAt", start.plus(length).toString()));
    assertEquals(201, slots.status(), slots::text);
    Reply booking = api.post("/api/bookings", api.login(STUDENT, PASSWORD), Map.of("slotId",
        slots.data().path("slots").path(0).path("id").asText(), "title", TITLE));
    assertEquals(201, booking.status(), booking::text);
    return booking.data().path("id").asText();
  }
}
