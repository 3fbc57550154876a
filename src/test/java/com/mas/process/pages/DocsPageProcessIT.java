package com.mas.process.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Failure;
import com.mas.process.Api;
import com.mas.process.SharedServer;
import com.mas.testkit.Browser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** The documentation in a real browser: the index, the reference with an account, events, failures, guides. */
class DocsPageProcessIT {
  @Test
  void theIndexHasEveryOperationAndFindsThem() throws Exception {
    Api api = SharedServer.get().api();
    try (Browser browser = Browser.desktop()) {
      browser.open(api.base() + "/docs");
      browser.see("h1", "Documentation");
      int operations = 0;
      for (JsonNode path : api.get("/openapi.json", null).json().path("paths")) {
        operations += path.size();
      }
      assertEquals(operations, browser.all("[data-find]").size(), "each has its entry");
      browser.type("#search", "xp reversal");
      browser.see("#count", "found");
      List<WebElement> found = browser.all("[data-find]:not([hidden])");
      assertTrue(found.size() == 1 && found.getFirst().getText().contains("reversals"), found::toString);
      assertTrue(browser.see("main").getText().contains("learner-password-1"), "the sandbox shows its accounts");
      browser.click("nav a", "Operations");
      browser.see("h1", "Operations");
      browser.assertNoErrors();
    }
  }

  @Test
  void theReferenceIsTriedOutWithADemoAccount() throws Exception {
    Api api = SharedServer.get().api();
    try (Browser browser = Browser.desktop()) {
      browser.open(api.base() + "/docs/api");
      browser.see("#signed-in", "Not signed in");
      browser.click("[data-email]", "Learner");
      browser.see("#signed-in", "asha.kulkarni@learner.example");
      browser.open(api.base() + "/docs");
      browser.open(api.base() + "/docs/api#/progress/gamification.progress.mine");
      browser.see("#signed-in", "asha.kulkarni@learner.example"); // for this tab, until it is closed
      WebElement operation = browser.see(".opblock.is-open");
      assertTrue(operation.getText().contains("/api/student/me/progress"), operation::getText);
      browser.click(".opblock.is-open .try-out button");
      browser.click(".opblock.is-open .execute");
      browser.see(".opblock.is-open .live-responses-table", "overallPercent");
      browser.click(".opblock.is-open .request-snippets .btn", "TypeScript");
      browser.see(".opblock.is-open .request-snippets", "api.GET('/api/student/me/progress')");
      browser.screenshot("docs-api");
      browser.assertAccessible(); // in light and dark, with an operation and its answer open
      browser.driver().executeScript("document.getElementById('sign-out').click()"); // far above by now
      browser.see("#signed-in", "Not signed in");
      browser.assertNoErrors();
    }
  }

  @Test
  void theConsolesSessionIsTakenOver() throws Exception {
    Api api = SharedServer.get().api();
    try (Browser browser = Browser.desktop()) {
      browser.openAs(api.base() + "/console/", Api.ADMIN, Api.PASSWORD);
      browser.open(api.base() + "/docs/events");
      browser.see("#signed-in", Api.ADMIN);
      browser.see("#bus h2", "Event bus · identity");
      browser.assertNoErrors();
    }
  }

  @Test
  void theEventsHaveShapesAndExamplesAndTheBusIsForAdministrators() throws Exception {
    Api api = SharedServer.get().api();
    try (Browser browser = Browser.desktop()) {
      browser.open(api.base() + "/docs/events");
      browser.see("#channels h2", "/ · Meetings");
      int events = 0;
      for (JsonNode operation : api.get("/asyncapi.json", null).json().path("operations")) {
        events += operation.path("messages").size();
      }
      assertEquals(events, browser.all("details.docs-event").size(), "each has its entry");
      browser.all("details.docs-event summary").getFirst().click();
      browser.see("details[open] h5", "Example");
      browser.click("[data-email]", "Learner");
      browser.see("#bus-said", "administrators");
      assertEquals(events, browser.all("details.docs-event").size());
      browser.assertNoErrors("403");
      browser.click("[data-email]", "Super admin");
      browser.see("#bus h2", "Event bus · identity");
      JsonNode bus = api.ask("GET", "/asyncapi/bus.json", api.admin(), null).json();
      assertEquals(events + bus.path("operations").size(), browser.all("details.docs-event").size());
      browser.type("#search", "notification.email.send");
      browser.see("#bus details summary", "notification.email.send").click();
      browser.see("details[open] pre", "template");
      browser.see("details[open] h4", "Answer");
      browser.assertNoErrors("403");
    }
  }

  @Test
  void theCatalogueHasEveryCodeAndEveryReasonOfTheContract() throws Exception {
    Api api = SharedServer.get().api();
    JsonNode reasons = api.get("/openapi.json", null).json().path("x-reasons");
    try (Browser browser = Browser.desktop()) {
      browser.open(api.base() + "/docs/errors");
      for (Failure failure : Failure.values()) {
        WebElement row = browser.driver().findElement(By.id(failure.code()));
        List<String> cells = row.findElements(By.tagName("td")).stream().map(WebElement::getText).toList();
        assertEquals(String.valueOf(failure.httpStatus()), cells.get(1));
        assertTrue(cells.stream().noneMatch(String::isBlank), cells::toString);
      }
      assertEquals(reasons.size(), browser.all("tr[id^=reason-]").size());
      browser.assertNoErrors();
    }
  }

  @Test
  void everyPageIsForEverybody() throws Exception {
    String base = SharedServer.get().api().base();
    List<String> guides;
    try (Stream<Path> files = Files.list(Path.of("src", "main", "resources", "docs"))) {
      guides = files.map(file -> "/docs/guide/" + file.getFileName().toString().replace(".md", "")).sorted().toList();
    }
    List<String> pages = Stream.concat(Stream.of("/docs", "/docs/api", "/docs/events", "/docs/errors",
        "/docs/changelog", "/docs/no-such-page"), guides.stream()).toList();
    try (Browser desktop = Browser.desktop(); Browser phone = Browser.phone()) {
      for (Browser browser : List.of(desktop, phone)) {
        for (String page : pages) {
          browser.open(base + page);
          if (page.equals("/docs/api")) {
            browser.see(".opblock-tag");
          } else if (page.equals("/docs/events")) {
            browser.see("#channels h2");
            browser.assertUsable();
          } else {
            browser.assertUsable();
          }
          browser.assertAccessible();
        }
        browser.assertNoErrors("404");
      }
      phone.open(base + "/docs");
      assertFalse(phone.all("#nav a").getFirst().isDisplayed());
      phone.click("#menu");
      phone.see("#nav a", "Errors");
      phone.assertAccessible();
    }
  }
}
