package com.mas.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.boot.Modules;
import com.mas.testkit.Outline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Holds the outlines of the documents that are derived from the contracts' records against those that clients were
 * given. After a wanted change run with {@code GOLDEN=write} in the environment and review the difference.
 */
class GoldenDocumentsTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  @Test
  void theContractOfHttpIsTheOneThatWasReviewed() throws IOException {
    hold("openapi.txt", Contract.load(Modules.REQUESTS, Modules.REASONS).document());
  }

  @Test
  void theContractOfTheBusIsTheOneThatWasReviewed() throws IOException {
    hold("asyncapi.bus.txt", Modules.DOCUMENT.json());
  }

  private static void hold(String name, byte[] document) throws IOException {
    Path file = GOLDEN.resolve(name);
    String now = Outline.of(document);
    if ("write".equals(System.getenv("GOLDEN"))) {
      Files.writeString(file, now);
    }
    assertTrue(Files.exists(file), file + " is missing; run the test with GOLDEN=write and review it");
    assertEquals(Files.readString(file), now);
  }
}
