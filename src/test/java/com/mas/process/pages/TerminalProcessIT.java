package com.mas.process.pages;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.process.SharedServer;
import com.mas.process.SharedShell;
import com.mas.process.WatchingClient;
import com.mas.testkit.Browser;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** A real shell shared by the command-line host, seen and typed into in a real browser. */
class TerminalProcessIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String ROWS = ".xterm-rows";

  @Test
  void aPersonWatchesAShellIsGivenTheKeyboardAndPlaysTheRecording() throws Exception {
    SharedServer server = SharedServer.get();
    String asha = server.newPerson("Asha Kulkarni", "USER").email();
    try (SharedShell shell = new SharedShell(server.api().base(), asha, SharedServer.PASSWORD, "--record", "--title",
        "Pairing");
        Browser browser = Browser.desktop()) {
      shell.enter("printf '\\033[32mbefore anybody came\\033[0m\\n'; stty size");
      browser.open(shell.page());
      browser.type("input[name=name]", "Ravi");
      browser.press(Keys.ENTER);
      browser.see(ROWS, "before anybody came");
      browser.see(ROWS, "20 90");
      browser.see("h1", "Pairing");
      browser.see(".watchers li", "Ravi (you)");
      shell.says("1 watches");

      browser.click("main .row button");
      shell.says("Ravi would like the keyboard");
      shell.enter("g 1");
      browser.see(".watchers li", "has the keyboard");
      browser.press("echo typed by $((40 + 2))", Keys.ENTER);
      browser.see(ROWS, "typed by 42");
      browser.screenshot("terminal");
      shell.enter("r");
      browser.see(".watchers li", "Ravi (you)");
      eventually("the keyboard is gone", Duration.ofSeconds(20), () -> browser.all(".shared-terminal.typing")
          .isEmpty());
      browser.press("never arrives");
      shell.enter("echo still here");
      browser.see(ROWS, "still here");
      assertFalse(browser.see(ROWS).getText().contains("never arrives"));
      browser.assertUsable();
      browser.assertAccessible();

      // a reload comes to the same screen
      browser.open(server.api().base() + "/console/");
      browser.open(shell.page());
      browser.see(ROWS, "typed by 42");
      shell.enter("exit");
      browser.see("main p", "The host has ended the session.");
      browser.assertNoErrors();

      browser.openAs(server.api().base() + "/console/terminal", asha, SharedServer.PASSWORD);
      browser.see("tbody th", "Pairing");
      browser.click("tbody a");
      browser.see(".player button", "Play");
      browser.click("ol.watchers button", "typing: Ravi");
      browser.see(ROWS, "before anybody came");
      browser.see("select").sendKeys("8");
      browser.click(".player button");
      browser.see(ROWS, "still here");
      browser.see("a[download]");
      browser.screenshot("terminal-recording");
      browser.assertUsable();
      browser.assertAccessible();
      browser.assertNoErrors();
      assertNotLogged(server, shell);
    }
  }

  @Test
  void theOwnerDecidesAboutTheKeyboardOnThePageAndItsHolderHandsItOver() throws Exception {
    SharedServer server = SharedServer.get();
    String asha = server.newPerson("Asha Kulkarni", "USER").email();
    try (SharedShell shell = new SharedShell(server.api().base(), asha, SharedServer.PASSWORD, "--title", "Pairing");
        Browser owner = Browser.desktop();
        Browser ravi = Browser.phone()) {
      ravi.open(shell.page());
      ravi.type("input[name=name]", "Ravi");
      ravi.press(Keys.ENTER);
      ravi.see(".watchers li", "Ravi (you)");
      owner.openAs(server.api().base() + "/console/terminal", asha, SharedServer.PASSWORD);
      owner.click("tbody button", "Watch");
      owner.see(".watchers li", "Ravi");
      ravi.see(".watchers li", "Asha");
      assertTrue(ravi.all(".watchers button").isEmpty(), "a guest decides nothing");

      ravi.click("main .row button", "Ask for the keyboard");
      owner.see("#messages", "Ravi asks for the keyboard.");
      ravi.see("main .row button", "You have asked");
      owner.click(".watchers button", "Say no");
      ravi.click("main .row button", "Ask for the keyboard");
      owner.click(".watchers button", "Give Ravi the keyboard");
      ravi.see(".shared-terminal.typing");
      ravi.press("echo by-ravi-$((40 + 2))", Keys.ENTER);
      owner.see(ROWS, "by-ravi-42");
      shell.says("Ravi types");
      owner.see(".watchers li", "has the keyboard");
      owner.screenshot("terminal-owner");
      owner.assertUsable();
      owner.assertAccessible();
      ravi.screenshot("terminal-phone");
      ravi.assertUsable();
      ravi.assertAccessible();

      try (WatchingClient meera = new WatchingClient(server.api().base(), shell.page())) {
        ravi.click(".watchers button", "Hand it over");
        eventually("she types", LIMIT, () -> {
          meera.type("echo by-meera-$((50 + 5))\r");
          return meera.text().contains("by-meera-55");
        });
        ravi.gone(".shared-terminal.typing");
        owner.see(ROWS, "by-meera-55");
        owner.click(".watchers button", "Take it back");
        owner.gone(".watchers strong");
        meera.type("never arrives");
        shell.enter("echo still here");
        owner.see(ROWS, "still here");
        assertFalse(owner.see(ROWS).getText().contains("never arrives"));
      }
      owner.assertNoErrors();
      ravi.assertNoErrors();
      assertNotLogged(server, shell);
    }
  }

  /** Neither link's token, in whatever the server has written. */
  private static void assertNotLogged(SharedServer server, SharedShell shell) {
    for (String page : List.of(shell.page(), shell.watchOnlyPage())) {
      String token = page.substring(page.lastIndexOf('=') + 1);
      assertTrue(token.length() > 40, token);
      assertFalse(server.log().contains(token), "a token was logged");
    }
    assertTrue(server.log().contains("/ws/terminal") || server.log().contains("answered"), "there was a log");
  }
}
