package com.mas.process.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.SharedServer;
import com.mas.process.SharedServer.Person;
import com.mas.process.Sql;
import com.mas.testkit.Browser;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Feedback after a call, the scorecard and the leaderboard, as the two of the call see them. */
class FeedbackPageProcessIT {
  private final SharedServer server = SharedServer.get();
  private final Api api = server.api();

  FeedbackPageProcessIT() throws Exception {}

  @Test
  void bothGiveFeedbackAndItAddsUp() throws Exception {
    Person mentor = server.newPerson("Mentor Board", "EXPERT");
    Person student = server.newPerson("Student Board", "USER");
    String mentors = api.login(mentor.email(), SharedServer.PASSWORD);
    Instant start = Instant.now().plusSeconds(86_400);
    Reply profile = api.ask("PUT", "/api/mentors/me", mentors, "{\"skills\":[\"SQL\"],\"categories\":[],"
        + "\"languages\":[],\"kinds\":[\"technical_mock\"],\"listed\":true}");
    assertEquals(200, profile.status(), profile::text);
    String slot = api.post("/api/slots", mentors,
        Map.of("startsAt", start.toString(), "endsAt", start.plusSeconds(1800).toString())).data()
        .at("/slots/0/id").asText();
    String booking = api.post("/api/bookings", api.login(student.email(), SharedServer.PASSWORD),
        Map.of("slotId", slot, "title", "Mock interview", "kind", "technical_mock")).data().path("id").asText();
    try (Sql sql = server.sql()) {
      sql.change("UPDATE mentoring.bookings SET state = 'completed', starts_at = now() - interval '1 hour', ends_at ="
          + " now() - interval '30 minutes', ended_at = now() - interval '30 minutes' WHERE id = '" + booking + "'");
    }
    try (Browser browser = Browser.desktop()) {
      browser.openAs(api.base() + "/console/meeting", student.email(), SharedServer.PASSWORD);
      browser.click("main a", "Feedback");
      browser.see("h2", "How was the mentor?");
      browser.asPhone();
      browser.assertUsable();
      browser.assertAccessible();
      browser.asDesktop();
      browser.click("select[name=stars] option[value='4']");
      browser.click("input[name=tag-clear]");
      browser.type("textarea[name=comment]", "The hints helped");
      browser.click("form button", "Save");
      browser.see("#messages", "Your feedback is saved.");
      browser.assertNoErrors();
    }
    try (Browser browser = Browser.desktop()) {
      browser.openAs(api.base() + "/console/meeting?feedback=" + booking, mentor.email(), SharedServer.PASSWORD);
      browser.see("h2", "How did the student do?");
      browser.see("main", "it is shown once you have given your feedback");
      browser.click("select[name=technical_knowledge] option[value='3']");
      browser.click("select[name=communication] option[value='5']");
      browser.type("textarea[name=improve]", "Window functions");
      browser.click("form button", "Save");
      browser.see("main", "The hints helped");
      browser.screenshot("feedback");
      browser.assertAccessible();
      browser.open(api.base() + "/console/mentors/leaderboard");
      browser.see("table", "Mentor Board");
      browser.see("table", "3.58 of 5 (1 rating)");
      browser.assertUsable();
      browser.assertAccessible();
      browser.screenshot("leaderboard");
      browser.open(api.base() + "/console/profile/" + student.id());
      browser.see("#scorecard");
      browser.see("table", "Technical knowledge");
      browser.see("main", "Window functions");
      browser.assertUsable();
      browser.assertAccessible();
      browser.screenshot("scorecard");
      browser.assertNoErrors();
    }
    assertEquals(2, api.get("/api/student/me/scorecard",
        api.login(student.email(), SharedServer.PASSWORD)).data().path("means").size());
  }
}
