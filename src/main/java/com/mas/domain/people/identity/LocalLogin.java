package com.mas.domain.people.identity;

import com.mas.bus.Call;
import java.util.Optional;

/** The password that we keep ourselves. Costs one bcrypt run whether or not there is such an account. */
final class LocalLogin implements LoginStrategy {
  private final UserRepository users;
  private final Passwords passwords;

  LocalLogin(UserRepository users, Passwords passwords) {
    this.users = users;
    this.passwords = passwords;
  }

  @Override
  public int priority() {
    return 10;
  }

  @Override
  public Outcome attempt(Call call, String email, String password, boolean known) {
    Optional<User> user = users.forLogin(call.tenant(), email);
    String hash = user.map(User::passwordHash).orElse(null);
    boolean right = passwords.matches(call, password, hash);
    if (hash == null) {
      return new Outcome.NotMine();
    }
    if (!right) {
      return new Outcome.Refused();
    }
    if (passwords.isStale(hash)) { // the setting has changed since
      users.rehash(user.get().id(), hash, passwords.hash(call, password));
    }
    return new Outcome.SignedIn(user.get());
  }
}
