package com.mas.bus;

import java.util.List;

/**
 * A specific cause of a failure, whose code is coarse. Declared once, as a constant in the contract of the domain that
 * fails so. Clients decide by {@code reason} where {@code code} says too little.
 *
 * @param failure the code that always comes with this reason
 * @param word stable, such as {@code slot_taken}
 * @param message for a person: what has happened and what to do next, where nothing more precise is known
 */
public record Reason(Failure failure, String word, String message) {
  public static Reason of(Failure failure, String word, String message) {
    return new Reason(failure, word, message);
  }

  /** Returns the reasons that are constants of the contract, in the order in which it declares them. */
  public static List<Reason> in(Class<?> contract) {
    return Constants.in(contract, Reason.class).toList();
  }

  public FailureException refusal() {
    return with(message);
  }

  /** @param precisely for a person: what has happened and what to do next; never secrets, SQL or class names */
  public FailureException with(String precisely) {
    return new FailureException(this, precisely);
  }
}
