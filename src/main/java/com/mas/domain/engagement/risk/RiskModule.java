package com.mas.domain.engagement.risk;

import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import java.nio.file.Path;

/** Declares who is at risk of dropping out, and why. */
public final class RiskModule extends DomainModule {
  public RiskModule() {
    super("risk", RiskContract.class);
  }

  @Override
  public Plan plan(SettingsReader from) {
    RiskVerticle.Llm model = new RiskVerticle.Llm(from.url("GROQ_BASE_URL", "http", "https"),
        from.text("GROQ_API_KEY"), from.text("GROQ_MODEL"));
    return (parts, capacity) -> new RiskVerticle(parts.bus(), capacity, parts.database(), parts.jobs(), parts.ids(),
        new RiskVerticle.Config(Path.of("conf/risk.yaml"), model));
  }
}
