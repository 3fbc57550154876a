package com.mas.domain.people.identity;

import com.mas.domain.people.identity.LoginContract.Vouched;
import java.util.Optional;

/** Decides what comes of it when an outside account vouches for a person. */
final class OutsideAccountRules {
  enum Outcome {
    /** The account that is linked. */
    OPEN,
    /** A new account with the address, which counts as verified. */
    MAKE,
    /** The account with the address, linked. */
    LINK,
    /** The account with the address, linked; what strangers may have said of it is dropped. */
    CLAIM, ADDRESS_UNPROVED, LINK_FIRST, LINKED_TO_ANOTHER
  }

  private OutsideAccountRules() {}

  /**
   * @param linked the account that is linked with the outside account
   * @param addressed the account that has the address here
   * @param hasLink whether the latter is linked with an outside account already
   */
  static Outcome decide(Vouched vouched, Optional<User> linked, Optional<User> addressed, boolean hasLink) {
    if (linked.isPresent()) {
      return Outcome.OPEN;
    }
    if (!vouched.emailVerified()) {
      return Outcome.ADDRESS_UNPROVED;
    }
    if (addressed.isEmpty()) {
      return Outcome.MAKE;
    }
    User user = addressed.get();
    if (user.isStaff()) {
      return Outcome.LINK_FIRST;
    }
    return hasLink ? Outcome.LINKED_TO_ANOTHER : user.emailVerifiedAt() != null ? Outcome.LINK : Outcome.CLAIM;
  }
}
