package com.mas.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.boot.Modules;
import com.mas.bus.Principal.Role;
import com.mas.http.EdgeServer.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ConsolePagesTest {
  @AutoClose private static final EdgeServer server = new EdgeServer();

  private static Reply get(String path) {
    return server.ask("GET", path).reply();
  }

  @Test
  void filesComeWithTheirTypeAndAPolicyThatAllowsOnlyThem() {
    Reply index = get("/console/");
    assertEquals(200, index.status());
    assertEquals("text/html; charset=utf-8", index.header("content-type"));
    String policy = index.header("content-security-policy");
    assertTrue(policy.contains("default-src 'none'") && policy.contains("script-src 'self';"), policy);
    assertFalse(policy.contains("unsafe"), policy);
    assertEquals("nosniff", index.header("x-content-type-options"));
    assertEquals("text/javascript; charset=utf-8", get("/console/app.js").header("content-type"));
    assertEquals("text/css; charset=utf-8", get("/console/app.css").header("content-type"));
    assertEquals("image/svg+xml", get("/console/icon.svg").header("content-type"));
  }

  @Test
  void aDomainBringsItsPagesInItsOwnFolder() {
    assertTrue(get("/console/shop").text().contains("/screens/shop.js"));
    assertEquals("text/javascript; charset=utf-8", get("/console/screens/shop.js").header("content-type"));
  }

  @Test
  void everyPageOfTheMenuIsThere() {
    Modules.PAGES.forEach(page -> assertEquals(200, get(page.href()).status(), page.href()));
  }

  @Test
  void aCopyThatStillHoldsIsNotSentAgain() {
    Reply first = get("/console/app.js");
    assertEquals("no-cache", first.header("cache-control"));
    Reply again = server.ask("GET", "/console/app.js").header("If-None-Match", first.header("etag")).reply();
    assertEquals(304, again.status());
    assertEquals(0, again.bytes().length);
    assertEquals(first.header("content-security-policy"), again.header("content-security-policy"));
    assertEquals(200,
        server.ask("GET", "/console/app.js").header("If-None-Match", "W/\"another\"").reply().status());
    Reply head = server.ask("HEAD", "/console/").reply();
    assertEquals(200, head.status());
    assertEquals(0, head.bytes().length);
  }

  @Test
  void whatIsNoPageIsAProblem() {
    assertEquals(308, get("/console").status());
    assertEquals("/console/", get("/console").header("location"));
    assertEquals(307, get("/").status());
    assertEquals("/console/", get("/").header("location"));
    for (String path : List.of("/console/nothing", "/console/../http/docs.html", "/console/%2e%2e/http/docs.html",
        "/console/index.html", "/console//", "/consoles", "/console/screens/nothing.js", "/console/-/x/nothing.js")) {
      assertEquals(404, get(path).status(), path);
      assertEquals("not_found", get(path).code(), path);
    }
    assertEquals(405, server.ask("POST", "/console/").reply().status());
    assertEquals(405, server.ask("POST", "/console/student").reply().status());
    assertEquals(308, get("/admin/queues").status());
    assertEquals("/console/queues", get("/admin/queues").header("location"));
  }

  @Test
  void eachScreenIsAnAddressOfTheAppAndABrowserIsToldInWordsWhatIsNone() {
    String page = get("/console/").text();
    for (String path : List.of("/console/student", "/console/mrlearn/some-course", "/console/queues/jobs?state=dead",
        "/console/meeting/?id=x")) {
      assertEquals(200, get(path).status(), path);
      assertTrue(get(path).text().contains("<div id=\"app\">"), path);
    }
    Reply none = server.ask("GET", "/console/nothing").header("Accept", "text/html,*/*;q=0.8").reply();
    assertEquals(404, none.status());
    assertEquals("text/html; charset=utf-8", none.header("content-type"));
    assertEquals(page, none.text());
    assertTrue(none.header("content-security-policy").contains("script-src 'self';"));
  }

  /** Files have the build's version in their address, so that a browser need not ask for them again. */
  @Test
  void filesUnderTheVersionAreKeptForAYearAndThoseOfAnotherBuildAreNot() {
    Matcher named = Pattern.compile("src=\"(/console/-/([0-9a-f]+)/)app.js\"").matcher(get("/console/").text());
    assertTrue(named.find());
    Reply versioned = get(named.group(1) + "app.js");
    assertEquals(200, versioned.status());
    assertEquals("public, max-age=31536000, immutable", versioned.header("cache-control"));
    assertEquals(get("/console/app.css").text(), get(named.group(1) + "app.css").text());
    assertTrue(versioned.text().contains("const m$core = ") && versioned.text().contains("m$core$api"),
        versioned.text());
    assertTrue(get(named.group(1) + "screens/users.js").text().contains("m$core$api as api"), "led to the one file");
    Reply other = get("/console/-/0123456789abcdef/app.js");
    assertEquals(200, other.status());
    assertEquals("no-cache", other.header("cache-control"));
    assertEquals("no-cache", get("/console/").header("cache-control"));
  }

  /** The app's own address comes with the files of the screen at which this person lands. */
  @Test
  void theFilesOfTheFirstScreenComeWithThePageOfABrowserThatWasHere() {
    assertFalse(get("/console/").text().contains("/screens/"));
    String page = server.ask("GET", "/console/").header("Cookie", "console-first=student").reply().text();
    assertTrue(page.contains("/screens/student.js\""), page);
    assertEquals(get("/console/").text(),
        server.ask("GET", "/console/").header("Cookie", "console-first=nothing").reply().text());
  }

  @Test
  void everyLinkOfANotificationLeadsToAPage() throws IOException {
    int links = 0;
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/templates/notification"))) {
      for (Path file : files.toList()) {
        Matcher link = Pattern.compile("(?m)^link: ([^?\\n]+)").matcher(Files.readString(file));
        if (link.find()) {
          links++;
          assertTrue(link.group(1).startsWith("/console/"), file::toString);
          assertEquals(200, get(link.group(1)).status(), link.group(1));
        }
      }
    }
    assertTrue(links > 5, "links: " + links);
    for (String earlier : List.of("/progress", "/badges", "/assignments", "/standing", "/batchlead/warnings")) {
      assertEquals(308, get(earlier).status(), earlier);
      assertEquals(200, get(get(earlier).header("location")).status(), earlier);
    }
  }

  /** A first visit must be quick over a slow line, on which each further file and kilobyte is seen. */
  @Test
  void theOwnScriptsOfAFirstScreenAreFewAndSmall() {
    for (String screen : List.of("student", "batchlead", "supermentor", "mrlearn", "queues", "meeting")) {
      Matcher named = Pattern.compile("href=\"(/console/[^\"]+\\.js)\"").matcher(get("/console/" + screen).text());
      int bytes = 0;
      int files = 0;
      while (named.find()) {
        files++;
        bytes += named.group(1).contains("/vendor/") ? 0
            : server.ask("GET", named.group(1)).header("Accept-Encoding", "gzip").reply().bytes().length;
      }
      assertTrue(files > 1 && files <= 12, screen + " asks for " + files + " scripts");
      assertTrue(bytes > 10_000 && bytes <= 60_000, screen + " has own scripts of " + bytes + " bytes");
    }
  }

  @Test
  void filesArePackedForBrowsersThatTakeThem() throws IOException {
    Reply plain = server.ask("GET", "/console/app.js").header("Accept-Encoding", "identity").reply();
    assertEquals(null, plain.header("content-encoding"));
    Reply packed = server.ask("GET", "/console/app.js").header("Accept-Encoding", "gzip, br").reply();
    assertEquals("gzip", packed.header("content-encoding"));
    try (GZIPInputStream bytes = new GZIPInputStream(new ByteArrayInputStream(packed.bytes()))) {
      assertArrayEquals(plain.bytes(), bytes.readAllBytes());
    }
    assertTrue(packed.bytes().length < plain.bytes().length / 2);
  }

  /** Each name of a file in the page and in the modules leads to a file. */
  @Test
  void noModuleOrPageNamesAFileThatIsNotThere() throws IOException {
    Path root = Path.of("src/main/resources/console");
    Pattern named = Pattern.compile("(?:from |import\\(|script\\(|style\\()'(\\.[^'$]+)'");
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".js") && !path.toString().contains("vendor"))
          .toList()) {
        Matcher names = named.matcher(Files.readString(file));
        while (names.find()) {
          // those of script() and style() are seen from core.js
          Path seenFrom = names.group().startsWith("s") ? root : file.getParent();
          Path meant = root.relativize(seenFrom.resolve(names.group(1)).normalize());
          assertTrue(isThere(meant), () -> file + " names " + meant);
        }
      }
    }
    for (String page : List.of("/console/", "/console/student", "/console/users")) {
      Matcher names = Pattern.compile("href=\"(/console/[^\"]+)\"").matcher(get(page).text());
      while (names.find()) {
        assertEquals(200, get(names.group(1)).status(), names.group(1));
      }
    }
    String student = get("/console/student").text();
    assertTrue(student.contains("/screens/student.js\"") && student.contains("/parts/chart.js\""), student);
    assertFalse(student.contains("/screens/users.js\"") || student.contains("/kit.js\""), student);
  }

  /** Returns whether the console or a domain has the file: those of domains are served beside the others. */
  private static boolean isThere(Path file) {
    return Stream
        .concat(Stream.of("console"), Modules.DOMAINS.stream().map(each -> "domain/" + each.role() + "/console"))
        .anyMatch(folder -> Files.isRegularFile(Path.of("src/main/resources", folder).resolve(file)));
  }

  @Test
  void whoIsSignedInReadsTheContractAndNobodyElse() {
    assertEquals(401, get("/console/openapi.json").status());
    assertEquals(401, server.ask("GET", "/console/openapi.json").token("no.token.here").reply().status());
    String token = server.tokens.of(Role.USER);
    Reply contract = server.ask("GET", "/console/openapi.json").token(token).reply();
    assertEquals(200, contract.status());
    assertEquals("3.1.0", contract.json().path("openapi").asText());
    assertEquals("private, no-cache", contract.header("cache-control"));
    assertEquals(304, server.ask("GET", "/console/openapi.json").token(token)
        .header("If-None-Match", contract.header("etag")).reply().status());
  }

  /** The policy would stop them in the browser, where nobody looks. */
  @Test
  void noPageHasInlineScriptOrStyle() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/resources/console"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".html")).toList()) {
        String html = Files.readString(file);
        assertFalse(html.matches("(?s).*(<style|<script(?![^>]*\\ssrc=)|\\sstyle=|\\son[a-z]+=|javascript:).*"),
            () -> file + " has inline script or style");
        assertTrue(html.contains("name=\"viewport\"") && html.contains("<html lang="), file::toString);
      }
    }
  }
}
