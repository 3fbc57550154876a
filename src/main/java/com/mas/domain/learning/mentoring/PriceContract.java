package com.mas.domain.learning.mentoring;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Failure;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.domain.learning.mentoring.MentoringContract.FreeReason;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Declares what a call costs before it is booked, and why some cost nothing. */
@NullMarked
public final class PriceContract {
  public static final Reason PRICE_CHANGED = Reason.of(Failure.CONFLICT, "price_changed",
      "The call costs more than you have seen. Look at its price again before you book it.");

  private PriceContract() {}

  /** Tells what a booking of a slot costs. Nothing is set aside: it may be different when the slot is booked. */
  public static final Request<GetPrice, Price> GET = Request.of("mentoring.price.get", GetPrice.class, Price.class);

  /** @param studentId an admin says for whom; null is the caller */
  public record GetPrice(UUID id, @Nullable UUID studentId) {}

  /**
   * @param tokens 0: it is free
   * @param freeReason null: it is not free
   * @param batch whose students have free calls; this one grants it, or has granted the last of the month
   * @param month its first day; the month of Asia/Kolkata in which the slot starts
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Price(int tokens, @Nullable FreeReason freeReason, @Nullable FreeCalls batch, LocalDate month) {}

  /**
   * @param perMonth null: as many as the student likes
   * @param used in the month, those that are booked and those that were given up too late included
   * @param left null: as many as the student likes
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record FreeCalls(UUID batchId, String batchName, @Nullable Integer perMonth, int used,
      @Nullable Integer left) {}
}
