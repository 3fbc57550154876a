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
import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Principal;
import com.mas.bus.Request;
import com.mas.db.Database;
import com.mas.domain.platform.settings.FlagContract.ChangeFlag;
import com.mas.domain.platform.settings.FlagContract.FlagHistory;
import com.mas.domain.platform.settings.FlagContract.ListFlags;
import com.mas.domain.platform.settings.FlagContract.SystemFlag;
import com.mas.domain.platform.settings.SettingsContract.BeginIdempotent;
import com.mas.domain.platform.settings.SettingsContract.BegunIdempotent;
import com.mas.domain.platform.settings.SettingsContract.ConfigEntry;
import com.mas.domain.platform.settings.SettingsContract.FinishIdempotent;
import com.mas.domain.platform.settings.SettingsContract.GetConfig;
import com.mas.domain.platform.settings.SettingsContract.SetConfig;
import com.mas.module.Flag;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TurnableClock;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SettingsVerticleIT {
  @AutoClose private static final TestDatabase database = TestDatabase.create();
  private static final TurnableClock clock = TurnableClock.at("2026-03-02T09:00:00+05:30");
  private static final Vertx vertx = Vertx.vertx();
  private static final Bus bus = new Bus(vertx, clock);

  private static final List<Flag> FLAGS = List.of(Flag.ofSwitch("A_SWITCH", false, "Switches."),
      Flag.ofNumber("A_NUMBER", 6, 1, 720, "Counts."));

  private final UUID principal = UUID.randomUUID();

  @BeforeAll
  static void deploy() {
    SettingsVerticle verticle =
        new SettingsVerticle(bus, new Capacity("platform", 1, 100), Database.open(vertx, database.url(), 4),
            FLAGS);
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

  @Test
  void aFlagIsChangedByHandWithItsHistory() {
    UUID admin = UUID.randomUUID();
    assertEquals(List.of("A_NUMBER=6", "A_SWITCH=false"), ask(FlagContract.LIST, new ListFlags(null, null)).items()
        .stream().map(flag -> flag.key() + "=" + flag.value()).toList());
    change(admin, "24", "weekly was too rare");
    clock.advance(Duration.ofMinutes(1));
    SystemFlag changed = change(admin, "12", null);
    assertEquals(new SystemFlag("A_NUMBER", FlagContract.Kind.NUMBER, "12", "6", "Counts.", clock.instant(), admin),
        changed);
    clock.advance(Duration.ofMinutes(1));
    assertEquals(changed, change(UUID.randomUUID(), "12", "again"), "what stays as it is, is no change");
    assertEquals(List.of("24->12 null", "null->24 weekly was too rare"),
        ask(FlagContract.HISTORY, new FlagHistory("A_NUMBER", null, null)).items().stream()
            .map(each -> each.before() + "->" + each.after() + " " + each.reason()).toList());
  }

  @Test
  void aFlagOfAnotherKindOrNameIsRefused() {
    for (String value : List.of("0", "721", "six", "6.5", "", "99999999999999999999")) {
      assertEquals(Failure.INVALID, assertThrows(FailureException.class,
          () -> ask(FlagContract.CHANGE, new ChangeFlag("A_NUMBER", value, null))).failure(), value);
    }
    assertEquals(Failure.INVALID, assertThrows(FailureException.class,
        () -> ask(FlagContract.CHANGE, new ChangeFlag("A_SWITCH", "yes", null))).failure());
    assertEquals(Failure.NOT_FOUND, assertThrows(FailureException.class,
        () -> ask(FlagContract.CHANGE, new ChangeFlag("JWT_SECRET", "x", null))).failure());
  }

  private static SystemFlag change(UUID by, String value, String reason) {
    Call call = new Call("test", null, "mas", new Principal(by, Principal.Role.ADMIN, Set.of(), "mas"),
        clock.millis() + 5_000, null, null);
    return bus.send(call, FlagContract.CHANGE, new ChangeFlag("A_NUMBER", value, reason))
        .toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
