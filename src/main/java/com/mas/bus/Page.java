package com.mas.bus;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The answer of every list. HTTP shows it as {@code {"success": true, "data": items, "page": {limit, offset, total}}}.
 * Where it is a component of an answer, HTTP shows the items in its place, and {@code page} beside {@code data} too.
 *
 * @param total how many there are in all, or null where counting would cost more than the page
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Page<T>(List<T> items, int limit, long offset, @Nullable Long total) {
  public Page {
    items = List.copyOf(items);
  }

  /** Returns this page with other items in the places of its own. */
  public <U> Page<U> map(Function<? super T, ? extends U> to) {
    return new Page<>(items.stream().<U>map(to).toList(), limit, offset, total);
  }
}
