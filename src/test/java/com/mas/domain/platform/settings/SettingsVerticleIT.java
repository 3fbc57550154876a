package com.mas.domain.platform.settings;

import static com.mas.domain.platform.settings.SettingsContract.BEGIN_IDEMPOTENT;
import static com.mas.domain.platform.settings.SettingsContract.FINISH_IDEMPOTENT;
import static com.mas.domain.platform.settings.SettingsContract.GET_CONFIG;
import static com.mas.domain.platform.settings.SettingsContract.SET_CONFIG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Request;
import com.mas.db.Database;
import com.mas.domain.platform.settings.SettingsContract.BeginIdempotent;
import com.mas.domain.platform.settings.SettingsContract.BegunIdempotent;
import com.mas.domain.platform.settings.SettingsContract.ConfigEntry;
import com.mas.domain.platform.settings.SettingsContract.FinishIdempotent;
import com.mas.domain.platform.settings.SettingsContract.GetConfig;
import com.mas.domain.platform.settings.SettingsContract.SetConfig;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TurnableClock;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PlatformVerticleIT {
  @AutoClose private static final TestDatabase database = TestDatabase.create();
  private static final TurnableClock clock = TurnableClock.at("2026-03-02T09:00:00+05:30");
  private static final Vertx vertx = Vertx.vertx();
  private static final Bus bus = new Bus(vertx, clock);

  private final UUID principal = UUID.randomUUID();

  @BeforeAll
  static void deploy() {
    SettingsVerticle verticle =
        new SettingsVerticle(bus, new Capacity("platform", 1, 100), Database.open(vertx, database.url(), 4));
    vertx.deployVerticle(verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
        .toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  @AfterAll
  static void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private static <Q, A> A ask(Request<Q, A> request, Q body) {
    try {
      return bus.send(bus.systemCall(null, Duration.ofSeconds(5)), request, body)
          .toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      throw (FailureException) e.getCause();
    }
  }

  private BegunIdempotent begin() {
    return ask(BEGIN_IDEMPOTENT, new BeginIdempotent(principal, "a.b.c", "k", "f", 30));
  }

  private void finish(UUID holder, Integer status, String body) {
    ask(FINISH_IDEMPOTENT, new FinishIdempotent(principal, "a.b.c", "k", holder, status, body));
  }

  @Test
  void aHolderThatLostItsLeaseCannotFinishForItsSuccessor() {
    UUID first = begin().holder();
    clock.advance(Duration.ofSeconds(31));
    UUID second = begin().holder();
    finish(first, 200, "of the first");
    assertEquals(Failure.ALREADY_RUNNING, assertThrows(FailureException.class, this::begin).failure());
    finish(first, null, null);
    assertEquals(Failure.ALREADY_RUNNING, assertThrows(FailureException.class, this::begin).failure());
    finish(second, 201, "of the second");
    finish(second, 500, "again");
    BegunIdempotent replay = begin();
    assertNull(replay.holder());
    assertEquals(201, replay.status());
    assertEquals("of the second", replay.body());
  }

  @Test
  void aForgottenKeyIsFree() {
    finish(begin().holder(), null, null);
    assertNotNull(begin().holder());
  }

  @Test
  void aSettingIsReadAsItWasWrittenLast() {
    String key = "MRLEARN_NEW_STUDENT_SYNC_ENABLED";
    assertEquals(new ConfigEntry(key, null, null), ask(GET_CONFIG, new GetConfig(key)));
    ask(SET_CONFIG, new SetConfig(key, "true"));
    clock.advance(Duration.ofMinutes(1));
    ConfigEntry written = ask(SET_CONFIG, new SetConfig(key, "false"));
    assertEquals(new ConfigEntry(key, "false", clock.instant()), written);
    assertEquals(written, ask(GET_CONFIG, new GetConfig(key)));
  }
}
