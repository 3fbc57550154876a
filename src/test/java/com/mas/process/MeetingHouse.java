package com.mas.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.process.Api.Reply;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The people of the meeting tests, and a booking for them. */
public final class MeetingHouse {
  public static final String STUDENT = "asha.kulkarni@learner.example";
  public static final String MENTOR = "mentor.of.meetings@mas.example";
  public static final String GUEST = "guest.of.meetings@mas.example";
  public static final String PASSWORD = "learner-password-1";
  public static final String TITLE = "Career advice";

  /** The addresses of those who meet at a server that others use, too. */
  public record People(String mentor, String student, String guest) {}

  private MeetingHouse() {}

  /** Makes people whom no other test meets, with {@link SharedServer#PASSWORD}. */
  public static People newPeople(SharedServer server) throws IOException {
    return new People(server.newPerson("Meera Iyer", "EXPERT").email(),
        server.newPerson("Asha Kulkarni", "USER").email(), server.newPerson("Gopal Rao", "USER").email());
  }

  /** The mentor and a guest; the student is there. */
  public static void people(Api api) throws IOException {
    String admin = api.admin();
    newUser(api, admin, MENTOR, "Meera Iyer", "EXPERT");
    newUser(api, admin, GUEST, "Gopal Rao", "USER");
  }

  /** Makes her where no sandbox has. */
  public static void student(Api api) throws IOException {
    newUser(api, api.admin(), STUDENT, "Asha Kulkarni", "USER");
  }

  private static void newUser(Api api, String admin, String email, String name, String role) throws IOException {
    Reply made = api.post("/api/admin/users", admin, Map.of("email", email, "password", "a-temporary-one-1",
        "fullName", name, "role", role));
    assertEquals(201, made.status(), made::text);
    api.takeOver(email, "a-temporary-one-1", PASSWORD);
  }

  /** A meeting that is open already, although it begins in some minutes; answers its id. */
  public static String book(Api api) throws IOException {
    return book(api, Instant.now().plus(Duration.ofMinutes(8)), Duration.ofMinutes(30));
  }

  public static String book(Api api, Instant start, Duration length) throws IOException {
    return book(api, api.login(MENTOR, PASSWORD), api.login(STUDENT, PASSWORD), start, length);
  }

  /** Books as {@link #book(Api)} does, for the bearers of these tokens. */
  public static String book(Api api, String mentor, String student) throws IOException {
    return book(api, mentor, student, Instant.now().plus(Duration.ofMinutes(8)), Duration.ofMinutes(30));
  }

  public static String book(Api api, String mentor, String student, Instant start, Duration length) throws IOException {
    Reply slots = api.post("/api/slots", mentor,
        Map.of("startsAt", start.toString(), "endsAt", start.plus(length).toString()));
    assertEquals(201, slots.status(), slots::text);
    Reply booking = api.post("/api/bookings", student, Map.of("slotId",
        slots.data().path("slots").path(0).path("id").asText(), "title", TITLE));
    assertEquals(201, booking.status(), booking::text);
    return booking.data().path("id").asText();
  }
}
