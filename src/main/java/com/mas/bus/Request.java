package com.mas.bus;

import com.fasterxml.jackson.databind.JavaType;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An address that answers. Declared once, as a constant in the contract of the domain that answers.
 *
 * @param address stable name, {@code domain.noun.verb}; also the {@code operationId} of the HTTP operation, if there is
 *     one
 * @param answer the whole type: a list's names its items, so that they are read as records from another node too
 * @param timeout the longest that a sender waits; the deadline of the sender's own call may be nearer
 */
public record Request<Q, A>(String address, Class<Q> body, JavaType answer, Duration timeout) {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  public static <Q, A> Request<Q, A> of(String address, Class<Q> body, Class<A> answer, Duration timeout) {
    return new Request<>(address, body, Json.MAPPER.constructType(answer), timeout);
  }

  /** Declares a request that waits ten seconds at most. */
  public static <Q, A> Request<Q, A> of(String address, Class<Q> body, Class<A> answer) {
    return of(address, body, answer, DEFAULT_TIMEOUT);
  }

  /** Declares a request that is answered by a page of items. */
  public static <Q, T> Request<Q, Page<T>> list(String address, Class<Q> body, Class<T> item, Duration timeout) {
    return new Request<>(address, body, Json.MAPPER.getTypeFactory().constructParametricType(Page.class, item),
        timeout);
  }

  /** Declares a list that waits ten seconds at most. */
  public static <Q, T> Request<Q, Page<T>> list(String address, Class<Q> body, Class<T> item) {
    return list(address, body, item, DEFAULT_TIMEOUT);
  }

  /** Returns the requests that are constants of the contract, in the order in which it declares them. */
  public static List<Request<?, ?>> in(Class<?> contract) {
    return Constants.in(contract, Request.class).<Request<?, ?>>map(each -> each).toList();
  }

  /** Returns whether the answer is a page of items. */
  public boolean isList() {
    return answer.hasRawClass(Page.class);
  }

  @SuppressWarnings("unchecked")
  @Nullable
  A cast(@Nullable Object answered) {
    return (A) answer.getRawClass().cast(answered);
  }
}
