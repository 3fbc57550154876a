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
   *
   * @param reason as {@link Reason#word}; null: the code says it all
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Detail(String message, @Nullable String reason, List<FieldError> errors, @Nullable Object data,
      @Nullable Integer retryAfterSeconds) {}

  private final Failure failure;
  private final transient Detail detail;
  /** Tells whether this domain gave the reason; false where another domain has failed. */
  private final boolean own;

  FailureException(Failure failure, String message) {
    this(failure, new Detail(message, null, List.of(), null, null), true);
  }

  FailureException(Reason reason, String message) {
    this(reason.failure(), new Detail(message, reason.word(), List.of(), null, null), true);
  }

  private FailureException(Failure failure, Detail detail, boolean own) {
    super(detail.message(), null, false, false);
    this.failure = failure;
    this.detail = detail;
    this.own = own;
  }

  /** Returns a failure as another domain told it. */
  static FailureException told(Failure failure, Detail detail) {
    return new FailureException(failure, detail, false);
  }

  /** Returns what this domain may answer: its reasons are its own, and those of a domain that it asked are not. */
  FailureException answered() {
    return own || detail.reason == null ? this : new FailureException(failure,
        new Detail(detail.message, null, detail.errors, detail.data, detail.retryAfterSeconds), true);
  }

  public Failure failure() {
    return failure;
  }

  public Detail detail() {
    return detail;
  }

  public FailureException errors(List<FieldError> errors) {
    return with(new Detail(detail.message, detail.reason, List.copyOf(errors), detail.data, detail.retryAfterSeconds));
  }

  /** Returns this failure as one that its message explains at a place of the request, such as {@code /email}. */
  public FailureException at(String path) {
    return errors(List.of(new FieldError(path, detail.message)));
  }

  public FailureException data(Object data) {
    return with(new Detail(detail.message, detail.reason, detail.errors, data, detail.retryAfterSeconds));
  }

  public FailureException retryAfter(int seconds) {
    return with(new Detail(detail.message, detail.reason, detail.errors, detail.data, seconds));
  }

  private FailureException with(Detail more) {
    return new FailureException(failure, more, own);
  }
}
