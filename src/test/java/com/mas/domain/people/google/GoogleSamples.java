package com.mas.domain.people.google;

import com.mas.process.DomainSamples;
import java.util.Set;

/** Says that files of a Drive are Google's to guard: their ids are not ours. */
final class GoogleSamples implements DomainSamples {
  @Override
  public Set<String> notPersonal() {
    return Set.of("google.drive.fetch");
  }
}
