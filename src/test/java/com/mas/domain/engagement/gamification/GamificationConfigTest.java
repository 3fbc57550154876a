package com.mas.domain.engagement.gamification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class GamificationConfigTest {

  @Test
  void theShippedRulesHaveFiftyLevels() {
    assertEquals(50, Fixtures.RULES.levels().size());
  }

  @Test
  void everyMistakeIsNamedAtOnce() throws IOException {
    String yaml = shipped()
        .replace("    daily_login: {kind: presence, base: 5}\n", "")
        .replace("test_taken: {kind: action, base: 50}", "test_taken: {kind: action, base: many}")
        .replace("streak_milestone: {kind: award, base: 50}", "streak_milestone: {kind: action, base: 0}")
        .replace("badge_unlocked: {kind: award}", "badge_unlocked: {kind: award, base: 10}\n    lottery: {kind: award}")
        .replace("[10, 25, 50, 100, 250, 500]", "[10, 25, 25]")
        .replace("step: 0.02, cap: 1.5", "step: -0.02, cap: 0.5")
        .replace("{from: 0, factor: 0.75}", "{from: 10, factor: 1.5}")
        .replace("late: 0.80", "late: 1.20")
        .replace("  freshness: 1.10\n", "  freshnes: 1.10\n")
        .replace("[1, 1, 0.9, 0.75, 0.6, 0.5]", "[1, 0, 0.9]")
        .replace("min: 0.5, max: 2.0", "min: 2, max: 2")
        .replace("graceDays: 1", "graceDays: -1")
        .replace("{level: 7, xp: 960,", "{level: 8, xp: 680,");
    assertEquals(List.of(
        "xp.types.test_taken.base can not be 'many'",
        "xp.types.lottery is unknown",
        "multipliers.freshnes is unknown",
        "xp.types.daily_login is missing",
        "xp.types.streak_milestone.kind must be award",
        "xp.types.streak_milestone.base must be at least 1",
        "xp.types.badge_unlocked.base must be absent: each badge brings its own",
        "xp.actionMilestones must be positive and increasing",
        "multipliers.streak.step must not be negative",
        "multipliers.streak.cap must be at least 1",
        "multipliers.quality.bands: factor must not rise",
        "multipliers.quality.bands must end with the one from 0",
        "multipliers.timing: early, onTime, late must not rise",
        "multipliers.freshness is missing",
        "multipliers.antiFarm[1] must be positive",
        "multipliers.clamp.min must be below max",
        "streaks.graceDays must be at least 0",
        "levels[6].level must be 7",
        "levels[6].xp must be above the one before"), mistakes(yaml));
  }

  @Test
  void aMissingSectionIsNamed() {
    assertEquals(List.of("xp is missing", "multipliers is missing", "badges is missing", "levels is missing"),
        mistakes("""
            streaks: {graceDays: 1, milestoneEvery: 7, weeklyOff: [SUNDAY], freezes: {everyDays: 7, most: 2}}
            """));
  }

  @Test
  void aWrongShapeIsNamedAndTheRestStillChecked() {
    assertEquals(List.of("streaks has the wrong shape", "levels has the wrong shape", "xp is missing",
        "multipliers is missing", "badges is missing"), mistakes("streaks: [1]\nlevels: {}"));
  }

  @Test
  void tooFewLevelsAreRefused() throws IOException {
    List<String> mistakes = mistakes(shipped().replaceAll("(?m)^  - \\{level: 50.*\n", ""));
    assertEquals(List.of("levels must have 50 rows, has 49"), mistakes);
  }

  @Test
  void whatIsNoYamlOrNothingOrSaidTwiceIsRefused() {
    assertEquals(1, mistakes("'").size());
    assertEquals(1, mistakes("").size());
    assertEquals(List.of("file is empty"), mistakes("~"));
    assertEquals(List.of("file has the wrong shape"), mistakes("- 1"));
    assertTrue(mistakes("xp: {}\nxp: {}").getFirst().contains("Duplicate"));
  }

  private static String shipped() throws IOException {
    return Files.readString(Path.of("conf", "rules", "gamification.yaml"));
  }

  private static List<String> mistakes(String yaml) {
    String message = assertThrows(IllegalArgumentException.class, () -> read(yaml)).getMessage();
    return message.lines().skip(1).map(line -> line.strip().substring(2)).toList();
  }

  private static GamificationConfig read(String yaml) throws IOException {
    return GamificationConfig.read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
  }
}
