package com.mas.domain.engagement.dailycards;

import com.mas.bus.Text;
import com.mas.domain.engagement.dailycards.DailyCardsContract.CardType;
import com.mas.domain.engagement.dailycards.Known.Begun;
import com.mas.domain.engagement.dailycards.Known.Scores;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Chooses the cards of a student from what is known today. */
final class CardRules {
  private static final ZoneId IST = ZoneId.of("Asia/Kolkata");
  /** A quiz below this is worth another look. */
  private static final BigDecimal FAILED = BigDecimal.valueOf(50);
  /** Score from which an area is not weak. */
  private static final BigDecimal STRONG = BigDecimal.valueOf(80);
  private static final BigDecimal DONE = BigDecimal.valueOf(100);
  private static final Duration SOON = Duration.ofHours(72);
  private static final int BATCH_ENDS_SOON_DAYS = 14;
  private static final int LONGEST_TITLE = 80;

  private CardRules() {}

  record Card(CardType type, String title, String body, String ctaLabel, String ctaLink) {
    /** 1 is shown first; as the types are declared. */
    int priority() {
      return type.ordinal() + 1;
    }
  }

  /** Deals the cards by priority, at most one of each type. */
  static List<Card> deal(Known known, Instant now) {
    return Stream.of(Optional.of(top(known, now)), deadline(known, now), weakArea(known.scores()))
        .flatMap(Optional::stream).toList();
  }

  /** An assignment to come, else a failed quiz, else what was begun, else something to explore. */
  private static Card top(Known known, Instant now) {
    if (known.assignment() != null && known.assignment().dueAt().isAfter(now)) {
      return card(CardType.TOP_PRIORITY, "Next: %s", known.assignment().title(),
          "It is due on " + day(known.assignment().dueAt()) + ". An early hand-in earns more XP.",
          "Open assignment", known.assignment().link());
    }
    if (known.quiz() != null && known.quiz().score().compareTo(FAILED) < 0) {
      return card(CardType.TOP_PRIORITY, "Try again: %s", known.quiz().title(),
          "You scored " + percent(known.quiz().score()) + ". Go through it once more while it is fresh.",
          "Review quiz", known.quiz().link());
    }
    Begun begun = known.classroom() != null ? known.classroom() : known.course();
    if (begun != null && begun.progress().compareTo(DONE) < 0) {
      return card(CardType.TOP_PRIORITY, "Continue %s", begun.title(),
          "You have done " + percent(begun.progress()) + ". A little today keeps your streak alive.", "Continue",
          begun.link() == null ? "/courses" : begun.link());
    }
    return card(CardType.TOP_PRIORITY, "%s", "Explore something new",
        "Nothing is due today. Pick a course or an AI classroom and begin.", "Explore", "/courses");
  }

  /** The nearest of an assignment that is due within three days and a batch that ends within two weeks. */
  private static Optional<Card> deadline(Known known, Instant now) {
    if (known.assignment() != null && known.assignment().dueAt().isAfter(now)
        && !known.assignment().dueAt().isAfter(now.plus(SOON))) {
      return Optional.of(card(CardType.DEADLINE_ALERT, "Due soon: %s", known.assignment().title(),
          "Hand it in by " + day(known.assignment().dueAt()) + ".", "Hand in", known.assignment().link()));
    }
    if (known.batch() == null || known.scores() != null && known.scores().learnProgress() != null
        && known.scores().learnProgress().compareTo(DONE) >= 0) {
      return Optional.empty();
    }
    long days = ChronoUnit.DAYS.between(LocalDate.ofInstant(now, IST), known.batch().endsOn());
    if (days < 0 || days > BATCH_ENDS_SOON_DAYS) {
      return Optional.empty();
    }
    String left = days == 0 ? "today" : days == 1 ? "tomorrow" : "in " + days + " days";
    return Optional.of(card(CardType.DEADLINE_ALERT, "%s ends " + left, known.batch().name(),
        "Finish what is open in your courses before " + known.batch().endsOn() + ".", "My courses", "/courses"));
  }

  /** The lowest of what was measured, the first named when equal. */
  private static Optional<Card> weakArea(Scores scores) {
    if (scores == null) {
      return Optional.empty();
    }
    record Area(BigDecimal score, String name, String advice, String label, String link) {}
    return Stream.of(
        new Area(scores.evalTest(), "evaluation tests", "Practise with a mock test.", "Practise", "/tests"),
        new Area(scores.learnProgress(), "learning progress", "One more module today makes a difference.",
            "My courses", "/courses"),
        new Area(scores.communication(), "communication", "Speak up in the next session, or book a mentor.",
            "Book a mentor", "/mentors"),
        new Area(scores.attendance(), "attendance", "Join today's session; each one counts.", "My sessions",
            "/sessions"))
        .filter(area -> area.score() != null)
        .reduce((one, other) -> other.score().compareTo(one.score()) < 0 ? other : one)
        .filter(area -> area.score().compareTo(STRONG) < 0)
        .map(area -> card(CardType.WEAK_AREA_NUDGE, "Work on your %s", area.name(),
            "It is at " + percent(area.score()) + ". " + area.advice(), area.label(), area.link()));
  }

  private static Card card(CardType type, String title, String subject, String body, String label, String link) {
    String shown = Text.length(subject) <= LONGEST_TITLE ? subject : Text.cut(subject, LONGEST_TITLE - 1) + "…";
    return new Card(type, title.replace("%s", shown), body, label, link);
  }

  private static String percent(BigDecimal number) {
    return number.setScale(0, RoundingMode.DOWN).toPlainString() + " %";
  }

  private static LocalDate day(Instant instant) {
    return LocalDate.ofInstant(instant, IST);
  }
}
