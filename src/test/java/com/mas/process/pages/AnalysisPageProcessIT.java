package com.mas.process.pages;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.process.Api;
import com.mas.process.SharedServer;
import com.mas.testkit.Browser;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questionnaires in a browser: a sheet of answers, row by row, and an analysis that arrives. */
class AnalysisPageProcessIT {
  @TempDir private Path folder;

  @Test
  void anAdministratorUploadsAnswersAndWatchesAnAnalysisArrive() throws Exception {
    String base = SharedServer.get().api().base();
    Path sheet = Files.writeString(folder.resolve("answers.csv"),
        "External id;User name;Faculty username;Course shortname;Q1;Q2;Q3;Q4;Comment\n"
            + "p1;asha.kulkarni@learner.example;super.mentor@mas.example;DA-01;5;4;5;yes;The notes are clear and good\n"
            + "p2;unknown.person;super.mentor@mas.example;DA-01;5;4;9;yes;\n");
    try (Browser browser = Browser.desktop()) {
      browser.openAs(base + "/console/questionnaires", Api.ADMIN, Api.PASSWORD);
      browser.click("tbody a", "Mentors, end of month");
      browser.see("main h1", "Mentors, end of month");
      usable(browser, "questionnaire");
      browser.click("tbody a", "Version 1");
      browser.see("main h2", "By dimension");
      browser.see("tbody", "The explanations are clear.");
      usable(browser, "questionnaire-version");
      browser.asPhone();
      browser.assertUsable();
      browser.asDesktop();
      browser.click("main a", "Upload answers");
      browser.see("main h1", "Upload a sheet");
      browser.see("main select[name=subject]");
      browser.settled();
      browser.all("input[type=file]").getFirst().sendKeys(sheet.toAbsolutePath().toString());
      browser.click("main form button", "Upload and check");
      browser.see("main", "Ready to import");
      browser.see("main", "separated by");
      browser.see("main", "Refused rows");
      usable(browser, "answers-checked");
      browser.click("main button", "Import 1 row");
      browser.see(".badge", "Imported");
      refusedRowIsCorrectedAndSentAgain(browser);
      browser.go("/console/analysis");
      browser.click("main summary", "Analyses by themselves");
      browser.see("details tbody", "Campus");
      usable(browser, "analysis-tiers");
      browser.click("main a", "Analyse comments");
      browser.see("main select[name=scopeId]", "Rohan Bhattacharya");
      browser.driver().executeScript("document.querySelector('select[name=scopeId]').selectedIndex = 1");
      browser.click("main form button", "Look at what there is");
      browser.see("main", "Fewer than 30 people have answered.");
      usable(browser, "analysis-waits");
      browser.click("main button", "Begin the analysis");
      browser.see(".badge", "Completed");
      browser.see("main h2", "Recommendations");
      browser.see("main h2", "Topics");
      browser.see("main svg.split");
      usable(browser, "analysis");
      browser.driver().executeScript("document.querySelector('main article').scrollIntoView()");
      browser.screenshot("analysis-advice");
      browser.click("main summary", "behind it");
      browser.see("article tbody");
      browser.assertAccessible();
      browser.asPhone();
      browser.assertUsable();
      browser.screenshot("analysis-phone");
      browser.asDesktop();
      browser.assertNoErrors();
    }
  }

  /** Corrects the one refused row in the file that the page offers, and uploads that file as it is otherwise. */
  private void refusedRowIsCorrectedAndSentAgain(Browser browser) throws Exception {
    browser.downloadTo(folder);
    Path refused = folder.resolve("refused-answers.csv");
    browser.click("main button", "Download the refused rows");
    eventually("it is downloaded", () -> Files.exists(refused) && Files.size(refused) > 0);
    String rows = Files.readString(refused);
    assertTrue(rows.contains("\r\np2,unknown.person,") && !rows.contains("p1,"), rows);
    assertTrue(rows.contains(",5,4,9,yes,"), rows);
    SharedServer.Person person = SharedServer.get().newPerson("Leela Krishnan", "USER");
    Path corrected = Files.writeString(folder.resolve("corrected.csv"), rows
        .replace(",5,4,9,yes,", ",5,4,3,yes,").replace("unknown.person,", person.email() + ","));
    browser.go("/console/questionnaires");
    browser.click("tbody a", "Mentors, end of month");
    browser.click("main a", "Upload answers");
    browser.see("main select[name=subject]");
    browser.settled();
    browser.all("input[type=file]").getFirst().sendKeys(corrected.toAbsolutePath().toString());
    browser.click("main form button", "Upload and check");
    browser.see("main", "Ready to import");
    browser.see("main", "corrected.csv");
    String checked = browser.see("main").getText();
    assertFalse(checked.contains("Refused rows"), checked);
    browser.click("main button", "Import 1 row");
    browser.see(".badge", "Imported");
  }

  private static void usable(Browser browser, String picture) throws Exception {
    browser.settled();
    browser.assertUsable();
    browser.assertAccessible();
    browser.screenshot(picture);
  }
}
