package com.mas.domain.people.identity;

import com.mas.bus.Call;
import com.mas.domain.people.identity.LoginStrategy.Outcome;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Asks the strategies by priority until one feels responsible. */
final class LoginChain {
  private final List<LoginStrategy> strategies;

  LoginChain(List<LoginStrategy> strategies) {
    this.strategies = strategies.stream().sorted(Comparator.comparingInt(LoginStrategy::priority)).toList();
  }

  /** Nobody when the password is wrong, and when no strategy knows the account. */
  Optional<User> attempt(Call call, String email, String password) {
    for (LoginStrategy strategy : strategies) {
      switch (strategy.attempt(call, email, password)) {
        case Outcome.SignedIn(User user) -> {
          return Optional.of(user);
        }
        case Outcome.Refused refused -> {
          return Optional.empty();
        }
        case Outcome.NotMine next -> {}
      }
    }
    return Optional.empty();
  }
}
