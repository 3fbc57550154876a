package com.mas.testkit;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.ElementNotInteractableException;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A headless Chromium of the machine with a fresh profile, driven as a person would: looking for what is visible,
 * clicking, typing. All waiting is on conditions. {@code scripts/test} installs Chromium and its driver where they are
 * missing. For what is not wrapped here there is {@link #driver()}.
 *
 * <p>{@code com.mas.process} has tests that open a page of the built server with it.
 */
public final class Browser implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  /** Roles of what is operated, as Chromium names them. */
  private static final Set<String> CONTROLS = Set.of("button", "link", "textbox", "searchbox", "combobox", "listbox",
      "checkbox", "radio", "switch", "slider", "spinbutton", "progressbar", "menuitem", "tab", "Date", "DateTime",
      "InputTime", "DisclosureTriangle");
  private static final Path SHOTS = Path.of("target", "screenshots");
  /** Its only news is that it has no DevTools classes for this Chromium, which nothing here uses. */
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  static {
    SELENIUM.setLevel(Level.SEVERE);
  }

  /** Names of hosts in place of addresses (mDNS) cannot be resolved everywhere: two browsers would not meet. */
  private static final String[] FAKE_MEDIA = {"--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
      "--auto-select-desktop-capture-source=Entire screen", "--disable-features=WebRtcHideLocalIpsWithMdns"};

  private final ChromeDriver driver;

  private Browser(int width, int height, String... flags) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(onPath("chromium", "chromium-browser", "google-chrome").toString());
    options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--mute-audio", "--lang=en-GB",
        "--window-size=" + Math.max(width, 500) + "," + height);
    options.addArguments(flags);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    if (width < 500) { // a window can not be that narrow
      options.setExperimentalOption("mobileEmulation", Map.of("deviceMetrics",
          Map.of("width", width, "height", height, "pixelRatio", 2.0, "touch", true)));
    }
    driver = new ChromeDriver(new ChromeDriverService.Builder()
        .usingDriverExecutable(onPath("chromedriver").toFile()).usingAnyFreePort().build(), options);
    driver.manage().timeouts().pageLoadTimeout(Duration.ofSeconds(60)).scriptTimeout(LIMIT);
  }

  public static Browser desktop() {
    return new Browser(1280, 900);
  }

  /** 360 × 740 with touch: a small phone held upright. */
  public static Browser phone() {
    return new Browser(360, 740);
  }

  /** A desktop whose camera and microphone are simulated, and which grants them and its screen without asking. */
  public static Browser withFakeMedia() {
    return new Browser(1280, 900, FAKE_MEDIA);
  }

  public static Browser phoneWithFakeMedia() {
    return new Browser(360, 740, FAKE_MEDIA);
  }

  /** A desktop that refuses camera and microphone, as a person would who is asked. */
  public static Browser withoutMedia() {
    return new Browser(1280, 900, "--use-fake-device-for-media-stream", "--deny-permission-prompts");
  }

  /** Everything else that Selenium can do. */
  public ChromeDriver driver() {
    return driver;
  }

  public void open(String url) {
    driver.get(url);
  }

  /** Opens a console page and gets past its sign-in form. */
  public void openAs(String url, String email, String password) {
    open(url);
    type("input[name=email]", email);
    type("input[name=password]", password);
    see("input[name=password]").sendKeys(Keys.ENTER);
    see("header.top");
    settled();
  }

  /** Keeps what the page lets one download in this folder, under the name that the page gives it. */
  public void downloadTo(Path folder) {
    driver.executeCdpCommand("Browser.setDownloadBehavior",
        Map.of("behavior", "allow", "downloadPath", folder.toAbsolutePath().toString()));
  }

  /** Shows another screen of the console without loading the page again, as a link does, once it is built. */
  public void go(String path) {
    driver.executeScript("""
        history.pushState(null, '', arguments[0]);
        dispatchEvent(new PopStateEvent('popstate'));
        """, path);
    see("main[data-at='" + path + "']:not([aria-busy])");
  }

  /** Makes the window that of {@link #phone()}, with touch, and keeps the page. */
  public void asPhone() {
    driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
        Map.of("width", 360, "height", 740, "deviceScaleFactor", 2, "mobile", true));
    driver.executeCdpCommand("Emulation.setTouchEmulationEnabled", Map.of("enabled", true));
  }

  /** Makes the window of a desktop again. */
  public void asDesktop() {
    driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    driver.executeCdpCommand("Emulation.setTouchEmulationEnabled", Map.of("enabled", false));
  }

  /** Opens the account's menu and chooses what is called so. */
  public void account(String item) {
    click("header.top .menu-w:last-of-type > button");
    click(".menu button", item);
  }

  /** Waits until the page has been built: its main part says that it is busy until then. */
  public void settled() {
    see("main:not([aria-busy])");
  }

  /** The first visible element, as soon as there is one. */
  public WebElement see(String css) {
    return await("to see " + css, () -> all(css).stream().filter(WebElement::isDisplayed).findFirst().orElse(null));
  }

  /** The first visible element with this text in it, as soon as there is one. */
  public WebElement see(String css, String text) {
    return await("to see " + css + " with " + text, () -> all(css).stream()
        .filter(element -> element.isDisplayed() && element.getText().contains(text)).findFirst().orElse(null));
  }

  /** Presses the first visible element with this text in it; a live page may replace it just before, then its heir. */
  public void click(String css, String text) {
    await("to press " + css + " with " + text, () -> {
      see(css, text).click();
      return true;
    });
  }

  public void gone(String css) {
    eventually(css + " is gone", LIMIT, () -> all(css).stream().noneMatch(WebElement::isDisplayed));
  }

  /** Returns the elements that there are now, visible or not, without waiting. */
  public List<WebElement> all(String css) {
    return driver.findElements(By.cssSelector(css));
  }

  public void click(String css) {
    see(css).click();
  }

  public void type(String css, String text) {
    WebElement field = see(css);
    field.clear();
    field.sendKeys(text);
  }

  /** Presses keys wherever the focus is, as one does without a mouse; what is just being drawn takes none yet. */
  public void press(CharSequence... keys) {
    await("to press keys", () -> {
      try {
        WebElement focused = driver.switchTo().activeElement();
        if ("file".equals(focused.getDomProperty("type"))) { // would take keys for the path of a file
          new Actions(driver).sendKeys(keys).perform();
        } else {
          focused.sendKeys(keys);
        }
        return true;
      } catch (ElementNotInteractableException e) {
        return null;
      }
    });
  }

  /** Tabs on until an element with this text or accessible name has the focus. */
  public void tabTo(String name) {
    List<String> passed = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      press(Keys.TAB);
      WebElement focused = driver.switchTo().activeElement();
      String found = focused.getAccessibleName();
      if (found.contains(name)) {
        return;
      }
      passed.add(found);
    }
    throw new AssertionError("the keyboard does not reach \"" + name + "\", only " + passed);
  }

  /** @return target/screenshots/{@code name}.png */
  public Path screenshot(String name) {
    try {
      Files.createDirectories(SHOTS);
      return Files.write(SHOTS.resolve(name + ".png"),
          driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nothing that the page or its policy complained about since last asked, but for answers that the test provoked. */
  public void assertNoErrors(String... expected) {
    List<String> errors = driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue()).map(entry -> entry.getMessage())
        .filter(message -> Stream.of(expected).noneMatch(message::contains)).toList();
    assertEquals(List.of(), errors);
  }

  /** Asserts that nothing stops a person with a phone, a keyboard or a screen reader: see the script for each point. */
  public void assertUsable() {
    Object faults = driver.executeScript("""
        const faults = [];
        const visible = e => e.checkVisibility() && e.getBoundingClientRect().width > 1;
        const name = e => e.outerHTML.slice(0, 120);
        if (!document.documentElement.lang) faults.push('the page has no language');
        if (!document.title) faults.push('the page has no title');
        if (document.querySelectorAll('h1').length !== 1) faults.push('the page has not exactly one h1');
        if (!document.querySelector('main')) faults.push('the page has no main part');
        if (document.documentElement.scrollWidth > document.documentElement.clientWidth) {
          faults.push('the page is wider than the screen: ' + document.documentElement.scrollWidth);
        }
        let level = 0;
        for (const heading of document.querySelectorAll('h1,h2,h3,h4')) {
          if (!visible(heading)) continue;
          const next = Number(heading.tagName[1]);
          if (next > level + 1) faults.push('a heading skips a level: ' + name(heading));
          level = next;
        }
        for (const image of document.querySelectorAll('img:not([alt])')) faults.push('no alt: ' + name(image));
        for (const e of document.querySelectorAll('a[href],button,input,select,textarea,summary,[role=button]')) {
          if (!visible(e)) continue;
          const box = e.getBoundingClientRect();
          const inText = e.tagName === 'A' && getComputedStyle(e).display === 'inline';
          if (!inText && e.type !== 'checkbox' && box.height < 24) faults.push('too small to touch: ' + name(e));
        }
        for (const e of document.querySelectorAll('[tabindex]')) {
          if (e.tabIndex > 0) faults.push('takes the keyboard out of order: ' + name(e));
        }
        const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
        ids.filter((id, i) => ids.indexOf(id) !== i).forEach(id => faults.push('the id ' + id + ' is there twice'));
        return faults;
        """);
    List<Object> found = new ArrayList<>((List<?>) faults);
    found.addAll(nameless());
    assertEquals(List.of(), found);
  }

  /** Returns the controls without a name as the browser tells screen readers of them: all in one question. */
  private List<String> nameless() {
    List<String> found = new ArrayList<>();
    for (Object each : (List<?>) driver.executeCdpCommand("Accessibility.getFullAXTree", Map.of()).get("nodes")) {
      Map<?, ?> node = (Map<?, ?>) each;
      if (Boolean.FALSE.equals(node.get("ignored")) && CONTROLS.contains(value(node, "role"))
          && value(node, "name").isBlank()) {
        found.add("has no name: " + driver.executeCdpCommand("DOM.describeNode",
            Map.of("backendNodeId", node.get("backendDOMNodeId"))));
      }
    }
    return found;
  }

  private static String value(Map<?, ?> node, String key) {
    return node.get(key) instanceof Map<?, ?> of ? String.valueOf(of.get("value")) : "";
  }

  /**
   * Asserts that axe-core finds no violation, in light and in dark, of WCAG 2.2 A and AA and of its best practices.
   * Afterwards the page is as the system is.
   */
  public void assertAccessible() throws IOException, InterruptedException {
    if (driver.executeScript("return typeof axe") instanceof String type && type.equals("undefined")) {
      driver.executeScript(NodeJs.text("axe-core/axe.min.js"));
    }
    for (String scheme : List.of("light", "dark", "")) {
      driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features",
          List.of(Map.of("name", "prefers-color-scheme", "value", scheme),
              Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
      if (!scheme.isEmpty()) {
        // a theme changes colours only: the other rules would find the same once more
        String rules = scheme.equals("light") ? "" : ", runOnly: ['color-contrast', 'link-in-text-block']";
        Object found = driver.executeAsyncScript("""
            const done = arguments[0];
            axe.run(document, {resultTypes: ['violations'], preload: falseRULES}).then(result =>
              done(result.violations.map(each => each.id + ': ' + each.nodes.map(node =>
                node.html.slice(0, 120) + ' ' + (node.any[0]?.message ?? '')).slice(0, 3).join(' | '))),
              error => done([String(error)]));
            """.replace("RULES", rules));
        assertEquals(List.of(), found, () -> driver.getCurrentUrl() + " in " + scheme);
      }
    }
  }

  @Override
  public void close() {
    driver.quit();
  }

  private <T> T await(String what, Supplier<T> look) {
    List<T> found = new ArrayList<>(1);
    try {
      eventually(what, LIMIT, () -> {
        try {
          T seen = look.get();
          if (seen != null) {
            found.add(seen);
          }
        } catch (NoSuchElementException | StaleElementReferenceException e) {
          return false; // the page has just changed: look again
        }
        return !found.isEmpty();
      });
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "; the page says:\n" + driver.findElement(By.tagName("body")).getText()
          + "\nand the browser:\n"
          + driver.manage().logs().get(LogType.BROWSER).getAll(), e);
    }
    return found.getFirst();
  }

  private static Path onPath(String... names) {
    return Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator))
        .flatMap(folder -> Stream.of(names).map(name -> Path.of(folder, name))).filter(Files::isExecutable).findFirst()
        .orElseThrow(() -> new IllegalStateException(names[0] + " is not installed; scripts/test installs it"));
  }
}
