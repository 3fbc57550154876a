package com.mas.domain.learning.sync.graphy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.ContractOperation;
import com.mas.process.DomainSamples;
import com.mas.process.Samples;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/** Samples for the session at the sandbox of Graphy. */
final class GraphySamples implements DomainSamples {
  /** Ids there are the provider's, and the one service account is everybody's. */
  @Override
  public Set<String> shared() {
    return Set.of("/api/graphy/users/");
  }

  @Override
  public void prepare(Api api, String token, Samples samples) throws IOException {
    connect(api, token);
    samples.know("graphyCourseId", api.get("/api/graphy/courses", token).data().path(0).path("id").asText());
  }

  /** Connects again: it was left with a wrong password, or at all. */
  @Override
  public void after(ContractOperation operation, Reply reply, Api api, String token, Samples samples)
      throws IOException {
    if (operation.path().startsWith("/api/graphy/auth/")) {
      connect(api, token);
    }
  }

  private static void connect(Api api, String token) throws IOException {
    Reply connected = api.post("/api/graphy/auth/login", token,
        Map.of("email", "admin@mrlearn.example", "password", "sandbox-password"));
    assertEquals(200, connected.status(), connected::text);
  }
}
