package com.mas.domain.engagement.gamification;

import static com.mas.domain.engagement.gamification.CalendarContract.LONGEST_LEAVE;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.Page;
import com.mas.bus.Text;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Tx;
import com.mas.db.UuidV7;
import com.mas.domain.engagement.gamification.CalendarContract.AskLeave;
import com.mas.domain.engagement.gamification.CalendarContract.DaysOff;
import com.mas.domain.engagement.gamification.CalendarContract.DecideLeave;
import com.mas.domain.engagement.gamification.CalendarContract.Holiday;
import com.mas.domain.engagement.gamification.CalendarContract.Leave;
import com.mas.domain.engagement.gamification.CalendarContract.LeaveState;
import com.mas.domain.engagement.gamification.CalendarContract.ListHolidays;
import com.mas.domain.engagement.gamification.CalendarContract.ListLeaves;
import com.mas.domain.engagement.gamification.CalendarContract.MyLeaves;
import com.mas.domain.engagement.gamification.CalendarContract.PutHoliday;
import com.mas.domain.engagement.gamification.CalendarContract.RemoveHoliday;
import com.mas.domain.engagement.gamification.CalendarContract.Removed;
import com.mas.domain.engagement.gamification.CalendarContract.WithdrawLeave;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Holidays and leave. A day off that is over changes what streaks add up to, so its change has them computed anew: of
 * one student in the same transaction, of all by a stored request.
 */
final class CalendarService {
  private static final int MOST_WAITING = 10;
  private static final int DAYS_BACK = 30;
  /** Time after which each node has read the calendar anew. */
  private static final Duration KNOWN_EVERYWHERE = Duration.ofSeconds(15);

  private final Database db;
  private final CalendarRepository repository;
  private final RebuildService rebuilds;
  private final RulesService publishing;
  private final RuleBooks rules;
  private final Clock clock;
  private final Supplier<UUID> ids;

  CalendarService(Database db, RebuildService rebuilds, RulesService publishing, RuleBooks rules, Clock clock) {
    this.publishing = publishing;
    this.db = db;
    this.repository = new CalendarRepository(db);
    this.rebuilds = rebuilds;
    this.rules = rules;
    this.clock = clock;
    this.ids = new UuidV7(clock)::next;
  }

  DaysOff holidays(Call call, ListHolidays ask) {
    LocalDate from = ask.from() == null ? today() : ask.from();
    LocalDate to = ask.to() == null ? from.plusYears(1) : ask.to();
    if (to.isBefore(from) || to.isAfter(from.plusYears(3))) {
      throw Failure.INVALID.with("from and to must be in order, and at most three years apart.");
    }
    return new DaysOff(rules.at(call.tenant(), today()).streaks().weeklyOff().stream().sorted().toList(),
        repository.holidays(call.tenant(), from, to));
  }

  Holiday put(Call call, PutHoliday ask) {
    if (ask.day().isBefore(LocalDate.of(2000, 1, 1)) || ask.day().isAfter(today().plusYears(5))) {
      throw Failure.INVALID.with("A holiday is from 2000 to five years ahead.").at("/day");
    }
    Holiday holiday = new Holiday(ask.day(), Text.stripped(ask.name()));
    db.transaction(tx -> {
      repository.put(tx, call.tenant(), holiday, call.userId(), clock.instant());
      return mend(tx, call, ask.day());
    });
    publishing.refresh();
    return holiday;
  }

  Removed remove(Call call, RemoveHoliday ask) {
    db.transaction(tx -> {
      if (!repository.remove(tx, call.tenant(), ask.day())) {
        throw CalendarContract.NO_HOLIDAY.refusal();
      }
      return mend(tx, call, ask.day());
    });
    publishing.refresh();
    return new Removed(ask.day());
  }

  /** Once each node knows: one computation for all changes until then, none of which comes while it runs. */
  private Future<UUID> mend(Tx tx, Call call, LocalDate day) {
    return day.isAfter(today()) ? null : rebuilds.mend(tx, call,
        clock.instant().plus(KNOWN_EVERYWHERE).truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES));
  }

  Leave ask(Call call, AskLeave ask) {
    LocalDate today = today();
    if (ask.endsOn().isBefore(ask.startsOn())
        || !ask.endsOn().isBefore(ask.startsOn().plusDays(LONGEST_LEAVE))
        || ask.startsOn().isBefore(today.minusDays(DAYS_BACK)) || ask.startsOn().isAfter(today.plusYears(1))) {
      throw CalendarContract.LEAVE_DAYS.with("Leave has at most " + LONGEST_LEAVE + " days and begins from " + DAYS_BACK
          + " days ago to a year ahead.");
    }
    return db.transaction(tx -> {
      if (repository.waiting(tx, call.userId()) >= MOST_WAITING) {
        throw CalendarContract.LEAVES_WAITING.with(
            "You have asked " + MOST_WAITING + " times already; please wait for the answers.");
      }
      repository.overlapping(tx, call.userId(), ask).ifPresent(other -> {
        throw CalendarContract.LEAVE_OVERLAPS.refusal().data(other);
      });
      return repository.ask(tx, ids.get(), call.tenant(), call.userId(), ask, clock.instant());
    });
  }

  Page<Leave> mine(Call call, MyLeaves ask) {
    return repository.of(call.tenant(), call.userId(), PageWindow.of(ask));
  }

  Page<Leave> list(Call call, ListLeaves ask) {
    return repository.all(call.tenant(), lead(call), ask.state(), ask.userId(), PageWindow.of(ask));
  }

  Leave withdraw(Call call, WithdrawLeave ask) {
    return db.transaction(tx -> {
      Leave leave = repository.lock(tx, call.tenant(), ask.id(), null, call.userId())
          .orElseThrow(CalendarContract.LEAVE_UNKNOWN::refusal);
      boolean open = leave.state() == LeaveState.REQUESTED
          || leave.state() == LeaveState.APPROVED && leave.startsOn().isAfter(today());
      if (leave.state() == LeaveState.WITHDRAWN) {
        return leave;
      }
      if (!open) {
        throw CalendarContract.LEAVE_BEGUN.refusal().data(leave);
      }
      return repository.decide(tx, leave.id(), LeaveState.WITHDRAWN, call.userId(), leave.note(), clock.instant());
    });
  }

  Leave decide(Call call, DecideLeave ask) {
    LeaveState wanted = ask.approve() ? LeaveState.APPROVED : LeaveState.REFUSED;
    return db.transaction(tx -> {
      Leave leave = repository.lock(tx, call.tenant(), ask.id(), lead(call), null)
          .orElseThrow(CalendarContract.LEAVE_UNKNOWN::refusal);
      if (leave.state() == wanted) {
        return leave;
      }
      if (leave.state() != LeaveState.REQUESTED) {
        throw CalendarContract.LEAVE_DECIDED.with("This leave is " + leave.state().wire() + " already.").data(leave);
      }
      Leave decided = repository.decide(tx, leave.id(), wanted, call.userId(), ask.note(), clock.instant());
      if (ask.approve()) {
        rebuilds.claim(tx, leave.userId(), call.tenant());
        repository.flag(tx, leave.userId());
        if (!leave.startsOn().isAfter(today())) {
          rebuilds.page(tx, new UUID[] {leave.userId()}, true);
        }
      }
      return decided;
    });
  }

  /** Returns the lead whose students the caller sees; null for all. */
  private static UUID lead(Call call) {
    return call.principal() != null && call.principal().isAdmin() ? null : call.userId();
  }

  private LocalDate today() {
    return StreakRules.dayOf(clock.instant());
  }
}
