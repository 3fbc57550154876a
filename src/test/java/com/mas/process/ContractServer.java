package com.mas.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import com.mas.testkit.TestTokens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A server with the sandbox, on a database of its own, and what its contract says of all operations. */
public final class ContractServer implements AutoCloseable {
  public final TestDatabase database = TestDatabase.create();
  public final ServerProcess server;
  public final Api api;
  public final List<ContractOperation> operations;
  public final ContractAnswers answers;

  /** @param data its folder */
  public ContractServer(Path data) throws IOException {
    server = ServerProcess.start(data, Map.of("DATABASE_URL", database.url(), "REDIS_URL", TestServers.redis().url(),
        "SANDBOX", "true", "RATE_LIMITS", "false", "JWT_SECRET", TestTokens.SECRET));
    api = server.api();
    JsonNode document = api.get("/openapi.json", null).json();
    operations = ContractOperation.of(document);
    answers = new ContractAnswers(document);
  }

  @Override
  public void close() throws IOException {
    server.close();
    database.close();
  }
}
