package com.mas.domain.people.identity;

import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.ContractOperation;
import com.mas.process.DomainSamples;
import com.mas.process.Samples;
import java.io.IOException;
import java.util.Set;

/** Samples for accounts. */
final class IdentitySamples implements DomainSamples {
  @Override
  public Set<String> leftOut() {
    return Set.of("identity.email.ask/code");
  }

  @Override
  public Set<String> forTemporaryPasswords() {
    return Set.of("identity.password.change", "identity.account.me");
  }

  @Override
  public void after(ContractOperation operation, Reply reply, Api api, String token, Samples samples)
      throws IOException {
    if (operation.id().equals("identity.user.create") && !reply.data().path("id").asText().isEmpty()) {
      samples.know("userId", reply.data().path("id").asText());
    }
  }
}
