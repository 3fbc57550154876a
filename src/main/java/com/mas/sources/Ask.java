package com.mas.sources;

import java.util.List;

/**
 * Says what page is asked for.
 *
 * @param of keys of the parents, the outermost first; as many as the phase's depth
 * @param from where the page begins: a number of rows, or the mark that an earlier page gave; null at the beginning
 * @param size rows at the most, where the source lets itself be told
 */
public record Ask(List<String> of, String from, int size) {
  public Ask {
    of = List.copyOf(of);
  }

  public static Ask about(String... keys) {
    return new Ask(List.of(keys), null, Integer.MAX_VALUE);
  }

  public Ask rows(int start, int most) {
    return new Ask(of, String.valueOf(start), most);
  }

  public Ask from(String mark, int most) {
    return new Ask(of, mark, most);
  }

  /** Returns how many rows stand before the page. */
  public int start() {
    return from == null ? 0 : Integer.parseInt(from);
  }
}
