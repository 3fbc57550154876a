package com.mas.bus;

import java.time.Duration;

/**
 * An address that answers. Declared once, in the contract of the domain that answers.
 *
 * @param address stable name, {@code domain.noun.verb}; also the {@code operationId} of the HTTP operation, if there is
 *     one
 * @param timeout how long the asker waits at the most; the deadline of the asker's own call may be nearer
 */
public record Request<Q, A>(String address, Class<Q> body, Class<A> answer, Duration timeout) {
  public static <Q, A> Request<Q, A> of(String address, Class<Q> body, Class<A> answer, Duration timeout) {
    return new Request<>(address, body, answer, timeout);
  }
}
