package com.mas.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.boot.Modules;
import com.mas.http.EdgeServer.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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
    assertEquals("text/javascript; charset=utf-8", get("/console/console.js").header("content-type"));
    assertEquals("text/css; charset=utf-8", get("/console/console.css").header("content-type"));
    assertEquals("image/svg+xml", get("/console/icon.svg").header("content-type"));
  }

  @Test
  void aDomainBringsItsPagesInItsOwnFolder() {
    assertTrue(get("/console/shop").text().contains("A page of a domain"));
    assertEquals("text/javascript; charset=utf-8", get("/console/shop.js").header("content-type"));
  }

  @Test
  void everyPageOfTheMenuIsThere() {
    Modules.PAGES.forEach(page -> assertEquals(200, get(page.href()).status(), page.href()));
  }

  @Test
  void aCopyThatStillHoldsIsNotSentAgain() {
    Reply first = get("/console/console.js");
    assertEquals("no-cache", first.header("cache-control"));
    Reply again = server.ask("GET", "/console/console.js").header("If-None-Match", first.header("etag")).reply();
    assertEquals(304, again.status());
    assertEquals(0, again.bytes().length);
    assertEquals(first.header("content-security-policy"), again.header("content-security-policy"));
    assertEquals(200,
        server.ask("GET", "/console/console.js").header("If-None-Match", "W/\"another\"").reply().status());
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
        "/console/index.html", "/console//", "/consoles")) {
      assertEquals(404, get(path).status(), path);
    }
    assertEquals(405, server.ask("POST", "/console/").reply().status());
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
