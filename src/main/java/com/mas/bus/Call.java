package com.mas.bus;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The context that travels with every message.
 *
 * @param requestId joins log lines, failures and stored requests of one cause
 * @param traceparent W3C trace context, or null
 * @param tenant that the request is about; null when it is about none
 * @param principal null when the product itself asks (schedules, stored requests)
 * @param deadline epoch milliseconds after which nobody waits for the answer any more
 * @param cause the stored request that this belongs to, or null
 * @param address the client's network address, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Call(
    String requestId, @Nullable String traceparent, @Nullable String tenant, @Nullable Principal principal,
    long deadline, @Nullable UUID cause, @Nullable String address) {

  /** A call that the product makes itself. */
  public static Call system(String requestId, @Nullable String tenant, long deadline) {
    return new Call(requestId, null, tenant, null, deadline, null, null);
  }

  /** Returns the call that the product makes for a tenant because of this one: without the caller's rights. */
  public Call asProduct(String ofTenant) {
    return new Call(requestId, traceparent, ofTenant, null, deadline, cause, null);
  }

  public Call until(long earlier) {
    return earlier >= deadline ? this : new Call(requestId, traceparent, tenant, principal, earlier, cause, address);
  }

  /** The caller's id; fails with {@link Failure#UNAUTHENTICATED} when nobody is signed in. */
  @JsonIgnore
  public UUID userId() {
    if (principal == null) {
      throw Failure.UNAUTHENTICATED.with("Authorization token missing");
    }
    return principal.userId();
  }
}
