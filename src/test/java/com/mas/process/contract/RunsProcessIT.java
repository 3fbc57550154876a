package com.mas.process.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.SharedServer;
import com.mas.process.Sql;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Long work as administrators see it over HTTP, and stop it. */
class RunsProcessIT {
  private static final String TENANT = "my-analytics-school";
  private static final String KIND = "test.shown";
  private final String over = UUID.randomUUID().toString();
  private final String queued = UUID.randomUUID().toString();
  private final String foreign = UUID.randomUUID().toString();

  @Test
  void administratorsListReadAndCancelTheRunsOfTheirTenant() throws Exception {
    SharedServer server = SharedServer.get();
    Api api = server.api();
    String admin = api.admin();
    try (Sql sql = server.sql()) {
      insert(sql, over, TENANT, "completed", "{\"read\": 5, \"written\": 3, \"skipped\": 1}", "now()");
      insert(sql, queued, TENANT, "queued", "{}", "NULL");
      insert(sql, foreign, "another-tenant", "queued", "{}", "NULL");

      assertEquals(List.of(queued, over), ids(api.get("/api/admin/runs?kind=" + KIND, admin)));
      Reply page = api.get("/api/admin/runs?kind=" + KIND + "&limit=1&offset=1", admin);
      assertEquals(List.of(over), ids(page));
      assertEquals(2, page.json().at("/page/total").asInt(), page::text);
      assertEquals(List.of(queued), ids(api.get("/api/admin/runs?state=queued&kind=" + KIND, admin)));
      assertEquals(List.of(), ids(api.get("/api/admin/runs?kind=nothing.like.that", admin)));

      JsonNode run = api.get("/api/admin/runs/" + over, admin).data();
      assertEquals(5, run.at("/counts/read").asInt(), run::toString);
      assertFalse(run.path("balanced").asBoolean(true), run::toString);
      assertEquals(List.of("first", "second"), List.of(run.at("/phases/0").asText(), run.at("/phases/1").asText()));
      assertEquals("first", run.path("phase").asText());
      assertEquals(40, run.path("percent").asInt());

      for (int twice = 0; twice < 2; twice++) {
        Reply cancelled = api.post("/api/admin/runs/" + queued + "/cancel", admin, Map.of());
        assertEquals(200, cancelled.status(), cancelled::text);
        assertEquals("queued", cancelled.data().path("state").asText(), "its slice ends it");
      }
      assertEquals(1, sql.number("SELECT count(*) FROM runs.run WHERE cancelling AND kind = '" + KIND + "'"));
      refusals(api, admin);
      sql.change("DELETE FROM runs.run WHERE kind = '" + KIND + "'");
    }
  }

  private void refusals(Api api, String admin) throws IOException {
    assertEquals(409, api.post("/api/admin/runs/" + over + "/cancel", admin, Map.of()).status());
    assertEquals(404, api.get("/api/admin/runs/" + foreign, admin).status());
    assertEquals(404, api.post("/api/admin/runs/" + foreign + "/cancel", admin, Map.of()).status());
    assertEquals(400, api.get("/api/admin/runs?state=lost", admin).status());
    assertEquals(500, api.get("/api/admin/runs?limit=501", admin).json().at("/page/limit").asInt());
    String student = api.login("asha.kulkarni@learner.example", "learner-password-1");
    for (String path : List.of("/api/admin/runs", "/api/admin/runs/" + over)) {
      assertEquals(403, api.get(path, student).status(), path);
      assertEquals(401, api.get(path, null).status(), path);
    }
    assertEquals(403, api.post("/api/admin/runs/" + queued + "/cancel", student, Map.of()).status());
  }

  private static List<String> ids(Reply reply) {
    assertEquals(200, reply.status(), reply::text);
    return reply.data().findValuesAsText("id");
  }

  private static void insert(Sql sql, String id, String tenant, String state, String counts, String ended) {
    sql.change("""
        INSERT INTO runs.run (id, kind, tenant, subject, state, phases, phase, counts, percent, asked_at, moved_at,
          ended_at)
        VALUES ('%s', '%s', '%s', '%s', '%s', '{first,second}', 'first', '%s', 40, clock_timestamp(),
          clock_timestamp(), %s)""".formatted(id, KIND, tenant, id, state, counts, ended));
  }
}
