package com.mas.domain.people.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.mas.domain.people.identity.SignUpRules.Claims;
import com.mas.domain.people.identity.SignUpRules.Outcome;
import com.mas.domain.people.identity.SignUpRules.Shown;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SignUpRulesTest {
  private static final Optional<Shown> NOTHING = Optional.empty();
  private static final Outcome DROPPED = new Outcome(null, false, false, false);
  private final UUID one = UUID.randomUUID();
  private final UUID other = UUID.randomUUID();

  @Test
  void theOnlySignUpIsVerifiedByItsCodeAlone() {
    assertEquals(new Outcome(one, false, false, true),
        SignUpRules.verified(new Claims(false, false, List.of(one)), true, NOTHING));
  }

  @Test
  void ofSeveralSignUpsOnlyTheOneWhosePasswordIsShownCounts() {
    for (List<UUID> order : List.of(List.of(one, other), List.of(other, one))) {
      for (boolean forSignUp : new boolean[] {true, false}) {
        Claims claims = new Claims(true, false, order);
        assertEquals(DROPPED, SignUpRules.verified(claims, forSignUp, NOTHING));
        assertEquals(new Outcome(one, true, false, false),
            SignUpRules.verified(claims, forSignUp, Optional.of(new Shown(one))));
      }
    }
  }

  @Test
  void aSignUpThatIsLeftOfSeveralIsNotTheOnlyOne() {
    assertEquals(DROPPED, SignUpRules.verified(new Claims(true, false, List.of(one)), true, NOTHING));
  }

  @Test
  void aCodeToLogInProvesNoSignUp() {
    assertEquals(DROPPED, SignUpRules.verified(new Claims(false, false, List.of(one)), false, NOTHING));
  }

  @Test
  void aPasswordOfASignUpThatIsGoneMeanwhileProvesNothing() {
    assertEquals(DROPPED,
        SignUpRules.verified(new Claims(true, false, List.of(one)), true, Optional.of(new Shown(other))));
  }

  @Test
  void noSignUpEverTakesThePlaceOfAPasswordThatAnAdministratorGave() {
    for (boolean contested : new boolean[] {true, false}) {
      Claims claims = new Claims(contested, true, List.of(one));
      assertNull(SignUpRules.verified(claims, true, NOTHING).signUp());
      assertFalse(SignUpRules.verified(claims, true, NOTHING).keepsPassword());
      assertEquals(new Outcome(null, false, true, !contested),
          SignUpRules.verified(claims, true, Optional.of(new Shown(null))));
      assertEquals(new Outcome(null, false, true, !contested),
          SignUpRules.verified(new Claims(contested, true, List.of()), true, NOTHING));
    }
  }

  @Test
  void whoNeverSignedUpKeepsHisName() {
    assertEquals(new Outcome(null, false, true, true),
        SignUpRules.verified(new Claims(false, false, List.of()), false, NOTHING));
    assertEquals(DROPPED, SignUpRules.verified(new Claims(true, false, List.of()), true, NOTHING));
  }
}
