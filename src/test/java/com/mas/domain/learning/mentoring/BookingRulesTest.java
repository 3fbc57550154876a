package com.mas.domain.learning.mentoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.learning.mentoring.BookingRules.Party;
import com.mas.domain.learning.mentoring.BookingRules.Settlement;
import com.mas.domain.learning.mentoring.MentoringContract.Absent;
import com.mas.domain.learning.mentoring.MentoringContract.Booking;
import com.mas.domain.learning.mentoring.MentoringContract.BookingKind;
import com.mas.domain.learning.mentoring.MentoringContract.BookingState;
import com.mas.domain.learning.mentoring.MentoringContract.TokensFate;
import com.mas.domain.learning.mentoring.TermsContract.Manner;
import com.mas.domain.learning.mentoring.TermsContract.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BookingRulesTest {
  private static final Instant START = Instant.parse("2026-03-11T03:30:00Z");
  private static final Terms TERMS = new Terms("", Instant.EPOCH, 60, 720, 1440, 5, 30, 50, "test");
  private static final UUID STUDENT = UUID.randomUUID();
  private static final UUID MENTOR = UUID.randomUUID();

  @Property
  void finalStatesStayAndOthersLeadToFinalOnes(@ForAll BookingState from, @ForAll BookingState to) {
    Set<BookingState> going = EnumSet.of(BookingState.REQUESTED, BookingState.BOOKED);
    assertEquals(!going.contains(from), BookingRules.isFinal(from));
    assertFalse(BookingRules.mayBecome(from, from));
    if (BookingRules.isFinal(from)) {
      assertFalse(BookingRules.mayBecome(from, to));
    }
    assertEquals(going.contains(from) && going.contains(to) && from != to,
        BookingRules.mayBecome(from, to) && !BookingRules.isFinal(to));
  }

  @Test
  void theWaysAreThoseOfTheProduct() {
    assertEquals(EnumSet.of(BookingState.BOOKED, BookingState.DECLINED, BookingState.EXPIRED, BookingState.CANCELLED),
        next(BookingState.REQUESTED));
    assertEquals(EnumSet.of(BookingState.COMPLETED, BookingState.MISSED, BookingState.CANCELLED,
        BookingState.REQUESTED),
        next(BookingState.BOOKED));
  }

  private static Set<BookingState> next(BookingState from) {
    EnumSet<BookingState> all = EnumSet.noneOf(BookingState.class);
    Arrays.stream(BookingState.values()).filter(to -> BookingRules.mayBecome(from, to)).forEach(all::add);
    return all;
  }

  @Property
  void studentsPayForWhatTheyCancelLateAndNothingElseOfWhatIsCancelled(
      @ForAll @IntRange(min = -1440, max = 1440) int minutes, @ForAll Party by, @ForAll boolean agreed,
      @ForAll boolean requested) {
    Instant now = START.minus(Duration.ofHours(12)).plus(Duration.ofMinutes(minutes));
    Booking booking = booking(requested ? BookingState.REQUESTED : BookingState.BOOKED);
    Settlement settlement = BookingRules.ofCancelling(booking, by, agreed, TERMS, now);
    boolean pays = by == Party.STUDENT && !agreed && !requested && minutes >= 0;
    assertEquals(pays ? new Settlement(TokensFate.SPENT, 50) : new Settlement(TokensFate.RETURNED, 0), settlement);
  }

  @Test
  void whoDoesNotComeBearsItAndWhatWasHeldIsPaidWhole() {
    assertEquals(new Settlement(TokensFate.SPENT, 100), BookingRules.ofClosing(true, null, TERMS));
    assertEquals(new Settlement(TokensFate.SPENT, 50), BookingRules.ofClosing(false, Absent.STUDENT, TERMS));
    for (Absent absent : new Absent[] {Absent.MENTOR, Absent.BOTH, null}) {
      assertEquals(Settlement.BACK, BookingRules.ofClosing(false, absent, TERMS));
    }
  }

  @Property
  void aTokenIsPaidForEachHalfHourThatIsBegun(@ForAll @IntRange(min = 1, max = 240) int minutes) {
    int tokens = BookingRules.tokens(Duration.ofMinutes(minutes), TERMS);
    assertTrue(tokens * 30 >= minutes && (tokens - 1) * 30 < minutes);
  }

  @Property
  void studentsMoveUntilTheNoticeAndMentorsUntilTheStart(@ForAll @IntRange(min = -2000, max = 100) int minutes) {
    Instant now = START.plus(Duration.ofMinutes(minutes));
    Booking booking = booking(BookingState.BOOKED);
    assertEquals(minutes < -720, BookingRules.moveRefusal(booking, Party.STUDENT, now).isEmpty());
    assertEquals(minutes < 0, BookingRules.moveRefusal(booking, Party.MENTOR, now).isEmpty());
    assertEquals(minutes < 0, BookingRules.moveRefusal(booking(BookingState.REQUESTED), Party.STUDENT, now).isEmpty());
    assertEquals("not_booked",
        BookingRules.moveRefusal(booking(BookingState.CANCELLED), Party.MENTOR, now).orElseThrow().detail().reason());
  }

  @Property
  void onlyAStudentsMoveWaitsForTheMentorAgainAndOnlyItCostsWhatIsCancelledLate(@ForAll Party by,
      @ForAll boolean onApproval, @ForAll boolean requested) {
    Booking before = booking(requested ? BookingState.REQUESTED : BookingState.BOOKED);
    BookingState after = BookingRules.afterMoving(before, by, new Manner(onApproval, null, 0));
    assertEquals(requested || onApproval && by == Party.STUDENT, after == BookingState.REQUESTED);
    assertTrue(after == before.state() || BookingRules.mayBecome(before.state(), after));
    assertEquals(by == Party.STUDENT ? START.minus(Duration.ofHours(12)) : START,
        BookingRules.freeAfterMoving(START, by, TERMS));
  }

  @Test
  void aRequestNeverWaitsBeyondTheStart() {
    assertEquals(START.minus(Duration.ofHours(24)),
        BookingRules.answerBy(START, TERMS, START.minus(Duration.ofHours(48))));
    assertEquals(START, BookingRules.answerBy(START, TERMS, START.minus(Duration.ofHours(3))));
  }

  @Test
  void aMentorsNoticeGoesBeforeTheGeneralOne() {
    Instant now = START.minus(Duration.ofMinutes(90));
    assertTrue(BookingRules.lateness(START, new Manner(false, null, 0), TERMS, now).isEmpty());
    assertTrue(BookingRules.lateness(START, new Manner(false, 91, 0), TERMS, now).isPresent());
    assertTrue(BookingRules.lateness(START, new Manner(false, null, 0), TERMS, START.minusSeconds(3599)).isPresent());
    assertTrue(BookingRules.lateness(START, new Manner(false, 0, 0), TERMS, START).isEmpty());
  }

  @Test
  void peopleAreWhatTheyAreInTheMeetingBeforeTheyAreAdmins() {
    Booking booking = booking(BookingState.BOOKED);
    assertEquals(Optional.of(Party.STUDENT), BookingRules.party(booking, STUDENT, true));
    assertEquals(Optional.of(Party.MENTOR), BookingRules.party(booking, MENTOR, true));
    assertEquals(Optional.of(Party.ADMIN), BookingRules.party(booking, UUID.randomUUID(), true));
    assertEquals(Optional.empty(), BookingRules.party(booking, UUID.randomUUID(), false));
  }

  private static Booking booking(BookingState state) {
    return new Booking(UUID.randomUUID(), UUID.randomUUID(), MENTOR, null, STUDENT, null, "Talk", START,
        START.plusSeconds(1800), state, null, null, null, null, START.minusSeconds(999_999),
        BookingKind.CAREER_GUIDANCE, null, 1, BookingRules.freeUntil(START, TERMS), START, START.plusSeconds(1800),
        null, null, 1, TokensFate.HELD, null, null, null);
  }
}
