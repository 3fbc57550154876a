package com.mas.domain.engagement.dailycards;

import static com.mas.domain.engagement.dailycards.DailyCardsContract.CardType.DEADLINE_ALERT;
import static com.mas.domain.engagement.dailycards.DailyCardsContract.CardType.TOP_PRIORITY;
import static com.mas.domain.engagement.dailycards.DailyCardsContract.CardType.WEAK_AREA_NUDGE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.engagement.dailycards.CardRules.Card;
import com.mas.domain.engagement.dailycards.DailyCardsContract.CardType;
import com.mas.domain.engagement.dailycards.Known.Assignment;
import com.mas.domain.engagement.dailycards.Known.Batch;
import com.mas.domain.engagement.dailycards.Known.Begun;
import com.mas.domain.engagement.dailycards.Known.Quiz;
import com.mas.domain.engagement.dailycards.Known.Scores;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CardRulesTest {
  /** The first minute of 1 March 2028 in Asia/Kolkata, still the leap day in UTC. */
  private static final Instant NOW = Instant.parse("2028-02-29T18:30:00Z");
  private static final LocalDate TODAY = LocalDate.of(2028, 3, 1);
  private static final Known NOTHING = new Known(null, null, null, null, null, null);
  private static final Assignment TOMORROW =
      new Assignment("Joins", NOW.plus(Duration.ofDays(1)), "/assignments/7");
  private static final Quiz FAILED = new Quiz("SQL basics", new BigDecimal("49.99"), "/quizzes/3");
  private static final Begun CLASSROOM = new Begun("Prompting", new BigDecimal("40"), "/classrooms/2");
  private static final Begun COURSE = new Begun("Data Science", new BigDecimal("33.90"), null);

  @Provide
  Arbitrary<Known> known() {
    Arbitrary<BigDecimal> percent =
        Arbitraries.bigDecimals().between(BigDecimal.ZERO, BigDecimal.valueOf(100)).ofScale(2);
    Arbitrary<BigDecimal> score = percent.injectNull(0.3);
    Arbitrary<String> title = Arbitraries.strings().ofMinLength(1).ofMaxLength(300);
    var assignment = Combinators.combine(title, Arbitraries.integers().between(-200, 200))
        .as((name, hours) -> new Assignment(name, NOW.plus(Duration.ofHours(hours)), "/a")).injectNull(0.5);
    var quiz = Combinators.combine(title, percent).as((name, of) -> new Quiz(name, of, "/q")).injectNull(0.5);
    var begun = Combinators.combine(title, percent).as((name, of) -> new Begun(name, of, "/b")).injectNull(0.5);
    var batch = Combinators.combine(title, Arbitraries.integers().between(-3, 40))
        .as((name, days) -> new Batch(name, TODAY.plusDays(days))).injectNull(0.5);
    var scores = Combinators.combine(score, score, score, score).as(Scores::new).injectNull(0.2);
    return Combinators.combine(assignment, quiz, begun, begun, batch, scores).as(Known::new);
  }

  private static Optional<Card> card(CardType type, Known known) {
    return CardRules.deal(known, NOW).stream().filter(card -> card.type() == type).findFirst();
  }

  @Property
  void thereIsAlwaysATopCardAndNeverTwoOfAType(@ForAll("known") Known known) {
    List<Card> cards = CardRules.deal(known, NOW);
    assertEquals(TOP_PRIORITY, cards.getFirst().type());
    assertEquals(cards.size(), cards.stream().map(Card::type).distinct().count());
    assertEquals(cards.stream().map(Card::priority).sorted().toList(), cards.stream().map(Card::priority).toList());
    cards.forEach(card -> assertTrue(card.title().length() <= 120 && !card.title().isBlank(), card.title()));
  }

  @Property
  void theWeakAreaIsTheLowestOfWhatWasMeasured(@ForAll("known") Known known) {
    Optional<BigDecimal> lowest = known.scores() == null ? Optional.empty()
        : Stream.of(known.scores().evalTest(), known.scores().learnProgress(), known.scores().communication(),
            known.scores().attendance()).filter(Objects::nonNull).min(BigDecimal::compareTo);
    Optional<Card> nudge = card(WEAK_AREA_NUDGE, known);
    assertEquals(lowest.isPresent() && lowest.get().compareTo(BigDecimal.valueOf(80)) < 0, nudge.isPresent());
    nudge.ifPresent(card -> assertTrue(card.body().startsWith("It is at " + lowest.get().toBigInteger() + " %")));
  }

  @Property
  void whatIsOverGivesNoAlert(@ForAll("known") Known known) {
    boolean assignment = known.assignment() != null && known.assignment().dueAt().isAfter(NOW);
    boolean batch = known.batch() != null && !known.batch().endsOn().isBefore(TODAY);
    card(DEADLINE_ALERT, known).ifPresent(card -> assertTrue(assignment || batch));
  }

  @Test
  void theTopCardIsTheFirstThingThatThereIs() {
    assertEquals("/assignments/7",
        card(TOP_PRIORITY, new Known(TOMORROW, FAILED, CLASSROOM, COURSE, null, null)).get().ctaLink());
    assertEquals("/quizzes/3",
        card(TOP_PRIORITY, new Known(null, FAILED, CLASSROOM, COURSE, null, null)).get().ctaLink());
    assertEquals("/classrooms/2",
        card(TOP_PRIORITY, new Known(null, null, CLASSROOM, COURSE, null, null)).get().ctaLink());
    Card course = card(TOP_PRIORITY, new Known(null, null, null, COURSE, null, null)).get();
    assertEquals("Continue Data Science", course.title());
    assertEquals("You have done 33 %. A little today keeps your streak alive.", course.body());
    assertEquals("Explore something new", card(TOP_PRIORITY, NOTHING).get().title());
    Quiz passed = new Quiz("SQL basics", new BigDecimal("50"), "/quizzes/3");
    assertEquals("Explore something new",
        card(TOP_PRIORITY, new Known(null, passed, null, null, null, null)).get().title());
  }

  @Test
  void anAssignmentWithinThreeDaysComesBeforeTheEndOfTheBatch() {
    Batch ends = new Batch("DS-1", TODAY.plusDays(1));
    assertEquals("Due soon: Joins",
        card(DEADLINE_ALERT, new Known(TOMORROW, null, null, null, ends, null)).get().title());
    assertEquals("DS-1 ends tomorrow",
        card(DEADLINE_ALERT, new Known(null, null, null, null, ends, null)).get().title());
    Assignment later = new Assignment("Joins", NOW.plus(Duration.ofHours(73)), "/assignments/7");
    assertFalse(card(DEADLINE_ALERT, new Known(later, null, null, null, null, null)).isPresent());
    Batch far = new Batch("DS-1", TODAY.plusDays(15));
    assertFalse(card(DEADLINE_ALERT, new Known(null, null, null, null, far, null)).isPresent());
    Scores done = new Scores(null, new BigDecimal("100.00"), null, null);
    assertFalse(card(DEADLINE_ALERT, new Known(null, null, null, null, ends, done)).isPresent());
  }
}
