package com.mas.process.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.process.Api;
import com.mas.process.SharedServer;
import com.mas.sandbox.google.GoogleSimulator;
import com.mas.testkit.Browser;
import java.util.List;
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

  @Test
  void whoRefusesAtGoogleOrIsSignedOutMeanwhileIsToldSoAndLedBack() throws Exception {
    SharedServer server = SharedServer.get();
    try (Browser browser = Browser.desktop()) {
      browser.openAs(server.api().base() + "/console/account/connections", Api.ADMIN, Api.PASSWORD);
      browser.see("main h2", "Google Calendar");
      browser.open(server.api().base() + "/auth/google/callback?error=access_denied");
      browser.see("[role=alert] p", "You did not allow Google to tell us who you are");
      for (String errand : List.of("calendar", "drive")) {
        visits(browser, errand, server.api().base() + "/auth/google/callback?error=access_denied");
        browser.see("main h1", "Connecting with Google");
        browser.see("[role=alert] p", "You did not allow it on the page of Google, so nothing is connected.");
        assertEquals(List.of(server.api().base() + "/console/account/connections"), ways(browser));
      }
      browser.driver().executeScript("localStorage.clear()");
      for (String errand : List.of("calendar", "drive", "link")) {
        visits(browser, errand, server.api().base() + "/auth/google/callback?code=1&state=2");
        browser.see("[role=alert] p", "Please sign in and connect again.");
      }
      browser.click("main a", "Go on");
      browser.see("input[type=password]");
    }
  }

  /** Comes back from Google as from a visit that began in this tab. */
  private static void visits(Browser browser, String errand, String back) {
    browser.driver().executeScript("sessionStorage.setItem('google-sign-in', JSON.stringify({proof: 'p', then: "
        + "arguments[0]}))", errand);
    browser.open(back);
  }

  private static List<String> ways(Browser browser) {
    return browser.all("main p a").stream().map(way -> way.getDomProperty("href")).toList();
  }

  @Test
  void aServerThatOffersNoDriveShowsNoFault() throws Exception {
    SharedServer server = SharedServer.get();
    try (Browser browser = Browser.desktop()) {
      browser.openAs(server.api().base() + "/console/files", Api.ADMIN, Api.PASSWORD);
      for (int status : List.of(403, 404, 503)) {
        assertEquals("nothing", offered(browser, List.of("application/pdf"), status), "status " + status);
      }
      assertEquals("a fault", offered(browser, List.of("application/pdf"), 500));
      assertEquals("not asked", offered(browser, List.of("image/png"), 500));
    }
  }

  /** Draws the offer of a Drive for a kind of files while the server answers so, and says what is seen. */
  private static Object offered(Browser browser, List<String> types, int status) {
    return browser.driver().executeAsyncScript("""
        const [types, status, done] = arguments;
        const usual = window.fetch;
        let asked = false;
        window.fetch = (path, ...more) => {
          if (!String(path).includes('google-drive-connector/status')) {
            return usual(path, ...more);
          }
          asked = true;
          return Promise.resolve(new Response('{}', { status, headers: { 'content-type': 'application/json' } }));
        };
        const base = new URL(document.querySelector('script[type=module]').src);
        Promise.all([import(new URL('parts/drive.js', base)), import(new URL('ui.js', base))]).then(([drive, ui]) => {
          const place = document.body.appendChild(document.createElement('div'));
          ui.render(ui.html`<${drive.FromDrive} kind=${{ name: 'x', types }} size=${String} on=${() => {}} />`, place);
          const look = turn => {
            const fault = place.querySelector('[role=alert]');
            const over = fault || (place.querySelector('.load') && !place.querySelector('.load').children.length);
            if (over || turn > 100) {
              window.fetch = usual;
              done(fault ? 'a fault' : asked ? 'nothing' : 'not asked');
            } else {
              setTimeout(() => look(turn + 1), 50);
            }
          };
          look(types.includes('image/png') ? 80 : 0);
        }, problem => done(String(problem)));""", types, status);
  }
}
