package com.mas.testkit;

import com.mas.module.Installation;
import com.mas.module.Secrets;
import com.mas.phone.PhoneRules;
import java.util.List;
import java.util.Set;

/** An installation of one tenant, for tests that deploy a module without a whole server. */
public final class TestInstallation {
  public static final Installation PLAIN = new Installation("test", List.of(TestTokens.TENANT),
      new Secrets(TestTokens.SECRET, "", "root@mas.example", Secrets.DEFAULT_PASSWORD), Set.of(), PhoneRules.INDIA,
      () -> Long.MAX_VALUE, List.of(), List.of(), List.of(), List.of(), List.of());

  private TestInstallation() {}
}
