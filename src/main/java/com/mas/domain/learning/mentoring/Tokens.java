package com.mas.domain.learning.mentoring;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.domain.commerce.token.TokenContract;
import com.mas.domain.commerce.token.TokenContract.PlaceHold;
import com.mas.domain.commerce.token.TokenContract.SettleHold;
import com.mas.domain.learning.mentoring.BookingRules.Settlement;
import com.mas.domain.learning.mentoring.MentoringContract.Booking;
import com.mas.domain.learning.mentoring.MentoringContract.CheckTokens;
import com.mas.domain.learning.mentoring.MentoringContract.FreeReason;
import com.mas.domain.learning.mentoring.MentoringContract.TokensFate;
import com.mas.domain.learning.mentoring.TermsContract.Terms;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Asks for what bookings cost. Tokens are set aside before a booking is made, with a stored request that gives them
 * back unless there is one; what becomes of them is stored with the change that decides it. Where calls are free,
 * nothing is asked.
 */
final class Tokens {
  private static final String QUEUE = "databaseQueue";
  /** After which a booking that is being made is made, or never will be. */
  private static final Duration MADE = Duration.ofMinutes(2);

  private final boolean isFree;
  private final Bus bus;
  private final Database db;
  private final Jobs jobs;
  private final Clock clock;

  Tokens(boolean isFree, Bus bus, Database db, Jobs jobs) {
    this.isFree = isFree;
    this.bus = bus;
    this.db = db;
    this.jobs = jobs;
    this.clock = bus.clock();
  }

  boolean areFree() {
    return isFree;
  }

  int price(Instant startsAt, Instant endsAt, Terms terms) {
    return isFree ? 0 : BookingRules.tokens(Duration.between(startsAt, endsAt), terms);
  }

  /** Sets the tokens of a booking to be aside. */
  void hold(Call call, UUID booking, UUID student, int tokens) {
    if (tokens > 0) {
      Database.await(jobs.store(db, MentoringContract.CHECK_TOKENS, new CheckTokens(booking),
          JobOptions.on(QUEUE).at(clock.instant().plus(MADE)).because(call)));
      Database.await(bus.send(call, TokenContract.PLACE_HOLD, new PlaceHold(key(booking), student, tokens)));
    }
  }

  /** Gives back what was set aside for a booking that there is not. */
  void giveBack(Call call, UUID booking) {
    Database.await(bus.send(call, TokenContract.SETTLE_HOLD, new SettleHold(key(booking), false, null, 0)));
  }

  /**
   * Returns what becomes of the booking's tokens, which is stored, or of the free call that its batch grants; null when
   * all calls are free.
   */
  TokensFate settle(Call call, Tx tx, Booking booking, Settlement settlement) {
    if (booking.tokens() == 0) {
      return booking.freeReason() == FreeReason.BATCH ? settlement.fate() : null;
    }
    boolean spent = settlement.fate() == TokensFate.SPENT;
    jobs.store(tx, TokenContract.SETTLE_HOLD, new SettleHold(key(booking.id()), spent,
        spent && settlement.mentorPercent() > 0 ? booking.mentorId() : null, settlement.mentorPercent()),
        JobOptions.on(QUEUE).because(call));
    return settlement.fate();
  }

  private static String key(UUID booking) {
    return "booking:" + booking;
  }
}
