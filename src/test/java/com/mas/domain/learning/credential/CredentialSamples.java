package com.mas.domain.learning.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.Belongings;
import com.mas.process.ContractOperation;
import com.mas.process.DomainSamples;
import com.mas.process.Samples;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Samples for issuers and what they have issued. */
final class CredentialSamples implements DomainSamples {
  private static final String ISSUERS = "/api/admin/credential-issuers";

  @Override
  public Set<String> shared() {
    return Set.of("/api/credentials/public/", "/api/credentials/status/");
  }

  @Override
  public Set<String> last() {
    return Set.of("credential.credential.revoke", "credential.key.revoke");
  }

  @Override
  public void prepare(Api api, String token, Samples samples) throws IOException {
    samples.know("issuerId", issuer(api, token));
    samples.know("list", "0");
    Reply begun = api.post("/admin/external-sync/trigger", token, Map.of("provider_id", "jaimin"));
    assertEquals(true, begun.status() == 202 || begun.status() == 409, begun::text);
  }

  private static String issuer(Api api, String token) throws IOException {
    Reply made = api.post(ISSUERS, token, Map.of("slug", "s" + UUID.randomUUID().toString().substring(0, 8), "name",
        "A campus"));
    assertEquals(201, made.status(), made::text);
    return made.data().path("id").asText();
  }

  @Override
  public void after(ContractOperation operation, Reply reply, Api api, String token, Samples samples)
      throws IOException {
    if (operation.id().equals("credential.key.create") && reply.status() == 201) {
      samples.know("keyId", reply.data().at("/key/id").asText());
    }
    if (operation.id().equals("credential.sync.history") && reply.status() == 200) {
      samples.created(operation, reply.data().at("/0/id").asText());
    }
  }

  @Override
  public void own(Belongings things) throws Exception {
    Api api = things.api();
    String token = api.admin();
    Reply made = api.post("/api/admin/credentials", token, Map.of("issuerId", issuer(api, token), "title",
        "A course", "recipientName", "Asha Kulkarni", "recipientEmail", "asha.kulkarni@learner.example"));
    assertEquals(201, made.status(), made::text);
    Map<String, String> id = Map.of("id", made.data().path("id").asText());
    for (String operation : new String[] {"update", "document", "file"}) {
      things.own("credential.mine." + operation, things.student(), id);
    }
  }
}
