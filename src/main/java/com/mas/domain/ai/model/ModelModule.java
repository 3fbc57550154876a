package com.mas.domain.ai.model;

import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import com.mas.outbound.HttpCaller;
import com.mas.sandbox.model.ModelSimulator;
import java.time.Duration;

/** Declares the language model that the other domains ask. */
public final class ModelModule extends DomainModule {
  private static final Duration PATIENCE = Duration.ofSeconds(28);
  private static final int MAX_ANSWER_BYTES = 1 << 20;

  public ModelModule() {
    super("model", ModelContract.class);
    provider("llm", stage -> new ModelSimulator(stage.clock()), "GROQ_BASE_URL", "GROQ_API_KEY");
  }

  @Override
  public Plan plan(SettingsReader from) {
    HttpCaller.Config provider = new HttpCaller.Config("language model", from.url("GROQ_BASE_URL", "http", "https"),
        PATIENCE, 1, Duration.ofSeconds(1), Duration.ofSeconds(1), MAX_ANSWER_BYTES, 8, Duration.ofSeconds(30));
    String key = from.text("GROQ_API_KEY");
    String model = from.text("GROQ_MODEL");
    return (parts, capacity) -> new ModelVerticle(parts.bus(), capacity,
        key.isEmpty() ? null : new ChatCompletions(parts.outbound(provider), key, model));
  }
}
