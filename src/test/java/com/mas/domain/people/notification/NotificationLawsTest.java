package com.mas.domain.people.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.people.notification.NotificationContract.DeliveryState;
import com.mas.domain.people.notification.NotificationRules.Action;
import com.mas.domain.people.notification.NotificationRules.Decision;
import com.mas.domain.people.notification.NotificationRules.Facts;
import com.mas.domain.people.notification.NotificationRules.Quiet;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class NotificationLawsTest {
  private static final Instant NOON = Instant.parse("2026-03-01T06:30:00Z");
  private static final Quiet NEVER = new Quiet(ZoneId.of("Asia/Kolkata"), LocalTime.NOON, LocalTime.NOON);

  @Provide
  Arbitrary<Quiet> quiets() {
    Arbitrary<LocalTime> times = Arbitraries.integers().between(0, 95).map(quarter -> LocalTime.MIDNIGHT
        .plusMinutes(quarter * 15L));
    return Combinators.combine(Arbitraries.of("Asia/Kolkata", "Europe/Berlin", "America/New_York",
        "Australia/Lord_Howe", "Pacific/Apia", "UTC").map(ZoneId::of), times, times).as(Quiet::new);
  }

  @Provide
  Arbitrary<Instant> instants() {
    Arbitrary<Long> any = Arbitraries.longs().between(1_700_000_000L, 1_900_000_000L);
    // the nights in which clocks are put forward and back are worth more than others
    Arbitrary<Long> changes = Arbitraries.of("2026-03-29T00:00:00Z", "2026-10-25T00:00:00Z", "2026-11-01T04:00:00Z",
        "2026-04-04T12:00:00Z").map(Instant::parse).map(Instant::getEpochSecond)
        .flatMap(second -> Arbitraries.longs().between(second - 7_200, second + 14_400));
    return Arbitraries.oneOf(any, changes).map(Instant::ofEpochSecond);
  }

  @Property
  void theEndOfQuietHoursIsLaterWithinTwoDaysAndNotQuiet(@ForAll("quiets") Quiet quiet,
      @ForAll("instants") Instant now) {
    Optional<Instant> end = NotificationRules.quietUntil(now, quiet);
    end.ifPresent(until -> {
      assertTrue(until.isAfter(now));
      assertTrue(until.isBefore(now.plus(Duration.ofHours(49))));
      assertEquals(Optional.empty(), NotificationRules.quietUntil(until, quiet));
    });
  }

  @Property
  void allOfTheQuietHoursWaitForTheSameEnd(@ForAll("quiets") Quiet quiet, @ForAll("instants") Instant now,
      @ForAll @IntRange(min = 1, max = 100) int percent) {
    NotificationRules.quietUntil(now, quiet).ifPresent(until -> {
      Instant between = now.plusSeconds((until.getEpochSecond() - now.getEpochSecond() - 1) * percent / 100);
      NotificationRules.quietUntil(between, quiet).ifPresent(again -> assertEquals(until, again));
    });
  }

  @Property
  void nobodyIsDisturbedAtNightNorHeldBackByDay(@ForAll @IntRange(max = 1439) int minute) {
    Quiet night = new Quiet(ZoneId.of("Asia/Kolkata"), LocalTime.of(21, 0), LocalTime.of(8, 0));
    Instant now = Instant.parse("2026-02-28T18:30:00Z").plus(Duration.ofMinutes(minute));
    boolean quiet = minute < 8 * 60 || minute >= 21 * 60;
    assertEquals(quiet, NotificationRules.quietUntil(now, night).isPresent());
  }

  @Property
  void aCriticalMessageIsStoppedOnlyByAnOptOut(@ForAll boolean optedOut, @ForAll boolean off,
      @ForAll("quiets") Quiet quiet, @ForAll("instants") Instant now, @ForAll @IntRange(max = 50) int taken) {
    Decision decision = NotificationRules.decide(true, new Facts(optedOut, off, quiet, taken), 1, now);
    assertEquals(optedOut ? Action.SKIP : Action.SEND, decision.action());
  }

  @Property
  void moreAttentionTakenNeverOpensADoor(@ForAll boolean off, @ForAll("quiets") Quiet quiet,
      @ForAll("instants") Instant now, @ForAll @IntRange(max = 20) int taken,
      @ForAll @IntRange(min = 1, max = 20) int perDay) {
    Decision less = NotificationRules.decide(false, new Facts(false, off, quiet, taken), perDay, now);
    Decision more = NotificationRules.decide(false, new Facts(false, off, quiet, taken + 1), perDay, now);
    assertTrue(less.action() == Action.SEND || more.action() != Action.SEND);
    if (less.action() == Action.SEND) {
      assertTrue(taken < perDay);
    }
  }

  @Property
  void whateverIsNotSentSaysWhy(@ForAll boolean optedOut, @ForAll boolean off, @ForAll("quiets") Quiet quiet,
      @ForAll("instants") Instant now, @ForAll @IntRange(max = 9) int taken) {
    Decision decision = NotificationRules.decide(false, new Facts(optedOut, off, quiet, taken), 5, now);
    assertEquals(decision.action() == Action.SEND, decision.reason() == null);
    assertEquals(decision.action() == Action.HOLD, decision.until() != null);
  }

  @Property
  void newsFoldToTheSameInWhateverOrderAndHoweverOften(
      @ForAll @Size(min = 1, max = 8) List<DeliveryState> news, @ForAll long seed) {
    List<DeliveryState> shuffled = new ArrayList<>(news);
    shuffled.addAll(news);
    Collections.shuffle(shuffled, new Random(seed));
    assertEquals(fold(news), fold(shuffled));
  }

  @Example
  void whatWasDeliveredAfterItFailedWasDelivered() {
    assertEquals(DeliveryState.DELIVERED,
        fold(List.of(DeliveryState.SENT, DeliveryState.UNDELIVERED, DeliveryState.DELIVERED)));
    assertEquals(DeliveryState.DELIVERED, fold(List.of(DeliveryState.DELIVERED, DeliveryState.UNDELIVERED)));
    assertEquals(DeliveryState.READ, fold(List.of(DeliveryState.READ, DeliveryState.DELIVERED, DeliveryState.SENT)));
    assertEquals(DeliveryState.UNDELIVERED, fold(List.of(DeliveryState.UNKNOWN, DeliveryState.UNDELIVERED)));
  }

  private static DeliveryState fold(List<DeliveryState> news) {
    return news.stream().reduce(DeliveryState.SENDING, NotificationRules::fold);
  }

  @Property
  void aParameterIsWhatMetaTakes(@ForAll @StringLength(max = 300) String text) {
    String parameter = WhatsAppRules.parameter(text);
    assertFalse(parameter.isEmpty());
    assertFalse(parameter.matches("(?s).*([\\n\\t\\r]| {5}).*"));
    assertTrue(parameter.length() <= 200);
    assertNotEquals("", parameter.strip());
  }

  @Property
  void aParameterIsNotCutWithinACharacter(@ForAll @IntRange(max = 210) int letters,
      @ForAll("emoji") String emoji) {
    String parameter = WhatsAppRules.parameter("a".repeat(letters) + emoji + "z".repeat(20));
    String rest = parameter.substring(Math.min(letters, parameter.length()));
    assertTrue(rest.isEmpty() || rest.startsWith(emoji), parameter);
    assertTrue(parameter.length() <= 200);
  }

  @Provide
  Arbitrary<String> emoji() {
    return Arbitraries.of("\ud83d\ude00", "\ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67",
        "\ud83c\uddee\ud83c\uddf3", "\u0915\u093f", "e\u0301", "\u2764\ufe0f");
  }

  @Example
  void refusalsSayWhomTheyConcern() {
    assertEquals(WhatsAppRules.Refusal.RECIPIENT, WhatsAppRules.refusal(131050, 400));
    assertFalse(WhatsAppRules.refusal(131050, 400).isForAll());
    assertTrue(WhatsAppRules.refusal(131037, 400).isForAll());
  }

  @Example
  void decisionsAreMadeInTheOrderOfTheirWeight() {
    Quiet always = new Quiet(ZoneId.of("Asia/Kolkata"), LocalTime.of(11, 0), LocalTime.of(13, 0));
    assertEquals("opted_out", NotificationRules.decide(false, new Facts(true, true, always, 9), 1, NOON).reason());
    assertEquals("switched_off", NotificationRules.decide(false, new Facts(false, true, always, 9), 1, NOON).reason());
    assertEquals("quiet_hours", NotificationRules.decide(false, new Facts(false, false, always, 9), 1, NOON).reason());
    assertEquals("attention_budget",
        NotificationRules.decide(false, new Facts(false, false, NEVER, 9), 1, NOON).reason());
  }
}
