package com.mas.process.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.mas.process.SharedServer;
import com.mas.testkit.Browser;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Checks what all pages share, in a real browser. */
class ConsoleProcessIT {
  @Test
  void aPersonSignsInStaysSignedInOverTabsAndExpiryAndSignsOut() throws Exception {
    try (Browser browser = Browser.phone()) {
      // an account of its own, which has no new badge to be congratulated on
      SharedServer server = SharedServer.get();
      String learner = server.newPerson("Asha Kulkarni", "USER").email();
      String console = server.api().base() + "/console/";
      browser.open(console);
      browser.type("input[name=email]", learner);
      browser.type("input[name=password]", "wrong-password" + Keys.ENTER);
      browser.see("[role=alert]", "password");
      browser.assertUsable();
      browser.assertNoErrors("401");

      // by keyboard alone
      browser.open(console);
      browser.settled();
      browser.tabTo("E-mail");
      browser.press(learner, Keys.TAB, SharedServer.PASSWORD, Keys.ENTER);
      browser.see("main h1", "Asha");
      browser.settled();
      browser.assertUsable();
      browser.screenshot("console-phone");

      // an access token that has run out, or is no longer taken, is traded without a word
      browser.driver().executeScript("""
          const held = JSON.parse(localStorage['console-session']);
          localStorage['console-session'] = JSON.stringify({...held, until: 0, access: 'gone'});
          """);
      browser.open(console);
      browser.see("main h1", "Asha");
      assertEquals("Asha Kulkarni", browser.driver().executeAsyncScript("""
          const done = arguments[0];
          const held = JSON.parse(localStorage['console-session']);
          localStorage['console-session'] = JSON.stringify({...held, access: 'not.taken.now'});
          import('/console/core.js').then(c => c.get('/api/auth/me'))
            .then(me => done(me.fullName), e => done(e.message));
          """));
      browser.assertNoErrors("401");

      assertNull(browser.driver().executeScript("return localStorage['console-device']"), "its token is good yet");
      browser.account("Sign out");
      browser.see("input[name=email]");
      assertEquals(learner + " 401", browser.driver().executeAsyncScript("""
          const done = arguments[0];
          const {email, token} = JSON.parse(localStorage['console-device']);
          fetch('/api/auth/refresh', {method: 'POST', headers: {'content-type': 'application/json'},
            body: JSON.stringify({refreshToken: token})})
            .then(answer => done(email + ' ' + answer.status), e => done(e.message));
          """));
      browser.assertNoErrors("401");
      browser.open(console);
      browser.see("input[name=email]");
      browser.assertNoErrors();
    }
  }
}
