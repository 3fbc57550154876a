package com.mas.domain.learning.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.mas.bus.Request;
import com.mas.domain.learning.sync.graphy.GraphyContract;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SyncContractTest {
  private static final Set<String> STORED_ONLY = Set.of("mrlearn.configs.tick", "mrlearn.runs.advance",
      "mrlearn.new_students.find", "mrlearn.demo.seed", "mrlearn.demo.remove", "mrlearn.configs.revive",
      "mrlearn.reminders.keep");

  @Test
  void everyRequestButTheStoredOnesIsAnOperationForAdmins() throws IOException {
    Set<String> operations = new HashSet<>(STORED_ONLY);
    try (InputStream in = getClass().getResourceAsStream("/domain/sync/openapi/mrlearn.yaml")) {
      JsonNode paths = new ObjectMapper(new YAMLFactory()).readTree(in).path("paths");
      paths.properties().forEach(path -> path.getValue().properties().forEach(entry -> {
        if (!entry.getKey().equals("parameters")) {
          assertEquals("role:ADMIN", entry.getValue().path("x-access").asText(), path.getKey());
          assertTrue(operations.add(entry.getValue().path("operationId").asText()), path.getKey());
        }
      }));
    }
    Set<String> requests = new HashSet<>();
    Request.in(SyncContract.class).forEach(request -> requests.add(request.address()));
    Request.in(GraphyContract.class).forEach(request -> requests.add(request.address()));
    assertEquals(requests, operations);
  }
}
