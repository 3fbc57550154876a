package com.mas.domain.people.identity;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Decides what an account keeps when its address is verified. A code proves that somebody reads the mails of the
 * address, not that he is the one who signed up with it: with two sign-ups, one of them may be a stranger's who waits
 * for the other to verify it. Then a password is kept only by showing it along with the code.
 */
final class SignUpRules {
  /**
   * An account that is not verified.
   *
   * @param contested more than one has signed up with it, or an administrator has set aside who did
   * @param hasPassword of its own, which an administrator gave it; those of sign-ups wait elsewhere
   * @param signUps those that wait, newest first
   */
  record Claims(boolean contested, boolean hasPassword, List<UUID> signUps) {}

  /**
   * A password that was shown.
   *
   * @param signUp whose password it is; null: the account's own
   */
  record Shown(UUID signUp) {}

  /**
   * Describes the account after a code was verified.
   *
   * @param signUp whose password it takes over; null for none
   * @param namesToo also the sign-up's name and phone number
   * @param keepsPassword its own, if no sign-up's takes its place
   * @param keepsNames its own name and phone number
   */
  record Outcome(UUID signUp, boolean namesToo, boolean keepsPassword, boolean keepsNames) {}

  private SignUpRules() {}

  /** @param forSignUp whether the code was one to verify the address, not one to log in or to set a password */
  static Outcome verified(Claims claims, boolean forSignUp, Optional<Shown> shown) {
    boolean untouched = claims.signUps.isEmpty();
    boolean ownShown = shown.isPresent() && shown.get().signUp == null;
    if (shown.isPresent() && !ownShown && claims.signUps.contains(shown.get().signUp)) {
      return new Outcome(shown.get().signUp, true, false, false);
    }
    if (claims.hasPassword && (ownShown || forSignUp && untouched)) {
      return new Outcome(null, false, true, !claims.contested);
    }
    if (forSignUp && !claims.contested && !claims.hasPassword && claims.signUps.size() == 1) {
      return new Outcome(claims.signUps.getFirst(), false, false, true);
    }
    boolean nobodySignedUp = untouched && !claims.contested;
    return new Outcome(null, false, nobodySignedUp && !claims.hasPassword, nobodySignedUp);
  }
}
