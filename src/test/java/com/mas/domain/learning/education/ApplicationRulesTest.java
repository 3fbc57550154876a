package com.mas.domain.learning.education;

import static com.mas.domain.learning.education.EducationContract.ApplicationState.ACCEPTED;
import static com.mas.domain.learning.education.EducationContract.ApplicationState.APPLIED;
import static com.mas.domain.learning.education.EducationContract.ApplicationState.COMPLETED;
import static com.mas.domain.learning.education.EducationContract.ApplicationState.ENROLLED;
import static com.mas.domain.learning.education.EducationContract.ApplicationState.PAID;
import static com.mas.domain.learning.education.EducationContract.ApplicationState.REJECTED;
import static com.mas.domain.learning.education.EducationContract.ApplicationState.WITHDRAWN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.learning.education.EducationContract.ApplicationState;
import com.mas.domain.learning.education.EducationContract.Onboarding;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApplicationRulesTest {
  @Test
  void theForwardStepComesFirstAndLeadsFromAppliedToCompleted() {
    ApplicationState state = APPLIED;
    for (ApplicationState expected : List.of(ApplicationState.values()).subList(1, 7)) {
      state = ApplicationRules.next(state).getFirst();
      assertEquals(expected, state);
    }
    assertEquals(COMPLETED, state);
  }

  @Test
  void noStepIsSkippedAndNoneTakenBack() {
    for (ApplicationState from : ApplicationState.values()) {
      for (ApplicationState to : ApplicationRules.next(from)) {
        assertTrue(to == WITHDRAWN || to == REJECTED || to.ordinal() == from.ordinal() + 1, from + " to " + to);
      }
    }
  }

  @Test
  void nobodyIsRejectedAfterPaying() {
    for (ApplicationState state : ApplicationState.values()) {
      assertEquals(state.ordinal() < PAID.ordinal(), ApplicationRules.next(state).contains(REJECTED), state.wire());
    }
  }

  @Test
  void exactlyTheFinalStatesLeadNowhereAndCannotBeStartedFrom() {
    for (ApplicationState state : ApplicationState.values()) {
      boolean last = state == COMPLETED || state == WITHDRAWN || state == REJECTED;
      assertEquals(last, ApplicationRules.next(state).isEmpty(), state.wire());
      assertEquals(!last, ApplicationRules.mayStartAs(state), state.wire());
      assertTrue(ApplicationRules.refusal(state, state).isEmpty());
    }
  }

  @Test
  void aRefusalNamesWhatIsPossibleInstead() {
    assertEquals("An application that is accepted cannot become enrolled; possible: paid, withdrawn, rejected.",
        ApplicationRules.refusal(ACCEPTED, ENROLLED).orElseThrow().getMessage());
    assertTrue(ApplicationRules.refusal(REJECTED, APPLIED).orElseThrow().getMessage().contains("final"));
  }

  @Test
  void whoHasPaidIsNeverAskedToPay() {
    Onboarding nothing = new Onboarding(false, false, false);
    assertFalse(ApplicationRules.onboarding(ACCEPTED, nothing).paymentDone());
    assertTrue(ApplicationRules.onboarding(PAID, nothing).paymentDone());
    assertTrue(ApplicationRules.onboarding(COMPLETED, nothing).paymentDone());
    assertTrue(ApplicationRules.onboarding(WITHDRAWN, new Onboarding(false, true, false)).paymentDone());
    assertFalse(ApplicationRules.onboarding(PAID, nothing).mouSigned());
  }
}
