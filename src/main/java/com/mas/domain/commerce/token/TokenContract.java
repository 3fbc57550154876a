package com.mas.domain.commerce.token;

import com.mas.bus.Failure;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Visible;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Declares how tokens of a person are set aside for something, and what becomes of them. A hold is pending until it is
 * settled, once: its tokens are spent or given back.
 */
@NullMarked
public final class TokenContract {
  public static final Reason TOKENS_MISSING = Reason.of(Failure.NOT_CONFIGURED, "tokens_missing",
      "There are no tokens on this server. An administrator can make calls free (MENTOR_CALLS_FREE=true).");

  private TokenContract() {}

  /**
   * Sets tokens aside. Idempotent by key. Fails with UNPROCESSABLE when the person has too few, with NOT_CONFIGURED
   * where there are none at all.
   */
  public static final Request<PlaceHold, Hold> PLACE_HOLD =
      Request.of("tokens.hold.place", PlaceHold.class, Hold.class);

  /** @param key names what the tokens are for, such as {@code booking:…} */
  public record PlaceHold(@Visible @Size(max = 100) String key, UUID userId, @Min(1) @Max(100) int tokens) {}

  public record Hold(String key, int tokens) {}

  /**
   * Settles a hold. Twice is as once; a hold that is not known has nothing to settle.
   */
  public static final Request<SettleHold, Settled> SETTLE_HOLD =
      Request.of("tokens.hold.settle", SettleHold.class, Settled.class);

  /**
   * @param spent false: the tokens are given back
   * @param earnerId who is paid for tokens that are spent; null: none is
   * @param earnerPercent of the standard earning
   */
  public record SettleHold(@Visible @Size(max = 100) String key, boolean spent, @Nullable UUID earnerId,
      @Min(0) @Max(100) int earnerPercent) {}

  public record Settled(String key) {}
}
