package com.mas.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.boot.Modules;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the simulators against the providers that the modules declare. */
class ProvidersTest {
  @Test
  void theSimulatorsSetWhatTheModulesDeclareAndNothingElse() {
    Vertx vertx = Vertx.vertx();
    try {
      SandboxVerticle sandbox = new SandboxVerticle("127.0.0.1", 0, Clock.systemUTC(), Modules.SIMULATORS);
      vertx.deployVerticle(sandbox).toCompletionStage().toCompletableFuture().join();
      Set<String> declared = Modules.PROVIDERS.stream().flatMap(provider -> provider.settings().stream())
          .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(declared, new TreeSet<>(
          sandbox.settings(name -> name.equals("QUIET_HOURS") ? "usual" : "").keySet()));
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }
}
