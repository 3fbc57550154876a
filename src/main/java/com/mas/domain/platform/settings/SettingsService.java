package com.mas.domain.platform.settings;

import com.mas.bus.Failure;
import com.mas.domain.platform.settings.SettingsContract.BeginIdempotent;
import com.mas.domain.platform.settings.SettingsContract.BegunIdempotent;
import com.mas.domain.platform.settings.SettingsContract.FinishIdempotent;
import com.mas.domain.platform.settings.SettingsContract.PurgedIdempotent;
import com.mas.domain.platform.settings.SettingsRepository.Kept;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

final class SettingsService {
  private static final int PURGED_AT_ONCE = 5_000;
  private static final int BUSY_SECONDS = 1;

  private final SettingsRepository repository;
  private final Clock clock;

  SettingsService(SettingsRepository repository, Clock clock) {
    this.repository = repository;
    this.clock = clock;
  }

  BegunIdempotent begin(BeginIdempotent begin) {
    Instant now = clock.instant();
    UUID holder = UUID.randomUUID();
    if (repository.take(begin, holder, now, now.plusSeconds(begin.leaseSeconds()))) {
      return new BegunIdempotent(holder, null, null);
    }
    Optional<Kept> kept = repository.find(begin.principalId(), begin.operation(), begin.key());
    if (kept.isPresent() && !kept.get().fingerprint().equals(begin.fingerprint())) {
      throw Failure.IDEMPOTENCY_KEY_REUSED.with(
          "This idempotency key was used for another request; please use a new one.");
    }
    if (kept.isEmpty() || kept.get().status() == null) {
      throw SettingsContract.FIRST_UNDER_WAY.refusal()
          .retryAfter(BUSY_SECONDS);
    }
    return new BegunIdempotent(null, kept.get().status(), kept.get().body());
  }

  Void finish(FinishIdempotent finish) {
    if (finish.status() == null) {
      repository.release(finish);
    } else {
      repository.keep(finish);
    }
    return null;
  }

  PurgedIdempotent purge() {
    Instant before = clock.instant().minus(SettingsContract.KEPT);
    long deleted = 0;
    int batch;
    do {
      batch = repository.purge(before, PURGED_AT_ONCE);
      deleted += batch;
    } while (batch == PURGED_AT_ONCE);
    return new PurgedIdempotent(deleted);
  }
}
