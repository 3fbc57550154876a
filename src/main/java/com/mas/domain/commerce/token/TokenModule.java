package com.mas.domain.commerce.token;

import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;

/** Declares tokens. */
public final class TokenModule extends DomainModule {
  public TokenModule() {
    super("tokens", TokenContract.class);
  }

  @Override
  public Plan plan(SettingsReader from) {
    return (parts, capacity) -> new TokenVerticle(parts.bus(), capacity);
  }
}
