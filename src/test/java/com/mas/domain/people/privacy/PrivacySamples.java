package com.mas.domain.people.privacy;

import com.mas.process.DomainSamples;
import java.util.Set;

/** Samples for people's own data. */
final class PrivacySamples implements DomainSamples {
  @Override
  public Set<String> leftOut() {
    return Set.of("privacy.erasure.start/code");
  }

  /** Operations on anybody of the tenant, by those who may. */
  @Override
  public Set<String> notPersonal() {
    return Set.of("privacy.person.export", "privacy.person.get_export", "privacy.person.export_file",
        "privacy.person.erase");
  }

  @Override
  public Set<String> last() {
    return Set.of("privacy.person.erase");
  }
}
