package com.mas.process.pages;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.process.Api;
import com.mas.process.SharedServer;
import com.mas.testkit.Alone;
import com.mas.testkit.Browser;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Measures how soon each kind of person sees the own first screen over a slow line, to its last figure. */
@Alone
class FirstScreensProcessIT {
  private static final int BYTES_PER_SECOND = 1_600_000 / 8;
  private static final int LATENCY_MS = 200;
  private static final double MOST_MS = 1_500;
  /** The line is the same in each try; a busy machine only makes one slower, so that the quickest tells. */
  private static final int TRIES = 5;

  @ParameterizedTest
  @CsvSource({"asha.kulkarni@learner.example, learner-password-1, student",
      "super.mentor@mas.example, mentor-password-1, supermentor", "batch.lead@mas.example, lead-password-1, batchlead",
      Api.ADMIN + ", " + Api.PASSWORD + ", sources"})
  void aFirstScreenIsThereSoon(String email, String password, String screen) throws Exception {
    String console = SharedServer.get().api().base() + "/console/";
    try (Browser browser = Browser.desktop()) {
      browser.openAs(console, email, password);
      browser.see("main[data-at='/console/" + screen + "']");
      browser.driver().executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", """
          new MutationObserver(() => {
            const main = document.querySelector('main[data-at]:not([aria-busy])');
            window.shownAt ??= main ? performance.now() : undefined;
          }).observe(document, { subtree: true, childList: true, attributes: true });
          """));
      browser.driver().executeCdpCommand("Network.enable", Map.of());
      browser.driver().executeCdpCommand("Network.emulateNetworkConditions", Map.of("offline", false, "latency",
          LATENCY_MS, "downloadThroughput", BYTES_PER_SECOND, "uploadThroughput", BYTES_PER_SECOND));
      double cold = best(browser, console, true);
      double warm = best(browser, console, false);
      System.out.printf(Locale.ROOT, "first screen %-12s %4.0f ms with an empty cache, %4.0f ms on a further visit%n",
          screen, cold, warm);
      assertTrue(cold <= MOST_MS, () -> screen + " took " + cold + " ms with an empty cache");
      assertTrue(warm <= MOST_MS, () -> screen + " took " + warm + " ms");
    }
  }

  private static double best(Browser browser, String console, boolean isCold) {
    double best = Double.MAX_VALUE;
    for (int i = 0; i < TRIES && best > MOST_MS; i++) {
      browser.open("about:blank");
      if (isCold) {
        browser.driver().executeCdpCommand("Network.clearBrowserCache", Map.of());
      }
      browser.open(console);
      browser.settled();
      best = Math.min(best, ((Number) browser.driver().executeScript("return window.shownAt")).doubleValue());
    }
    return best;
  }
}
