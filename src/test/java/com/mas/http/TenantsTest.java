package com.mas.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.bus.Principal.Role;
import com.mas.domain.platform.tenant.TenantContract.Tenant;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Rows of tenants are obeyed by the edge while it runs. */
class TenantsTest {
  @AutoClose private static final EdgeServer server = new EdgeServer();

  @Test
  void aTenantIsKnownAndItsPagesMayCallAsSoonAsItIsThere() {
    assertEquals(400, of("new-tenant").status());
    server.tenants.take(List.of(tenant("new-tenant", "https://new.example")));
    assertEquals(200, of("new-tenant").status());
    assertEquals(200, from("https://new.example"));
    assertEquals(200, from("https://app.example"), "the settings' origins stay");
    server.tenants.take(List.of());
    assertEquals(400, of("new-tenant").status());
    assertEquals(403, from("https://new.example"));
  }

  @Test
  void whatATenantDoesWithoutIsNotThereForItAlone() {
    server.tenants.take(List.of(tenant("mr-mentor", "https://m.example", "shop")));
    EdgeServer.Reply off = of("mr-mentor");
    assertEquals(404, off.status());
    assertEquals("not_found", off.json().path("code").asText());
    assertEquals(200, server.ask("GET", "/api/things").token(server.tokens.of(Role.USER)).reply().status());
    server.tenants.take(List.of(tenant("mr-mentor", "https://m.example", "shopping")));
    assertEquals(200, of("mr-mentor").status());
    server.tenants.take(List.of());
  }

  private static EdgeServer.Reply of(String tenant) {
    return server.ask("GET", "/api/things").header("X-Platform", tenant).reply();
  }

  private static int from(String origin) {
    return server.ask("GET", "/api/things").header("Origin", origin).reply().status();
  }

  private static Tenant tenant(String slug, String origin, String... switchedOff) {
    return new Tenant(slug, slug, List.of(origin), null, List.of(switchedOff), Instant.EPOCH, Instant.EPOCH);
  }
}
