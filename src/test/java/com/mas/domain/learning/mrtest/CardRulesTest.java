package com.mas.domain.learning.mrtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.learning.mrtest.CardRules.Gate;
import com.mas.domain.learning.mrtest.CardRules.Window;
import com.mas.domain.learning.mrtest.EvalRules.Marks;
import com.mas.domain.learning.mrtest.ExamCardContract.CardState;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CardRulesTest {
  private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");
  private static final Window OPEN = new Window(NOW.minusSeconds(60), NOW.plusSeconds(60), true);
  private static final Gate NONE = gate(null, "75", "0");

  private static Gate gate(String course, String threshold, String progress) {
    return new Gate(course, "Java from scratch", new BigDecimal(threshold), new BigDecimal(progress));
  }

  @Test
  void theGateOpensAtItsThresholdAndNotAHundredthBelow() {
    assertTrue(gate("c1", "75", "75.0").isOpen());
    assertTrue(gate("c1", "75.00", "75").isOpen());
    assertFalse(gate("c1", "75", "74.99").isOpen());
    assertEquals("Needs 75 % of Java from scratch; you have 74.99 %.", gate("c1", "75", "74.99").reason());
    assertTrue(gate("c1", "0", "0").isOpen());
    assertNull(NONE.reason());
  }

  @Test
  void aCardIsInOneOfSixStates() {
    Gate shut = gate("c1", "75", "65");
    assertEquals(CardState.LIVE, CardRules.state(OPEN, NONE, false, false, NOW));
    assertEquals(CardState.LOCKED, CardRules.state(OPEN, shut, false, false, NOW));
    assertEquals(CardState.UPCOMING,
        CardRules.state(new Window(NOW.plusSeconds(1), null, true), shut, false, false, NOW));
    assertEquals(CardState.MISSED, CardRules.state(new Window(null, NOW, true), NONE, false, false, NOW));
    assertEquals(CardState.MISSED, CardRules.state(new Window(null, null, false), NONE, false, false, NOW));
    assertEquals(CardState.COMPLETED, CardRules.state(OPEN, shut, true, true, NOW));
    assertEquals(CardState.UNDER_EVALUATION, CardRules.state(OPEN, NONE, true, false, NOW));
    assertEquals(CardState.LIVE, CardRules.state(new Window(NOW, null, true), NONE, false, false, NOW));
  }

  @Test
  void anExamOpensInItsTimeBehindItsGate() {
    assertTrue(CardRules.canLaunch(OPEN, NONE, NOW));
    assertFalse(CardRules.canLaunch(OPEN, gate("c1", "75", "74.99"), NOW));
    assertFalse(CardRules.canLaunch(new Window(NOW.plusSeconds(1), null, true), NONE, NOW));
    assertFalse(CardRules.canLaunch(new Window(null, NOW, true), NONE, NOW));
    assertFalse(CardRules.canLaunch(new Window(null, null, false), NONE, NOW));
  }

  @Test
  void scoresOfSheetsAreReadInTheirWritings() {
    assertEquals("75.00", percent("37.5", "50"));
    assertEquals("75.00", percent("37.5 / 50", null));
    assertEquals("75.00", percent("75 %", "50"));
    assertEquals("45.00", percent("45", null));
    assertEquals("0.00", percent("-2", "50"));
    assertEquals("33.33", percent("1", "3"));
    for (String none : new String[] {"absent", "51/50", "", "1e5", "-60/50", "1/0", "#N/A"}) {
      assertEquals(Optional.empty(), EvalRules.marks(none, null), none);
    }
  }

  @Test
  void daysAndPhonesOfSheetsAreReadAsInIndia() {
    assertEquals(Optional.of(LocalDate.of(2026, 3, 4)), EvalRules.day("04-03-2026"));
    assertEquals(Optional.of(LocalDate.of(2026, 3, 4)), EvalRules.day("2026-03-04T00:00"));
    assertEquals(Optional.empty(), EvalRules.day("31/02/2026"));
    assertEquals(Optional.empty(), EvalRules.day("45000"));
    assertTrue(EvalRules.isShortened("9.1982E+11"));
    assertFalse(EvalRules.isShortened("+91 98200 11111"));
    assertEquals("9820011111", EvalRules.digits("+91 98200-11111"));
    assertNull(EvalRules.digits("12345"));
  }

  private static String percent(String score, String total) {
    return EvalRules.marks(score, total).map(Marks::percentage).map(BigDecimal::toPlainString).orElse("");
  }
}
