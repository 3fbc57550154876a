package com.mas.sandbox.kit;

import io.vertx.core.http.HttpMethod;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One operation of a provider.
 *
 * @param path below the simulator's own, with parameters as {@code :course}
 * @param word names it to faults and in the record of calls
 * @param isOpen whether it needs no credentials
 * @param start the parameter of the query that says where a page begins; null: it answers no list
 * @param about the parameter of the path that says what a call is about, to count by; null for none
 * @param named tells the word of one call by its body, where many operations have one path; null: it is {@code word}
 * @param mostBytes of a body that is taken as it comes; 0: a form or JSON
 * @param answer answers the call, now or later
 */
public record Route(HttpMethod method, String path, String word, boolean isOpen, String start, String about,
    Function<Exchange, String> named, int mostBytes, Consumer<Exchange> answer) {
  public Route(HttpMethod method, String path, String word, boolean isOpen, String start, String about,
      Consumer<Exchange> answer) {
    this(method, path, word, isOpen, start, about, null, 0, answer);
  }

  public static Route get(String path, String word, Consumer<Exchange> answer) {
    return new Route(HttpMethod.GET, path, word, false, null, null, answer);
  }

  public static Route post(String path, String word, Consumer<Exchange> answer) {
    return new Route(HttpMethod.POST, path, word, false, null, null, answer);
  }

  /** Returns one that needs no credentials. */
  public Route open() {
    return new Route(method, path, word, true, start, about, named, mostBytes, answer);
  }

  /** Returns one that answers a page of a list, which begins where that parameter of the query says. */
  public Route list(String startParameter) {
    return new Route(method, path, word, isOpen, startParameter, about, named, mostBytes, answer);
  }

  /** Returns one whose calls are counted by a parameter of the path. */
  public Route about(String parameter) {
    return new Route(method, path, word, isOpen, start, parameter, named, mostBytes, answer);
  }

  /** Returns one whose calls have words by what they ask; the simulator adds these to its words. */
  public Route named(Function<Exchange, String> byBody) {
    return new Route(method, path, word, isOpen, start, about, byBody, mostBytes, answer);
  }

  /** Returns one that takes a body of any type as it comes, up to so many bytes; see {@link Exchange#bytes}. */
  public Route taking(int most) {
    return new Route(method, path, word, isOpen, start, about, named, most, answer);
  }
}
