package com.mas.domain.learning.education;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EducationContractTest {
  /** Asked by other domains, by boot and by runs of imports, never by a browser. */
  private static final Set<String> INTERNAL = Set.of("education.batch.find", "education.batch.of_user",
      "education.batch.ensure", "education.batch.courses",
      "education.course.fill_urls", "education.enrolments.import");

  @Test
  void whatIsNotInternalIsAnOperationForAdminsTheLeadOfABatchOrTheStudent() throws IOException {
    Set<String> operations = new HashSet<>(INTERNAL);
    try (InputStream in = getClass().getResourceAsStream("/domain/education/openapi/education.yaml")) {
      JsonNode paths = new ObjectMapper(new YAMLFactory()).readTree(in).path("paths");
      paths.properties().forEach(path -> path.getValue().properties().forEach(entry -> {
        if (!entry.getKey().equals("parameters")) {
          String access = path.getKey().startsWith("/api/batchlead/") ? "capability:batch_lead"
              : path.getKey().startsWith("/api/student/me/") ? "user" : "role:ADMIN";
          assertEquals(access, entry.getValue().path("x-access").asText(), path.getKey());
          assertTrue(operations.add(entry.getValue().path("operationId").asText()), path.getKey());
        }
      }));
    }
    Set<String> requests = new HashSet<>();
    new EducationModule().requests().forEach(request -> requests.add(request.address()));
    assertEquals(requests, operations);
  }
}
