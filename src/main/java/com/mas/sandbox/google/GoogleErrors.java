package com.mas.sandbox.google;

import com.mas.sandbox.google.GoogleGrants.Grant;
import com.mas.sandbox.kit.Exchange;
import com.mas.sandbox.kit.Kind;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.function.Consumer;

/** Refusals of Google's interfaces, which say the reason within a body of their own form. */
final class GoogleErrors {
  /** One person asks too much for this minute. */
  static final Kind RATE_LIMITED = Kind.own("rateLimited");
  /** The person has not permitted what is asked. */
  static final Kind NOT_PERMITTED = Kind.own("notPermitted");

  private GoogleErrors() {}

  static Consumer<Exchange> permitted(GoogleGrants grants, String scope, Consumer<Exchange> answer) {
    return call -> {
      Optional<Grant> grant = grants.shown(call);
      if (call.struck().has(RATE_LIMITED)) {
        answer(call, 403, "userRateLimitExceeded");
      } else if (call.struck().has(NOT_PERMITTED) || !grant.orElseThrow().scopes().contains(scope)) {
        answer(call, 403, "insufficientPermissions");
      } else {
        answer.accept(call);
      }
    };
  }

  static void answer(Exchange call, int status, String reason) {
    call.json(status, new JsonObject().put("error", new JsonObject().put("code", status).put("message", reason)
        .put("errors", new JsonArray().add(new JsonObject().put("domain", "global").put("reason", reason)
            .put("message", reason)))));
  }
}
