package com.mas.domain.engagement.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.domain.engagement.portal.ProfileContract.Completion;
import com.mas.domain.engagement.portal.ProfileContract.MissingPart;
import com.mas.domain.engagement.portal.ProfileContract.ProfilePart;
import com.mas.domain.engagement.portal.ProfileRepository.Stored;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CompletionRulesTest {
  private static Stored profile(String accountPhone, String phone, String summary, List<String> skills, String link) {
    return new Stored(UUID.randomUUID(), "Asha", "asha@mas.example", accountPhone, "1", "CSE", 3, BigDecimal.TEN, phone,
        "Pune", null, null, summary, skills, null, link, null, null, null, Instant.EPOCH);
  }

  private static Set<ProfilePart> missing(Completion completion) {
    return completion.missing().stream().map(MissingPart::part).collect(Collectors.toSet());
  }

  @Test
  void aWholeProfileIsAHundredPercentAndMissesNothing() {
    Completion whole = CompletionRules.of(
        profile("+919820012345", null, "x".repeat(50), List.of("a", "b", "c"), "https://a.example"), true);
    assertEquals(new Completion(100, List.of()), whole);
  }

  @Test
  void anEmptyProfileMissesAllPartsAndTheyAddUpToAHundred() {
    Completion none = CompletionRules.of(new Stored(UUID.randomUUID(), "Asha", "a@mas.example", null, null, null, null,
        null, null, null, null, null, null, List.of(), null, null, null, null, null, null), false);
    assertEquals(0, none.percent());
    assertEquals(EnumSet.allOf(ProfilePart.class), missing(none));
    assertEquals(100, none.missing().stream().mapToInt(MissingPart::percent).sum());
  }

  @Test
  void aFewSkillsAndAShortSummaryAreNotEnough() {
    Completion little = CompletionRules.of(profile(null, "+91 98200 12345", " " + "x".repeat(49) + " ",
        List.of("a", "b"), null), true);
    assertEquals(EnumSet.of(ProfilePart.SKILLS, ProfilePart.SUMMARY, ProfilePart.LINK), missing(little));
    assertEquals(70, little.percent());
  }
}
