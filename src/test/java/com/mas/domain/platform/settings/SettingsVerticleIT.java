package com.mas.domain.platform.settings;

import static com.mas.domain.platform.settings.SettingsContract.BEGIN_IDEMPOTENT;
import static com.mas.domain.platform.settings.SettingsContract.FINISH_IDEMPOTENT;
import static com.mas.domain.platform.settings.SettingsContract.GET_CONFIG;
import static com.mas.domain.platform.settings.SettingsContract.SET_CONFIG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.mas.bus.Capacity;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Principal;
import com.mas.bus.Request;
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
import com.mas.testkit.House;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SettingsVerticleIT {
  @AutoClose private static final House house = new House("2026-03-02T09:00:00+05:30");

  private static final List<Flag> FLAGS = List.of(Flag.ofSwitch("A_SWITCH", false, "Switches."),
      Flag.ofNumber("A_NUMBER", 6, 1, 720, "Counts."));

  private final UUID principal = UUID.randomUUID();

  @BeforeAll
  static void deploy() {
    house.deploy(new SettingsVerticle(house.bus, new Capacity("platform", 1, 100), house.db, FLAGS));
  }

  private static <Q, A> A ask(Request<Q, A> request, Q body) {
    return house.run(request, body);
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
    house.clock.advance(Duration.ofSeconds(31));
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
    house.clock.advance(Duration.ofMinutes(1));
    ConfigEntry written = ask(SET_CONFIG, new SetConfig(key, "false"));
    assertEquals(new ConfigEntry(key, "false", house.clock.instant()), written);
    assertEquals(written, ask(GET_CONFIG, new GetConfig(key)));
  }

  @Test
  void aFlagIsChangedByHandWithItsHistory() {
    UUID admin = UUID.randomUUID();
    assertEquals(List.of("A_NUMBER=6", "A_SWITCH=false"), ask(FlagContract.LIST, new ListFlags(null, null)).items()
        .stream().map(flag -> flag.key() + "=" + flag.value()).toList());
    change(admin, "24", "weekly was too rare");
    house.clock.advance(Duration.ofMinutes(1));
    SystemFlag changed = change(admin, "12", null);
    assertEquals(new SystemFlag("A_NUMBER", FlagContract.Kind.NUMBER, "12", "6", "Counts.",
        house.clock.instant(), admin), changed);
    house.clock.advance(Duration.ofMinutes(1));
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
    return house.ask(house.as(by, Principal.Role.ADMIN), FlagContract.CHANGE,
        new ChangeFlag("A_NUMBER", value, reason));
  }
}
