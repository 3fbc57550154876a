package com.mas.domain.engagement.dailycards;

import com.mas.bus.Failure;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Word;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;

/** Requests about daily cards. */
@NullMarked
public final class DailyCardsContract {
  public static final Reason CARD_UNKNOWN = Reason.of(Failure.NOT_FOUND, "card_unknown",
      "There is no such card of yours today.");

  /** Cards of one student at the most: one of each type. */
  public static final int MOST = 3;

  private static final Duration TIME = Duration.ofSeconds(5);

  private DailyCardsContract() {}

  public enum CardType implements Word {
    TOP_PRIORITY, DEADLINE_ALERT, WEAK_AREA_NUDGE
  }

  /**
   * @param priority 1 is shown first
   * @param ctaLink a path of the front end, or an address at the learning system
   */
  public record DailyCard(UUID id, CardType cardType, String title, String body, int priority, String ctaLabel,
      String ctaLink, Instant expiresAt, boolean dismissed) {}

  /** The caller's cards that are neither dismissed nor expired, by priority; at most {@value #MOST}. */
  public static final Request<MyCards, Page<DailyCard>> MY_CARDS =
      Request.list("dailycards.card.mine", MyCards.class, DailyCard.class, TIME);

  public record MyCards() {}

  /** One of the caller's own; NOT_FOUND otherwise, or when a later day has replaced it. Twice is as once. */
  public static final Request<DismissCard, DailyCard> DISMISS =
      Request.of("dailycards.card.dismiss", DismissCard.class, DailyCard.class, TIME);

  public record DismissCard(UUID id) {}

  /**
   * Deals today's cards to everybody who has a seat in a batch and has none of today: of the tenant of a signed-in
   * caller, or of all when the product itself asks. Idempotent; goes on where one that was cut off has stopped.
   */
  public static final Request<MakeDay, DayMade> MAKE_DAY =
      Request.of("dailycards.day.make", MakeDay.class, DayMade.class, Duration.ofMinutes(20));

  public record MakeDay() {}

  /** @param cached students whose cards are in Redis too */
  public record DayMade(int students, int cards, int cached) {}
}
