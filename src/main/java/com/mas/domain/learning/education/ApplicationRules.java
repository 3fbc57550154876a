package com.mas.domain.learning.education;

import static com.mas.domain.learning.education.EducationContract.ApplicationState.*;

import com.mas.bus.FailureException;
import com.mas.domain.learning.education.EducationContract.ApplicationState;
import com.mas.domain.learning.education.EducationContract.Onboarding;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Decides how an application moves: one step forward at a time, or out. */
final class ApplicationRules {
  /**
   * States in which a person counts as a student of the batch: scored for risk, evaluated for badges, marked in
   * attendance.
   */
  static final List<ApplicationState> SEATED = List.of(PAID, BATCH_ALLOCATED, ENROLLED);

  private ApplicationRules() {}

  /**
   * The forward step comes first. Until money has come in the product side may reject; from then on a person can only
   * withdraw. The last three states are final: whoever comes back applies again.
   */
  static List<ApplicationState> next(ApplicationState from) {
    return switch (from) {
      case APPLIED -> List.of(SCREENING, WITHDRAWN, REJECTED);
      case SCREENING -> List.of(ACCEPTED, WITHDRAWN, REJECTED);
      case ACCEPTED -> List.of(PAID, WITHDRAWN, REJECTED);
      case PAID -> List.of(BATCH_ALLOCATED, WITHDRAWN);
      case BATCH_ALLOCATED -> List.of(ENROLLED, WITHDRAWN);
      case ENROLLED -> List.of(COMPLETED, WITHDRAWN);
      case COMPLETED, WITHDRAWN, REJECTED -> List.of();
    };
  }

  /**
   * Staying is allowed, so that a repeated request changes nothing and does no harm.
   *
   * @return why the step is refused and what is possible instead, in words for a person
   */
  static Optional<FailureException> refusal(ApplicationState from, ApplicationState to) {
    if (from == to || next(from).contains(to)) {
      return Optional.empty();
    }
    if (next(from).isEmpty()) {
      return Optional.of(EducationContract.APPLICATION_STEP.with(
          "The application is " + from.wire() + ", which is final; the person may apply again."));
    }
    String possible = next(from).stream().map(ApplicationState::wire).collect(Collectors.joining(", "));
    return Optional.of(EducationContract.APPLICATION_STEP.with(
        "An application that is " + from.wire() + " cannot become " + to.wire() + "; possible: " + possible + "."));
  }

  /** An application may start at any state that leads somewhere: people are brought in who already are students. */
  static boolean mayStartAs(ApplicationState state) {
    return !next(state).isEmpty();
  }

  /** Returns the flags; a person who has paid is not asked to pay, whatever the flag said. */
  static Onboarding onboarding(ApplicationState state, Onboarding flags) {
    boolean paid = SEATED.contains(state) || state == COMPLETED || flags.paymentDone();
    return new Onboarding(flags.mouSigned(), paid, flags.diagnosticDone());
  }
}
