package com.mas.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.mas.bus.Bounds;
import com.mas.bus.FailureException.FieldError;
import com.mas.bus.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts what it reads against a {@link Shape}, and fails as INVALID as soon as there is so much that checking it would
 * take longer than reading it: {@link #MOST_ERRORS} members of names that are not known, more than {@link #MOST_VALUES}
 * in all, or, among more than {@link #FEW_VALUES} values, more members or elements than the schema lets stand in one
 * place. So no tree is ever built of them. What is refused with fewer values is left to the validator, which says all
 * that is wrong.
 */
final class MeasuredParser extends JsonParserDelegate {
  static final int MOST_ERRORS = 20;
  /**
   * Largest number of values in a body, even if its schema sets no bound: eight megabytes of empty arrays took seconds,
   * most of them to collect.
   */
  static final int MOST_VALUES = 100_000;
  private static final int FEW_VALUES = 1000;
  /** The validator compares each of its messages with those of an equal hash, which clients can choose by the name. */
  private static final int FEW_NAMES = 50;

  private final Shape[] shapes = new Shape[Json.MAX_DEPTH + 1];
  /** Members or elements that have begun, for each open container. */
  private final int[] counts = new int[Json.MAX_DEPTH + 1];
  private final boolean[] arrays = new boolean[Json.MAX_DEPTH + 1];
  private final List<FieldError> unknown = new ArrayList<>(0);
  private int depth = -1;
  private Shape next;
  private int values;
  private int names;

  MeasuredParser(JsonParser parser, Shape root) {
    super(parser);
    this.next = root;
  }

  /** Returns whether there may be more errors than a validator should look for. */
  boolean hasMuch() {
    return values > FEW_VALUES || names > FEW_NAMES;
  }

  @Override
  public JsonToken nextToken() throws IOException {
    JsonToken token = super.nextToken();
    if (token != null) {
      count(token);
    }
    return token;
  }

  private void count(JsonToken token) throws IOException {
    switch (token) {
      case FIELD_NAME -> member(currentName());
      case END_OBJECT, END_ARRAY -> depth--;
      case START_OBJECT, START_ARRAY -> {
        Shape shape = value();
        depth++;
        shapes[depth] = shape;
        counts[depth] = 0;
        arrays[depth] = token == JsonToken.START_ARRAY;
      }
      default -> value();
    }
  }

  private Shape value() {
    if (++values > MOST_VALUES) {
      throw Bounds.refusal(List.of(BodyCheck.error("", "must have at most " + MOST_VALUES + " values in all")));
    }
    if (depth < 0 || !arrays[depth]) {
      return next;
    }
    Shape array = shapes[depth];
    if (++counts[depth] > array.mostElements() && values > FEW_VALUES) {
      throw tooMany(array.mostElements(), "items");
    }
    return array.element();
  }

  private void member(String name) {
    Shape object = shapes[depth];
    counts[depth]++;
    next = object.member(name);
    if (next == null) {
      next = Shape.ANYTHING;
      unknown.add(BodyCheck.error(getParsingContext().pathAsPointer().toString(), "property '" + name
          + "' is not defined in the schema and the schema does not allow additional properties"));
      if (unknown.size() == MOST_ERRORS) {
        throw Bounds.refusal(unknown);
      }
    } else if (!object.closed()) {
      names++;
      if (counts[depth] > object.mostMembers() && values > FEW_VALUES) {
        throw tooMany(object.mostMembers(), "properties");
      }
    }
  }

  /** Names the container that is open, not the one that its next value has just opened. */
  private RuntimeException tooMany(int most, String what) {
    JsonStreamContext container = getParsingContext();
    while (container.getNestingDepth() > depth + 1) {
      container = container.getParent();
    }
    return Bounds.refusal(List.of(BodyCheck.error(container.getParent().pathAsPointer().toString(),
        "must have at most " + most + " " + what)));
  }
}
