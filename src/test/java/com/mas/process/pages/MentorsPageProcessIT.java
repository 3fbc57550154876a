package com.mas.process.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.process.Api;
import com.mas.process.SharedServer;
import com.mas.process.SharedServer.Person;
import com.mas.testkit.Browser;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Mentors in a browser: one writes a profile and hours, a student finds the mentor, asks for a time and moves it. */
class MentorsPageProcessIT {
  private static final String LAST_DAY = "section section:last-of-type .row button";

  @Test
  void aStudentFindsAMentorAsksForATimeAndMovesIt() throws Exception {
    SharedServer server = SharedServer.get();
    Api api = server.api();
    Person mentor = server.newPerson("Nandini Kulshreshtha", "EXPERT");
    Person student = server.newPerson("Farhan Qureshi", "USER");
    try (Browser browser = Browser.desktop()) {
      browser.openAs(api.base() + "/console/mentors/profile", mentor.email(), SharedServer.PASSWORD);
      browser.see("form [name=role]").sendKeys("Compiler engineer");
      browser.see("form [name=skills]").sendKeys("Kotlin, Compilers");
      looked(browser, "mentor-profile");
      browser.see("form [name=company]").sendKeys("Example Works", Keys.ENTER);
      browser.see("#messages", "Your profile is saved.");
      browser.open(api.base() + "/console/mentors/hours");
      browser.see("main", "No hours yet.");
      for (int day = 0; day < 5; day++) {
        browser.click("form button", "Add hours");
      }
      looked(browser, "mentor-hours");
      browser.click("form button", "Save");
      browser.see("#messages", "Your hours are saved.");
    }
    String token = api.login(mentor.email(), SharedServer.PASSWORD);
    assertEquals(200, api.ask("PUT", "/api/mentors/me/booking-rules", token,
        "{\"onApproval\":true,\"bufferMinutes\":0}").status());
    try (Browser browser = Browser.desktop()) {
      browser.asPhone();
      browser.openAs(api.base() + "/console/mentors", student.email(), SharedServer.PASSWORD);
      browser.see("form [name=skill]").sendKeys("Kotlin", Keys.ENTER);
      browser.see("li.card h2", "Nandini Kulshreshtha");
      looked(browser, "mentors-found");
      inTheMiddle(browser, "li.card a");
      browser.click("li.card a", "Profile and times");
      browser.see("main", "Decides about each request");
      browser.see("section .row button");
      looked(browser, "mentor-times");
      inTheMiddle(browser, LAST_DAY);
      browser.click(LAST_DAY, ""); // far enough for the meeting to be moved, whatever the time of day is
      browser.see("dialog form [name=title]").sendKeys("Mock interview about parsers");
      browser.see("dialog", "Free: calls with mentors cost nothing");
      looked(browser, "mentor-book");
      inTheMiddle(browser, "dialog form button");
      browser.click("dialog form button", "Ask for this time");
      browser.see("#messages", "The mentor is asked.");
    }
    try (Browser browser = Browser.desktop()) {
      browser.openAs(api.base() + "/console/meeting", mentor.email(), SharedServer.PASSWORD);
      browser.see("li.card", "Please answer until");
      looked(browser, "mentor-request");
      browser.click("li.card button", "Approve");
      browser.see("#messages", "The call is booked.");
    }
    try (Browser browser = Browser.desktop()) {
      browser.openAs(api.base() + "/console/meeting", student.email(), SharedServer.PASSWORD);
      browser.see("li.card", "You can move or cancel it at no cost until");
      browser.click("li.card button", "Move");
      browser.see("dialog section .row button");
      looked(browser, "meeting-move");
      browser.click("dialog section .row button", "");
      browser.see("#messages", "The meeting is moved.");
    }
    assertEquals(3, api.get("/api/bookings?limit=1", token).data().at("/0/version").asInt(),
        "asked for, approved, moved");
  }

  /** The bar of a phone lies over what is at the lower end. */
  private static void inTheMiddle(Browser browser, String css) {
    browser.driver().executeScript("document.querySelector(arguments[0]).scrollIntoView({block: 'center'})", css);
  }

  private static void looked(Browser browser, String name) throws Exception {
    browser.settled();
    browser.assertUsable();
    browser.assertAccessible();
    browser.screenshot(name);
  }
}
