package com.mas.process.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.process.Api;
import com.mas.process.SharedServer;
import com.mas.testkit.Browser;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The documentation in a real browser: the contract, the events, and the bus for who may see it. */
class DocsPageProcessIT {
  private static final String BUS_SECTION = "section h2";

  @Test
  void itShowsTheContractTheEventsAndToAdministratorsTheBus() throws Exception {
    Api api = SharedServer.get().api();
    try (Browser browser = Browser.desktop()) {
      browser.open(api.base() + "/docs");
      browser.see("summary .path", "/api/auth/login");
      browser.see(BUS_SECTION, "Socket.IO");
      JsonNode contract = api.get("/openapi.json", null).json();
      int operations = 0;
      for (JsonNode path : contract.path("paths")) {
        operations += path.size();
      }
      int events = 0;
      for (JsonNode operation : api.get("/asyncapi.json", null).json().path("operations")) {
        events += operation.path("messages").size();
      }
      assertEquals(operations + events, browser.all("details.operation").size(), "each has its entry");
      // one of each is opened: what it takes and gives is written out
      open(browser, "identity.session.login");
      browser.see("details[open] pre", "password");
      browser.assertNoErrors();

      browser.click("#bus");
      browser.see("#bus-said", "Authorization token missing");
      browser.type("#token", api.login("asha.kulkarni@learner.example", "learner-password-1"));
      browser.click("#bus");
      browser.see("#bus-said", "administrators");
      assertEquals(operations + events, browser.all("details.operation").size());
      browser.assertNoErrors("401", "403");

      browser.type("#token", api.admin());
      browser.tabTo("the event bus");
      browser.press(Keys.ENTER);
      browser.see("#bus-said", "addresses, below");
      browser.see(BUS_SECTION, "Event bus — identity");
      JsonNode bus = api.ask("GET", "/asyncapi/bus.json", api.admin(), null).json();
      assertEquals(operations + events + bus.path("operations").size(), browser.all("details.operation").size());
      open(browser, "bus ask notification.email.send");
      browser.see("details[open] pre", "template");
      browser.see("details[open] h4", "Answer");
      assertFalse(browser.see("#bus").isEnabled(), "once is enough");

      browser.type("#filter", "notification.email.send");
      browser.see("details[open] summary .path", "notification.email.send");
      assertTrue(browser.all("details.operation:not([hidden])").size() < 5);
      browser.screenshot("docs");
      browser.assertNoErrors();
    }
  }

  private static void open(Browser browser, String id) {
    browser.driver().executeScript("document.getElementById(arguments[0]).querySelector('summary').click()", id);
  }
}
