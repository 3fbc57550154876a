package com.mas.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Bounds;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.FailureException.FieldError;
import com.mas.bus.Json;
import com.mas.bus.Listing;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Everything that one operation takes, and the record that it becomes. */
final class RequestInputs {
  private static final String PAGE = "page";
  private static final String LIMIT = "limit";
  private static final String OFFSET = "offset";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.\\-]{1,60}");
  private static final int MOST_TOLD = 20;

  final List<Parameter> path;
  final Map<String, Parameter> query;
  final List<Parameter> headers;
  /** null: the operation takes no body. */
  final BodyCheck body;
  /** The component that gets the body's bytes as they came, in base64; null: the body is JSON. */
  final String raw;
  /** The component that joins the parts of a body, see {@link BodyParts}; null: the body is taken as a whole. */
  final String streamed;
  final int mostBytes;
  private final ObjectReader reader;
  /** The one record of an operation without input, or null for a request that has no record. */
  private final Object constant;

  /**
   * @param streamed joins the parts of a body that is taken part by part; null for others
   * @param mostBytes of the body
   * @param type the record, or {@link Void}; one without components is made once
   */
  RequestInputs(List<Parameter> path, Map<String, Parameter> query, List<Parameter> headers, BodyCheck body, String raw,
      String streamed, int mostBytes, Class<?> type) {
    this.path = path;
    this.query = query;
    this.headers = headers;
    this.body = body;
    this.raw = raw;
    this.streamed = streamed;
    this.mostBytes = mostBytes;
    boolean empty = type == Void.class || type.isRecord() && type.getRecordComponents().length == 0;
    this.reader = empty ? null : Json.MAPPER.readerFor(type);
    try {
      this.constant = empty && type != Void.class ? Json.MAPPER.readerFor(type).readValue("{}") : null;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot make an empty " + type.getSimpleName(), e);
    }
  }

  /** Returns whether there is nothing to read at all, not even unknown things to refuse. */
  boolean isNothing(String rawQuery) {
    return reader == null && body == null && rawQuery == null && headers.isEmpty();
  }

  Object constant() {
    return constant;
  }

  /**
   * Checks and binds. Fails as {@link Failure#INVALID} with all that is wrong.
   *
   * @param segments the values of the path's parameters, decoded, in order
   * @param given the body's bytes, or null for operations without one
   */
  Object bind(List<String> segments, String rawQuery, MultiMap requestHeaders, byte[] given) {
    List<FieldError> errors = new ArrayList<>(0);
    ObjectNode fromBody = body == null || given == null ? null : body.read(given, errors);
    ObjectNode input = fromBody == null ? Json.MAPPER.createObjectNode() : fromBody;
    if (raw != null && given != null) {
      input.put(raw, Base64.getEncoder().encodeToString(given));
    }
    for (int i = 0; i < path.size(); i++) {
      path.get(i).set(segments.get(i), input, errors);
    }
    bindQuery(Query.parse(rawQuery), input, errors);
    for (Parameter header : headers) {
      String value = requestHeaders.get(header.name);
      if (value == null) {
        header.absent(input, errors);
      } else {
        header.set(value, input, errors);
      }
    }
    if (!errors.isEmpty()) {
      throw Bounds.refusal(errors);
    }
    return reader == null ? constant : read(input);
  }

  /** Passes over what the operation does not know; a value of nothing is as good as none. */
  private void bindQuery(Map<String, List<String>> given, ObjectNode input, List<FieldError> errors) {
    for (Parameter parameter : query.values()) {
      List<String> values = given.get(parameter.name);
      if (values == null || values.stream().allMatch(String::isEmpty)) {
        parameter.absent(input, errors);
      } else {
        parameter.set(values, input, errors);
      }
    }
    if (countsPages(given)) {
      turnTo(given.get(PAGE), input, errors);
    }
  }

  private boolean countsPages(Map<String, List<String>> given) {
    return given.containsKey(PAGE) && !query.containsKey(PAGE) && !given.containsKey(OFFSET)
        && query.containsKey(OFFSET) && query.containsKey(LIMIT);
  }

  /** Clients of earlier systems count pages from 1. */
  private static void turnTo(List<String> page, ObjectNode input, List<FieldError> errors) {
    String number = page.getLast();
    if (!number.isEmpty() && !number.matches("[1-9]\\d{0,6}")) {
      errors.add(new FieldError("/" + PAGE, "must be a whole number from 1"));
    } else if (!number.isEmpty()) {
      int limit = input.path(LIMIT).asInt(Listing.DEFAULT_LIMIT);
      input.put(OFFSET, (Long.parseLong(number) - 1) * limit);
    }
  }

  /** Returns the names in the query that the operation passes over, as far as they can stand in a header. */
  List<String> ignored(String rawQuery) {
    Map<String, List<String>> given = Query.parse(rawQuery);
    return given.keySet().stream()
        .filter(name -> !query.containsKey(name) && !(name.equals(PAGE) && countsPages(given)))
        .filter(name -> NAME.matcher(name).matches()).limit(MOST_TOLD).toList();
  }

  private Object read(ObjectNode input) {
    try {
      return reader.readValue(input);
    } catch (JsonMappingException e) {
      if (e.getCause() instanceof FailureException failure) {
        throw failure;
      }
      StringBuilder path = new StringBuilder();
      for (JsonMappingException.Reference step : e.getPath()) {
        path.append('/').append(step.getFieldName() == null ? String.valueOf(step.getIndex()) : step.getFieldName());
      }
      throw Bounds.refusal(List.of(new FieldError(path.toString(), "is not a value that fits here")));
    } catch (IOException e) {
      throw Failure.INVALID.with("The request could not be parsed.");
    }
  }
}
