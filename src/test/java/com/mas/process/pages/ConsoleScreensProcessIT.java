package com.mas.process.pages;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.mas.process.Api;
import com.mas.process.SharedServer;
import com.mas.testkit.Browser;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** Opens each screen of each kind of person, in light and dark, on phone and desktop: nobody is stopped by it. */
class ConsoleScreensProcessIT {
  private record Person(String email, String password) {}

  private static final List<Person> PEOPLE = List.of(new Person(Api.ADMIN, Api.PASSWORD),
      new Person("batch.lead@mas.example", "lead-password-1"),
      new Person("super.mentor@mas.example", "mentor-password-1"),
      new Person("asha.kulkarni@learner.example", "learner-password-1"));
  private static final List<String> OF_ALL =
      List.of("/console/account", "/console/account/password", "/console/account/preferences", "/console/notifications",
          "/console/no-such-page");

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
  }

  /** Loads the app once: the screens come one after the other as by its links, each in both sizes and themes. */
  private static void allScreensOf(Person person, String base) throws Exception {
    try (Browser browser = Browser.desktop()) {
      browser.open(base + "/console/");
      browser.see("h1", "Sign in");
      browser.assertAccessible();
      browser.openAs(base + "/console/", person.email, person.password);
      List<String> places = new ArrayList<>(browser.all("nav.side li a").stream()
          .map(link -> link.getDomAttribute("href")).toList());
      assertFalse(places.isEmpty());
      places.addAll(OF_ALL);
      for (String place : places) {
        browser.go(place);
        browser.assertUsable();
        browser.assertAccessible();
        browser.asPhone();
        browser.assertUsable();
        browser.assertAccessible();
        browser.asDesktop();
      }
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
