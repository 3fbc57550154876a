package com.mas.bus;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link Failure} with its words. Cheap: it has no stack trace, since the place it was decided at is the message. */
public final class FailureException extends RuntimeException {
  /** One thing that is wrong with the input. {@code path} is a JSON path in the request, such as {@code /email}. */
  public record FieldError(String path, String message) {}

  /**
   * Details that travel beside the code. {@code data} is the existing thing of a conflict, in the shape of an answer.
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Detail(String message, List<FieldError> errors, @Nullable Object data,
      @Nullable Integer retryAfterSeconds) {}

  private final Failure failure;
  private final transient Detail detail;

  FailureException(Failure failure, String message) {
    this(failure, new Detail(message, List.of(), null, null));
  }

  public FailureException(Failure failure, Detail detail) {
    super(detail.message(), null, false, false);
    this.failure = failure;
    this.detail = detail;
  }

  public Failure failure() {
    return failure;
  }

  public Detail detail() {
    return detail;
  }

  public FailureException errors(List<FieldError> errors) {
    return new FailureException(failure,
        new Detail(detail.message, List.copyOf(errors), detail.data, detail.retryAfterSeconds));
  }

  /** Returns this failure as one that its message explains at a place of the request, such as {@code /email}. */
  public FailureException at(String path) {
    return errors(List.of(new FieldError(path, detail.message)));
  }

  public FailureException data(Object data) {
    return new FailureException(failure, new Detail(detail.message, detail.errors, data, detail.retryAfterSeconds));
  }

  public FailureException retryAfter(int seconds) {
    return new FailureException(failure, new Detail(detail.message, detail.errors, detail.data, seconds));
  }
}
