package com.mas.process.pages;

import com.mas.process.Api;
import com.mas.process.SharedServer;
import com.mas.sandbox.google.GoogleSimulator;
import com.mas.testkit.Browser;
import org.junit.jupiter.api.Test;

/** A calendar and a Drive at Google, connected in a browser by way of the sandbox's Google. */
class GooglePageProcessIT {
  @Test
  void aPersonConnectsACalendarAndTakesADocumentOutOfADrive() throws Exception {
    SharedServer server = SharedServer.get();
    try (Browser browser = Browser.desktop()) {
      browser.openAs(server.api().base() + "/console/account/connections", Api.ADMIN, Api.PASSWORD);
      browser.see("main h2", "Google Calendar");
      browser.see("main h2", "Google Drive");
      browser.assertAccessible();
      browser.click("main button", "Connect");
      browser.click("a", GoogleSimulator.STRANGER);
      browser.see("main p", "Connected with the Google account " + GoogleSimulator.STRANGER);

      browser.click("main button", "Connect");
      browser.click("a", GoogleSimulator.STRANGER);
      browser.see("main .card:nth-of-type(2) p, main .load:last-of-type p", "Connected with the Google account");
      browser.settled();
      browser.assertUsable();
      browser.screenshot("google-connections");

      browser.go("/console/files");
      browser.click("main a", "Upload a file");
      browser.click("main button", "Choose from Google Drive");
      browser.see("dialog li, [role=dialog] li", "Résumé Asha.pdf");
      browser.assertAccessible();
      browser.screenshot("google-drive");
      browser.click("dialog li:first-child button, [role=dialog] li:first-child button", "Take it");
      browser.see("main h1", "Résumé Asha.pdf");
      browser.see(".badge", "Ready");
      browser.assertNoErrors("favicon"); // the page of the sandbox has none
    }
  }
}
