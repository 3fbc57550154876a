package com.mas.process.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.boot.Modules;
import com.mas.module.ConsolePage;
import com.mas.process.Api;
import com.mas.process.SharedServer;
import com.mas.testkit.Browser;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/**
 * Opens each screen of each kind of person, in light and dark, on phone and desktop: nobody is stopped by it. The
 * screens are those of the menu and what they lead to by links; of the drawers of a screen, that of its first row and
 * that which adds something. {@code -Dpictures=true} leaves a picture of each, for people to look at.
 */
class ConsoleScreensProcessIT {
  private static final boolean PICTURES = Boolean.getBoolean("pictures");
  /** An id in an address: screens that differ by it alone are one. */
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{24}");
  private record Person(String email, String password) {}

  private static final List<Person> PEOPLE = List.of(new Person(Api.ADMIN, Api.PASSWORD),
      new Person("batch.lead@mas.example", "lead-password-1"),
      new Person("super.mentor@mas.example", "mentor-password-1"),
      new Person("asha.kulkarni@learner.example", "learner-password-1"));
  /** Screens that the menu does not show and are the same for all: those of the account, and none. */
  private static final List<String> BESIDE = List.of("/console/account", "/console/mydata", "/console/notifications",
      "/console/no-such-page");
  /** Shapes of addresses that somebody has seen by a link: what the menu shows is seen by everybody. */
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final Set<String> screens = ConcurrentHashMap.newKeySet();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();

  @Test
  void allScreensAreForEverybody() throws Exception {
    String base = SharedServer.get().api().base();
    try (ExecutorService two = Executors.newFixedThreadPool(2)) { // as many as there are cores
      for (Future<Void> each : two.invokeAll(PEOPLE.stream().map(person -> (Callable<Void>) () -> {
        allScreensOf(person, base);
        return null;
      }).toList())) {
        each.get();
      }
    }
    assertEquals(List.of(), List.copyOf(faults));
    Set<String> declared = Modules.PAGES.stream().map(ConsolePage::screen).collect(Collectors.toSet());
    declared.removeAll(screens);
    assertEquals(Set.of(), declared, "nobody has seen these");
    assertTrue(seen.size() > 20, () -> "screens behind others: " + seen);
  }

  /** Loads the app once: the screens come one after the other as by its links, each in both sizes and themes. */
  private void allScreensOf(Person person, String base) throws Exception {
    try (Browser browser = Browser.desktop()) {
      browser.openAs(base + "/console/", person.email, person.password);
      Deque<String> places = new ArrayDeque<>(links(browser, "nav.side li a"));
      assertFalse(places.isEmpty());
      Set<String> menu = Set.copyOf(places);
      BESIDE.stream().filter(seen::add).forEach(places::add);
      while (!places.isEmpty()) {
        String place = places.poll();
        browser.go(place);
        screens.add(place.split("[/?]")[2]);
        assertGood(browser, place + " of " + person.email);
        for (String opener : List.of("main .head", "main tbody")) {
          if (!menu.contains(place) || seen.add(opener + shape(place))) {
            drawer(browser, opener, place);
          }
        }
        links(browser, "main a").stream().filter(link -> !menu.contains(link) && seen.add(shape(link)))
            .forEach(places::add);
      }
      // a 404 for whom nothing was awarded or measured yet, and who has written no profile
      browser.assertNoErrors("/xp?limit", "/performance", "/api/mentors/me");
    }
  }

  /** Notes what stops a person here and goes on, so that one run tells of all screens. */
  private void assertGood(Browser browser, String what) throws Exception {
    for (boolean phone : new boolean[] {false, true}) {
      try {
        if (phone) {
          browser.asPhone();
        }
        if (PICTURES) {
          browser.screenshot(what.replaceAll("\\W+", "-") + (phone ? "-phone" : ""));
        }
        browser.assertUsable();
        browser.assertAccessible();
      } catch (AssertionError e) {
        faults.add(what + (phone ? " on a phone: " : ": ") + e.getMessage());
      }
    }
    browser.asDesktop();
  }

  /** Opens the first drawer that something there leads to, if anything does, and closes it. */
  private void drawer(Browser browser, String where, String place) throws Exception {
    List<WebElement> openers = browser.all(where + " [aria-haspopup=dialog]");
    if (!openers.isEmpty()) {
      openers.getFirst().click();
      browser.see("dialog[open] h2");
      browser.gone("dialog [role=status]");
      assertGood(browser, "a drawer of " + place);
      browser.press(Keys.ESCAPE);
      browser.gone("dialog");
    }
  }

  /** Returns where links lead to within the app, without queries; a call and a shared shell have their own tests. */
  private static List<String> links(Browser browser, String css) {
    List<?> found = (List<?>) browser.driver().executeScript("""
        return [...document.querySelectorAll(arguments[0])].map(link => link.getAttribute('href') || '')
          .filter(href => href.startsWith('/console/') && !href.includes('#') && href.length > 9)
          .map(href => href.split('?')[0]);
        """, css);
    return found.stream().map(String::valueOf).distinct().toList();
  }

  private static String shape(String place) {
    return ID.matcher(place).replaceAll("*");
  }

  @Test
  void whoIsNotSignedInSeesTheWaysIn() throws Exception {
    try (Browser browser = Browser.desktop()) {
      browser.open(SharedServer.get().api().base() + "/console/");
      for (String way : List.of("Sign in", "Sign in with a code", "Sign in with a password", "Forgot your password?",
          "Create an account")) {
        if (browser.all("main button").stream().anyMatch(button -> button.getText().equals(way))) {
          browser.click("main button", way);
        }
        browser.see("main h1");
        assertGood(browser, way);
      }
      assertEquals(List.of(), List.copyOf(faults));
      browser.assertNoErrors();
    }
  }

  @Test
  void everyFlowOfTheShellWorksByKeyboard() throws Exception {
    String base = SharedServer.get().api().base();
    try (Browser browser = Browser.desktop()) {
      browser.openAs(base + "/console/", Api.ADMIN, Api.PASSWORD);
      browser.press(Keys.chord(Keys.CONTROL, "k"));
      browser.see("dialog[open] input");
      browser.assertAccessible();
      browser.press("holi", Keys.ENTER);
      browser.see("main h1", "Holidays");
      browser.settled();
      browser.tabTo("Account: Super Admin");
      browser.press(Keys.ENTER);
      WebElement menu = browser.see(".menu", "Sign out");
      assertFalse(menu.getText().isEmpty());
      browser.assertAccessible();
      browser.press(Keys.ESCAPE);
      browser.gone(".menu");
      browser.asPhone();
      for (String button : List.of("Search people and pages", "Notifications", "Account: Super Admin")) {
        browser.tabTo(button);
        browser.press(Keys.ENTER);
        browser.see(".menu, dialog[open] input");
        browser.assertUsable();
        browser.assertAccessible();
        browser.press(Keys.ESCAPE);
        browser.gone(".menu, dialog");
      }
      browser.asDesktop();
      browser.open(base + "/console/users?search=asha.kulkarni@learner.example");
      browser.settled();
      browser.tabTo("Asha Kulkarni");
      browser.press(Keys.ENTER);
      browser.see("dialog.drawer h2", "Asha Kulkarni");
      browser.assertAccessible();
      browser.press(Keys.ESCAPE);
      browser.gone("dialog");
      browser.assertNoErrors();
    }
  }
}
