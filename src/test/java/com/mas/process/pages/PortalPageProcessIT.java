package com.mas.process.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.process.Api;
import com.mas.process.SharedServer;
import com.mas.process.SharedServer.Person;
import com.mas.testkit.Browser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The student portal in a browser: a student on a phone, and an administrator who verifies. */
class PortalPageProcessIT {
  @TempDir private Path folder;

  @Test
  void aStudentFillsTheProfileSendsADocumentAndAnAdministratorVerifiesIt() throws Exception {
    SharedServer server = SharedServer.get();
    Api api = server.api();
    Person student = server.newPerson("Kavya Menon", "USER");
    Path paper = Files.write(folder.resolve("college card.pdf"),
        "%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n".getBytes(StandardCharsets.ISO_8859_1));
    try (Browser browser = Browser.desktop()) {
      browser.asPhone();
      browser.openAs(api.base() + "/console/dashboard", student.email(), SharedServer.PASSWORD);
      browser.see("#part-pending", "To do");
      browser.see("main", "Complete your profile: 0 %");
      looked(browser, "portal-dashboard");
      browser.open(api.base() + "/console/profile");
      browser.see("main", "This would complete it:");
      browser.click("main .head button", "Change");
      browser.see("form [name=city]").sendKeys("Pune", Keys.ENTER);
      browser.see("main", "5 %");
      browser.see(".facts", "Pune");
      looked(browser, "portal-profile");
      browser.open(api.base() + "/console/documents");
      browser.see("main", "No documents yet.");
      browser.click("main .head button", "Send a document");
      browser.see("input[type=file]").sendKeys(paper.toString());
      browser.driver().executeScript("document.querySelector('form button').scrollIntoView({block: 'center'})");
      browser.click("form button", "Upload");
      browser.see("section.card h2", "College identity card");
      browser.see(".badge", "Waits to be verified");
      looked(browser, "portal-documents");
    }
    try (Browser browser = Browser.desktop()) {
      browser.openAs(api.base() + "/console/timeline", student.email(), SharedServer.PASSWORD);
      browser.see("ol.list li", "College identity card: Waits to be verified");
      looked(browser, "portal-timeline");
    }
    try (Browser browser = Browser.desktop()) {
      browser.openAs(api.base() + "/console/verifications", Api.ADMIN, Api.PASSWORD);
      browser.click("tbody button", "Kavya Menon");
      browser.see("[role=dialog], dialog", "What became of it");
      looked(browser, "portal-verification");
      browser.click("[role=dialog] button, dialog button", "Verify");
      browser.see("[role=dialog], dialog", "Super Admin");
    }
    try (Browser browser = Browser.desktop()) {
      browser.openAs(api.base() + "/console/users?search=Kavya", Api.ADMIN, Api.PASSWORD);
      browser.click("tbody button", "Kavya Menon");
      browser.click("[role=dialog] a, dialog a", "Profile");
      browser.see("main h2", "Verify");
      browser.see("main form [name=rollNumber]").sendKeys("CS-17");
      browser.driver().executeScript("document.querySelector('main form button').scrollIntoView({block: 'center'})");
      browser.click("main form button", "Verify");
      browser.see("main .note", "Verified by the institution");
      browser.see("main .facts", "CS-17");
      looked(browser, "portal-profile-of-student");
      browser.driver().executeScript("scrollTo(0, 0)");
      browser.click("main .head a", "Timeline");
      browser.see("ol.list li", "College identity card: Verified");
      assertEquals(List.of("All", "Course", "XP", "Badge", "Meeting", "Credential", "Document", "Moodle"),
          browser.see("main select").findElements(By.tagName("option")).stream().map(WebElement::getText).toList(),
          "messages are the student's alone");
      looked(browser, "portal-timeline-of-student");
    }
    String token = api.login(student.email(), SharedServer.PASSWORD);
    assertEquals("verified", api.get("/api/student/documents", token).data().at("/documents/0/state").asText());
    assertEquals("CS-17", api.get("/api/student/profile", token).data().path("rollNumber").asText());
    assertEquals("Super Admin", api.get("/api/student/profile/views", token).data().at("/0/name").asText());
    assertTrue(api.get("/api/student/dashboard", token).data().path("missing").isEmpty());
  }

  private static void looked(Browser browser, String name) throws Exception {
    browser.settled();
    browser.assertUsable();
    browser.assertAccessible();
    browser.screenshot(name);
  }
}
