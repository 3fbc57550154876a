package com.mas.domain.people.identity;

import com.mas.bus.Call;
import com.mas.domain.people.identity.LoginStrategy.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Asks the strategies by priority until one feels responsible. */
final class LoginChain {
  private final List<LoginStrategy> strategies;

  LoginChain(List<LoginStrategy> strategies) {
    this.strategies = strategies.stream().sorted(Comparator.comparingInt(LoginStrategy::priority)).toList();
  }

  /**
   * @param user null when the password is wrong, and when no strategy knows the account
   * @param unasked strategies that would have been asked of another address
   */
  record Tried(User user, List<LoginStrategy> unasked) {
    /** Fails when one of them is away: what is said of this address would tell it from those of which it is asked. */
    void mustBeAnswered(Call call, String email, boolean known) {
      unasked.forEach(each -> each.mustAnswer(call, email, known));
    }
  }

  /** @param known whether it comes from a known device, whose address is guessed out */
  Tried attempt(Call call, String email, String password, boolean known) {
    List<LoginStrategy> unasked = new ArrayList<>();
    boolean isOver = false;
    for (LoginStrategy strategy : strategies) {
      switch (isOver ? new Outcome.NotAsked() : strategy.attempt(call, email, password, known)) {
        case Outcome.SignedIn(User user) -> {
          return new Tried(user, List.of());
        }
        case Outcome.Refused refused -> isOver = true;
        case Outcome.NotAsked not -> unasked.add(strategy);
        case Outcome.NotMine next -> {}
      }
    }
    return new Tried(null, List.copyOf(unasked));
  }
}
