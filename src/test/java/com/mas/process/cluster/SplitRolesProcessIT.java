package com.mas.process.cluster;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.boot.Modules;
import com.mas.module.DomainModule;
import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.Fleet;
import com.mas.sandbox.graphy.GraphySimulator;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A domain on a node of its own: what it asks of the others, lists too, crosses the wire. */
class SplitRolesProcessIT {
  private static final Duration RUN = Duration.ofMinutes(1);
  private static final String ALONE = "student";

  @TempDir private Path folder;

  @Test
  void anAccountIsMadeAndKeptByDomainsOnTwoNodes() throws Exception {
    try (TestDatabase database = TestDatabase.create();
        Fleet fleet = Fleet.start(List.of(others(), ALONE + ",http"),
            folder, Map.of("DATABASE_URL", database.url(), "REDIS_URL", TestServers.redis().url()))) {
      Api api = fleet.api(1);
      String token = api.admin();
      assertEquals(200, api.post("/api/graphy/auth/login", token, Map.of("email", GraphySimulator.EMAIL,
          "password", GraphySimulator.PASSWORD)).status());
      Reply made = api.post("/api/graphy/sync/configs", token,
          Map.of("graphyCourseId", GraphySimulator.COURSE));
      assertEquals(201, made.status(), made::text);
      String run = "/api/graphy/sync/runs/" + made.data().path("runId").textValue();
      eventually("the run ends", RUN, () -> !api.get(run, token).data().path("status").textValue().equals("running"));
      String list = "/api/graphy/sync/students?limit=2";
      eventually("the roll-up has them", RUN, () -> api.get(list, token).data().size() == 2);
      JsonNode students = api.get(list, token).data();
      Reply batch = api.post("/api/admin/batches", token, Map.of("code", "SPLIT-1", "name", "Two nodes",
          "startsOn", "2026-01-05"));
      assertEquals(201, batch.status(), batch::text);
      Map<String, Object> account = Map.of("emailKey", students.path(0).path("emailKey").textValue(),
          "batchId", batch.data().path("id").textValue());

      Reply first = api.post("/api/graphy/sync/students/create-mas-account", token, account);
      assertEquals(200, first.status(), first::text);
      assertTrue(first.data().path("applicationCreated").booleanValue(), first::text);
      Reply again = api.post("/api/graphy/sync/students/create-mas-account", token, account);
      assertEquals(200, again.status(), again::text);
      assertFalse(again.data().path("applicationCreated").booleanValue(), again::text);
      assertEquals(first.data().path("applicationId"), again.data().path("applicationId"));
    }
  }

  /** All roles that there are, but one. */
  private static String others() {
    return Stream.concat(Modules.DOMAINS.stream().map(DomainModule::role), Stream.of("http"))
        .filter(role -> !role.equals(ALONE)).collect(Collectors.joining(","));
  }
}
