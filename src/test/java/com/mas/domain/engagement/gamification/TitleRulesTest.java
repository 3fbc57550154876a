package com.mas.domain.engagement.gamification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TitleRulesTest {
  private static final Map<String, String> THINGS = Map.of("c:m", "Groups · Interviews", "first_step", "First step");

  @Test
  void theKindComesFirstThenTheThingWhereItIsKnown() {
    assertEquals("Module completed: Groups · Interviews", TitleRules.title("module_completed", "c:m", THINGS));
    assertEquals("Module completed", TitleRules.title("module_completed", "c:other", THINGS));
    assertEquals("Badge: First step", TitleRules.title("badge_unlocked", "first_step", THINGS));
    assertEquals("Of the future", TitleRules.title("of_the_future", "x", THINGS), "a kind of rules yet to come");
  }

  @Test
  void anEntryAboutAnotherNamesIt() {
    assertEquals("Taken back: Module completed: Groups · Interviews",
        TitleRules.title("taken_back", "module_completed:c:m", THINGS));
    assertEquals("Given back: Module completed: Groups · Interviews",
        TitleRules.title("given_back", "2:module_completed:c:m", THINGS));
    assertEquals("Taken back", TitleRules.title("taken_back", "unreadable", THINGS));
  }

  @Test
  void aModuleIsNamedWithItsCourse() {
    assertEquals("M · C", TitleRules.module("M", "C"));
    assertEquals("C", TitleRules.module(" ", "C"));
    assertEquals("M", TitleRules.module("M", null));
    assertNull(TitleRules.module(null, null));
  }
}
