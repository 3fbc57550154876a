package com.mas.domain.people.identity;

import com.mas.bus.Call;

/** One way of checking an e-mail and a password. Asked in the order of priorities; see {@link LoginChain}. */
interface LoginStrategy {
  /** 0–99 local, 100–199 external systems, 200 and up fall-backs. */
  int priority();

  /** @param known whether it comes from a known device, whose address is guessed out */
  Outcome attempt(Call call, String email, String password, boolean known);

  /**
   * Fails when this one could not say now whether a password is right. It is called for an address of which it was not
   * asked, so that a refusal is told alike for all addresses.
   */
  default void mustAnswer(Call call, String email, boolean known) {}

  sealed interface Outcome {
    record SignedIn(User user) implements Outcome {}

    /** It is this strategy's account, and the password is wrong: nobody else is asked. */
    record Refused() implements Outcome {}

    /** This strategy knows no such account, or no password of it; the next may. */
    record NotMine() implements Outcome {}

    /** It is an account for which this strategy is not asked; the next may know its password. */
    record NotAsked() implements Outcome {}
  }
}
