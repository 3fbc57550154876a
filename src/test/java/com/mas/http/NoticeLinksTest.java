package com.mas.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.mas.boot.Modules;
import com.mas.http.EdgeServer.Reply;
import com.mas.module.ConsolePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Opens the links that notifications and mails lead people to. */
class NoticeLinksTest {
  private static final Path TEMPLATES = Path.of("src/main/resources/templates/notification");
  /** Stands in the menu of the account, which is no module's. */
  private static final String CONNECTIONS = "/console/account/connections";
  @AutoClose private static final EdgeServer server = new EdgeServer();

  private static List<String> links() throws IOException {
    List<String> links = new ArrayList<>(List.of("/console/"));
    try (Stream<Path> files = Files.list(TEMPLATES)) {
      for (Path file : files.toList()) {
        JsonNode link = new YAMLMapper().readTree(file.toFile()).path("link");
        if (link.isTextual()) {
          links.add(link.textValue().replaceAll("\\{\\{[a-zA-Z]+}}", UUID.randomUUID().toString()));
        }
      }
    }
    return links;
  }

  @Test
  void everyLinkOfATemplateIsAPageOfTheConsole() throws IOException {
    List<String> links = links();
    assertTrue(links.size() > 8, links::toString);
    List<String> pages = Stream.concat(Stream.of("/console", CONNECTIONS),
        Modules.PAGES.stream().map(ConsolePage::href)).toList();
    for (String link : links) {
      Reply reply = server.ask("GET", link).header("Accept", "text/html").reply();
      assertEquals(200, reply.status(), link);
      assertTrue(reply.header("content-type").startsWith("text/html"), link);
      assertTrue(pages.contains(link.replaceFirst("/?(\\?.*)?$", "")), link + " is no page of the menu");
    }
  }

  /** Messages of earlier releases are still in people's inboxes. */
  @Test
  void linksOfEarlierMessagesLeadToAPage() {
    for (String link : List.of("/progress", "/badges", "/assignments", "/standing", "/batchlead/warnings")) {
      Reply led = server.ask("GET", link).header("Accept", "text/html").reply();
      assertEquals(308, led.status(), link);
      assertEquals(200, server.ask("GET", led.header("location")).header("Accept", "text/html").reply().status(), link);
    }
  }
}
