package com.mas.bus;

import java.util.Locale;

/**
 * The closed list of ways in which a request can fail. The name in lower case is the stable {@code code} that clients
 * see; the ordinal is never on the wire, {@link #wireCode()} is.
 */
public enum Failure {
  INVALID(4000, 400, false),
  UNKNOWN_TENANT(4001, 400, false),
  UNAUTHENTICATED(4010, 401, false),
  TOKEN_EXPIRED(4011, 401, false),
  INVALID_CREDENTIALS(4012, 401, false),
  REFRESH_TOKEN_REUSED(4013, 401, false),
  FORBIDDEN(4030, 403, false),
  WRONG_TENANT(4031, 403, false),
  ACCOUNT_DISABLED(4032, 403, false),
  EMAIL_NOT_VERIFIED(4033, 403, false),
  /** The password is a temporary one, and nothing else goes until it is changed. */
  PASSWORD_CHANGE_REQUIRED(4034, 403, false),
  NOT_FOUND(4040, 404, false),
  METHOD_NOT_ALLOWED(4050, 405, false),
  NOT_ACCEPTABLE(4060, 406, false),
  CONFLICT(4090, 409, false),
  ALREADY_RUNNING(4091, 409, false),
  IDEMPOTENCY_KEY_REUSED(4092, 409, false),
  TOO_LARGE(4130, 413, false),
  UNSUPPORTED_MEDIA_TYPE(4150, 415, false),
  UNPROCESSABLE(4220, 422, false),
  NOT_CONFIGURED(4221, 422, false),
  PROVIDER_UNAUTHENTICATED(4222, 422, false),
  TOO_MANY_REQUESTS(4290, 429, true),
  INTERNAL(5000, 500, true),
  /** An outside provider answered with nonsense or not at all. */
  PROVIDER_FAILED(5020, 502, true),
  /** The domain holds as many requests as it may. */
  OVERLOADED(5030, 503, true),
  /** The database, or the domain itself, cannot be reached. */
  UNAVAILABLE(5031, 503, true),
  /** The answer did not come before the deadline; whether the work was done is unknown. */
  TIMEOUT(5032, 503, true);

  private final int wireCode;
  private final int httpStatus;
  private final boolean retryable;
  private final String code = name().toLowerCase(Locale.ROOT);

  Failure(int wireCode, int httpStatus, boolean retryable) {
    this.wireCode = wireCode;
    this.httpStatus = httpStatus;
    this.retryable = retryable;
  }

  public int wireCode() {
    return wireCode;
  }

  public int httpStatus() {
    return httpStatus;
  }

  /** Returns whether the same request may succeed later; a stored request that fails otherwise is dead at once. */
  public boolean retryable() {
    return retryable;
  }

  public String code() {
    return code;
  }

  /** An unknown code (a newer node's) reads as {@link #INTERNAL}. */
  public static Failure ofWireCode(int wireCode) {
    for (Failure failure : values()) {
      if (failure.wireCode == wireCode) {
        return failure;
      }
    }
    return INTERNAL;
  }

  /** @param message for a person: what is wrong and what to do next; never secrets, SQL or class names */
  public FailureException with(String message) {
    return new FailureException(this, message);
  }
}
