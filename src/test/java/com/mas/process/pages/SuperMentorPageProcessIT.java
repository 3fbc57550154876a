package com.mas.process.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.process.Api;
import com.mas.process.SharedServer;
import com.mas.testkit.Browser;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The super mentor's page on the running server, with its demonstration batch: on a phone, by keyboard alone. */
class SuperMentorPageProcessIT {
  private static final String MENTOR = "super.mentor@mas.example";
  private static final String PASSWORD = "mentor-password-1";

  @Test
  void aSuperMentorRatesTheWeekAndSeesTheWeeksBefore() throws Exception {
    Api api = SharedServer.get().api();
    String token = api.login(MENTOR, PASSWORD);
    JsonNode first = api.get("/api/supermentor/students/ratings/week", token).data().path(0);
    String name = first.path("name").asText();
    assertTrue(!name.isEmpty(), first::toString);
    String ratings = "/api/supermentor/students/" + first.path("studentId").asText() + "/ratings";
    try (Browser phone = Browser.phone()) {
      phone.openAs(api.base() + "/console/supermentor", MENTOR, PASSWORD);
      phone.see(".mentees h2", name);
      phone.assertUsable();
      phone.tabTo("Rate this week: " + name);
      phone.press(Keys.ENTER);
      for (String score : new String[] {"4", "3.5", "5", "4.5", "9"}) {
        phone.press(Keys.TAB);
        phone.press(Keys.chord(Keys.CONTROL, "a"), score);
      }
      phone.press(Keys.ENTER); // nine of five: the browser says so and sends nothing
      assertEquals(first.path("rating"), api.get("/api/supermentor/students/ratings/week", token).data().path(0)
          .path("rating"));
      phone.press(Keys.chord(Keys.CONTROL, "a"), "3");
      phone.tabTo("Comment");
      phone.press(Keys.chord(Keys.CONTROL, "a"), "Explains well.");
      phone.tabTo("Save: " + name);
      phone.press(Keys.ENTER);
      phone.see("#messages .good", name + " is rated: 4 of 5");
      phone.see(".mentees strong", "4 of 5");
      phone.assertUsable();
      phone.screenshot("supermentor-phone");
      phone.tabTo("Previous weeks: " + name);
      phone.press(Keys.ENTER);
      phone.see(".mentees li", "Explains well.");
      phone.assertNoErrors();
    }
    JsonNode rating = api.get(ratings, token).data().path("rating");
    assertEquals(3.5, rating.path("technical").asDouble());
    assertEquals("Explains well.", rating.path("comment").asText());
  }
}
