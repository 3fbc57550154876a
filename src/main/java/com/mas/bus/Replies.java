package com.mas.bus;

import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;

/**
 * Failures as they travel: the wire code, and the detail as JSON text, since other exceptions do not survive a cluster.
 */
final class Replies {
  private Replies() {}

  static void fail(Message<?> message, FailureException e) {
    if (message.replyAddress() != null) {
      message.fail(e.failure().wireCode(), Json.write(e.detail()));
    }
  }

  static FailureException failure(ReplyException reply) {
    Failure failure = Failure.ofWireCode(reply.failureCode());
    String detail = reply.getMessage();
    if (detail == null) {
      return failure.with("The request failed.");
    }
    try {
      return FailureException.told(failure, Json.read(detail, FailureException.Detail.class));
    } catch (IllegalStateException | IllegalArgumentException e) {
      return failure.with("The request failed.");
    }
  }
}
