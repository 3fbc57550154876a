package com.mas.domain.engagement.gamification;

import java.util.Locale;
import java.util.Map;

/** Says in words what an entry of the ledger is about. */
final class TitleRules {
  private static final Map<String, String> KINDS = Map.ofEntries(Map.entry("daily_login", "Signed in"),
      Map.entry("assignment_submitted", "Assignment submitted"), Map.entry("test_taken", "Test taken"),
      Map.entry("module_completed", "Module completed"),
      Map.entry("mentor_call_completed", "Call with your mentor"),
      Map.entry("streak_milestone", "Streak milestone"), Map.entry("action_milestone", "Actions milestone"),
      Map.entry("tenure_bonus", "Tenure bonus"), Map.entry("badge_unlocked", "Badge"),
      Map.entry("taken_back", "Taken back"), Map.entry("given_back", "Given back"));

  private TitleRules() {}

  /**
   * Names the kind, then the thing where it is known: "Module completed: Groups · Interviews". An entry that takes
   * another back, or undoes that, names the other one.
   *
   * @param things names of modules and badges, by the source of an award
   */
  static String title(String type, String source, Map<String, String> things) {
    String kind = KINDS.getOrDefault(type, spoken(type));
    if (type.equals("taken_back") || type.equals("given_back")) {
      String other = Reversal.awarded(source);
      int colon = other.indexOf(':');
      return colon == 0 ? kind : kind + ": " + title(other.substring(0, colon), other.substring(colon + 1), things);
    }
    String thing = things.get(source);
    return thing == null ? kind : kind + ": " + thing;
  }

  /** Names a module with its course; either may have no title. */
  static String module(String module, String course) {
    return module == null || module.isBlank() ? course
        : course == null || course.isBlank() ? module : module + " · " + course;
  }

  private static String spoken(String type) {
    String words = type.replace('_', ' ');
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}
