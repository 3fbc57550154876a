package com.mas.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.FailureException.FieldError;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;

/** A failure as RFC 9457 wants it, with the product's own members. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"type", "title", "status", "detail", "success", "message", "code",
    "reason", "errors", "data", "requestId"})
record Problem(String type, String title, int status, String detail, boolean success, String message, String code,
    String reason, List<FieldError> errors, Object data, String requestId) {
  static Problem of(FailureException e, String requestId) {
    Failure failure = e.failure();
    FailureException.Detail detail = e.detail();
    List<FieldError> errors = detail.errors() == null || detail.errors().isEmpty() ? null : detail.errors();
    return new Problem("urn:mas:problem:" + failure.code(),
        HttpResponseStatus.valueOf(failure.httpStatus()).reasonPhrase(),
        failure.httpStatus(), detail.message(), false, detail.message(), failure.code(), detail.reason(), errors,
        detail.data(), requestId);
  }
}
